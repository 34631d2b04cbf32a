from django.core.management.base import BaseCommand

from ...domain.signup.waiting_list import expire_offers, settle_all


class Command(BaseCommand):
    """Run it from cron every hour, or as often as an offer of a place must lapse on time."""

    help = (
        "Let unanswered offers of a place lapse, offer free places to the next in line, and tell "
        "those who wait when it is over."
    )

    def handle(self, *args, **options) -> None:
        try:
            expired = expire_offers()
        finally:
            settled = settle_all()
        self.stdout.write(f"{expired} expired, {len(settled.offered)} more offered")
        if settled.ended:
            self.stdout.write(f"{len(settled.ended)} told that there is no place for them")
