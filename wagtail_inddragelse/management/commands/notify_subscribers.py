from django.core.management.base import BaseCommand

from ...domain.signup.subscriptions import notify_subscribers


class Command(BaseCommand):
    help = "Writes to those who asked to be told when an intake opens."

    def handle(self, *args, **options) -> None:
        count = notify_subscribers()
        self.stdout.write(f"{count} mails put in the outbox.")
