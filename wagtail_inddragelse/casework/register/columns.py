"""What the register shows about each submission, to one user: a column is one of ``COLUMNS``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.ui.tables import BaseColumn, TitleColumn

from ...domain.assessment import scoring
from ...domain.assessment.assessment import visible_totals
from ...formats import date_text
from ...models import Submission
from .. import links
from ..lists import Column

TEMPLATES = "wagtail_inddragelse/casework/register"


@dataclass(frozen=True)
class Line:
    """A row of the list; ``url`` leads to its case.

    ``is_known`` says whether the user may know who applies; ``score`` and ``spread`` are of the
    assessments they may see.
    """

    submission: Submission
    url: str
    is_known: bool
    score: Decimal | None
    spread: Decimal | None


def lines(user, submissions: Iterable[Submission], query: str = "") -> list[Line]:
    """The rows for ``submissions``, listed under ``query``; two queries."""
    shown = list(submissions)
    keys = [row.pk for row in shown]
    known = Submission.objects.filter(pk__in=keys).identified_to(user)
    known = set(known.order_by().values_list("pk", flat=True))
    totals = visible_totals(user, keys)
    return [
        Line(
            submission=row,
            url=links.case_url(row, query),
            is_known=row.pk in known,
            score=scoring.mean(totals.get(row.pk, [])),
            spread=scoring.spread(totals.get(row.pk, [])),
        )
        for row in shown
    ]


class ReferenceColumn(TitleColumn):
    """The heading of a row, which leads to the case."""

    header_template_name = Column.header_template_name
    cell_template_name = f"{TEMPLATES}/reference.html"


class ApplicantColumn(Column):
    """The organisation, and beside it the person."""

    cell_template_name = f"{TEMPLATES}/applicant.html"


class StateColumn(Column):
    """The state, as a label."""

    cell_template_name = f"{TEMPLATES}/state.html"


class TickColumn(BaseColumn):
    """A box for each row, and one for all of them."""

    header_template_name = f"{TEMPLATES}/tick_all.html"
    cell_template_name = f"{TEMPLATES}/tick.html"


def _applicant(line: Line) -> list[str] | None:
    names = (line.submission.organisation, line.submission.contact_name)
    return list(filter(None, names)) if line.is_known else None


def _assigned_to(line: Line) -> str:
    user = line.submission.assigned_to
    return user_display_name(user) if user else ""


def _age(line: Line) -> str:
    days = age(line.submission)
    return "" if days is None else ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def age(row: Submission) -> int | None:
    """Days since receipt, by the calendar, while somebody waits; else None."""
    if not row.is_unsettled:
        return None
    return (timezone.localdate() - timezone.localdate(row.received_at)).days


COLUMNS = (
    ReferenceColumn(
        "reference",
        label=_("Reference"),
        accessor="submission.reference",
        sort_key="reference",
        get_url=attrgetter("url"),
    ),
    ApplicantColumn("applicant", label=_("Organisation"), accessor=_applicant),
    Column("offer", label=_("Offer"), accessor="submission.intake.page.title"),
    Column("intake", label=_("Intake"), accessor="submission.intake.title"),
    StateColumn("state", label=_("State"), accessor="submission.get_state_display"),
    Column("score", label=_("Score"), accessor=lambda line: floatformat(line.score, 1)),
    Column("spread", label=_("Spread"), accessor=lambda line: floatformat(line.spread, 1)),
    Column("assigned_to", label=_("Assigned to"), accessor=_assigned_to),
    Column(
        "received",
        label=_("Received"),
        accessor=lambda line: date_text(line.submission.received_at),
        sort_key="received_at",
    ),
    Column("age", label=_("Age"), accessor=_age, classname="inddragelse-nowrap"),
)
"""What is shown, in order. A column sorts by a field of the submission, its ``sort_key``: none that
could tell who a blind applicant is, or a score."""


def _order(key: str) -> tuple[str, ...]:
    """A complete order: by the key as well, where several rows can have the same value."""
    if Submission._meta.get_field(key.removeprefix("-")).unique:
        return (key,)
    return key, "-pk" if key.startswith("-") else "pk"


ORDERINGS = {
    key: _order(key)
    for column in COLUMNS
    if column.sort_key
    for key in (column.sort_key, f"-{column.sort_key}")
}
"""What the list can be sorted by: by its name in the address, the fields."""

NEWEST_FIRST = "-received_at"
