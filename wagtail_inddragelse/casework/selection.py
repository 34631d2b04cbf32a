"""The selection: all submissions of an intake by score, their outcomes, and the release."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..domain import conflicts, decisions, redaction, scoring
from ..domain.decisions import Candidate, Refused
from ..models import PendingState, Role, Submission
from ..questions.schema import Criterion, FormSchema
from . import urls
from .access import get_intake


class OutcomeForm(forms.Form):
    """The outcome of one submission, with the reason that a rejection needs."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("", gettext_lazy("Undecided")), *PendingState.choices],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=AdminAutoHeightTextInput, required=False
    )

    def __init__(self, candidate: Candidate, *, suggest: bool = False, **kwargs) -> None:
        self.candidate, row = candidate, candidate.submission
        outcome = candidate.outcome if suggest and not row.pending_state else row.pending_state
        initial = {"outcome": outcome, "reason": row.decision_reason}
        super().__init__(initial=initial, prefix=f"s{row.pk}", **kwargs)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("outcome") == PendingState.REJECT and not data.get("reason"):
            self.add_error("reason", _("Give the reason for the rejection."))
        return data

    def changes_anything(self) -> bool:
        """Whether it differs from what is prepared already."""
        row, data = self.candidate.submission, self.cleaned_data
        return (data["outcome"], data["reason"]) != (row.pending_state, row.decision_reason)


class IntakeView(WagtailAdminTemplateMixin, View):
    """A page about one intake, for those who decide on it."""

    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.intake = get_intake(request, pk, Role.DECIDE)
        return super().dispatch(request, pk)

    def get_page_subtitle(self) -> str:
        return f"{self.intake.page.title} – {self.intake.title}"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            urls.register_item(),
            {"url": "", "label": self.page_title},
        ]


class SelectionView(IntakeView):
    """Outcomes are prepared here, one by one or by score. Nothing of it is seen by applicants."""

    page_title = gettext_lazy("Selection")
    template_name = "wagtail_inddragelse/casework/selection.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        suggest = "suggest" in request.GET
        return self._page([OutcomeForm(c, suggest=suggest) for c in self.candidates], suggest)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "approve" in request.POST:
            return self._approve()
        forms_ = [OutcomeForm(c, data=request.POST) for c in self._posted()]
        if not all([form.is_valid() for form in forms_]):
            return self._page(forms_, False)
        self._prepare([form for form in forms_ if form.changes_anything()])
        return redirect(self.address)

    @property
    def address(self) -> str:
        """The page in the order it is shown in, without suggestions."""
        query = f"?{urlencode({'criterion': self.tie_break})}" if self.tie_break else ""
        return f"{urls.selection_url(self.intake)}{query}"

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Those the user may see, the best first; a conflict of interest leaves a case out."""
        visible = set(self._own.values_list("pk", flat=True))
        found = decisions.take_the_best(
            self.intake, criterion=self.tie_break, user=self.request.user
        )
        return [candidate for candidate in found if candidate.submission.pk in visible]

    @property
    def _own(self) -> QuerySet:
        rows = Submission.objects.open_to(self.request.user, Role.DECIDE)
        return rows.for_intake(self.intake)

    @property
    def tie_break(self) -> str:
        """The id of the criterion that decides between equal scores; empty: who came first."""
        return self.request.GET.get("criterion", "")

    def _posted(self) -> list[Candidate]:
        """Those the form was about: a submission that came meanwhile is left alone."""
        return [c for c in self.candidates if f"s{c.submission.pk}-outcome" in self.request.POST]

    def _prepare(self, changed: list[OutcomeForm]) -> None:
        for form in changed:
            data = form.cleaned_data
            self._try(decisions.prepare, form.candidate, data["outcome"], reason=data["reason"])
        text = ngettext(
            "%(count)d outcome is prepared.", "%(count)d outcomes are prepared.", len(changed)
        )
        messages.success(self.request, text % {"count": len(changed)})

    def _approve(self) -> HttpResponse:
        """Approve what others prepared and this person has seen on the page."""
        seen = set(self.request.POST.getlist("approved"))
        mine = self.request.user.pk
        for candidate in self.candidates:
            row = candidate.submission
            if f"{row.pk}:{row.pending_state}" in seen and row.decided_by_id != mine:
                self._try(decisions.approve, candidate)
        return redirect(self.address)

    def _try(self, action, candidate: Candidate, *args, **kwargs) -> None:
        try:
            action(candidate.submission, *args, user=self.request.user, **kwargs)
        except Refused as refusal:
            messages.error(self.request, f"{candidate.submission.reference}: {refusal}")

    def _page(self, forms_: list[OutcomeForm], suggested: bool) -> HttpResponse:
        context = self.get_context_data(
            intake=self.intake,
            address=self.address,
            forms=forms_,
            suggested=suggested,
            criteria=self._criteria(),
            tie_break=self.tie_break,
            places=self._places(),
            not_cleared=self._not_cleared(),
            undeclared=conflicts.undeclared(self._own, self.request.user).count(),
            approvable=[c for c in self.candidates if self._is_approvable(c.submission)],
        )
        invalid = any(form.errors for form in forms_)
        return self.render_to_response(context, status=422 if invalid else 200)

    def _is_approvable(self, row: Submission) -> bool:
        waits = row.pending_state and row.approved_by_id is None
        return self.intake.four_eyes and waits and row.decided_by_id != self.request.user.pk

    def _not_cleared(self) -> set[int]:
        """The cases of a blind assessment of which assessors do not see all yet."""
        if not self.intake.assesses_blind:
            return set()
        return {row.pk for row in redaction.not_cleared(self.request.user, self.intake)}

    def _criteria(self) -> list[Criterion]:
        schemas = {c.submission.form_version.pk: c.submission.form_version for c in self.candidates}
        if not schemas:
            return []
        return list(scoring.leaves(FormSchema.from_json(schemas[max(schemas)].schema).criteria))

    def _places(self) -> dict:
        accepted = [c for c in self.candidates if c.submission.pending_state == PendingState.ACCEPT]
        left, prepared = decisions.places_left(self.intake), sum(c.places for c in accepted)
        return {
            "capacity": self.intake.capacity,
            "left": left,
            "prepared": prepared,
            "too_many": left is not None and prepared > left,
        }


class ReleaseView(IntakeView):
    """What a release will do, and the button that does it."""

    page_title = gettext_lazy("Release")
    template_name = "wagtail_inddragelse/casework/release.html"
    header_icon = "mail"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pending = Submission.objects.for_intake(self.intake).decidable().exclude(pending_state="")
        found = Counter(pending.values_list("pending_state", flat=True))
        outcomes = [(state.label, found[state]) for state in PendingState if found[state]]
        unapproved = pending.filter(approved_by=None).count() if self.intake.four_eyes else 0
        context = self.get_context_data(
            intake=self.intake,
            outcomes=outcomes,
            unapproved=unapproved,
            total=sum(found.values()),
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        result = decisions.release(self.intake, user=request.user)
        text = ngettext(
            "%(count)d decision is released.", "%(count)d decisions are released.", result.released
        )
        messages.success(request, text % {"count": result.released})
        for reference, reason in result.refusals.items():
            messages.error(request, f"{reference}: {reason}")
        return redirect(urls.selection_url(self.intake))
