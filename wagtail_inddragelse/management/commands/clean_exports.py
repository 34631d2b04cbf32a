from django.core.management.base import BaseCommand
from django.utils import timezone

from ...casework.export.background import go_on_with_left, remove_expired
from ...casework.once import forget_old


class Command(BaseCommand):
    """Run it from cron every hour."""

    help = (
        "Remove exports whose time is up, with their files, and go on with those whose worker was "
        "killed; and forget sent forms."
    )

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        forget_old(now)
        removed, kept = remove_expired(now)
        self.stdout.write(f"{removed} removed")
        if kept:
            self.stdout.write(f"{kept} kept, as their files could not be removed")
        if left := go_on_with_left(now):
            self.stdout.write(f"{left} had been left by their workers")
