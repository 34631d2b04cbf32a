import logging

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...domain.signup.attachments import count_missing, remove_abandoned, remove_strays

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Run it from cron once a day."""

    help = (
        "Remove files kept for forms that came back with an error and were never sent, and files "
        "that no row names, as a worker that was killed leaves them."
    )

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        self.stdout.write(f"{remove_abandoned(now)} removed, {remove_strays(now)} without a row")
        if missing := count_missing():
            logger.error(
                "%s files are in the database and not in the storage as this server sees it. Do "
                "all servers and workers share one?",
                missing,
            )
