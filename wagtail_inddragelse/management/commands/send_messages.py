from django.core.management.base import BaseCommand, CommandError

from ...mail.delivery import send_due
from ...models import Delivery


class Command(BaseCommand):
    """Run it from cron every few minutes; the exit code is 1 when a mail could not be sent."""

    help = "Send the mails that are due, and those that a dead worker left in sending."

    def handle(self, *args, **options) -> None:
        counts = send_due()
        later, failed = counts[Delivery.QUEUED], counts[Delivery.FAILED]
        report = f"{counts[Delivery.SENT]} sent, {later} to be tried again, {failed} given up"
        if later or failed:
            raise CommandError(report)
        self.stdout.write(report)
