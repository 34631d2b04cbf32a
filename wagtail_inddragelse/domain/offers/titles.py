"""Titles made from dates, such as “Start 8 November 2026”: the days they name, and how they follow.

``intakes.js`` does the same while the editor is open, with what ``day_words`` tells it.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from django.utils import timezone

from ...formats import DayWords, day_words
from ...models import Intake

YEAR = " Y"
"""How a date ends when it includes its year."""


class NamedDay(NamedTuple):
    """A day that a title names, with or without its year."""

    text: str
    day: int
    month: int
    year: int | None

    def is_day(self, day: dt.date) -> bool:
        """Whether ``day`` is what is meant."""
        return (self.day, self.month) == (day.day, day.month) and self.year in (None, day.year)


def named_days(title: str, language: str) -> list[NamedDay]:
    """The days that ``title`` names as ``language`` writes them, also without their year."""
    words = day_words(language)
    return [_read(found, words) for found in re.finditer(_pattern(words), title)]


def follow(title: str, moved: dict[dt.date, dt.date], language: str) -> str:
    """``title`` with the new day wherever it names one that was moved; a title that says something
    else, as an editor wrote it, stays."""
    words = day_words(language)

    def written(found: re.Match) -> str:
        named = _read(found, words)
        new = next((new for old, new in moved.items() if named.is_day(old)), None)
        return _written(new, named, words) if new else found[0]

    return re.sub(_pattern(words), written, title)


def _pattern(words: DayWords) -> str:
    parts = {"j": r"(?P<day>\d{1,2})", "F": f"(?P<month>{'|'.join(words.months)})"}
    signs = words.format.removesuffix(YEAR)
    day = "".join(parts.get(sign, re.escape(sign)) for sign in signs)
    return rf"(?<!\d){day}(?: (?P<year>\d{{4}}))?(?!\w)"


def _read(found: re.Match, words: DayWords) -> NamedDay:
    month = words.months.index(found["month"]) + 1
    year = int(found["year"]) if found["year"] else None
    return NamedDay(found[0], int(found["day"]), month, year)


def _written(day: dt.date, like: NamedDay, words: DayWords) -> str:
    """``day`` with its year where ``like`` has one."""
    pattern = words.format if like.year else words.format.removesuffix(YEAR)
    parts = {"j": str(day.day), "F": words.months[day.month - 1], "Y": str(day.year)}
    return "".join(parts.get(sign, sign) for sign in pattern)


def other_day(intake: Intake, language: str) -> str:
    """A day that the title names and that is none of the intake's; empty when there is none.

    Nothing is said of an intake without dates of its own.
    """
    days = _days(intake)
    if not days:
        return ""
    named = named_days(intake.title, language)
    return next((each.text for each in named if not any(map(each.is_day, days))), "")


def _days(intake: Intake) -> set[dt.date]:
    """All days that a title may mean, as the site's clock has them."""
    moments = [intake.opens_at, intake.closes_at, intake.last_minute]
    for session in intake.in_order():
        moments += [session.starts_at, session.ends_at]
    days = {local_day(moment) for moment in moments if moment}
    return days | ({intake.decision_expected_on} if intake.decision_expected_on else set())


def local_day(moment: dt.datetime) -> dt.date:
    """The day of ``moment`` in the site's time zone."""
    return timezone.localdate(moment, timezone.get_default_timezone())
