from django.core.management.base import BaseCommand
from django.utils import timezone

from ...domain.record.retention import delete_due


class Command(BaseCommand):
    """Run it from cron once a day."""

    help = "Delete the submissions whose time to be kept is up; anonymous figures are left."

    def handle(self, *args, **options) -> None:
        result = delete_due(timezone.now())
        self.stdout.write(f"{result.deleted} deleted")
        if result.undecided:
            self.stdout.write(f"{result.undecided} kept, as they still wait for a decision")
        if result.objections:
            self.stdout.write(f"{result.objections} kept, as an objection is open")
