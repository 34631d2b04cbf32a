"""What applicants do by themselves after signing up."""

from __future__ import annotations

from django.db import transaction

from ..models import Submission
from . import more_wanted, waiting_list
from .transitions import Action


def withdraw(submission: Submission, *, user=None) -> Submission:
    """Withdraw ``submission`` and offer its place to the next in line.

    ``user`` is the caseworker who does it on the applicant's behalf. Raises NotAllowed.
    """
    with transaction.atomic():
        withdrawn = waiting_list.step(submission, Action.WITHDRAW, user=user)
        more_wanted.note_withdrawal(withdrawn)
    return withdrawn


def take_offer(submission: Submission) -> Submission:
    """Say yes to an offered place. Raises NotAllowed when it is no longer offered."""
    return waiting_list.step(submission, Action.TAKE_OFFER)


def decline(submission: Submission) -> Submission:
    """Say no to an offered place, which goes to the next in line. Raises NotAllowed."""
    return waiting_list.step(submission, Action.DECLINE)
