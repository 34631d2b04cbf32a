from django.core.management.base import BaseCommand

from ...domain.waiting_list import expire_offers, offer_all_free_places


class Command(BaseCommand):
    """Run it from cron every hour, or as often as an offer of a place must lapse on time."""

    help = "Let unanswered offers of a place lapse, and offer free places to the next in line."

    def handle(self, *args, **options) -> None:
        expired = expire_offers()
        self.stdout.write(f"{expired} expired, {offer_all_free_places()} more offered")
