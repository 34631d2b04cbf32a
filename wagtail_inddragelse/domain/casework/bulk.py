"""One action on many submissions: some in a transaction at a time, and none stops the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ...models import Role, Submission
from ..assessment import conflicts, decisions
from ..assessment.decisions import Wanted
from ..writing import seen
from ..writing.seen import ChangedMeanwhile
from . import caseworkers


@dataclass
class Outcome:
    """How many were done, and by reference why others were not."""

    done: int = 0
    refusals: dict[str, str] = field(default_factory=dict)


def assign(keys: Iterable[int], caseworker, *, user, shown: seen.Marks | None = None) -> Outcome:
    """Give the submissions with these primary ``keys`` to ``caseworker``; None takes them back.

    ``shown`` holds the ``caseworkers.shown_mark`` of each that was seen, by key.
    """
    rows, refusals = _decided_on(keys, user)
    left = caseworkers.assign_many(rows, caseworker, user=user, shown=shown)
    refusals |= {rows[key]: reason for key, reason in left.items()}
    return Outcome(len(rows) - len(left), refusals)


def prepare(
    keys: Iterable[int], outcome: str, *, reason: str = "", user, shown: seen.Marks | None = None
) -> Outcome:
    """Prepare the same outcome for the submissions with these primary ``keys``; empty: take back.

    Whoever has not declared yet whether they have a conflict of interest is refused those. What
    ``shown`` has another ``decisions.shown_mark`` of, by key, is left, as somebody has changed it.
    Raises ValueError for an outcome that there is not.
    """
    rows, refusals = _decided_on(keys, user)
    asked = conflicts.undeclared(Submission.objects.filter(pk__in=rows), user).order_by()
    for key in asked.values_list("pk", flat=True):
        refusals[rows.pop(key)] = _("Declare first whether you have a conflict of interest.")
    marks = {key: None if shown is None else shown.get(str(key), "") for key in rows}
    wanted = {key: Wanted(outcome, reason, marks[key]) for key in rows}
    result = decisions.prepare_many(wanted, user=user)
    changed = dict.fromkeys(result.clashes, str(ChangedMeanwhile.text))
    refusals |= {rows[key]: text for key, text in (result.refusals | changed).items()}
    return Outcome(len(result.done), refusals)


def _decided_on(keys: Iterable[int], user) -> tuple[dict[int, str], dict[str, str]]:
    """References by key of those that ``user`` decides on, and by reference why not for others.

    What they may not even see is not mentioned.
    """
    visible = Submission.objects.visible_to(user).filter(pk__in=keys)
    visible = visible.order_by("received_at", "pk")
    may_decide = set(visible.open_to(user, Role.DECIDE).order_by().values_list("pk", flat=True))
    rows = dict(visible.values_list("pk", "reference"))
    others = {rows[key]: _("You do not decide on this offer.") for key in rows.keys() - may_decide}
    return {key: rows[key] for key in rows if key in may_decide}, others
