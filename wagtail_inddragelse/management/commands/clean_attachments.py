from django.core.management.base import BaseCommand
from django.utils import timezone

from ...domain.attachments import remove_abandoned


class Command(BaseCommand):
    """Run it from cron once a day."""

    help = "Remove files kept for forms that came back with an error and were never sent."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{remove_abandoned(timezone.now())} removed")
