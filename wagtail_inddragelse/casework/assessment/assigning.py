"""Assigning assessors: evenly or by region for a whole intake, by hand on one case."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from ...denmark.spelling import danish_order
from ...domain.assessment import assessment as assessing
from ...domain.assessment import conflicts
from ...domain.writing.refused import Refused
from ...models import Errand, Role, Submission
from ...models.keys import parse_key
from .. import errands, links
from ..views import CaseView, IntakeView


class PeopleField(forms.ModelMultipleChoiceField):
    """Several people, by their names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj) -> str:
        return user_display_name(obj)


class EvenlyForm(forms.Form):
    """Who is to share the submissions between them, and how many assess each."""

    assessors = PeopleField(label=gettext_lazy("Assessors"), queryset=None)
    each = forms.IntegerField(
        label=gettext_lazy("Assessors for each submission"), min_value=1, max_value=10, initial=1
    )

    def __init__(self, assessors, **kwargs) -> None:
        super().__init__(**kwargs)
        self.fields["assessors"].queryset = assessors


class ByRegionForm(forms.Form):
    """Who assesses the submissions of each region."""

    def __init__(self, assessors, regions: list[str], **kwargs) -> None:
        super().__init__(**kwargs)
        self.regions = regions
        for number, region in enumerate(regions):
            self.fields[f"region-{number}"] = PeopleField(assessors, label=region, required=False)

    @property
    def by_region(self) -> dict[str, list]:
        """The chosen assessors by region."""
        chosen = (self.cleaned_data[f"region-{n}"] for n in range(len(self.regions)))
        return dict(zip(self.regions, map(list, chosen), strict=True))


class AssigningView(IntakeView):
    """Shares the submissions of an intake out among its assessors."""

    page_title = gettext_lazy("Assign assessors")
    header_icon = "group"
    template_name = "wagtail_inddragelse/casework/assessment/assigning.html"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self._page(EvenlyForm(self.assessors), ByRegionForm(self.assessors, self.regions))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        data = request.POST
        if "by-region" in data:
            form = ByRegionForm(self.assessors, self.regions, data=data)
            if form.is_valid():
                return self._share_by_region(form.by_region)
            return self._page(EvenlyForm(self.assessors), form)
        form = EvenlyForm(self.assessors, data=data)
        if form.is_valid():
            return self._share_evenly(form.cleaned_data["assessors"], form.cleaned_data["each"])
        return self._page(form, ByRegionForm(self.assessors, self.regions))

    def _share_evenly(self, assessors, each: int) -> HttpResponse:
        if self._takes_long:
            keys = [person.pk for person in assessors]
            return self._begin(Errand.Kind.EVENLY, assessors=keys, each=each)
        user = self.request.user
        return self._done(
            assessing.assign_evenly(self.submissions, assessors, each=each, user=user)
        )

    def _share_by_region(self, by_region: dict[str, list]) -> HttpResponse:
        if self._takes_long:
            keys = {name: [person.pk for person in people] for name, people in by_region.items()}
            return self._begin(Errand.Kind.BY_REGION, by_region=keys)
        user = self.request.user
        return self._done(assessing.assign_by_region(self.submissions, by_region, user=user))

    @property
    def _takes_long(self) -> bool:
        return len(self.submissions) > errands.AT_ONCE

    def _begin(self, kind: Errand.Kind, **order) -> HttpResponse:
        keys = [row.pk for row in self.submissions]
        errand = errands.begin(kind, self.intake, keys, user=self.request.user, **order)
        return redirect("inddragelse_errand", errand.pk)

    @cached_property
    def assessors(self):
        """Those with the role on the offer."""
        return assessing.assessors_of(self.intake.page).order_by("pk")

    @cached_property
    def submissions(self) -> list[Submission]:
        """What is open for assessment, oldest first."""
        mine = Submission.objects.open_to(self.request.user, Role.DECIDE)
        found = mine.for_intake(self.intake).decidable().select_related("intake__page")
        return list(found.order_by("received_at", "pk"))

    @cached_property
    def regions(self) -> list[str]:
        """The regions that the submissions come from, by name."""
        found = {assessing.region(row) for row in self.submissions} - {""}
        return sorted(found, key=danish_order)

    def _done(self, count: int) -> HttpResponse:
        text = ngettext("%(count)d assignment is made.", "%(count)d assignments are made.", count)
        messages.success(self.request, text % {"count": count})
        return redirect(links.selection_url(self.intake))

    def _page(self, evenly: EvenlyForm, by_region: ByRegionForm) -> HttpResponse:
        return self.show(
            evenly=evenly,
            by_region=by_region,
            count=len(self.submissions),
            has_assessors=self.assessors.exists(),
        )


class AssignView(CaseView):
    """Assigns one assessor to one submission, as its case asks for."""

    role = Role.DECIDE

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        assessors = assessing.assessors_of(self.submission.intake.page)
        found = assessors.filter(pk=parse_key(request.POST.get("assessor"))).first()
        if found is None:
            raise Refused(_("Choose an assessor."), code="nobody")
        assessing.assign(self.submission, found, user=request.user)
        _flag(request, self.submission, found)
        return redirect(self.case_url)


def _flag(request: HttpRequest, submission: Submission, assessor) -> None:
    """Warn the person who assigns about hints of a conflict; the assessor is asked all the same."""
    if hints := conflicts.hints(assessor, submission):
        text = _("%(name)s may have a conflict of interest: %(hints)s")
        values = {"name": user_display_name(assessor), "hints": " ".join(hints)}
        messages.warning(request, text % values)


class UnassignView(CaseView):
    """Takes back an assignment that is not handed in."""

    role = Role.DECIDE

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        given = self.submission.assessments.all()
        assessment = get_object_or_404(given, pk=kwargs["assessment_id"])
        assessing.unassign(assessment, user=request.user)
        return redirect(self.case_url)
