"""What the selection and the release share: the submissions of an intake by score."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from ...models import Submission
from ...questions.criteria import leaves
from ...questions.schema import Criterion, FormSchema
from .. import links
from ..views import IntakeView


class RankedView(IntakeView):
    """A page of the submissions of an intake, the best first."""

    header_icon = "list-ol"

    @property
    def tie_break(self) -> str:
        """The id of the criterion that decides between equal scores; empty: who came first."""
        return self.request.GET.get("criterion", "").replace("\x00", "")

    def order(self, **more) -> str:
        """The order and page that were asked for, and ``more``, as the end of an address."""
        kept = {"criterion": self.tie_break, "p": self.request.GET.get("p"), **more}
        kept = {name: value for name, value in kept.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def address(self) -> str:
        """The selection in the order that was asked for, without suggestions."""
        return f"{links.selection_url(self.intake)}{self.order()}"


def criteria_of(rows: Iterable[Submission]) -> list[Criterion]:
    """The criteria that any of ``rows`` is scored on, in the words of the newest form."""
    versions = {row.form_version_id: row.form_version for row in rows}
    found: dict[str, Criterion] = {}
    for _key, version in sorted(versions.items()):
        criteria = FormSchema.from_json(version.schema).criteria
        found |= {criterion.id: criterion for criterion in leaves(criteria)}
    return list(found.values())
