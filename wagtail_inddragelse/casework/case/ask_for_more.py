"""Asking an applicant for more, and what the case shows of it."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...domain.assessment import conflicts
from ...domain.signup import more_wanted
from ...domain.writing.refused import Refused
from ...models import Assessment, MoreWanted, Role, Submission, has_role
from ...models.keys import parse_key
from ...public.answer_more import REQUEST, preview_answer_more
from ...questions.reopen import choosable
from ...questions.typed import DayField
from .. import links
from ..access import get_submission
from ..once import once
from .earlier_answers import changes_of

DAYS = 7
LAST_MINUTE = dt.time(23, 59)


def more_wanted_context(submission: Submission, user) -> dict:
    """What was asked and answered, newest first, and what ``user`` can do about it now."""
    decides = has_role(user, Role.DECIDE, submission.intake.page)
    identified = Submission.objects.identified_to(user).filter(pk=submission.pk).exists()
    made = Assessment.objects.filter(submission=submission, assessor=user)
    outdated = made.handed_in().filter(answers_version__lt=submission.answers_version)
    return {
        "requests": [
            (wanted, more_wanted.questions(wanted), changes_of(wanted, identified=identified))
            for wanted in submission.more_wanted.select_related("asked_by")
        ],
        "shows_request_text": identified,
        "can_ask_for_more": decides and more_wanted.can_ask(submission),
        "can_stop_asking": decides and submission.is_asked_for_more,
        "assesses_anew": submission.is_decidable and outdated.exists(),
    }


class AskForm(forms.Form):
    """Which questions open again, what is wanted in own words, and until when."""

    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions to open again"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one of the questions.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What do you want to know?"),
        help_text=gettext_lazy("The applicant reads it above the questions."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    due_on = DayField(
        label=gettext_lazy("Answer by"),
        error_messages={"required": gettext_lazy("Choose the day to answer by.")},
    )
    due_time = forms.TimeField(
        label=gettext_lazy("Time"),
        help_text=gettext_lazy("The whole minute counts: 23:59 lasts until midnight."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Choose the time to answer by.")},
    )

    def __init__(self, submission: Submission, **kwargs) -> None:
        due_on = timezone.localdate() + dt.timedelta(days=DAYS)
        super().__init__(initial={"due_on": due_on, "due_time": LAST_MINUTE}, **kwargs)
        self.steps = choosable(more_wanted.get_schema(submission), submission.answers)
        self.fields["questions"].choices = [
            (question.id, question.label) for step in self.steps for question in step.questions
        ]

    @property
    def ticks(self) -> list[tuple]:
        """The steps with their ticks, for the template."""
        ticks = {tick.data["value"]: tick for tick in self["questions"]}
        return [(step.title, [ticks[q.id] for q in step.questions]) for step in self.steps]

    @property
    def due_at(self) -> dt.datetime:
        """The moment that was chosen, on the site's clock."""
        day, time = self.cleaned_data["due_on"], self.cleaned_data["due_time"]
        return timezone.make_aware(dt.datetime.combine(day, time))

    def clean(self) -> dict:
        data = super().clean()
        if data.get("due_on") and data.get("due_time") and self.due_at <= timezone.now():
            self.add_error("due_on", _("The deadline must be in the future."))
        return data


class AskView(WagtailAdminTemplateMixin, View):
    """Choose what the applicant is asked again, see it as they will, and ask."""

    page_title = gettext_lazy("Ask for more information")
    header_icon = "help"
    template_name = "wagtail_inddragelse/casework/case/ask_for_more.html"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.submission = get_submission(request, pk, Role.DECIDE)
        if conflicts.must_declare(request.user, self.submission):
            return redirect(links.case_url(self.submission))
        if not more_wanted.can_ask(self.submission):
            messages.error(request, _("You can’t ask for more information as the case stands."))
            return redirect(links.case_url(self.submission))
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(AskForm(self.submission))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AskForm(self.submission, data=request.POST)
        if not form.is_valid():
            return self._page(form)
        if "preview" in request.POST:
            return self._preview(form)
        return once(request, lambda: self._asked(form), links.case_url(self.submission))

    def _asked(self, form: AskForm) -> HttpResponse:
        try:
            self._ask(form)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(
                self.request, _("The applicant is asked, and gets a mail with the link.")
            )
        return redirect(links.case_url(self.submission))

    def _ask(self, form: AskForm) -> None:
        more_wanted.ask(
            self.submission,
            form.cleaned_data["questions"],
            text=form.cleaned_data["text"],
            due_at=form.due_at,
            user=self.request.user,
        )

    def _preview(self, form: AskForm) -> HttpResponse:
        """The applicant's page, in their language; its button sends nothing."""
        wanted = MoreWanted(
            submission=self.submission,
            question_ids=form.cleaned_data["questions"],
            text=form.cleaned_data["text"],
            due_at=form.due_at,
        )
        with translation.override(self.submission.language):
            return preview_answer_more(self.request, wanted)

    def _page(self, form: AskForm) -> HttpResponse:
        context = self.get_context_data(form=form, submission=self.submission)
        return self.render_to_response(context, status=422 if form.errors else 200)

    def get_page_subtitle(self) -> str:
        return self.submission.reference

    def get_breadcrumbs_items(self) -> list[dict]:
        case = {"url": links.case_url(self.submission), "label": self.submission.reference}
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, links.register_item(), case, here]


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the open request and tell the applicant that nothing is wanted any more."""
    submission = get_submission(request, pk, Role.DECIDE)
    if conflicts.must_declare(request.user, submission):
        return redirect(links.case_url(submission))
    seen = more_wanted.named(submission, parse_key(request.POST.get(REQUEST)))
    try:
        more_wanted.take_back(submission, user=request.user, seen=seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request is taken back, and the applicant is told."))
    return redirect(links.case_url(submission))
