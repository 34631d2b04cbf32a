"""The form in which the outcome of one submission is prepared, a row of the selection."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ...domain.assessment import decisions
from ...domain.assessment.decisions import Candidate, Wanted
from ...domain.writing import seen
from ...models import PendingState, Submission


class OutcomeForm(forms.Form):
    """The outcome of one submission, with the reason that a rejection needs.

    ``shown`` is the mark of what the page showed of it when it was opened.
    """

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("", gettext_lazy("Undecided")), *PendingState.choices],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=AdminAutoHeightTextInput, required=False
    )

    def __init__(
        self,
        candidate: Candidate,
        *,
        suggest: bool = False,
        must_declare: bool = False,
        shown: str = seen.mark(["", ""]),
        **kwargs,
    ) -> None:
        self.candidate, row = candidate, candidate.submission
        self.must_declare, self.shown = must_declare, shown
        self.is_waited_for = row.is_asked_for_more
        self.is_open = not (must_declare or self.is_waited_for)
        outcome = candidate.outcome if suggest and not row.pending_state else row.pending_state
        initial = {"outcome": outcome, "reason": row.decision_reason} if self.is_open else {}
        super().__init__(initial=initial, prefix=f"s{row.pk}", **kwargs)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("outcome") == PendingState.REJECT and not data.get("reason"):
            self.add_error("reason", _("Give the reason for the rejection."))
        return data

    def changes_anything(self) -> bool:
        """Whether the user changed it to something that is not stored already."""
        data = self.cleaned_data
        mark = seen.mark([data["outcome"], data["reason"]])
        return mark not in (self.shown, decisions.shown_mark(self.candidate.submission))

    @property
    def wanted(self) -> Wanted:
        """The outcome to prepare, from a valid form."""
        return Wanted(self.cleaned_data["outcome"], self.cleaned_data["reason"], self.shown)

    def add_clash(self) -> None:
        """Say what somebody else has prepared meanwhile; saving again replaces it."""
        row = self.candidate.submission
        row.refresh_from_db(fields=["pending_state", "decision_reason"])
        there = ": ".join(filter(None, [_outcome_text(row), row.decision_reason]))
        self.shown = decisions.shown_mark(row)
        text = _("Somebody else has prepared “%s” meanwhile. Save again to replace it.")
        self.add_error(None, text % there)

    @property
    def mark(self) -> str:
        """The mark of what the page shows of it: what was sent still stands against the first."""
        return self.shown if self.is_bound else decisions.shown_mark(self.candidate.submission)


def _outcome_text(row: Submission) -> str:
    return row.get_pending_state_display() or _("Undecided")
