"""Days and clock times as Danes write them: the one place that reads what people type."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone

DATE = re.compile(
    r"""
    (?P<first>[0-9]{1,4}) [./\-\s]+ (?P<month>[0-9]{1,2}|[^\W\d]{3,}) [./\-\s]+ (?P<last>[0-9]{1,4})
    | (?P<day>[0-9]{2}) (?P<month_number>[0-9]{2}) (?P<year>[0-9]{4}) /*
    """,
    re.VERBOSE,
)
MONTHS = (
    ("januar", "january"),
    ("februar", "february"),
    ("marts", "march"),
    ("april",),
    ("maj", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)
MOMENT = re.compile(
    r"(?P<day>.+?)[\s,T]+(?:(?:kl|at)\.?\s*)?(?P<hour>\d{1,2})(?:[.:]?(?P<minute>\d{2}))?(?::\d{2})?",
    re.IGNORECASE,
)
YEARS_AHEAD = 20
"""How far in the future a year of two digits can be; any later is taken for the last century."""


def parse_date(text: str, years_ahead: int = YEARS_AHEAD) -> dt.date | None:
    """The date meant by “3/12 2026”, “03-12-26”, “3. december 2026” or “2026-12-03”, or None."""
    found = DATE.fullmatch(text)
    if found is None:
        return None
    first, month, last = found["first"], found["month"], found["last"]
    if first is None:
        first, month, last = found["day"], found["month_number"], found["year"]
    year, day = (first, last) if len(first) == 4 else (last, first)
    try:
        return dt.date(_year(year, years_ahead), _month(month), int(day))
    except ValueError:
        return None


def parse_moment(text: str) -> dt.datetime | None:
    """The moment meant by “8.11.2027 9:30” or “8. november 2027 kl. 9”, without a zone, or None."""
    found = MOMENT.fullmatch(text)
    day = parse_date(found["day"].strip()) if found else None
    if day is None:
        return None
    try:
        return dt.datetime.combine(day, dt.time(int(found["hour"]), int(found["minute"] or 0)))
    except ValueError:
        return None


def split_date(value: str) -> list[str]:
    """The day, month and year to show again; what cannot be split stays in the first field."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", value):
        return list(reversed(value.split("-")))
    parts = value.split("/") if value.count("/") == 2 else re.split(r"[./\-\s]+", value)
    return parts if len(parts) == 3 else [value, "", ""]


def _year(text: str, years_ahead: int) -> int:
    """The year, also of two digits; 0, which is none, for any other number of them."""
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        return 0
    today = timezone.localdate().year
    year = today - today % 100 + int(text)
    return year if year <= today + years_ahead else year - 100


def _month(text: str) -> int:
    """The month's number; 0, which is none, for a word that is not the start of its name."""
    if text.isdecimal():
        return int(text)
    numbered = enumerate(MONTHS, start=1)
    return next((n for n, names in numbered if _starts(names, text.casefold())), 0)


def _starts(names: tuple[str, ...], text: str) -> bool:
    return any(name.startswith(text) for name in names)
