"""What a publish changed for people who had already seen the intake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language

from ...models import Intake, IntakeChange, Session
from ..intakes import places
from ..record import claims
from .change_mails import draft_mails
from .change_notes import hide_if_taken_back

Kind = IntakeChange.Kind


def record_intake_change(intake: Intake) -> None:
    """Note a moved deadline, a cancellation or its end, and draft the mails about it.

    Call it before ``intake`` is saved. Rows are written when a page is published, so what differs
    from the stored row is news to the public, unless the page is published for the first time.
    """
    stored = Intake.objects.filter(pk=intake.pk).select_related("page").first()
    if stored is None or not was_public(stored, stored.page):
        return
    if stored.closes_at != intake.closes_at:
        _note(intake, Kind.DEADLINE, old_value=stored.closes_at, new_value=intake.closes_at)
    cancelled = Intake.Publication.CANCELLED
    if (intake.publication == cancelled) != (stored.publication == cancelled):
        if stored.publication == cancelled:
            claims.let_back(places.lock(stored), timezone.now())
        _note(intake, Kind.CANCELLED if intake.publication == cancelled else Kind.RESUMED)


def record_session_change(session: Session) -> None:
    """Note a moved session and draft the mails about it; call it before ``session`` is saved."""
    stored = Session.objects.filter(pk=session.pk).select_related("intake__page").first()
    if stored is None:
        _record_return(session)
        return
    session.revision = stored.revision + _shows_otherwise(stored, session)
    if not was_public(stored, stored.intake.page):
        return
    if (stored.starts_at, stored.ends_at) != (session.starts_at, session.ends_at):
        _note(
            stored.intake,
            Kind.SESSION,
            session_uid=session.uid,
            old_value=stored.starts_at,
            new_value=session.starts_at,
            old_end=stored.ends_at,
            new_end=session.ends_at,
        )


def record_session_removal(session: Session) -> None:
    """Note that a session to come was taken off and draft the mails; call it before the delete.

    It takes place as long as the offer has it in another language.
    """
    if session.same_rows().exclude(pk=session.pk).exists():
        return
    if not was_public(session, session.intake.page):
        return
    if session.ends_at > timezone.now():
        _note(
            session.intake,
            Kind.SESSION,
            session_uid=session.uid,
            session_revision=session.revision,
            old_value=session.starts_at,
            old_end=session.ends_at,
        )


def _record_return(session: Session) -> None:
    """Note that a session that was taken off is back, as when an older version is published."""
    of_intake = IntakeChange.objects.filter(intake__translation_key=session.intake.translation_key)
    last = of_intake.filter(session_uid=session.uid).order_by("pk").last()
    if last is not None and last.new_value is None:
        session.revision = last.session_revision
        _note(
            session.intake,
            Kind.SESSION,
            session_uid=session.uid,
            new_value=session.starts_at,
            new_end=session.ends_at,
        )


def _shows_otherwise(stored: Session, session: Session) -> bool:
    """Whether calendars show it differently; its times are counted as changes of their own."""
    return any(getattr(stored, n) != getattr(session, n) for n in Session.CALENDAR_FIELDS)


def list_changes(intakes: list[Intake]) -> list[IntakeChange]:
    """The changes to ``intakes`` in any language, newest day first.

    What was changed on one day comes in the order of ``intakes``; what is hidden is left out. Each
    change has the intake of the list, so that a page shows its own titles.
    """
    by_key = {intake.translation_key: intake for intake in intakes}
    changes = IntakeChange.objects.filter(intake__translation_key__in=by_key, is_hidden=False)
    found = list(changes.select_related("intake"))
    for change in found:
        change.intake = by_key[change.intake.translation_key]
    return sorted(found, key=lambda change: _place_in_list(change, list(by_key)))


def _place_in_list(change: IntakeChange, keys: list) -> tuple[int, int]:
    day = timezone.localdate(change.created_at)
    return -day.toordinal(), keys.index(change.intake.translation_key)


@dataclass(frozen=True)
class ChangeNote:
    """One change as a page tells it, with all the intakes that it happened to."""

    change: IntakeChange
    intakes: tuple[Intake, ...]

    @property
    def own_text(self) -> str:
        """An editor's words for it in the active language; empty to use the standard ones."""
        return _own_text(self.change)


def group_changes(changes: Iterable[IntakeChange]) -> list[ChangeNote]:
    """One note for what happened to several intakes on one day, in the order of ``changes``."""
    groups: dict[tuple, list[IntakeChange]] = {}
    for change in changes:
        day = timezone.localdate(change.created_at)
        what = (day, change.kind, change.old_value, change.new_value, _own_text(change))
        groups.setdefault(what, []).append(change)
    return [ChangeNote(group[0], _each_once(group)) for group in groups.values()]


def _own_text(change: IntakeChange) -> str:
    return change.own_texts.get(get_language() or "", "")


def _each_once(changes: list[IntakeChange]) -> tuple[Intake, ...]:
    return tuple({change.intake.pk: change.intake for change in changes}.values())


def was_public(row: Intake | Session, page: models.Model) -> bool:
    """Whether people could see ``row``, in any language, before the publish of ``page`` going on.

    The page row is written before its intakes, and a first publish gives both times alike. A page
    in another language that is published is not being published now.
    """
    if page.live and page.first_published_at != page.last_published_at:
        return True
    return row.same_rows().exclude(pk=row.pk).filter(**{row.IS_LIVE: True}).exists()


def _note(intake: Intake, kind: Kind, **values) -> None:
    with transaction.atomic():
        now = timezone.now()
        change = IntakeChange.objects.create(intake=intake, kind=kind, created_at=now, **values)
        draft_mails(change)
        hide_if_taken_back(change)
