"""An intake's sessions as a calendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid
from email.utils import parseaddr

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration

from ..models import Intake, IntakeChange, Session, Submission
from .contacts import contact_text
from .recipients import office_of, sender
from .time_zone import time_zone

PRODUCT = "-//wagtail-inddragelse//EN"
UID_DOMAIN = "wagtail-inddragelse"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
REFRESH = dt.timedelta(hours=6)
"""How often calendars are asked to fetch a feed again."""

COUNTED_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""Seconds from here to when a sign-up last changed its state are part of its SEQUENCE: who signs up
anew after a withdrawal has the same events, and must be heard after the withdrawal."""


def own_calendar(submission: Submission, *, url: str = "") -> bytes:
    """The sessions for one who signed up as an .ics file, one event each, in the site's time zone.

    ``url`` is the offer's public address; never give a secret one, as calendars are shared. Online
    links are in it only for who has a place. An event keeps its UID when it moves and gets a higher
    SEQUENCE, so that calendars update it. What is cancelled, withdrawn, refused or lapsed cancels
    its events (RFC 5546, 4.1.3), and who does not have a place yet has them as tentative.
    """
    calendar = _calendar(method_of(submission))
    _add_events(calendar, [submission.intake], url, submission)
    return calendar.to_ical()


def calendar_feed(intakes: list[Intake], *, name: str, url: str) -> bytes:
    """The sessions of all ``intakes`` as a calendar to subscribe to, called ``name``.

    It holds nothing that is for participants alone. A feed publishes, also what is cancelled.
    """
    calendar = _calendar(PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    _add_events(calendar, intakes, url)
    return calendar.to_ical()


def method_of(submission: Submission) -> str:
    """What the file of ``submission`` does to a calendar: PUBLISH, or CANCEL when all is off."""
    return CANCEL if _status(submission.intake, submission) == "CANCELLED" else PUBLISH


def _status(intake: Intake, submission: Submission | None) -> str:
    if intake.is_cancelled or (submission and submission.has_ended):
        return "CANCELLED"
    return "TENTATIVE" if submission and not submission.has_place else "CONFIRMED"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _add_events(
    calendar: Calendar, intakes: list[Intake], url: str, submission: Submission | None = None
) -> None:
    changes = _changes(intakes)
    contacts = _contacts(intakes, submission)
    for intake in intakes:
        of_intake = changes.get(intake.translation_key, [])
        common = _common(intake, of_intake, url, submission)
        about = _description(intake, submission, contacts[intake.page_id])
        for session in intake.in_order():
            calendar.add_component(_event(session, intake, common, about, submission))
        for change in _taken_off(intake, of_intake):
            calendar.add_component(_cancelled_event(change, intake, common, about))
    if calendar.get_missing_tzids():
        calendar.subcomponents.insert(0, _zone(calendar.events))


def _contacts(intakes: list[Intake], submission: Submission | None) -> dict[int, str]:
    """Who to ask, in words, by the key of the offer's page; each page is looked up once."""
    pages: dict[int, Model] = {intake.page_id: intake.page for intake in intakes}
    office = office_of(submission) if submission else ""
    return {key: contact_text(page.specific, office) for key, page in pages.items()}


def _changes(intakes: list[Intake]) -> dict[uuid.UUID, list[IntakeChange]]:
    """The changes to each intake in any language, by ``translation_key``; one query."""
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


def _common(
    intake: Intake, changes: list[IntakeChange], url: str, submission: Submission | None
) -> dict:
    changed_at = max((change.created_at for change in changes), default=intake.created_at)
    sequence = len(changes)
    if submission:
        changed_at = max(changed_at, submission.state_changed_at)
        sequence += _sequence(submission)
    properties = {
        "organizer": vCalAddress(f"mailto:{parseaddr(sender())[1]}"),
        "sequence": sequence,
        "dtstamp": changed_at,
        "last-modified": changed_at,
        "status": _status(intake, submission),
    }
    return properties | ({"url": url} if url else {})


def _sequence(submission: Submission) -> int:
    """A number that is higher after each change of the state, also in one and the same second."""
    seconds = int((submission.state_changed_at - COUNTED_FROM).total_seconds())
    return max(seconds, 0) + (submission.has_ended)


def _event(
    session: Session, intake: Intake, common: dict, about: str, submission: Submission | None
) -> Event:
    takes_part = submission is not None and submission.is_confirmed
    link = session.online_link if takes_part and not intake.is_cancelled else ""
    event = _dated_event(session.uid, intake, session.starts_at, session.ends_at)
    event.add("summary", " – ".join(filter(None, [intake.page.title, session.title])))
    event.add("description", "\n".join(filter(None, [link and _online(link), about])))
    _add(event, {**common, "sequence": common["sequence"] + session.revision})
    if location := session.location or link:
        event.add("location", location)
    return event


def _cancelled_event(change: IntakeChange, intake: Intake, common: dict, about: str) -> Event:
    """A session that was taken off, so that calendars which have it strike it out."""
    event = _dated_event(change.session_uid, intake, change.old_value, change.old_end)
    event.add("summary", intake.page.title)
    event.add("description", about)
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


def _online(link: str) -> str:
    return _("Take part online: {link}").format(link=link)


def _description(intake: Intake, submission: Submission | None, contact: str) -> str:
    """What a reader of the calendar needs to know and to ask: offer, reference and contact."""
    title = "" if intake.title == intake.page.title else intake.title
    reference = submission and f"{_('Reference')}: {submission.reference}"
    asked = contact and f"{_('Questions?')}\n{contact}"
    return "\n".join(filter(None, [intake.page.title, title, reference, asked]))


def _clock_time(moment: dt.datetime) -> dt.datetime:
    """The site's clock time, or UTC in the hour that comes twice.

    A local time that occurs twice means the first (RFC 5545, 3.3.5), so the second needs UTC.
    """
    local = _local(moment)
    return moment.astimezone(dt.UTC) if local.fold else local


def _zone(events: list[Event]) -> Timezone:
    """The site's time zone, for the time of the ``events``."""
    first = min(event.start for event in events)
    last = max(event.end for event in events)
    return time_zone(timezone.get_default_timezone(), first, last)


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(timezone.get_default_timezone())
