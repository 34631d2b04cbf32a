"""Dates, times, sizes and places in words, in the language that is active."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils import dateformat, timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext, override, pgettext


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


class DayWords(NamedTuple):
    """How a language writes a day: a format of Django's, and the months from January on."""

    format: str
    months: tuple[str, ...]


def day_words(language: str) -> DayWords:
    """How ``date_text`` writes a day in ``language``."""
    with override(language):
        return DayWords(_day_format(), tuple(str(MONTHS[number]) for number in range(1, 13)))


def _day_format() -> str:
    return pgettext("date format", "j F Y")


def date_text(value: dt.date | dt.datetime | None) -> str:
    """A day in words: “30. november 2020” in Danish, “30 November 2020” in English."""
    if value is None:
        return ""
    day = _local(value) if isinstance(value, dt.datetime) else value
    return dateformat.format(day, _day_format())


def time_text(value: dt.datetime | None) -> str:
    """A clock time: “23.59” in Danish, “23:59” in English."""
    if value is None:
        return ""
    return dateformat.time_format(_local(value).time(), pgettext("time format", "H:i"))


def datetime_text(value: dt.datetime | None) -> str:
    """A day and a clock time: “30. november 2020 kl. 23.59”."""
    if value is None:
        return ""
    return gettext("%(date)s at %(time)s") % {"date": date_text(value), "time": time_text(value)}


def last_minute(deadline: dt.datetime | None) -> dt.datetime | None:
    """``deadline`` as people are told it: instead of midnight, the minute before, as most take
    “30 November at 00:00” for the end of the 30th, which has only begun."""
    if deadline is None:
        return None
    local = timezone.localtime(deadline, timezone.get_default_timezone())
    is_midnight = (local.hour, local.minute) == (0, 0)
    return deadline - dt.timedelta(minutes=1) if is_midnight else deadline


def deadline_text(value: dt.datetime | None) -> str:
    """A deadline: as ``datetime_text``, but midnight is told as the end of a day."""
    return datetime_text(last_minute(value))


def time_attribute(value: dt.date | dt.datetime) -> str:
    """A moment for the ``datetime`` attribute, to the minute: HTML takes no microseconds."""
    if isinstance(value, dt.datetime):
        return _local(value).isoformat(timespec="minutes")
    return value.isoformat()


def period_text(session) -> str:
    """When a session is: “8. november 2026 kl. 9.00–16.00”, with both days when they differ."""
    start, end = _local(session.starts_at), _local(session.ends_at)
    if start.date() != end.date():
        return f"{datetime_text(start)} – {datetime_text(end)}"
    return f"{datetime_text(start)}–{time_text(end)}"


def weekday_text(value: dt.datetime) -> str:
    """The day of the week: “onsdag” in Danish, “Wednesday” in English."""
    return dateformat.format(_local(value), "l")


def location_text(session) -> str:
    """Where a session is: venue and address, “online”, or nothing while neither is known."""
    return session.location or (gettext("online") if session.online_link else "")


def answer_text(intake) -> str:
    """When applicants get their answer; empty when it is not known."""
    return intake.decision_expected_text or date_text(intake.decision_expected_on)


def shared_location(sessions) -> str:
    """The location of all sessions, so that it is said once; nothing when they have several."""
    found = {location_text(session) for session in sessions}
    return found.pop() if len(found) == 1 else ""


def file_size(size: int) -> str:
    """A number of bytes in words."""
    return filesizeformat(size)


WITH_SMALL_LETTERS = ("da", "en", "nb", "nn", "no", "sv")
"""Languages in which a word is written small in a sentence, unless it is a name."""


def in_sentence(text: str) -> str:
    """What an editor typed to stand alone, as it goes on in a sentence: “I midten af maj” becomes
    “i midten af maj”. Abbreviations stay, and so does what English writes large."""
    word = re.match(r"\w*", text)[0]
    language = (get_language() or "")[:2]
    if language not in WITH_SMALL_LETTERS or word[1:] != word[1:].lower():
        return text
    if language == "en" and word in _large_in_english():
        return text
    return word.lower() + text[len(word) :]


@cache
def _large_in_english() -> frozenset[str]:
    with override("en"):
        return frozenset({"I", *map(str, MONTHS.values()), *map(str, WEEKDAYS.values())})
