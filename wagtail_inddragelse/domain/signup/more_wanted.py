"""Asking for more: chosen questions open again for the applicant, by the secret link, until a date.

The answers that are replaced are kept as an earlier version, with the files that belonged to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Attachment, EarlierAnswers, MoreWanted, Submission
from ...questions.reopen import choosable, reopen
from ...questions.schema import FormSchema, Question
from ...questions.sent import Reply
from ...questions.standard import first_cvr
from ..intakes import places
from ..record import transitions
from ..record.form_versions import form_of
from ..record.transitions import Action, NotAllowed
from ..writing.one_by_one import one_by_one
from ..writing.refused import Refused
from ..writing.retries import retried
from . import attachments

Outcome = MoreWanted.Outcome


def can_ask(submission: Submission) -> bool:
    """Whether the submission is in a state in which more can be asked for."""
    is_open = submission.is_decidable and not submission.pending_state
    return is_open and not submission.intake.is_cancelled


@retried
def ask(
    submission: Submission,
    question_ids: Collection[str],
    *,
    due_at: dt.datetime,
    text: str = "",
    user,
) -> MoreWanted:
    """Open these questions again until ``due_at``, and write to the applicant.

    ``text`` says in the caseworker's own words what is wanted. Raises Refused.
    """
    now = timezone.now()
    with transaction.atomic():
        places.lock(submission.intake)  # one action or two on one row
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        _refuse_to_ask(row, question_ids, due_at <= now)
        wanted = MoreWanted.objects.create(
            submission=row,
            question_ids=list(question_ids),
            text=text.strip(),
            due_at=due_at,
            asked_at=now,
            asked_by=user,
        )
        if transitions.can(row, Action.ASSESS):
            transitions.apply(row, Action.ASSESS, user=user, now=now)
        transitions.apply(row, Action.ASK_FOR_MORE, user=user, now=now)
    return wanted


def _refuse_to_ask(row: Submission, question_ids: Collection[str], is_past: bool) -> None:
    if not row.is_decidable:
        raise Refused(_("It is not open for assessment."), code="not_open")
    if row.pending_state:
        text = _("An outcome is prepared. Take it back before you ask for more.")
        raise Refused(text, code="prepared")
    if row.intake.is_cancelled:
        raise Refused(_("It is cancelled, so nothing more is needed."), code="cancelled")
    asked = {q.id for step in choosable(form_of(row), row.answers) for q in step.questions}
    if not question_ids or not asked.issuperset(question_ids):
        raise Refused(_("Choose at least one of the questions."), code="no_question")
    if is_past:
        raise Refused(_("The deadline must be in the future."), code="past")


def latest(submission: Submission) -> MoreWanted | None:
    """The latest request, open or not."""
    return submission.more_wanted.first()


def named(submission: Submission, key: int | None) -> MoreWanted | None:
    """The request that a form names by its key, even if it has ended; otherwise the latest."""
    requests = submission.more_wanted.all()
    return next((each for each in requests if each.pk == key), None) or latest(submission)


def is_late(submission: Submission, now: dt.datetime) -> bool:
    """Whether the latest request can no longer be answered, even if that is not written yet."""
    wanted = latest(submission)
    return wanted is not None and now >= wanted.deadline


def questions(wanted: MoreWanted, form: FormSchema | None = None) -> list[Question]:
    """The questions that were chosen, in the order of the form, where that is at hand."""
    asked = (form or form_of(wanted.submission)).questions
    return [question for question in asked if question.id in wanted.question_ids]


def reopened(wanted: MoreWanted) -> FormSchema:
    """The form of what is asked, with the questions that depend on a new answer."""
    submission = wanted.submission
    return reopen(form_of(submission), wanted.question_ids, submission.answers)


def give(submission: Submission, reply: Reply, *, to: MoreWanted | None = None) -> Submission:
    """Take the applicant's answer to the open request, and tell the case office.

    ``to`` is the request that was read: where another is open by now, that is not answered. When it
    changes anything, the answers so far are kept as an earlier version. Raises Refused when
    it is too late or not wanted, and as ``attachments.attach`` does: then nothing is stored.
    """
    with attachments.stored(reply.files) as new_files:
        return _give(submission, reply, to, new_files)


@retried
def _give(
    submission: Submission, reply: Reply, to: MoreWanted | None, new_files: list[Attachment]
) -> Submission:
    now = timezone.now()
    with transaction.atomic():
        transaction.on_commit(new_files.clear)
        row, wanted = _lock_open(submission, to, Action.GIVE_MORE)
        if now >= wanted.deadline:
            raise Refused(_("The deadline has passed."), code="too_late")
        change = _compare(row, wanted, reply)
        if change.is_any or new_files:
            _start_version(row, wanted, change)
            attachments.attach(row, new_files, change.kept_new)
        _close(wanted, Outcome.ANSWERED, now)
        return transitions.apply(row, Action.GIVE_MORE, now=now)


@retried
def take_back(submission: Submission, *, user, seen: MoreWanted | None = None) -> Submission:
    """Close the request without an answer and tell the applicant. Raises Refused.

    ``seen`` is the request that was seen: where another is open by now, that stays.
    """
    now = timezone.now()
    with transaction.atomic():
        row, wanted = _lock_open(submission, seen, Action.STOP_ASKING)
        _close(wanted, Outcome.TAKEN_BACK, now)
        return transitions.apply(row, Action.STOP_ASKING, user=user, now=now)


def close_overdue(now: dt.datetime | None = None) -> int:
    """Let unanswered requests lapse and tell the case office; returns how many."""
    now = now or timezone.now()
    maybe_overdue = MoreWanted.objects.filter(outcome="", due_at__lte=now)
    overdue = [row for row in maybe_overdue.select_related("submission") if row.deadline <= now]
    return sum(one_by_one(lambda wanted: _lapse(wanted, now), overdue))


@retried
def _lapse(wanted: MoreWanted, now: dt.datetime) -> bool:
    with transaction.atomic():
        row, still_open = _lock(wanted.submission)
        if still_open != wanted:  # answered or taken back meanwhile
            return False
        _close(still_open, Outcome.OVERDUE, now)
        transitions.apply(row, Action.MISS_MORE, now=now)
    return True


def note_withdrawal(submission: Submission) -> None:
    """Close what was asked of somebody who has withdrawn, in the transaction of that."""
    open_ = MoreWanted.objects.filter(submission=submission, outcome="")
    open_.update(outcome=Outcome.WITHDRAWN, closed_at=timezone.now())


def _lock(submission: Submission) -> tuple[Submission, MoreWanted | None]:
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    return row, row.more_wanted.filter(outcome="").first()


def _lock_open(
    submission: Submission, expected: MoreWanted | None, action: Action
) -> tuple[Submission, MoreWanted]:
    row, wanted = _lock(submission)
    if wanted is None or expected not in (None, wanted):
        raise NotAllowed(row, action)
    wanted.submission = row
    return row, wanted


def _close(wanted: MoreWanted, outcome: Outcome, now: dt.datetime) -> None:
    wanted.outcome, wanted.closed_at = outcome, now
    wanted.save()


@dataclass(frozen=True)
class _Change:
    """The changes that a reply makes to answers and files."""

    answers: dict[str, Any]
    retired: list[Attachment]
    kept_new: list[tuple[str, Attachment]]
    is_any: bool


def _compare(row: Submission, wanted: MoreWanted, reply: Reply) -> _Change:
    asked = {question.id for question in reopened(wanted).questions}
    untouched = {id_: answer for id_, answer in row.answers.items() if id_ not in asked}
    answers = untouched | {id_: a for id_, a in reply.answers.items() if id_ in asked}
    kept = {file.pk for _id, file in reply.kept}
    retired = [f for f in row.current_attachments if f.question_id in asked and f.pk not in kept]
    kept_new = list(_not_ours(row, reply))
    return _Change(answers, retired, kept_new, answers != row.answers or bool(retired or kept_new))


def _not_ours(row: Submission, reply: Reply) -> Iterator[tuple[str, Attachment]]:
    ours = {file.pk for file in row.current_attachments}
    return (each for each in reply.kept if each[1].pk not in ours)


def _start_version(row: Submission, wanted: MoreWanted, change: _Change) -> None:
    number = row.answers_version
    EarlierAnswers.objects.create(
        submission=row, number=number, answers=row.answers, replaced_by=wanted
    )
    row.attachments.filter(pk__in=[file.pk for file in change.retired]).update(last_version=number)
    row.answers, row.answers_version = change.answers, number + 1
    _set_organisation(row)


def _set_organisation(row: Submission) -> None:
    """The form's first CVR answer is also the organisation's, as it was when it was sent."""
    cvr = first_cvr(form_of(row).questions, row.answers)
    if cvr == row.organisation_cvr:
        return
    row.organisation_cvr = cvr
    row.organisation_key = row.find_organisation_key()
