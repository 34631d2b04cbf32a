from django.core.management.base import BaseCommand
from django.utils import timezone

from ...casework.export.background import remove_expired
from ...casework.once import forget_old


class Command(BaseCommand):
    """Run it from cron every hour."""

    help = "Remove exports whose time is up, with their files, and forget sent forms."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        forget_old(now)
        self.stdout.write(f"{remove_expired(now)} removed")
