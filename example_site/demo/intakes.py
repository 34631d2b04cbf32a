"""Put the content's intakes and sessions on an offer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model
from django.utils import timezone

from wagtail_inddragelse.models import Intake, IntakeChange, Session

from .content.shapes import IntakeContent, PageContent, SessionContent
from .identity import stable_id


def set_intakes(page: Model, content: PageContent, *, first_deadlines: bool = False) -> None:
    """Give ``page`` the intakes of ``content`` in memory, those it has already among them.

    With ``first_deadlines``, a deadline that was moved later on is the one published first.
    """
    source = content.translates or content.path
    page.inddragelse_intakes = [
        _intake(page, number, source, intake, first_deadlines)
        for number, intake in enumerate(content.intakes)
    ]


def _intake(
    page: Model, number: int, source: str, content: IntakeContent, first_deadline: bool
) -> Intake:
    key = intake_key(source, content)
    intake = _existing(page, key) or Intake(translation_key=key, locale=page.locale)
    fields = {"title": content.title, "sort_order": number, **content.fields}
    if first_deadline and content.first_deadline:
        fields["closes_at"] = content.first_deadline
    _set(intake, fields)
    intake.sessions = [
        _session(intake, number, key, session) for number, session in enumerate(content.sessions)
    ]
    return intake


def _existing(page: Model, key: Any) -> Intake | None:
    intakes = page.inddragelse_intakes.all()
    return next((intake for intake in intakes if intake.translation_key == key), None)


def _session(intake: Intake, number: int, key: Any, content: SessionContent) -> Session:
    uid = stable_id(key, content.key)
    existing = [session for session in intake.sessions.all() if session.uid == uid]
    session = existing[0] if existing else Session(uid=uid)
    names = ("title", "starts_at", "ends_at", "venue", "address", "online_link")
    _set(session, {"sort_order": number} | {name: getattr(content, name) for name in names})
    return session


def _set(row: Model, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def intake_key(source: str, content: IntakeContent) -> Any:
    """The translation key of an intake of the offer at the path ``source``."""
    return stable_id(source, content.key)


def move_stored_rows(content: PageContent) -> None:
    """Give rows of an earlier load the days of this one, so that publishing tells nobody of it."""
    for intake in content.intakes:
        key = intake_key(content.path, intake)
        if "closes_at" in intake.fields:
            Intake.objects.filter(translation_key=key).update(closes_at=intake.fields["closes_at"])
        if intake.first_deadline:
            IntakeChange.objects.filter(intake__translation_key=key, kind="deadline").update(
                old_value=intake.first_deadline, new_value=intake.fields["closes_at"]
            )
        for session in intake.sessions:
            uid = stable_id(key, session.key)
            Session.objects.filter(uid=uid).update(
                starts_at=session.starts_at, ends_at=session.ends_at
            )


def date_changes(content: PageContent, moved_on: dt.datetime) -> None:
    """Say of the moved deadlines that they were moved ``moved_on``, unless that is yet to come."""
    keys = [intake_key(content.path, intake) for intake in content.intakes]
    changes = IntakeChange.objects.filter(intake__translation_key__in=keys)
    changes.update(created_at=min(moved_on, timezone.now()))
