"""What applicants do by themselves after signing up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from ...models import Submission
from ..record.transitions import Action, NotAllowed
from ..writing.retries import retried
from . import more_wanted, waiting_list


@retried
def withdraw(submission: Submission, *, user=None, now: dt.datetime | None = None) -> Submission:
    """Withdraw ``submission`` and offer its place to the next in line.

    ``user`` is the caseworker who does it on the applicant's behalf. Raises NotAllowed, also for
    what was held by ``now``.
    """
    with transaction.atomic():
        withdrawn = waiting_list.act(submission, Action.WITHDRAW, user=user, now=now)
        if withdrawn is not None:
            more_wanted.note_withdrawal(withdrawn)
    return _done(withdrawn, submission, Action.WITHDRAW)


def accept_place(submission: Submission, *, now: dt.datetime | None = None) -> Submission:
    """Say yes to an offered place.

    Raises NotAllowed when it is no longer offered: answered already, too late, cancelled or held.
    An offer that has lapsed goes to the next in line then and there.
    """
    taken = waiting_list.act(submission, Action.ACCEPT_PLACE, now=now)
    return _done(taken, submission, Action.ACCEPT_PLACE)


def decline(submission: Submission, *, now: dt.datetime | None = None) -> Submission:
    """Say no to an offered place, which goes to the next in line. Raises NotAllowed."""
    return _done(waiting_list.act(submission, Action.DECLINE, now=now), submission, Action.DECLINE)


def _done(row: Submission | None, submission: Submission, action: Action) -> Submission:
    """Refuse only now that what was found to be over is stored."""
    if row is None:
        raise NotAllowed(submission, action)
    return row
