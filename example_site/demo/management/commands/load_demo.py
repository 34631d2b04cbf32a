"""Fill the site with the demo content; safe to repeat."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from wagtail_inddragelse.models import Submission

from ...content import english, site_pages
from ...content.all import all_pages
from ...content.evening_meetings import EVENINGS_PATH, evening_pages
from ...content.events import DEADLINE_MOVED
from ...dates import DemoDates
from ...history import add_history
from ...pages import PageBuilder
from ...snippets import save_snippets
from ...submissions import send_submissions
from ...users import PASSWORD, USERS, save_users

MOST_OPEN = 200
"""As many sign-ups as there is room for in what is open."""
CASEWORK_PATHS = (site_pages.PROGRAMMES_PATH, site_pages.EVENTS_PATH, english.EVENTS)


class Command(BaseCommand):
    """Loads pages, contact people, users and, if asked to, submissions."""

    help = "Fill the site with the demo content. Safe to repeat: it updates what is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dates",
            choices=["today", "original"],
            default="today",
            help="Move the days so that things are open today, or keep the true ones.",
        )
        parser.add_argument(
            "--submissions",
            type=int,
            default=0,
            metavar="N",
            help="Also send N sign-ups from invented people. Beyond "
            f"{MOST_OPEN}, past ones of two years of evening meetings make it N in all.",
        )

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has log-ins that anybody knows: it needs DEBUG=1.")
        self.verbosity = options["verbosity"]
        today = timezone.localdate()
        dates = DemoDates() if options["dates"] == "original" else DemoDates.open_on(today)
        builder = self._build_pages(dates)
        ids = builder.ids
        self._say("Users …")
        pages = Page.objects.in_bulk(ids.values())
        save_users(
            [pages[ids[path]] for path in (site_pages.HOME_PATH, english.HOME)],
            [pages[ids[path]] for path in CASEWORK_PATHS],
        )
        if options["submissions"]:
            self._add_submissions(options["submissions"], builder, today)
        self._say_how_to_log_in()

    def _add_submissions(self, count: int, builder: PageBuilder, today: dt.date) -> None:
        sent = send_submissions(min(count, MOST_OPEN))
        if count > MOST_OPEN:
            offer = _evenings() or self._build_evenings(builder, today)
            open_ones = Submission.objects.exclude(intake__page=offer).count()
            sent += add_history(offer, count - open_ones, self._say)
        self._say(f"{sent} new sign-ups")

    def _build_evenings(self, builder: PageBuilder, today: dt.date) -> Page:
        builder.build(evening_pages(today), timezone.now())
        return _evenings()

    def _build_pages(self, dates: DemoDates) -> PageBuilder:
        """Build the pages; what has built them knows their primary keys by path."""
        self._say("Contact people and organisations …")
        danish, english_locale = (
            Locale.objects.get_or_create(language_code=code)[0] for code in ("da", "en")
        )
        builder = PageBuilder(_site(), save_snippets(danish, english_locale), self._say)
        self._say("Pages …")
        builder.build(all_pages(dates), dates.events.moment(DEADLINE_MOVED, 12))
        return builder

    def _say(self, text: str) -> None:
        if self.verbosity:
            self.stdout.write(text)
            self.stdout.flush()

    def _say_how_to_log_in(self) -> None:
        address = settings.WAGTAILADMIN_BASE_URL
        self._say(
            f"\nThe site:   {address}/\nThe admin:  {address}/admin/\n"
            f"Log in as   {', '.join(USERS)}\nPassword    {PASSWORD}"
        )


def _evenings() -> Page | None:
    """The offer of the past; its months stay those of the day on which it was made."""
    return Page.objects.filter(url_path__endswith=EVENINGS_PATH).first()


def _site() -> Site:
    """The default site, at the address the settings give."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.get(is_default_site=True)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.hostname = address.hostname
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    return site
