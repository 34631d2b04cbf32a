"""Asking an applicant for more, and what the case shows about it."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ...domain.assessment.reader import Reader
from ...domain.signup import more_wanted
from ...domain.writing.refused import Refused
from ...models import MoreWanted, Role
from ...models.keys import parse_key
from ...public.answer_more import REQUEST, preview_answer_more
from ...questions.reopen import choosable
from ...questions.typed import DayField
from ..once import once
from ..views import CaseView

DAYS = 7
LAST_MINUTE = dt.time(23, 59)


class AskForm(forms.Form):
    """Which questions open again, what is wanted, in words, and until when."""

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

    def __init__(self, reader: Reader, **kwargs) -> None:
        due_on = timezone.localdate() + dt.timedelta(days=DAYS)
        super().__init__(initial={"due_on": due_on, "due_time": LAST_MINUTE}, **kwargs)
        self.steps = choosable(reader.form, reader.submission.answers)
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


class AskView(CaseView):
    """Choose what the applicant is asked again, see it as they will, and ask."""

    role = Role.DECIDE
    page_title = gettext_lazy("Ask for more information")
    header_icon = "help"
    template_name = "wagtail_inddragelse/casework/case/ask_for_more.html"

    def first(self) -> None:
        if not self.reader.may_ask:
            text = _("You can’t ask for more information as the case stands.")
            raise Refused(text, code="not_possible")

    def get(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        return self.show(form=AskForm(self.reader))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        form = AskForm(self.reader, data=request.POST)
        if not form.is_valid():
            return self.show(form=form)
        if "preview" in request.POST:
            return self._preview(form)
        return once(request, lambda: self._ask(form), self.case_url)

    def _ask(self, form: AskForm) -> HttpResponse:
        more_wanted.ask(
            self.submission,
            form.cleaned_data["questions"],
            text=form.cleaned_data["text"],
            due_at=form.due_at,
            user=self.request.user,
        )
        text = _("The applicant is asked, and gets a mail with the link.")
        messages.success(self.request, text)
        return redirect(self.case_url)

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


class TakeBackView(CaseView):
    """Close the open request and tell the applicant that nothing more is wanted."""

    role = Role.DECIDE

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        seen = more_wanted.named(self.submission, parse_key(request.POST.get(REQUEST)))
        more_wanted.take_back(self.submission, user=request.user, seen=seen)
        messages.success(request, _("The request is taken back, and the applicant is told."))
        return redirect(self.case_url)
