"""What a caseworker does with one case by hand: who has it, its journal number, an objection, and
what is done for an applicant or after a session."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Submission
from ...models.states import PLACED_STATES
from ..intakes import places
from ..record import claims, transitions
from ..record.records import Record, put_on_record
from ..record.transitions import TRANSITIONS, Action, NotAllowed
from ..signup import self_service, waiting_list
from ..writing import seen
from ..writing.refused import Refused
from ..writing.retries import retried
from ..writing.seen import Marks
from .caseworkers import assign_caseworker

BY_HAND = {action: row.by_hand for action, row in TRANSITIONS.items() if row.by_hand}
"""What a caseworker may do to a case, in the order it is shown, and what the button says."""


def details(submission: Submission) -> dict[str, Any]:
    """The values that ``set_details`` sets, as they are now."""
    return {
        "journal_number": submission.journal_number,
        "assigned_to": submission.assigned_to,
        "objection_since": submission.objection_since,
    }


@retried
def set_details(
    submission: Submission, *, user, shown: Marks | None = None, **sent: Any
) -> list[Record]:
    """Set those of the ``details`` that were ``sent``; returns the records made of it.

    Only what differs from what was ``shown`` is written: a decision that is made at the same time
    stands, and so does what somebody else wrote meanwhile. Raises ChangedMeanwhile for what both
    changed, and Refused for a caseworker who can't take it on.
    """
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        changed, records = seen.merge(shown, sent, details(row)), []
        if "journal_number" in changed:
            records.append(_set_journal_number(row, sent["journal_number"], user))
        if "assigned_to" in changed:
            assign_caseworker(row, sent["assigned_to"], user=user)
            records.append(Record.ASSIGN_CASEWORKER)
        if "objection_since" in changed:
            records.append(_set_objection(row, sent["objection_since"], user))
        if changed:  # at once: a row that is written twice has all it points at locked, places too
            row.save(update_fields=sorted(changed))
    return records


def _set_journal_number(row: Submission, number: str, user) -> Record:
    data = {"before": row.journal_number, "number": number}
    put_on_record(row, Record.JOURNAL, user=user, **data)
    row.journal_number = number
    return Record.JOURNAL


def _set_objection(row: Submission, since: dt.date | None, user) -> Record:
    """An objection is open from ``since``, which keeps the case; None when it is closed."""
    record = Record.OBJECTION if since else Record.OBJECTION_CLOSED
    before = row.objection_since
    put_on_record(row, record, user=user, since=_iso(since), before=_iso(before))
    row.objection_since = since
    return record


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def possible_actions(submission: Submission, now: dt.datetime | None = None) -> list[Action]:
    """Those of ``BY_HAND`` that the case allows now."""
    now = now or timezone.now()
    return [action for action in BY_HAND if _is_possible(submission, action, now)]


def act(
    submission: Submission, action: Action, *, user, now: dt.datetime | None = None
) -> Submission:
    """Do one of ``BY_HAND`` in the name of ``user``. Raises Refused."""
    now = now or timezone.now()
    if not _is_possible(submission, action, now):
        raise NotAllowed(submission, action)
    if action == Action.INVITE:
        return _invite(submission, user, now)
    if action == Action.WITHDRAW:
        return self_service.withdraw(submission, user=user, now=now)
    return transitions.apply_locked(submission, action, user=user)


@retried
def _invite(submission: Submission, user, now: dt.datetime) -> Submission:
    """A place for one on the waiting list, whatever their number in line; never one too many."""
    with transaction.atomic():
        intake = places.lock(submission.intake)
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        row.intake = intake
        if claims.over_because(row, now):
            raise NotAllowed(row, Action.INVITE)
        room = places.Room(intake, now=now)
        if not room.fits(row.participants.count(), row.organisation_key):
            raise Refused(_("There are not enough places for it."), code="full")
        return waiting_list.invite(row, now, user=user)


def _is_possible(submission: Submission, action: Action, now: dt.datetime) -> bool:
    if action not in BY_HAND or not transitions.can(submission, action):
        return False
    intake = submission.intake
    if action == Action.INVITE:
        return claims.over_because(submission, now) is None
    if action == Action.WITHDRAW:
        return action in claims.own_actions(submission, now)
    if TRANSITIONS[action].target in PLACED_STATES:  # whether they came
        return not intake.in_order() or intake.has_started(now)
    return True
