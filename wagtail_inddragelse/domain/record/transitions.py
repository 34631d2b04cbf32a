"""The states of a submission: one table, and the one function that moves along it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from ...mail import outbox
from ...models import Occasion, State, Submission
from ...models.states import BEFORE_DECISION_STATES, OPEN_STATES
from ...signals import submission_state_changed
from ..writing.refused import Refused
from ..writing.retries import retried

LOG_PREFIX = "wagtail_inddragelse."


class Action(models.TextChoices):
    """What can happen to a submission; also its action in Wagtail's log."""

    RECEIVE = "receive", _("Received")
    CONFIRM = "confirm", _("Confirmed")
    WAIT = "wait", _("Put on the waiting list")
    INVITE = "invite", _("Offered a place")
    ACCEPT_PLACE = "accept_place", _("Took the place")
    DECLINE = "decline", _("Declined the place")
    EXPIRE = "expire", _("Let the offer of a place expire")
    ASSESS = "assess", _("Assessment started")
    ASK_FOR_MORE = "ask_for_more", _("Asked for more information")
    GIVE_MORE = "give_more", _("Gave more information")
    MISS_MORE = "miss_more", _("Did not give more information in time")
    STOP_ASKING = "stop_asking", _("Took the request for more information back")
    ACCEPT = "accept", _("Accepted")
    DEFER = "defer", _("Decided: waiting list")
    REJECT = "reject", _("Rejected")
    END = "end", _("Got no place")
    CANCEL = "cancel", _("Taken off the waiting list, as it is cancelled")
    RETURN = "return", _("Back on the waiting list")
    WITHDRAW = "withdraw", _("Withdrawn")
    MARK_ATTENDED = "mark_attended", _("Attended")
    MARK_ABSENT = "mark_absent", _("Absent")

    @property
    def log_action(self) -> str:
        """Its name in Wagtail's log."""
        return f"{LOG_PREFIX}{self.value}"


@dataclass(frozen=True)
class Transition:
    """From which states an action leads where, and who is written to."""

    sources: frozenset[State]
    target: State
    applicant: Occasion | None = None
    office: Occasion | None = None
    by_hand: Promise | None = None
    """What the button says by which a caseworker does it; None where none does."""


def _row(*sources: State, to: State, **more) -> Transition:
    return Transition(frozenset(sources), to, **more)


TRANSITIONS: dict[Action, Transition] = {
    Action.RECEIVE: _row(
        State.DRAFT, to=State.RECEIVED, applicant=Occasion.RECEIVED, office=Occasion.OFFICE_NEW
    ),
    Action.CONFIRM: _row(
        State.DRAFT,
        State.RECEIVED,
        to=State.CONFIRMED,
        applicant=Occasion.CONFIRMED,
        office=Occasion.OFFICE_NEW,
    ),
    Action.WAIT: _row(
        State.DRAFT,
        State.RECEIVED,
        to=State.WAITING,
        applicant=Occasion.WAITING,
        office=Occasion.OFFICE_NEW,
    ),
    Action.INVITE: _row(
        State.WAITING, to=State.OFFERED, applicant=Occasion.OFFERED, by_hand=_("Offer a place")
    ),
    Action.ACCEPT_PLACE: _row(State.OFFERED, to=State.CONFIRMED, applicant=Occasion.CONFIRMED),
    Action.DECLINE: _row(State.OFFERED, to=State.DECLINED, applicant=Occasion.DECLINED),
    Action.EXPIRE: _row(State.OFFERED, to=State.EXPIRED, applicant=Occasion.EXPIRED),
    Action.ASSESS: _row(State.RECEIVED, to=State.UNDER_ASSESSMENT),
    Action.ASK_FOR_MORE: _row(
        State.UNDER_ASSESSMENT, to=State.MORE_WANTED, applicant=Occasion.MORE_WANTED
    ),
    Action.GIVE_MORE: _row(
        State.MORE_WANTED, to=State.UNDER_ASSESSMENT, office=Occasion.OFFICE_MORE_GIVEN
    ),
    Action.MISS_MORE: _row(
        State.MORE_WANTED, to=State.UNDER_ASSESSMENT, office=Occasion.OFFICE_MORE_OVERDUE
    ),
    Action.STOP_ASKING: _row(
        State.MORE_WANTED, to=State.UNDER_ASSESSMENT, applicant=Occasion.MORE_TAKEN_BACK
    ),
    Action.ACCEPT: _row(State.UNDER_ASSESSMENT, to=State.CONFIRMED, applicant=Occasion.ACCEPTED),
    Action.DEFER: _row(State.UNDER_ASSESSMENT, to=State.WAITING, applicant=Occasion.WAITING),
    Action.REJECT: _row(State.UNDER_ASSESSMENT, to=State.REJECTED, applicant=Occasion.REJECTED),
    Action.END: _row(State.WAITING, State.OFFERED, to=State.OVER, applicant=Occasion.OVER),
    Action.CANCEL: _row(State.WAITING, State.OFFERED, to=State.OVER),
    Action.RETURN: _row(State.OVER, to=State.WAITING),
    Action.MARK_ATTENDED: _row(
        State.CONFIRMED, State.ABSENT, to=State.ATTENDED, by_hand=_("Mark as attended")
    ),
    Action.MARK_ABSENT: _row(
        State.CONFIRMED, State.ATTENDED, to=State.ABSENT, by_hand=_("Mark as absent")
    ),
    Action.WITHDRAW: _row(
        *OPEN_STATES,
        to=State.WITHDRAWN,
        applicant=Occasion.WITHDRAWN,
        office=Occasion.OFFICE_WITHDRAWN,
        by_hand=_("Withdraw for the applicant"),
    ),
}


class NotAllowed(Refused):
    """The action does not lead anywhere from where the submission is by now."""

    text = _("The case has moved on. This can no longer be done.")
    code = "moved_on"

    def __init__(self, submission: Submission, action: Action) -> None:
        super().__init__()
        self.add_note(f"{action} of {submission}, which is {submission.state}")


def can(submission: Submission, action: Action) -> bool:
    """Whether ``action`` is possible in the state of the submission."""
    return submission.state in TRANSITIONS[action].sources


def apply(
    submission: Submission, action: Action, *, user=None, now: dt.datetime | None = None
) -> Submission:
    """Move ``submission`` by ``action``: row, log entry and outbox messages in one transaction.

    A submission that has no row yet is inserted. ``user`` is who did it; None is the applicant or
    the clock. Raises NotAllowed when the table has no such row.
    """
    if not can(submission, action):
        raise NotAllowed(submission, action)
    transition = TRANSITIONS[action]
    with transaction.atomic(savepoint=False):
        is_new = submission.pk is None
        _write(submission, transition.target, now or timezone.now())
        _log(submission, action, user)
        if is_new:  # its participants are stored after it
            outbox.queue_for(submission, _occasions(transition))
        else:
            _queue_messages([submission], transition)
        submission_state_changed.send(sender=Submission, submission=submission, action=action)
    return submission


def apply_many(
    submissions: Sequence[Submission],
    action: Action,
    *,
    user=None,
    now: dt.datetime | None = None,
    values: Iterable[str] = (),
) -> None:
    """``apply`` on many locked rows, with as many queries as on one; all or nothing.

    ``values`` are the names of further columns that were changed on the objects and are written
    too. Each has a row already. Raises NotAllowed when the table has no such row for one.
    """
    for submission in submissions:
        if not can(submission, action):
            raise NotAllowed(submission, action)
    if not submissions:
        return
    transition = TRANSITIONS[action]
    with transaction.atomic(savepoint=False):
        _write_many(submissions, transition.target, now or timezone.now(), values)
        ModelLogEntry.objects.bulk_create([_entry(row, action, user) for row in submissions])
        _queue_messages(submissions, transition)
        for row in submissions:
            submission_state_changed.send(sender=Submission, submission=row, action=action)


def _write_many(
    submissions: Sequence[Submission], state: State, now: dt.datetime, values: Iterable[str]
) -> None:
    columns = {"state", "state_changed_at", *values}
    for submission in submissions:
        columns |= _set(submission, state, now)
    Submission.objects.bulk_update(submissions, sorted(columns))


def _write(submission: Submission, state: State, now: dt.datetime) -> None:
    _set(submission, state, now)
    submission.save()


def _set(submission: Submission, state: State, now: dt.datetime) -> set[str]:
    """Set the state. An outcome that was prepared and never released goes, with its reason, where
    the case is no longer open for a decision; returns the names of the columns of that."""
    submission.state, submission.state_changed_at = state, now
    is_dropped = submission.decided_at is None and state not in BEFORE_DECISION_STATES
    if not is_dropped or not (submission.pending_state or submission.decision_reason):
        return set()
    submission.pending_state = submission.decision_reason = ""
    submission.decided_by = submission.approved_by = None
    return {"pending_state", "decision_reason", "decided_by", "approved_by"}


def _log(submission: Submission, action: Action, user) -> None:
    ModelLogEntry.objects.bulk_create([_entry(submission, action, user)])


def _entry(submission: Submission, action: Action, user) -> ModelLogEntry:
    """What ``wagtail.log_actions.log`` writes; it looks the content type up twice."""
    context = get_active_log_context()
    return ModelLogEntry(
        content_type=ContentType.objects.get_for_model(Submission),
        object_id=str(submission.pk),
        label=str(submission),
        action=action.log_action,
        timestamp=timezone.now(),
        user=user or context.user,
        uuid=context.uuid,
    )


def _queue_messages(submissions: Sequence[Submission], transition: Transition) -> None:
    messages = [
        message
        for occasion in _occasions(transition)
        for message in outbox.compose_to_all(submissions, occasion)
    ]
    if messages:
        outbox.queue_many(messages)


def _occasions(transition: Transition) -> list[Occasion]:
    return [occasion for occasion in (transition.applicant, transition.office) if occasion]


@retried
def apply_locked(submission: Submission, action: Action, *, user=None, **values) -> Submission:
    """``apply`` on a freshly locked row, so that two people can't both do the same.

    ``values`` are further columns to write, such as ``offered_until``.
    """
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        for name, value in values.items():
            setattr(row, name, value)
        return apply(row, action, user=user)
