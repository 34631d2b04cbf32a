from django.core.management.base import BaseCommand
from django.utils import timezone

from ...casework.export.background import remove_expired


class Command(BaseCommand):
    """Run it from cron every hour."""

    help = "Remove exports whose time is up, with their files."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{remove_expired(timezone.now())} removed")
