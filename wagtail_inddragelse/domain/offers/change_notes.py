"""The public notes on what a publish changed: taken back unseen, hidden, or worded by an editor.

A row of what was changed is never deleted: calendars count them, and the mails are worked out from
them. What is not to be read is hidden.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from ...models import Delivery, Intake, IntakeChange, Message, Submission
from ..writing import seen
from ..writing.retries import retried

Kind = IntakeChange.Kind

OFF_OR_ON = (Kind.CANCELLED, Kind.RESUMED)
"""Kinds of change that undo each other, and have no values."""


def hide_if_taken_back(change: IntakeChange) -> None:
    """Hide ``change`` and what it undoes, when nobody had been told; in its transaction.

    Cancelled and yet not, or moved and moved back: what holds is what held before.
    """
    chain = list(_chain(change))
    for start, first in enumerate(chain[:-1]):
        if _before(first) == _after(change) and not _is_told(first, change):
            IntakeChange.objects.filter(pk__in=[each.pk for each in chain[start:]]).update(
                is_hidden=True
            )
            change.is_hidden = True
            return


def _chain(change: IntakeChange) -> QuerySet:
    """The visible changes to the same thing, oldest first."""
    kinds = OFF_OR_ON if change.kind in OFF_OR_ON else (change.kind,)
    return IntakeChange.objects.filter(
        intake__translation_key=change.intake.translation_key,
        kind__in=kinds,
        session_uid=change.session_uid,
        is_hidden=False,
    ).order_by("pk")


def _before(change: IntakeChange) -> tuple:
    if change.kind in OFF_OR_ON:
        return (change.kind == Kind.RESUMED,)
    return change.old_value, change.old_end


def _after(change: IntakeChange) -> tuple:
    if change.kind in OFF_OR_ON:
        return (change.kind == Kind.CANCELLED,)
    return change.new_value, change.new_end


def _is_told(first: IntakeChange, last: IntakeChange) -> bool:
    """Whether a mail that tells of ``first``, or of what came after it, is more than a draft, or
    somebody signed up before ``last`` to what held meanwhile."""
    theirs = Submission.objects.for_intake(first.intake).active()
    if theirs.filter(received_at__gte=first.created_at, received_at__lt=last.created_at).exists():
        return True
    about = Message.objects.filter(
        submission__intake_key=first.intake.translation_key, change__isnull=False
    )
    covers = Q(change__gte=first.pk) | Q(sent_at=None) | Q(sent_at__gte=first.created_at)
    return about.exclude(delivery=Delivery.DRAFT).filter(covers).exists()


def notes_on(page: Model) -> list[IntakeChange]:
    """All changes to the intakes of ``page``, hidden or not, newest first.

    Each has the intake of this page.
    """
    by_key = {intake.translation_key: intake for intake in Intake.objects.filter(page_id=page.pk)}
    found = IntakeChange.objects.filter(intake__translation_key__in=by_key)
    changes = list(found.select_related("intake").order_by("-created_at", "-pk"))
    for change in changes:
        change.intake = by_key[change.intake.translation_key]
    return changes


def values_of(change: IntakeChange, language: str) -> dict:
    """The values that ``edit`` sets, as they are now."""
    return {"is_hidden": change.is_hidden, "text": change.own_texts.get(language, "")}


@retried
def edit(change: IntakeChange, language: str, sent: dict, shown: seen.Marks | None = None) -> bool:
    """Reword or hide the note on ``change``; returns whether anything was changed.

    ``sent`` has ``is_hidden``, for every language, and ``text``, for ``language`` alone; empty says
    it in our own words. ``shown`` holds the marks of the ``values_of`` that were seen. Raises
    ChangedMeanwhile.
    """
    with transaction.atomic():
        row = IntakeChange.objects.select_for_update().get(pk=change.pk)
        current = values_of(row, language)
        changed = seen.merge(shown, sent, current)
        if changed:
            values = {**current, **changed}
            row.is_hidden = values["is_hidden"]
            row.own_texts = {**row.own_texts, language: values["text"].strip()}
            row.save(update_fields=["is_hidden", "own_texts"])
    return bool(changed)


def count_signed_up(page: Model) -> int:
    """How many active submissions there are for the intakes of ``page``, in any language."""
    intakes = Intake.objects.filter(page_id=page.pk)
    return Submission.objects.for_intakes(intakes).active().count()


def count_drafts(page: Model) -> int:
    """How many mails about changes of the intakes of ``page`` wait for a caseworker."""
    keys = Intake.objects.filter(page_id=page.pk).order_by().values("translation_key")
    drafts = Message.objects.filter(delivery=Delivery.DRAFT, change__isnull=False)
    return drafts.filter(submission__intake_key__in=keys).count()
