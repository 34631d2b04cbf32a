from django.core.management.base import BaseCommand

from ...domain.signup.reminders import remind


class Command(BaseCommand):
    """Run it from cron once a day; without ``REMIND_DAYS_BEFORE`` it does nothing."""

    help = "Queue the mails that remind participants of the first session."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{remind()} reminders queued")
