"""Giving more: the page behind the secret link with the questions that are open again."""

from __future__ import annotations

from functools import cached_property

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from ..conf import get_setting
from ..domain.signup import more_wanted
from ..domain.signup.attachments import CannotStore, KeptFileGone
from ..domain.writing.refused import Refused
from ..models import Attachment, MoreWanted, Submission
from ..models.keys import parse_key
from ..questions.forms import SchemaForm, get_form_class
from ..questions.layout import Layout
from ..questions.reopen import initial
from ..questions.schema import FormSchema
from .history import can_be_gone_back_to
from .kept_files import KeepsFiles
from .receipt import contacts_of, secret_link
from .views import SecretLinkView, to_receipt

TEMPLATE = "wagtail_inddragelse/public/answer_more.html"
REQUEST = "request"
"""The name of the field that says which request a form was opened for: one that is opened later
asks something else, and is not answered by it."""


class Reopened(KeepsFiles):
    """The questions of one request, with the answers so far or with what was posted."""

    def __init__(self, request: HttpRequest, wanted: MoreWanted) -> None:
        self.request, self.wanted = request, wanted
        self.submission = wanted.submission
        self.upload_key = f"more:{wanted.pk}"

    @cached_property
    def schema(self) -> FormSchema:
        """What is asked, with the frozen questions."""
        return more_wanted.reopened(self.wanted)

    @cached_property
    def form(self) -> SchemaForm:
        """The form; a file that was sent before counts as the answer until another comes."""
        posted = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        return get_form_class(self.schema, asks_contact=False)(
            *posted,
            kept=current_files(self.submission, self.schema) | self._kept_files(),
            initial=initial(self.schema, self.submission.answers),
        )

    def reload(self) -> None:
        """Check the state of the request again."""
        self.submission.refresh_from_db()
        self.wanted.refresh_from_db()

    @property
    def was_sent(self) -> bool:
        """Whether a first click has sent just this already."""
        if not self.form.is_valid():
            return False
        reply, asked = self.form.reply(), {question.id for question in self.schema.questions}
        answers = {id_: a for id_, a in self.submission.answers.items() if id_ in asked}
        sent = {each.question_id: each.file for each in reply.files} | dict(reply.kept)
        return reply.answers == answers and _looks(sent) == _looks(
            current_files(self.submission, self.schema)
        )

    def show(self, *, problem: str = "", status: int = 200, is_over: bool = False) -> HttpResponse:
        """The page; where ``is_over``, what was typed can be read and copied but not sent."""
        if status >= 400 and not is_over:
            self._keep_files()
        problem = problem or self.storage_problem
        context = page_context(self.wanted) | {
            "form": self.form,
            "problems": Layout(self.form).problems,
            "problem": problem,
            "is_over": is_over,
            "has_errors": status >= 400,
        }
        return TemplateResponse(self.request, TEMPLATE, context, status=status).render()


def current_files(submission: Submission, schema: FormSchema) -> dict[str, Attachment]:
    """The files that are now the answers to the questions of ``schema``, by question id."""
    asked = {question.id for question in schema.questions}
    files = {f.question_id: f for f in submission.current_attachments if f.question_id in asked}
    for file in files.values():
        file.token = ""
    return files


def _looks(files: dict) -> dict[str, tuple[str, int]]:
    """Names and sizes of files by question id."""
    return {id_: (file.name, file.size) for id_, file in files.items()}


def page_context(wanted: MoreWanted) -> dict:
    """What the page shows around its form."""
    submission = wanted.submission
    offer = submission.intake.page.specific
    link = secret_link(submission)
    return {
        "base_template": get_setting("BASE_TEMPLATE"),
        "submission": submission,
        "wanted": wanted,
        "offer": offer,
        "contacts": contacts_of(offer),
        "action_url": reverse("wagtail_inddragelse:receipt_more", kwargs=link),
        "receipt_url": reverse("wagtail_inddragelse:receipt", kwargs=link),
        "hidden_inputs": [(REQUEST, str(wanted.pk))],
    }


def preview_answer_more(request: HttpRequest, wanted: MoreWanted) -> HttpResponse:
    """The page of a request that is not made yet; its button sends nothing."""
    schema = more_wanted.reopened(wanted)
    submission = wanted.submission
    form = get_form_class(schema, asks_contact=False)(
        kept=current_files(submission, schema),
        initial=initial(schema, submission.answers),
    )
    context = page_context(wanted) | {"form": form, "is_preview": True}
    context |= {"action_url": "", "receipt_url": ""}
    return TemplateResponse(request, TEMPLATE, context).render()


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AnswerMoreView(SecretLinkView):
    """Shows the questions that are open again, and takes the answers until the deadline."""

    kept = staticmethod(can_be_gone_back_to)

    def get(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        wanted = more_wanted.latest(submission)
        if wanted is None or not wanted.is_open:
            return redirect("wagtail_inddragelse:receipt", **secret_link(submission))
        if is_over(wanted):
            context = page_context(wanted) | {"is_over": True, "problem": why_over(wanted)}
            return TemplateResponse(request, TEMPLATE, context).render()
        return Reopened(request, wanted).show()

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        try:
            wanted = more_wanted.named(submission, parse_key(request.POST.get(REQUEST)))
            return self._give(Reopened(request, wanted)) if wanted else to_receipt(submission)
        except SuspiciousOperation:
            template = "wagtail_inddragelse/public/too_much.html"
            context = {"base_template": get_setting("BASE_TEMPLATE")}
            return TemplateResponse(request, template, context, status=413).render()

    def _give(self, reopened: Reopened) -> HttpResponse:
        if is_over(reopened.wanted):
            return self._refuse(reopened)
        if not reopened.form.is_valid():
            return reopened.show(status=422)
        try:
            more_wanted.give(reopened.submission, reopened.form.reply(), to=reopened.wanted)
        except KeptFileGone as gone:
            reopened.form.keep({})
            return reopened.show(problem=str(gone), status=409)
        except CannotStore as error:
            reopened.note_failure(error)
            return reopened.show(status=503)
        except Refused:  # not wanted any more, or too late, since the page was asked for
            reopened.reload()
            return self._refuse(reopened)
        return to_receipt(reopened.submission)

    def _refuse(self, reopened: Reopened) -> HttpResponse:
        """Say why nothing is taken, and show all that was typed; a second click is no refusal."""
        if reopened.wanted.outcome == MoreWanted.Outcome.ANSWERED and reopened.was_sent:
            return to_receipt(reopened.submission)
        reopened.form.show_errors_of(())
        return reopened.show(problem=why_over(reopened.wanted), status=409, is_over=True)


def is_over(wanted: MoreWanted) -> bool:
    """Whether an answer is not taken any more."""
    return not wanted.is_open or timezone.now() >= wanted.deadline


def why_over(wanted: MoreWanted) -> str:
    """Why an answer is not taken, in words for the applicant."""
    if wanted.outcome == MoreWanted.Outcome.ANSWERED:
        return _("You have already answered, and we have what you sent.")
    if wanted.outcome in (MoreWanted.Outcome.TAKEN_BACK, MoreWanted.Outcome.WITHDRAWN):
        return _("We don’t need an answer any more.")
    return _("The deadline has passed. We will go by what you sent before.")
