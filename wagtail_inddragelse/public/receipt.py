"""What the receipt shows of a submission."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..conf import get_setting
from ..domain import claims, more_wanted
from ..domain.intakes import is_held
from ..domain.pages import find_form_page
from ..domain.transitions import Action
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
    offer, now = submission.intake.page.specific, timezone.now()
    state, over_because = claims.as_it_stands(submission, now)
    was_held = is_held(submission.intake, now)
    steps = claims.own_steps(submission, now)
    return {
        "base_template": get_setting("BASE_TEMPLATE"),
        "submission": submission,
        "offer": offer,
        "intake": submission.intake,
        "heading": _heading(state, was_held),
        "state": state,
        "over_because": over_because,
        "was_held": was_held,
        "can_change": bool(steps),
        "sessions": submission.intake.in_order(),
        "number_in_line": submission.number_in_line,
        "contacts": contacts_of(offer),
        "is_cancelled": submission.intake.publication == Intake.Publication.CANCELLED,
        "takes_part": submission.state == State.CONFIRMED,
        "is_offered": Action.TAKE_OFFER in steps,
        "more": _more_wanted(submission),
        **_what_was_sent(submission),
        **_urls(submission),
    }


def _heading(state: str, was_held: bool) -> str:
    headings = {
        State.CONFIRMED: _("You were signed up") if was_held else _("You are signed up"),
        State.WAITING: _("You are on the waiting list"),
        State.OFFERED: _("You have been offered a place"),
        State.MORE_WANTED: _("We need to know more"),
        State.WITHDRAWN: _("You have withdrawn"),
        State.DECLINED: _("You have declined the place"),
        State.EXPIRED: _("The place is no longer kept for you"),
        State.OVER: _("There was no place for you"),
    }
    return headings.get(state, _("Your application"))


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
        "what_happens_next": submission.is_as_sent and schema.texts.get("what_happens_next", ""),
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
