"""A round that is ready to be released, and whether each of its cases is whole."""

from __future__ import annotations

from typing import NamedTuple

from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.record.records import Record
from wagtail_inddragelse.domain.record.transitions import LOG_PREFIX
from wagtail_inddragelse.models import Intake, PendingState, State, Submission
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

OUTCOMES = {
    PendingState.ACCEPT: (State.CONFIRMED, "accept", "accepted"),
    PendingState.WAITING: (State.WAITING, "defer", "waiting"),
    PendingState.REJECT: (State.REJECTED, "reject", "rejected"),
}


class Case(NamedTuple):
    """How a submission stands: its row, what the log says of it, and its mails."""

    state: str
    pending: str
    is_decided: bool
    logged: tuple[str, ...]
    mails: tuple[str, ...]


def make_round(count: int, **values) -> Intake:
    """An intake with ``count`` prepared outcomes, of each kind in turn, none assessed yet."""
    intake = IntakeFactory(selection=Intake.Selection.ASSESSED, **values)
    kinds = list(OUTCOMES)
    for number in range(count):
        SubmissionFactory(
            intake=intake,
            state=State.RECEIVED,
            pending_state=kinds[number % len(kinds)],
            decision_reason="A reason",
            contact_email=f"applicant{number}@example.dk",
        )
    return intake


def before(outcome: str) -> Case:
    """A case whose outcome is prepared and not released."""
    return Case(State.RECEIVED, outcome, False, (), ())


def after(outcome: str) -> Case:
    """A case whose outcome is released."""
    state, action, occasion = OUTCOMES[PendingState(outcome)]
    return Case(state, "", True, ("assess", action), (occasion,))


def cases(intake: Intake) -> dict[int, Case]:
    """All cases of ``intake`` as they stand, by primary key."""
    return {row.pk: _case(row) for row in Submission.objects.for_intake(intake)}


def _case(row: Submission) -> Case:
    """As it stands, without the record of mails that went out, which come in their own time."""
    entries = ModelLogEntry.objects.filter(action__startswith=LOG_PREFIX, object_id=str(row.pk))
    ours = entries.exclude(action=Record.MAIL_SENT.log_action)
    mails = row.messages.order_by("pk")
    return Case(
        row.state,
        row.pending_state,
        row.decided_at is not None,
        tuple(entry.action.removeprefix(LOG_PREFIX) for entry in ours.order_by("pk")),
        tuple(mails.values_list("occasion", flat=True)),
    )
