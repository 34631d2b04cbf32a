"""Mails about what a publish changed: drafted for those concerned, sent by a caseworker.

Each contact person, and each participant with a place and an address of their own, has at most one
such draft, tied to the first change that they have not heard of. What the draft is about follows
from what differs between then and now, so that a second change before the release updates it, and a
change that is taken back removes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from ...mail import outbox
from ...mail.recipients import participants_to_tell
from ...models import (
    MAIL_KINDS,
    Delivery,
    Intake,
    IntakeChange,
    Message,
    Occasion,
    Participant,
    Submission,
)
from ...models.message import MessageQuerySet
from ...models.occasion import DRAFTED_AFTER

Kind = IntakeChange.Kind

Reader = tuple[Submission, Participant | None]
"""A submission, and the participant written to; None for the contact person."""


def draft_mails(change: IntakeChange) -> None:
    """Bring the drafts about the intake of ``change`` up to date, in the caller's transaction."""
    if _is_about_the_past(change):
        return
    intake = change.intake
    changes = list(_changes(intake))
    waiting = {(draft.submission_id, draft.participant_id): draft for draft in _drafts(intake)}
    wanted = {}
    for submission, person in _readers(intake):
        key = submission.pk, person and person.pk
        since = waiting[key].change_id if key in waiting else change.pk
        occasion = _occasion(changes, since, submission.state)
        if occasion and (person is None or MAIL_KINDS[occasion].participants_are_told):
            wanted[key] = submission, person, occasion
    _remove([draft for key, draft in waiting.items() if key not in wanted])
    _change([(draft, wanted[key][-1]) for key, draft in waiting.items() if key in wanted])
    _add(change, [reader for key, reader in wanted.items() if key not in waiting])


def _readers(intake: Intake) -> Iterator[Reader]:
    """All who may have to hear of a change: contact people, and participants with a place."""
    rows = list(Submission.objects.for_intake(intake).open().order_by("pk"))
    told = participants_to_tell(rows, DRAFTED_AFTER[Kind.SESSION])
    for row in rows:
        yield row, None
        yield from ((row, person) for person in told.get(row.pk, ()))


def forget_drafts(submission: Submission) -> None:
    """Remove the draft to an applicant whom it no longer concerns in the state they are in now."""
    state, occasions = submission.state, DRAFTED_AFTER.values()
    outdated = [occasion for occasion in occasions if not _concerns(occasion, state)]
    drafts = Message.objects.filter(submission=submission, delivery=Delivery.DRAFT)
    drafts.filter(change__isnull=False, occasion__in=outdated).delete()


def _is_about_the_past(change: IntakeChange, now: dt.datetime | None = None) -> bool:
    """Whether only the record of a session that is over was mended."""
    ends = [end for end in (change.old_end, change.new_end) if end]
    return bool(ends) and max(ends) <= (now or timezone.now())


def _changes(intake: Intake):
    same = IntakeChange.objects.filter(intake__translation_key=intake.translation_key)
    return same.order_by("pk")


def _drafts(intake: Intake) -> MessageQuerySet:
    return Message.objects.filter(
        submission__intake_key=intake.translation_key,
        change__isnull=False,
        delivery=Delivery.DRAFT,
    )


def _occasion(changes: list[IntakeChange], since: int, state: str) -> Occasion | None:
    """What to tell somebody in ``state`` who knows how things were before the change ``since``."""
    before = [change for change in changes if change.pk < since]
    news = [change for change in changes if change.pk >= since]
    was, is_ = _is_cancelled(before), _is_cancelled(changes)
    if was or is_:
        found = [] if was and is_ else [Kind.CANCELLED if is_ else Kind.RESUMED]
    else:
        found = [kind for kind in (Kind.SESSION, Kind.DEADLINE) if _differs(news, kind)]
    occasions = (DRAFTED_AFTER[kind] for kind in found)
    return next((each for each in occasions if _concerns(each, state)), None)


def _concerns(occasion: Occasion, state: str) -> bool:
    return state in MAIL_KINDS[occasion].drafted_for


def _is_cancelled(changes: list[IntakeChange]) -> bool:
    kinds = [change.kind for change in changes if change.kind in (Kind.CANCELLED, Kind.RESUMED)]
    return kinds[-1:] == [Kind.CANCELLED]


def _differs(news: list[IntakeChange], kind: Kind) -> bool:
    """Whether anything of this kind differs now from before the first of ``news``."""
    first, last = {}, {}
    for change in news:
        if change.kind == kind:
            first.setdefault(change.session_uid, (change.old_value, change.old_end))
            last[change.session_uid] = (change.new_value, change.new_end)
    return first != last


def _remove(drafts: list[Message]) -> None:
    if drafts:
        _still_drafts(drafts).delete()


def _change(drafts: list[tuple[Message, Occasion]]) -> None:
    """Have drafts made anew; what a caseworker has written into them fits another occasion no
    more, but still the same one."""
    for occasion in DRAFTED_AFTER.values():
        of_occasion = [draft for draft, wanted in drafts if wanted == occasion != draft.occasion]
        _still_drafts(of_occasion).update(
            occasion=occasion, own_subject="", own_text="", subject="", text="", html=""
        )


def _still_drafts(drafts: list[Message]) -> MessageQuerySet:
    keys = [draft.pk for draft in drafts]
    return Message.objects.filter(pk__in=keys, delivery=Delivery.DRAFT)


def _add(change: IntakeChange, wanted: list[tuple[*Reader, Occasion]]) -> None:
    drafts = [
        outbox.compose_to(person, occasion) if person else outbox.compose(submission, occasion)
        for submission, person, occasion in wanted
    ]
    for draft in drafts:
        draft.change, draft.delivery = change, Delivery.DRAFT
    Message.objects.bulk_create(drafts, batch_size=500)
