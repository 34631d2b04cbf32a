"""What an editor sees of a form that nobody has filled in: steps, errors, endings, receipt, mail.

All of it is made in memory from the draft. Nothing is stored, counted or sent.
"""

from __future__ import annotations

from copy import copy

from django.conf.locale import LANG_INFO
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from ..domain.intakes.intakes import IntakeStatus, get_statuses
from ..domain.intakes.pretence import Pretence, pretend
from ..mail.rendering import render_preview
from ..models import (
    Attachment,
    FormVersion,
    Intake,
    Message,
    Occasion,
    Participant,
    State,
    Submission,
)
from ..questions.display import example_answers
from ..questions.endings import Ending, list_endings
from ..questions.forms import SchemaForm, get_form_class
from ..questions.schema import FormSchema
from ..questions.standard import has_file
from .attempt import EndingPage
from .endings import show_ending
from .preview_steps import StepsRendering
from .receipt import receipt_context
from .rendering import get_limits, render_sign_up

ERRORS, STEPS, RECEIPT, AS_IT_IS = "errors", "steps", "receipt", "now"
ENDING, MAIL = "ending-", "mail-"
NO_ROW = 0
"""Primary key of what is not in the database: nothing is found for it."""
NO_INTAKE = 999_999_000
"""From here on for intakes, as forms tell them apart by their key; none comes that far."""


def form_preview_modes(form_page: Model) -> list[tuple[str, str]]:
    """What a form can be seen as, the default first: also each answer that ends it, and a mail in
    each of the site's languages."""
    languages = get_content_languages()
    endings = list_endings(form_page.get_schema().questions)
    return [
        ("", _("Empty form")),
        (ERRORS, _("With errors")),
        (STEPS, _("Step by step")),
        *((f"{ENDING}{number}", _ending_label(e)) for number, e in enumerate(endings, start=1)),
        (RECEIPT, _("Receipt")),
        *((MAIL + code, _mail_label(code, name)) for code, name in languages.items()),
        (AS_IT_IS, _("As it is now")),
    ]


def _mail_label(code: str, name: str) -> str:
    language = translation.get_language_info(code)["name_translated"] if code in LANG_INFO else name
    return gettext("Mail in %(language)s") % {"language": language}


def _ending_label(ending: Ending) -> str:
    return gettext("Not eligible: %(heading)s") % {"heading": ending.heading}


def preview_form(form_page: Model, request: HttpRequest, mode: str) -> SafeString:
    """The form of a draft, as if it could be filled in now: empty, all its steps, or sent without
    any answer."""
    if mode == AS_IT_IS:
        return render_sign_up(form_page, request)
    statuses = get_open_statuses(form_page)
    if mode == STEPS:
        return _steps(form_page, statuses)
    form = _unanswered(form_page, statuses) if mode == ERRORS else None
    return render_sign_up(form_page, request, form=form, statuses=statuses)


def _steps(form_page: Model, statuses: list[IntakeStatus]) -> SafeString:
    example = example_submission(form_page, translation.get_language())
    selected = statuses[0] if len(statuses) == 1 else None
    schema = form_page.get_schema()
    return StepsRendering(
        form_page, schema, statuses, selected, is_preview=True, example=example
    ).render_page()


def preview_ending(form_page: Model, request: HttpRequest, mode: str) -> HttpResponse | None:
    """What one reads whose answer ends the form; None when the draft has no such ending."""
    endings = enumerate(list_endings(form_page.get_schema().questions), start=1)
    ending = next((each for number, each in endings if mode == f"{ENDING}{number}"), None)
    return ending and show_ending(request, form_page, EndingPage(ending, [], ""))


def _unanswered(form_page: Model, statuses: list[IntakeStatus]) -> SchemaForm:
    limits = get_limits(None, [status.intake for status in statuses])
    return get_form_class(form_page.get_schema())(QueryDict(), limits=limits)


def get_open_statuses(form_page: Model) -> list[IntakeStatus]:
    """What the form takes submissions for, as if it were open now.

    While the offer is not published these are those of its draft, and without any an example.
    """
    intakes = form_page.get_intakes() or _drafted(form_page) or [_example_intake(form_page)]
    statuses = pretend(
        get_statuses([_with_key(*each) for each in enumerate(intakes)]), Pretence.OPEN
    )
    return [status for status in statuses if status.is_open] or statuses


def _drafted(form_page: Model) -> list[Intake]:
    parent = form_page.get_parent().get_latest_revision_as_object()
    return parent.get_intakes() if getattr(parent, "is_offer", False) else []


def _example_intake(form_page: Model) -> Intake:
    return Intake(title=gettext("An example"), page=form_page.get_parent())


def _with_key(position: int, intake: Intake) -> Intake:
    """The intake, with a key of its own in place of none."""
    if intake.pk:
        return intake
    keyed = copy(intake)
    keyed.pk = NO_INTAKE + position
    return keyed


def preview_receipt(form_page: Model, request: HttpRequest) -> HttpResponse:
    """The receipt of somebody who has just sent the draft."""
    submission = example_submission(form_page, translation.get_language())
    context = receipt_context(submission)
    context["contacts"] = context["contacts"] or list(form_page.contacts.all())
    return TemplateResponse(request, "wagtail_inddragelse/public/receipt.html", context)


def preview_mail(form_page: Model, language: str) -> HttpResponse:
    """The mail to somebody who has just sent the draft."""
    with translation.override(language):
        submission = example_submission(form_page, language)
    occasion = Occasion.RECEIVED if submission.intake.is_assessed else Occasion.CONFIRMED
    to = submission.contact_email
    message = Message(submission=submission, occasion=occasion, to=to, language=language)
    return HttpResponse(render_preview(message))


def example_submission(form_page: Model, language: str) -> Submission:
    """What an invented person might send, for the first intake that the form is for."""
    schema = form_page.get_schema()
    intake = get_open_statuses(form_page)[0].intake
    submission = Submission(
        pk=NO_ROW,
        reference=gettext("EXAMPLE"),
        intake=intake,
        intake_key=intake.translation_key,
        form_version=FormVersion(digest=schema.digest, schema=schema.to_json()),
        answers=example_answers(schema.questions),
        contact_name=gettext("Anne Example"),
        contact_email="anne@example.dk",
        contact_phone="12 34 56 78",
        organisation=gettext("Example Municipality"),
        language=language,
        state=State.RECEIVED if intake.is_assessed else State.CONFIRMED,
        received_at=timezone.now(),
    )
    _hand_over(submission, "participants", [_example_participant(submission, schema)])
    _hand_over(submission, "attachments", _example_attachments(submission, schema))
    return submission


def _example_participant(submission: Submission, schema: FormSchema) -> Participant:
    return Participant(
        submission=submission,
        position=0,
        name=submission.contact_name,
        email=submission.contact_email,
        answers=example_answers(schema.participant_questions),
    )


def _example_attachments(submission: Submission, schema: FormSchema) -> list[Attachment]:
    wanted = filter(has_file, schema.questions)
    name = gettext("example.pdf")
    return [
        Attachment(submission=submission, question_id=question.id, name=name, size=100_000)
        for question in wanted
    ]


def _hand_over(submission: Submission, relation: str, rows: list[Model]) -> None:
    """Set ``rows`` as if ``prefetch_related`` had fetched them."""
    fetched = getattr(submission, relation).none()
    fetched._result_cache, fetched._prefetch_done = rows, True
    known = getattr(submission, "_prefetched_objects_cache", {})
    submission._prefetched_objects_cache = {**known, relation: fetched}
