from django.core.management.base import BaseCommand

from ...domain.signup.waiting_list import expire_place_offers, settle_all


class Command(BaseCommand):
    """Run it from cron every hour, or as often as a place offer must lapse on time."""

    help = (
        "Let unanswered place offers lapse, invite the next in line to free places, and tell "
        "those who wait when it is over."
    )

    def handle(self, *args, **options) -> None:
        try:
            expired = expire_place_offers()
        finally:
            settled = settle_all()
        self.stdout.write(f"{expired} expired, {len(settled.invited)} more invited")
        if settled.ended:
            self.stdout.write(f"{len(settled.ended)} told that there is no place for them")
