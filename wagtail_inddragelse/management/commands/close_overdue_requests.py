from django.core.management.base import BaseCommand

from ...domain.signup.more_wanted import close_overdue


class Command(BaseCommand):
    """Run it from cron every hour, or as often as a case must go on when nobody answers."""

    help = "Send cases back to assessment whose applicants did not give more information in time."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{close_overdue()} overdue")
