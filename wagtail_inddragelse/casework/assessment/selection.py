"""The selection: all submissions of an intake by score, their outcomes, and the release."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ...domain.assessment import conflicts, decisions, redaction
from ...domain.assessment.decisions import Candidate, Release, Wanted
from ...domain.intakes.places import Room
from ...domain.writing import seen
from ...models import Errand, PendingState, Role, Submission
from ...questions.criteria import leaves
from ...questions.schema import Criterion, FormSchema
from .. import errands, links
from ..access import get_intake
from ..once import once
from ..shown import read_marks, write_marks


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
        """Whether its user changed what was shown to something that is not there already."""
        data = self.cleaned_data
        mark = seen.mark([data["outcome"], data["reason"]])
        return mark not in (self.shown, decisions.shown_mark(self.candidate.submission))

    @property
    def wanted(self) -> Wanted:
        """What is to be prepared; when it is valid."""
        return Wanted(self.cleaned_data["outcome"], self.cleaned_data["reason"], self.shown)

    def add_clash(self) -> None:
        """Say what somebody else has prepared meanwhile; saving once more replaces it."""
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


class IntakeView(WagtailAdminTemplateMixin, View):
    """A page about one intake, for those who decide on it."""

    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.intake = get_intake(request, pk, Role.DECIDE)
        return super().dispatch(request, pk)

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

    def get_page_subtitle(self) -> str:
        return f"{self.intake.page.title} – {self.intake.title}"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            links.register_item(),
            {"url": "", "label": self.page_title},
        ]


class SelectionView(IntakeView):
    """Outcomes are prepared here, one by one or by score. Nothing of it is seen by applicants."""

    page_title = gettext_lazy("Selection")
    template_name = "wagtail_inddragelse/casework/assessment/selection.html"
    PER_PAGE = 100
    """Rows on one page: few enough fields for what Django takes in one request."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        suggest = "suggest" in request.GET
        return self._page([self._form(each, suggest=suggest) for each in self.shown], suggest)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "approve" in request.POST:
            return self._approve()
        if "suggested" in request.POST:
            return self._take_suggestions()
        bound = [self._form(each, data=request.POST) for each in self._posted()]
        if not all([form.is_valid() for form in bound]):
            return self._page(bound, False)
        clashes = self._save([form for form in bound if form.changes_anything()])
        return self._page(self._with(clashes), False) if clashes else redirect(self.address)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Those the user may see, the best first; a conflict of interest leaves a case out."""
        visible = set(self._own.values_list("pk", flat=True))
        found = decisions.take_the_best(
            self.intake, criterion=self.tie_break, user=self.request.user
        )
        return [candidate for candidate in found if candidate.submission.pk in visible]

    @cached_property
    def paged(self) -> Page:
        """The candidates of the page that is asked for."""
        return Paginator(self.candidates, self.PER_PAGE).get_page(self.request.GET.get("p"))

    @property
    def shown(self) -> list[Candidate]:
        """What stands on the page."""
        return list(self.paged)

    @property
    def _own(self) -> QuerySet:
        rows = Submission.objects.open_to(self.request.user, Role.DECIDE)
        return rows.for_intake(self.intake)

    @cached_property
    def undeclared(self) -> set[int]:
        """The keys of those that the user has not declared for: nothing of them is decided yet."""
        rows = conflicts.undeclared(self._own.undecided(), self.request.user)
        return set(rows.order_by().values_list("pk", flat=True))

    def _form(self, candidate: Candidate, **kwargs) -> OutcomeForm:
        key = candidate.submission.pk
        if str(key) in self._marks:
            kwargs["shown"] = self._marks[str(key)]
        return OutcomeForm(candidate, must_declare=key in self.undeclared, **kwargs)

    @cached_property
    def _marks(self) -> seen.Marks:
        return read_marks(self.request.POST.get("shown"))

    def _posted(self) -> list[Candidate]:
        """Those the form was about: a submission that came meanwhile is left alone."""
        return [
            each
            for each in self.candidates
            if f"s{each.submission.pk}-outcome" in self.request.POST
            and each.submission.pk not in self.undeclared
            and not each.submission.is_asked_for_more
        ]

    def _with(self, bound: list[OutcomeForm]) -> list[OutcomeForm]:
        """The page as it is now, with these forms as they were sent."""
        kept = {form.candidate.submission.pk: form for form in bound}
        vars(self).pop("candidates")
        vars(self).pop("paged", None)
        return [kept.get(each.submission.pk) or self._fresh(each) for each in self.shown]

    def _fresh(self, candidate: Candidate) -> OutcomeForm:
        return OutcomeForm(candidate, must_declare=candidate.submission.pk in self.undeclared)

    def _save(self, changed: list[OutcomeForm]) -> list[OutcomeForm]:
        """Prepare what was changed; returns the forms that somebody else was quicker than."""
        forms_ = {form.candidate.submission.pk: form for form in changed}
        wanted = {key: form.wanted for key, form in forms_.items()}
        result = decisions.prepare_many(wanted, user=self.request.user)
        self._say_prepared(len(result.done))
        for key, refusal in result.refusals.items():
            self._say_refused(forms_[key].candidate.submission, refusal)
        clashes = [forms_[key] for key in result.clashes]
        for form in clashes:
            form.add_clash()
            self._say_refused(form.candidate.submission, form.non_field_errors()[0])
        return clashes

    def _say_refused(self, row: Submission, refusal: str) -> None:
        messages.error(self.request, f"{row.reference}: {refusal}")

    def _say_prepared(self, count: int) -> None:
        text = ngettext("%(count)d outcome is prepared.", "%(count)d outcomes are prepared.", count)
        messages.success(self.request, text % {"count": count})

    def _take_suggestions(self) -> HttpResponse:
        """Prepare what is suggested on all pages, when it is still what was shown."""
        suggested = self._suggested()
        if self.request.POST["suggested"] != _mark_of(suggested):
            messages.error(self.request, _("The suggestions have changed. See them once more."))
            return redirect(f"{links.selection_url(self.intake)}{self.order(suggest='1')}")
        forms_ = [OutcomeForm(each, data=_as_sent(each)) for each in suggested]
        self._save([form for form in forms_ if form.is_valid()])
        return redirect(self.address)

    def _suggested(self) -> list[Candidate]:
        """Those that something is suggested for and nothing prepared."""
        return [
            each
            for each in self.candidates
            if each.outcome
            and not each.submission.pending_state
            and each.submission.pk not in self.undeclared
            and not each.submission.is_asked_for_more
        ]

    def _approve(self) -> HttpResponse:
        """Approve what others prepared, in the very words that this person has seen."""
        ticked = dict(text.split(":", 1) for text in self._ticked())
        open_to_them = {
            each.submission.pk: each.submission
            for each in self.candidates
            if each.submission.pk not in self.undeclared
        }
        shown = {str(key): ticked[str(key)] for key in open_to_them if str(key) in ticked}
        result = decisions.approve_many(shown, user=self.request.user)
        for key, refusal in result.refusals.items():
            self._say_refused(open_to_them[key], refusal)
        done = len(result.done)
        if done:
            text = ngettext(
                "%(count)d outcome is approved.", "%(count)d outcomes are approved.", done
            )
            messages.success(self.request, text % {"count": done})
        elif not ticked:
            messages.warning(self.request, _("Tick those that you approve."))
        return redirect(self.address)

    def _ticked(self) -> list[str]:
        return [text for text in self.request.POST.getlist("approved") if ":" in text]

    def _page(self, forms_: list[OutcomeForm], suggested: bool) -> HttpResponse:
        all_suggested = self._suggested() if suggested else []
        context = self.get_context_data(
            intake=self.intake,
            address=self.address,
            forms=forms_,
            shown=write_marks({form.candidate.submission.pk: form.mark for form in forms_}),
            paged=self.paged,
            suggested=suggested,
            all_suggested=len(all_suggested) if self.paged.has_other_pages() else 0,
            suggestions=_mark_of(all_suggested),
            criteria=criteria_of(each.submission for each in self.candidates),
            order=self.order(),
            tie_break=self.tie_break,
            places=self._places(),
            not_cleared=self._not_cleared(),
            undeclared=len(self.undeclared),
            errands=errands.unfinished(self.intake).filter(user=self.request.user),
            approvable=[each for each in self.shown if self._is_approvable(each.submission)],
        )
        invalid = any(form.errors for form in forms_)
        return self.render_to_response(context, status=422 if invalid else 200)

    def _is_approvable(self, row: Submission) -> bool:
        row.mark = decisions.shown_mark(row)
        waits = row.pending_state and row.approved_by_id is None
        others = row.decided_by_id != self.request.user.pk and row.pk not in self.undeclared
        return self.intake.four_eyes and waits and others

    def _not_cleared(self) -> set[int]:
        """The cases of a blind assessment of which assessors do not see all yet."""
        if not self.intake.assesses_blind:
            return set()
        return {row.pk for row in redaction.not_cleared(self.request.user, self.intake)}

    def _places(self) -> dict:
        accepted = [c for c in self.candidates if c.submission.pending_state == PendingState.ACCEPT]
        room = Room(self.intake)
        left = room.left
        fits = [room.take(c.submission.people, c.submission.organisation_key) for c in accepted]
        return {
            "capacity": self.intake.capacity,
            "left": left,
            "prepared": sum(c.places for c in accepted),
            "too_many": not all(fits),
        }


def criteria_of(rows: Iterable[Submission]) -> list[Criterion]:
    """The criteria that any of ``rows`` is scored on, in the words of the newest form."""
    versions = {row.form_version_id: row.form_version for row in rows}
    found: dict[str, Criterion] = {}
    for _key, version in sorted(versions.items()):
        criteria = FormSchema.from_json(version.schema).criteria
        found |= {criterion.id: criterion for criterion in leaves(criteria)}
    return list(found.values())


def _mark_of(suggested: list[Candidate]) -> str:
    return seen.mark([[each.submission.pk, str(each.outcome)] for each in suggested])


def _as_sent(candidate: Candidate) -> dict:
    """A suggestion as its form would send it, with the reason that stands there."""
    row = candidate.submission
    return {f"s{row.pk}-outcome": candidate.outcome, f"s{row.pk}-reason": row.decision_reason}


class ReleaseView(IntakeView):
    """What a release will do, case by case, and the button that does just that."""

    page_title = gettext_lazy("Release")
    template_name = "wagtail_inddragelse/casework/assessment/release.html"
    header_icon = "mail"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        ranked = decisions.ranked(self.intake, criterion=self.tie_break, user=request.user)
        keys = set(self._pending.values_list("pk", flat=True))
        rows = [row for row in ranked if row.pk in keys]
        prefetch_related_objects(rows, "decided_by", "approved_by")
        going = [row for row in rows if self._can_go(row)]
        criteria = {criterion.id: criterion for criterion in criteria_of(ranked)}
        marks = {row.pk: decisions.shown_mark(row) for row in going}
        context = self.get_context_data(
            intake=self.intake,
            going=[
                (state.label, [r for r in going if r.pending_state == state])
                for state in PendingState
            ],
            total=len(going),
            unapproved=[row for row in rows if row not in going and row.pk not in self.undeclared],
            undeclared=len(self.undeclared),
            conflicting=self._all_pending.count() - len(rows),
            listed=write_marks(marks),
            tie_break=criteria.get(self.tie_break),
            lines_up=any(row.pending_state == PendingState.WAITING for row in going),
            back=self.address,
        )
        return self.render_to_response(context)

    @property
    def _all_pending(self) -> QuerySet:
        rows = Submission.objects.for_intake(self.intake).decidable()
        return rows.exclude(pending_state="").order_by()

    @property
    def _pending(self) -> QuerySet:
        """What is prepared, but for the cases that a conflict of interest closes to the user."""
        own = Submission.objects.open_to(self.request.user, Role.DECIDE)
        return self._all_pending.filter(pk__in=own.values("pk"))

    @cached_property
    def undeclared(self) -> set[int]:
        """The keys of those that the user has not declared for, which are not theirs to release."""
        rows = conflicts.undeclared(self._pending, self.request.user)
        return set(rows.order_by().values_list("pk", flat=True))

    def _can_go(self, row: Submission) -> bool:
        is_approved = not self.intake.four_eyes or row.approved_by_id is not None
        return is_approved and row.pk not in self.undeclared

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        listed = read_marks(request.POST.get("listed"))
        undeclared = {str(key) for key in self.undeclared}
        listed = {key: mark for key, mark in listed.items() if key not in undeclared}
        if not listed:
            messages.warning(
                request, _("No decisions were listed, so nothing is released. See below.")
            )
            return redirect(request.get_full_path())
        return once(request, lambda: self._release(listed), self.address)

    def _release(self, listed: seen.Marks) -> HttpResponse:
        """At once where they are few; many in the background, where it is seen how far it is."""
        what = {"user": self.request.user, "listed": listed, "criterion": self.tie_break}
        keys = decisions.to_release(self.intake, listed, criterion=self.tie_break)
        if len(keys) > errands.AT_ONCE:
            errand = errands.begin(Errand.Kind.RELEASE, self.intake, keys, **what)
            return redirect("inddragelse_errand", errand.pk)
        say_released(self.request, decisions.release(self.intake, **what))
        return redirect(self.address)


def say_released(request: HttpRequest, result: Release) -> None:
    """Say how many decisions were released, and why others were not."""
    text = ngettext(
        "%(count)d decision is released.", "%(count)d decisions are released.", result.released
    )
    messages.success(request, text % {"count": result.released})
    for reference, reason in result.refusals.items():
        messages.error(request, f"{reference}: {reason}")
