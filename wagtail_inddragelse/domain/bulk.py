"""One deed on many submissions: each in a transaction of its own, and none stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..models import Role, Submission
from . import conflicts, decisions
from .caseworkers import CannotTakeOn, assign_caseworker
from .decisions import Refused


@dataclass
class Outcome:
    """How many were done, and by reference why others were not."""

    done: int = 0
    refusals: dict[str, str] = field(default_factory=dict)


def assign(keys: Iterable[int], caseworker, *, user) -> Outcome:
    """Give the submissions with these primary ``keys`` to ``caseworker``; None takes them back."""
    return _each(keys, user, lambda row: assign_caseworker(row, caseworker, user=user))


def prepare(keys: Iterable[int], outcome: str, *, reason: str = "", user) -> Outcome:
    """Prepare the same outcome for the submissions with these primary ``keys``; empty: take back.

    Whoever has not declared yet whether they have a conflict of interest is refused those. Raises
    ValueError for an outcome that there is not.
    """

    def prepare_one(row: Submission) -> None:
        if conflicts.must_declare(user, row):
            raise Refused(_("Declare first whether you have a conflict of interest."))
        decisions.prepare(row, outcome, reason=reason, user=user)

    return _each(keys, user, prepare_one)


def _each(keys: Iterable[int], user, act: Callable[[Submission], object]) -> Outcome:
    """``act`` on those that ``user`` decides on. What they may not even see is not mentioned."""
    visible = Submission.objects.visible_to(user).filter(pk__in=keys)
    visible = visible.select_related("intake").order_by("received_at", "pk")
    may_decide = set(visible.open_to(user, Role.DECIDE).order_by().values_list("pk", flat=True))
    result = Outcome()
    for row in visible:
        try:
            if row.pk not in may_decide:
                raise Refused(_("You do not decide on this offer."))
            act(row)
            result.done += 1
        except (Refused, CannotTakeOn) as refusal:
            result.refusals[row.reference] = str(refusal)
    return result
