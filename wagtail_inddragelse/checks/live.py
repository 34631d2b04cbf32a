"""Whether the site's own settings suit a live site in its country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.checks import CheckMessage
from wagtail.models import Site

from .found import can_ask, error, warning

DANISH_FORMATS = {
    "WAGTAIL_DATE_FORMAT": "%d.%m.%Y",
    "WAGTAIL_DATETIME_FORMAT": "%d.%m.%Y %H:%M",
}
OTHER_DANISH_CLOCKS = ("Atlantic/Faroe", "Atlantic/Faeroe", "America/Nuuk", "America/Godthab")
FIELDS_WANTED = 10_000
"""What Wagtail's own project template takes in one form; Django takes 1,000."""
NOBODYS_HOSTS = ("", "localhost", "127.0.0.1", "example.com", "www.example.com")
"""Hosts that a new project begins with, and that no citizen can reach."""


def check_time_zone(**kwargs: Any) -> Iterator[CheckMessage]:
    """E009 and W008: a deadline is a moment, which takes a time zone: that of who reads it."""
    if not settings.USE_TZ:
        yield error("E009", "USE_TZ is off, so deadlines are not moments.", "Set USE_TZ = True.")
    elif is_danish() and not _has_danish_clock(settings.TIME_ZONE):
        yield warning(
            "W008",
            f"TIME_ZONE is {settings.TIME_ZONE!r}, so deadlines and sessions are hours off for "
            "people in Denmark.",
            'Set TIME_ZONE = "Europe/Copenhagen".',
        )


def check_date_formats(**kwargs: Any) -> Iterator[CheckMessage]:
    """W020: on a Danish site, editors meet dates as they write them themselves."""
    if is_danish():
        for name, example in DANISH_FORMATS.items():
            if not hasattr(settings, name):
                yield warning(
                    "W020",
                    f"{name} is not set, so the admin writes 8 November 2027 as 2027-11-08.",
                    f'Set {name} = "{example}", which Danish forms read as well.',
                )


def check_number_of_fields(**kwargs: Any) -> Iterator[CheckMessage]:
    """W007: an offer with many start dates, and a round with many cases, fit into one form."""
    taken = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if taken is not None and taken < FIELDS_WANTED:
        yield warning(
            "W007",
            f"A form can have {taken} fields: an offer with many start dates could not be saved, "
            "nor a large round approved at once.",
            f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS = {FIELDS_WANTED:_}, as Wagtail's own template.",
        )


def check_base_url(**kwargs: Any) -> Iterator[CheckMessage]:
    """W009: on a live site the links in the case office's mails lead to the admin."""
    address = getattr(settings, "WAGTAILADMIN_BASE_URL", None) or ""
    if not settings.DEBUG and (urlsplit(address).hostname or "") in NOBODYS_HOSTS:
        yield warning(
            "W009",
            f"WAGTAILADMIN_BASE_URL is {address!r}, and links in mails to caseworkers lead there.",
            "Set it to where the site is reached, such as “https://www.example.dk”.",
        )


def check_sites(databases: Sequence[str] | None = None, **kwargs: Any) -> Iterator[CheckMessage]:
    """W010: on a live site the links in mails to applicants lead to the site."""
    alias = "" if settings.DEBUG else can_ask(Site, databases)
    rows = Site.objects.using(alias) if alias else Site.objects.none()
    for host in rows.filter(hostname__in=NOBODYS_HOSTS).values_list("hostname", flat=True):
        yield warning(
            "W010",
            f"A site in Wagtail has the host name {host!r}, and links in mails lead there.",
            "Write the site's own host name under Settings → Sites.",
        )


def is_danish() -> bool:
    """Whether the site is in Danish first."""
    return settings.LANGUAGE_CODE.startswith("da")


def _has_danish_clock(zone: str) -> bool:
    """Whether clocks there show what they show in Denmark, in winter and in summer."""
    if zone in OTHER_DANISH_CLOCKS:
        return True
    moments = [dt.datetime(2027, month, 1, tzinfo=dt.UTC) for month in (1, 7)]
    here, there = ZoneInfo("Europe/Copenhagen"), ZoneInfo(zone)
    return all(m.astimezone(here).utcoffset() == m.astimezone(there).utcoffset() for m in moments)
