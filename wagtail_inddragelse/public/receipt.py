"""What the receipt shows of a submission."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..conf import get_setting
from ..domain import more_wanted
from ..domain.pages import find_form_page
from ..mail.links import receipt_token
from ..models import Intake, MoreWanted, State, Submission
from ..models.municipalities import get_municipality
from ..questions.display import display_answers, display_participant_answers
from ..questions.schema import FormSchema

BEING_ASSESSED = (State.UNDER_ASSESSMENT, State.MORE_WANTED)
"""States in which it matters what was asked for after the application was sent."""


def secret_link(submission: Submission) -> dict[str, str]:
    """The arguments of the URLs behind the submission's secret link."""
    return {"reference": submission.reference, "token": receipt_token(submission)}


def receipt_context(submission: Submission) -> dict:
    """What the receipt shows, with the questions as they were asked."""
    offer = submission.intake.page.specific
    return {
        "base_template": get_setting("BASE_TEMPLATE"),
        "submission": submission,
        "offer": offer,
        "intake": submission.intake,
        "heading": _heading(submission),
        "sessions": submission.intake.in_order(),
        "number_in_line": submission.number_in_line,
        "contacts": contacts_of(offer),
        "is_cancelled": submission.intake.publication == Intake.Publication.CANCELLED,
        "takes_part": submission.state == State.CONFIRMED,
        "is_offered": submission.state == State.OFFERED,
        "more": _more_wanted(submission),
        **_what_was_sent(submission),
        **_urls(submission),
    }


def _heading(submission: Submission) -> str:
    headings = {
        State.CONFIRMED: _("You are signed up"),
        State.WAITING: _("You are on the waiting list"),
        State.OFFERED: _("You have been offered a place"),
        State.MORE_WANTED: _("We need to know more"),
        State.WITHDRAWN: _("You have withdrawn"),
        State.DECLINED: _("You have declined the place"),
        State.EXPIRED: _("The place has gone to the next in line"),
    }
    return headings.get(submission.state, _("Your application"))


def contacts_of(offer: Model) -> list[Model]:
    """Whom to ask: the offer's contact people, else those of its form."""
    pages = (page for page in (offer, find_form_page(offer)) if hasattr(page, "contacts"))
    return next(filter(None, (list(page.contacts.all()) for page in pages)), [])


def _more_wanted(submission: Submission) -> dict | None:
    """What was asked last after the application was sent, and the labels of its questions."""
    wanted = more_wanted.latest(submission) if submission.state in BEING_ASSESSED else None
    if wanted is None:
        return None
    is_late = timezone.now() >= wanted.deadline
    return {
        "wanted": wanted,
        "labels": [question.label for question in more_wanted.questions(wanted)],
        "is_answered": wanted.outcome == MoreWanted.Outcome.ANSWERED,
        "is_wanted": wanted.is_open and not is_late,
        "is_missed": wanted.outcome == MoreWanted.Outcome.OVERDUE or (wanted.is_open and is_late),
    }


def _what_was_sent(submission: Submission) -> dict:
    schema = FormSchema.from_json(submission.form_version.schema)
    attachments = submission.current_attachments
    files = {attachment.question_id: attachment.name for attachment in attachments}
    municipality = get_municipality(submission.municipality_code)
    return {
        "participants": [
            (person, display_participant_answers(schema, person.answers))
            for person in submission.participants.all()
        ],
        "attachments": attachments,
        "answers": display_answers(schema, submission.answers, files),
        "municipality": municipality.name if municipality else "",
        "what_happens_next": schema.texts.get("what_happens_next", ""),
    }


def _urls(submission: Submission) -> dict[str, str]:
    link = secret_link(submission)
    names = {
        "receipt_url": "receipt",
        "calendar_url": "receipt_calendar",
        "change_url": "receipt_change",
        "more_url": "receipt_more",
    }
    return {key: reverse(f"wagtail_inddragelse:{name}", kwargs=link) for key, name in names.items()}
