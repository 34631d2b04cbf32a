"""What search engines read of an offer: https://schema.org/EducationEvent as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..domain.intakes.intakes import IntakeState, IntakeStatus
from ..models import Session

register = template.Library()

ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
AVAILABILITY = {
    IntakeState.OPEN: "InStock",
    IntakeState.FEW_LEFT: "LimitedAvailability",
    IntakeState.LINE_FIRST: "BackOrder",
    IntakeState.FULL_WAITING: "BackOrder",
    IntakeState.FULL: "SoldOut",
    IntakeState.CLOSED: "SoldOut",
    IntakeState.NOT_OPEN: "PreOrder",
}
ATTENDANCE = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "both": "MixedEventAttendanceMode",
}


@register.simple_tag(takes_context=True)
def json_ld(context, page, statuses: list[IntakeStatus]) -> SafeString:
    """A data block with one event for each intake that has sessions; nothing without any."""
    events = [
        intake_event(page, status, page.get_full_url(context.get("request")))
        for status in statuses
        if status.sessions
    ]
    if not events:
        return SafeString("")
    data = json.dumps({"@context": "https://schema.org", "@graph": events}).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')


def intake_event(page, status: IntakeStatus, url: str | None) -> dict[str, Any]:
    """The intake as an event from its first session to its last, each session a part of it."""
    sessions = status.sessions
    event = {
        "@type": "EducationEvent",
        "name": f"{page.title}: {status.intake.title}",
        "description": page.summary,
        "url": url,
        **_event_times(sessions[0], sessions[-1]),
        "eventStatus": f"https://schema.org/{_event_status(status)}",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[page.format]}",
        "location": _location(sessions[0], url),
        "isAccessibleForFree": not page.price_text,
    }
    if page.organiser:
        event["organizer"] = {"@type": "Organization", "name": page.organiser.name}
    if status.state in AVAILABILITY:
        event["offers"] = _offer(page, status, url)
    if len(sessions) > 1:
        event["subEvent"] = [_session_event(session, event) for session in sessions]
    return event


def _event_status(status: IntakeStatus) -> str:
    return "EventCancelled" if status.is_cancelled else "EventScheduled"


def _event_times(first: Session, last: Session) -> dict[str, str]:
    return {"startDate": first.starts_at.isoformat(), "endDate": last.ends_at.isoformat()}


def _session_event(session: Session, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "EducationEvent",
        "name": session.title or event["name"],
        **_event_times(session, session),
        "eventStatus": event["eventStatus"],
        "location": _location(session, event["url"]),
    }


def _location(session: Session, url: str | None) -> dict[str, str | None]:
    """Where it is. The online link is only for those confirmed: the page stands in for it."""
    if not session.location:
        return {"@type": "VirtualLocation", "url": url}
    return {
        "@type": "Place",
        "name": session.venue or session.address,
        "address": session.address or session.venue,
    }


def _offer(page, status: IntakeStatus, url: str | None) -> dict[str, Any]:
    offer = {
        "@type": "Offer",
        "url": url,
        "availability": f"https://schema.org/{AVAILABILITY[status.state]}",
    }
    if not page.price_text:
        offer |= {"price": "0", "priceCurrency": "DKK"}
    for name, moment in (
        ("validFrom", status.intake.opens_at),
        ("validThrough", status.intake.closes_at),
    ):
        if moment:
            offer[name] = moment.isoformat()
    return offer
