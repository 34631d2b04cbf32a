"""The selection: how an intake chooses. Its submissions by score, with the outcomes prepared."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ...domain.assessment import conflicts, decisions, redaction
from ...domain.assessment.decisions import Candidate
from ...domain.intakes.places import Room
from ...domain.writing import seen
from ...models import PendingState, Role, Submission
from .. import errands, links
from ..shown import read_marks, write_marks
from .outcome_form import OutcomeForm
from .ranked import RankedView, criteria_of


class SelectionView(RankedView):
    """Prepare outcomes, one by one or by score. Applicants see nothing of it."""

    page_title = gettext_lazy("Selection")
    template_name = "wagtail_inddragelse/casework/assessment/selection.html"
    PER_PAGE = 100
    """Rows on one page: few enough fields for what Django takes in one request."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        suggest = "suggest" in request.GET
        return self._page([self._form(each, suggest=suggest) for each in self.shown], suggest)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
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
        """The candidates on the requested page."""
        return Paginator(self.candidates, self.PER_PAGE).get_page(self.request.GET.get("p"))

    @property
    def shown(self) -> list[Candidate]:
        """The rows on the page."""
        return list(self.paged)

    @property
    def _own(self) -> QuerySet:
        rows = Submission.objects.open_to(self.request.user, Role.DECIDE)
        return rows.for_intake(self.intake)

    @cached_property
    def undeclared(self) -> set[int]:
        """The keys of those that the user has not declared for, and so can't decide on yet."""
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
        """Prepare what was changed; returns the forms where somebody else was quicker."""
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
        """Approve what others prepared, exactly as this person has seen it."""
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
        return self.show(
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

    def _is_approvable(self, row: Submission) -> bool:
        row.mark = decisions.shown_mark(row)
        waits = row.pending_state and row.approved_by_id is None
        others = row.decided_by_id != self.request.user.pk and row.pk not in self.undeclared
        return self.intake.four_eyes and waits and others

    def _not_cleared(self) -> set[int]:
        """The cases of a blind assessment that assessors can't see in full yet."""
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


def _mark_of(suggested: list[Candidate]) -> str:
    return seen.mark([[each.submission.pk, str(each.outcome)] for each in suggested])


def _as_sent(candidate: Candidate) -> dict:
    """A suggestion as its form would send it, with the stored reason."""
    row = candidate.submission
    return {f"s{row.pk}-outcome": candidate.outcome, f"s{row.pk}-reason": row.decision_reason}
