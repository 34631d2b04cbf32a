"""An intake's sessions as a calendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from email.utils import parseaddr
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from ..models import Intake, IntakeChange, Session
from .addresses import sender

PRODUCT = "-//wagtail-inddragelse//EN"
UID_DOMAIN = "wagtail-inddragelse"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
REFRESH = dt.timedelta(hours=6)
"""How often calendars are asked to fetch a feed anew."""

DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)

Pair = tuple[dt.datetime, dt.datetime]


def intake_calendar(intake: Intake, *, for_participant: bool, url: str = "") -> bytes:
    """The sessions of ``intake`` as an .ics file, one event each, in the site's time zone.

    ``url`` is the offer's public address; never give a secret one, as calendars are shared. Online
    links are in the file only with ``for_participant``. An event keeps its UID when it moves and
    gets a higher SEQUENCE, so that calendars update it; a cancelled intake cancels its events
    (RFC 5546, 4.1.3).
    """
    calendar = _calendar(method_of(intake))
    _add_events(calendar, [intake], for_participant, url)
    return calendar.to_ical()


def calendar_feed(intakes: list[Intake], *, name: str, url: str) -> bytes:
    """The sessions of all ``intakes`` as a calendar to subscribe to, called ``name``.

    It holds nothing that is for participants alone. A feed publishes, also what is cancelled.
    """
    calendar = _calendar(PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    _add_events(calendar, intakes, False, url)
    return calendar.to_ical()


def method_of(intake: Intake) -> str:
    """What a file about ``intake`` does to a calendar: PUBLISH, or CANCEL when it is cancelled."""
    return CANCEL if _is_cancelled(intake) else PUBLISH


def _is_cancelled(intake: Intake) -> bool:
    return intake.publication == Intake.Publication.CANCELLED


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _add_events(calendar: Calendar, intakes: list[Intake], for_participant: bool, url: str) -> None:
    changes = _changes(intakes)
    for intake in intakes:
        of_intake = changes.get(intake.translation_key, [])
        common = _common(intake, of_intake, url)
        for session in intake.in_order():
            calendar.add_component(_event(session, intake, common, for_participant))
        for change in _taken_off(intake, of_intake):
            calendar.add_component(_cancelled_event(change, intake, common))
    if calendar.get_missing_tzids():
        calendar.subcomponents.insert(0, _zone(calendar.events))


def _changes(intakes: list[Intake]) -> dict[uuid.UUID, list[IntakeChange]]:
    """What was changed about each intake in any language, by ``translation_key``; one query."""
    keys = [intake.translation_key for intake in intakes]
    changes = IntakeChange.objects.filter(intake__translation_key__in=keys)
    found: dict[uuid.UUID, list[IntakeChange]] = {}
    for change in changes.select_related("intake").order_by("pk"):
        found.setdefault(change.intake.translation_key, []).append(change)
    return found


def _taken_off(intake: Intake, changes: list[IntakeChange]) -> list[IntakeChange]:
    """The last change of each session that was taken off and is not back."""
    last = {change.session_uid: change for change in changes if change.session_uid}
    there = {session.uid for session in intake.sessions.all()}
    return [change for uid, change in last.items() if not change.new_value and uid not in there]


def _common(intake: Intake, changes: list[IntakeChange], url: str) -> dict:
    changed_at = max((change.created_at for change in changes), default=intake.created_at)
    properties = {
        "organizer": vCalAddress(f"mailto:{parseaddr(sender())[1]}"),
        "sequence": len(changes),
        "dtstamp": changed_at,
        "last-modified": changed_at,
        "status": "CANCELLED" if _is_cancelled(intake) else "CONFIRMED",
    }
    return properties | ({"url": url} if url else {})


def _event(session: Session, intake: Intake, common: dict, for_participant: bool) -> Event:
    link = session.online_link if for_participant else ""
    event = _dated_event(session.uid, intake, session.starts_at, session.ends_at)
    event.add("summary", " – ".join(filter(None, [intake.page.title, session.title])))
    event.add("description", _description(intake, link))
    _add(event, {**common, "sequence": common["sequence"] + session.revision})
    if place := session.place or link:
        event.add("location", place)
    return event


def _cancelled_event(change: IntakeChange, intake: Intake, common: dict) -> Event:
    """A session that was taken off, so that calendars which have it strike it out."""
    event = _dated_event(change.session_uid, intake, change.old_value, change.old_end)
    event.add("summary", intake.page.title)
    event.add("description", _description(intake, ""))
    sequence = common["sequence"] + change.session_revision
    _add(event, {**common, "sequence": sequence, "status": "CANCELLED"})
    return event


def _dated_event(uid: uuid.UUID, intake: Intake, start: dt.datetime, end: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}-{intake.translation_key}@{UID_DOMAIN}")
    event.add("dtstart", _clock_time(start))
    event.add("dtend", _clock_time(end))
    return event


def _add(event: Event, properties: dict) -> None:
    for name, value in properties.items():
        event.add(name, value)


def _description(intake: Intake, link: str) -> str:
    return "\n".join(
        filter(None, [intake.title, link and _("Take part online: {link}").format(link=link)])
    )


def _clock_time(moment: dt.datetime) -> dt.datetime:
    """The site's clock time, or UTC in the hour that comes twice.

    A local time that occurs twice means the first (RFC 5545, 3.3.5), so the second needs UTC.
    """
    local = _local(moment)
    return moment.astimezone(dt.UTC) if local.fold else local


def _zone(events: list[Event]) -> Timezone:
    """The site's time zone, with the changes of the clock that the events lie among.

    icalendar's own gives the start of summer time by the new clock, where RFC 5545, 3.6.5 asks
    for the old one.
    """
    utc = dt.UTC
    first = min(event.start for event in events).astimezone(utc).replace(minute=0, second=0) - DAY
    last = max(event.end for event in events).astimezone(utc) + DAY
    zone = Timezone()
    zone.add("tzid", str(timezone.get_default_timezone()))
    zone.add_component(_observance(first, first))
    for before, after in _clock_changes(first, last):
        zone.add_component(_observance(before, after))
    return zone


def _clock_changes(first: dt.datetime, last: dt.datetime) -> Iterator[Pair]:
    """The quarters of an hour at whose end the clock is changed."""
    for day in _with_change(first, last, DAY):
        yield from _with_change(*day, QUARTER)


def _with_change(first: dt.datetime, last: dt.datetime, step: dt.timedelta) -> Iterator[Pair]:
    """The steps from ``first`` to ``last`` or beyond in which the offset changes."""
    count = -((first - last) // step)
    for before, after in pairwise(first + step * number for number in range(count + 1)):
        if _local(before).utcoffset() != _local(after).utcoffset():
            yield before, after


def _observance(before: dt.datetime, after: dt.datetime) -> TimezoneStandard | TimezoneDaylight:
    old, new = _local(before), _local(after)
    observance = TimezoneDaylight() if new.dst() else TimezoneStandard()
    start = after.astimezone(dt.UTC) + old.utcoffset()
    observance.add("dtstart", start.replace(tzinfo=None))
    observance.add("tzoffsetfrom", old.utcoffset())
    observance.add("tzoffsetto", new.utcoffset())
    observance.add("tzname", new.tzname())
    return observance


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(timezone.get_default_timezone())
