"""Assessing, as a form in the admin."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ...domain.assessment import assessment as assessing
from ...domain.assessment.assessment import Given, HandedIn, Incomplete
from ...domain.writing.refused import Refused
from ...models import Assessment, Recommendation, Role
from ...questions.criteria import leaves, scale_of
from ...questions.schema import Criterion
from ..views import CaseView

NOT_APPLICABLE = "na"


class AssessmentForm(forms.Form):
    """A score and a reason per criterion, a recommendation and a comment."""

    answers_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    recommendation = forms.ChoiceField(
        label=gettext_lazy("I recommend"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def __init__(
        self,
        assessment: Assessment | None,
        criteria: tuple[Criterion, ...],
        answers_version: int,
        **kwargs,
    ) -> None:
        given = _initial(assessment) if assessment else {}
        super().__init__(initial={"answers_version": answers_version, **given}, **kwargs)
        self.criteria = criteria
        for criterion in leaves(criteria):
            self.fields[f"score-{criterion.id}"] = _score_field(criterion)
            self.fields[f"reason-{criterion.id}"] = forms.CharField(
                label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False
            )

    @property
    def tree(self) -> list[tuple]:
        """The criteria as ``(criterion, score, reason, children)``, for the template."""
        return [self._branch(criterion) for criterion in self.criteria]

    def _branch(self, criterion: Criterion) -> tuple:
        if criterion.children:
            return criterion, None, None, [self._branch(child) for child in criterion.children]
        return criterion, self[f"score-{criterion.id}"], self[f"reason-{criterion.id}"], []

    @property
    def scores(self) -> dict[str, Given]:
        """What was scored, by criterion id; criteria that were passed over are left out."""
        values = {c.id: self.cleaned_data[f"score-{c.id}"] for c in leaves(self.criteria)}
        return {
            id_: Given(
                None if value == NOT_APPLICABLE else int(value), self.cleaned_data[f"reason-{id_}"]
            )
            for id_, value in values.items()
            if value
        }

    @property
    def words(self) -> dict:
        """The rest of a valid form, as the arguments of the domain's functions."""
        names = ("recommendation", "comment", "answers_version")
        return {name: self.cleaned_data[name] for name in names}

    def add_problems(self, problems: list[assessing.Problem]) -> None:
        """Show what keeps it from being handed in, each problem at its field."""
        for problem in problems:
            name = f"score-{problem.criterion}" if problem.criterion else "recommendation"
            self.add_error(name, problem.message)


def _score_field(criterion: Criterion) -> forms.ChoiceField:
    levels = enumerate(scale_of(criterion), 1)
    choices = [(str(number), _level_label(number, label)) for number, label in levels]
    return forms.ChoiceField(
        label=criterion.text,
        help_text=criterion.guidance,
        choices=[*choices, (NOT_APPLICABLE, _("Not applicable"))],
        widget=forms.RadioSelect,
        required=False,
    )


def _level_label(number: int, label: str) -> str:
    return label if label == str(number) else f"{number}: {label}"


def _initial(assessment: Assessment) -> dict:
    initial = {"recommendation": assessment.recommendation, "comment": assessment.comment}
    for score in assessment.scores.all():
        value = NOT_APPLICABLE if score.value is None else str(score.value)
        initial[f"score-{score.criterion_id}"] = value
        initial[f"reason-{score.criterion_id}"] = score.reason
    return initial


class AssessView(CaseView):
    """The user's own assessment of a submission: saved as they go, and handed in when done.

    What is handed in stays so until other words are handed in, or it is taken back by its button.
    """

    role = Role.ASSESS
    page_title = gettext_lazy("Assess")
    header_icon = "check"
    template_name = "wagtail_inddragelse/casework/assessment/assess.html"

    def first(self) -> None:
        if not self.reader.may_assess:
            raise Refused(_("You can’t assess this case."), code="not_open")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        form = self._form(data=request.POST)
        try:
            return self._take_back() if "take-back" in request.POST else self._take(form)
        except Incomplete as missing:
            form.add_problems(missing.problems)
        except HandedIn as refusal:
            form.add_error(None, str(refusal))
        return self._page(form)

    def _take(self, form: AssessmentForm) -> HttpResponse:
        if not form.is_valid():
            return self._page(form)
        return self._hand_in(form) if "hand-in" in self.request.POST else self._save(form)

    def _save(self, form: AssessmentForm) -> HttpResponse:
        assessing.save(self._begun(), form.scores, **form.words)
        messages.success(self.request, _("Your assessment is saved. It is not handed in yet."))
        return redirect(self.request.get_full_path())

    def _hand_in(self, form: AssessmentForm) -> HttpResponse:
        assessment = self._begun()
        if assessment.is_handed_in:
            assessing.hand_in_anew(assessment, form.scores, **form.words)
        else:
            assessing.hand_in(assessing.save(assessment, form.scores, **form.words))
        messages.success(self.request, _("Your assessment is handed in."))
        return redirect(self.case_url)

    def _take_back(self) -> HttpResponse:
        if self.assessment:
            assessing.take_back(self.assessment)
        text = _("Your assessment is taken back. It does not count until it is handed in.")
        messages.success(self.request, text)
        return redirect(self.request.get_full_path())

    def _begun(self) -> Assessment:
        user = self.request.user
        return self.assessment or assessing.assign(self.submission, user, user=user)

    @cached_property
    def assessment(self) -> Assessment | None:
        """The user's own assessment, if it is assigned or begun."""
        mine = Assessment.objects.filter(submission=self.submission, assessor=self.request.user)
        return mine.first()

    def _form(self, **kwargs) -> AssessmentForm:
        criteria, version = self.reader.form.criteria, self.submission.answers_version
        return AssessmentForm(self.assessment, criteria, version, **kwargs)

    def _page(self, form: AssessmentForm) -> HttpResponse:
        vars(self).pop("assessment", None)  # as it stands now
        return self.show(form=form, assessment=self.assessment)
