"""What the register shows of each submission on a page, to one user."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from ...domain.assessment import scoring
from ...domain.assessment.assessment import visible_totals
from ...models import State, Submission

WAITS_IN = frozenset(
    {State.RECEIVED, State.UNDER_ASSESSMENT, State.MORE_WANTED, State.WAITING, State.OFFERED}
)
"""States in which somebody waits for something; of others the age says nothing."""


@dataclass(frozen=True)
class Line:
    """A row of the list. ``applicant`` is None where the user may not know who it is.

    ``score`` and ``spread`` are of the assessments they may see; ``age`` is in days, None when
    nothing is waited for.
    """

    submission: Submission
    applicant: str | None
    score: Decimal | None
    spread: Decimal | None
    age: int | None


def lines(user, submissions: Iterable[Submission]) -> list[Line]:
    """The rows for ``submissions``; two queries."""
    shown = list(submissions)
    keys = [row.pk for row in shown]
    known = Submission.objects.filter(pk__in=keys).identified_to(user)
    known = set(known.order_by().values_list("pk", flat=True))
    totals = visible_totals(user, keys)
    return [_line(row, row.pk in known, totals.get(row.pk, [])) for row in shown]


def _line(row: Submission, is_known: bool, totals: list[Decimal]) -> Line:
    return Line(
        submission=row,
        applicant=(row.organisation or row.contact_name) if is_known else None,
        score=scoring.mean(totals),
        spread=scoring.spread(totals),
        age=age(row),
    )


def age(row: Submission) -> int | None:
    """Days since receipt, by the calendar, while somebody waits; else None."""
    if row.state not in WAITS_IN:
        return None
    return (timezone.localdate() - timezone.localdate(row.received_at)).days
