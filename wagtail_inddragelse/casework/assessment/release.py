"""The release: what it will do, case by case, and doing just that."""

from __future__ import annotations

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ...domain.assessment import conflicts, decisions
from ...domain.assessment.decisions import Release
from ...domain.writing import seen
from ...models import Errand, PendingState, Role, Submission
from .. import errands
from ..once import once
from ..shown import read_marks, write_marks
from .ranked import RankedView, criteria_of


class ReleaseView(RankedView):
    """What a release will do, case by case, and the button that does just that."""

    page_title = gettext_lazy("Release")
    template_name = "wagtail_inddragelse/casework/assessment/release.html"
    header_icon = "mail"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        ranked = decisions.ranked(self.intake, criterion=self.tie_break, user=request.user)
        keys = set(self._pending.values_list("pk", flat=True))
        rows = [row for row in ranked if row.pk in keys]
        prefetch_related_objects(rows, "decided_by", "approved_by")
        going = [row for row in rows if self._can_go(row)]
        criteria = {criterion.id: criterion for criterion in criteria_of(ranked)}
        marks = {row.pk: decisions.shown_mark(row) for row in going}
        return self.show(
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

    @property
    def _all_pending(self) -> QuerySet:
        rows = Submission.objects.for_intake(self.intake).decidable()
        return rows.exclude(pending_state="").order_by()

    @property
    def _pending(self) -> QuerySet:
        """The prepared cases, without those that a conflict of interest closes to the user."""
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

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        listed = read_marks(request.POST.get("listed"))
        undeclared = {str(key) for key in self.undeclared}
        listed = {key: mark for key, mark in listed.items() if key not in undeclared}
        if not listed:
            text = _("No decisions were listed, so nothing is released. See below.")
            messages.warning(request, text)
            return redirect(request.get_full_path())
        return once(request, lambda: self._release(listed), self.address)

    def _release(self, listed: seen.Marks) -> HttpResponse:
        """A few at once; many in the background, with a page that shows how far it is."""
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
