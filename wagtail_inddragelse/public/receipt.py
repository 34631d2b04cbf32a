"""What the receipt shows of a submission."""

from __future__ import annotations

import datetime as dt

from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..conf import get_setting
from ..denmark.municipalities import get_municipality
from ..domain.offers.pages import find_form_page
from ..domain.record import claims
from ..domain.record.form_versions import form_of
from ..domain.record.transitions import Action
from ..domain.signup import more_wanted
from ..mail.links import receipt_token
from ..models import Intake, MoreWanted, OverBecause, State, Submission
from ..models.states import AS_SENT_STATES, MAY_GET_PLACE_STATES, UNDECIDED_STATES
from ..questions.display import display_answers, display_participant_answers

CANCELLED, HELD = "cancelled", "held"
"""How it stands with one who was to take part, beside the states of a submission."""


def secret_link(submission: Submission) -> dict[str, str]:
    """The arguments of the URLs behind the submission's secret link."""
    return {"reference": submission.reference, "token": receipt_token(submission)}


def receipt_context(submission: Submission) -> dict:
    """What the receipt shows, with the questions as they were asked."""
    offer, now = submission.intake.page.specific, timezone.now()
    state, over_because = shown_state(submission, now)
    actions = claims.own_actions(submission, now)
    takes_part = state == State.CONFIRMED
    is_unanswered = state in UNDECIDED_STATES
    prefetch_related_objects([submission], "participants")
    spoken_to = submission.spoken_to
    return {
        "base_template": get_setting("BASE_TEMPLATE"),
        "submission": submission,
        "offer": offer,
        "intake": submission.intake,
        "heading": _heading(state, spoken_to.places),
        "shown_state": state,
        "over_because": over_because,
        "kind": _kind(state),
        "can_change": bool(actions),
        **spoken_to._asdict(),
        "is_unanswered": is_unanswered,
        "answer_on": _answer_on(submission.intake),
        "sessions": submission.intake.in_order(),
        "number_in_line": submission.number_in_line,
        "contacts": contacts_of(offer),
        "takes_part": takes_part,
        "may_take_part": takes_part or is_unanswered or state in MAY_GET_PLACE_STATES,
        "tells_what_is_next": submission.is_as_sent and state not in (CANCELLED, HELD),
        "is_offered": Action.ACCEPT_PLACE in actions,
        "more": _more_wanted(submission),
        **_what_was_sent(submission),
        **_urls(submission),
    }


def shown_state(submission: Submission, now: dt.datetime) -> tuple[str, str]:
    """The state as it is true for the applicant now, and why it is over: also what was cancelled or
    held for one who took part or waited for an answer, and a question that can't be answered."""
    state, over_because = claims.as_it_stands(submission, now)
    if submission.intake.is_cancelled and state in AS_SENT_STATES:
        return CANCELLED, ""
    if state == State.OVER and over_because == OverBecause.CANCELLED:
        return CANCELLED, over_because
    if state == State.CONFIRMED and submission.intake.is_held(now):
        return HELD, ""
    if state == State.MORE_WANTED and more_wanted.is_late(submission, now):
        return State.UNDER_ASSESSMENT, ""
    return state, over_because if state == State.OVER else ""


def _heading(state: str, places: int) -> str:
    sent = _("Your application has been sent")
    headings = {
        State.RECEIVED: sent,
        State.UNDER_ASSESSMENT: sent,
        State.MORE_WANTED: _("We need to know more"),
        State.WAITING: _("You are on the waiting list"),
        State.OFFERED: _("Do you want the place?"),
        State.CONFIRMED: _("You are signed up"),
        State.DECLINED: _("You have declined the place"),
        State.EXPIRED: _("The place is no longer kept for you"),
        State.REJECTED: _("You have not been given a place"),
        State.WITHDRAWN: _("You have withdrawn"),
        State.ATTENDED: _("You took part"),
        State.ABSENT: _("You were signed up"),
        State.OVER: _("There was no place for you"),
        HELD: _("You were signed up"),
        CANCELLED: _("It is cancelled"),
    }
    if places > 1:
        headings |= _headings_of_many()
    return headings.get(state, _("What you sent"))


def _headings_of_many() -> dict[str, str]:
    """The headings that are others where it is about several people."""
    return {
        State.WAITING: _("You are all on the waiting list"),
        State.OFFERED: _("Do you want the places?"),
        State.CONFIRMED: _("You are all signed up"),
        State.ATTENDED: _("You all took part"),
        State.ABSENT: _("You were all signed up"),
        HELD: _("You were all signed up"),
        State.DECLINED: _("You have declined the places"),
        State.EXPIRED: _("The places are no longer kept for you"),
        State.REJECTED: _("You have not been given places"),
        State.OVER: _("There were not enough places for you"),
    }


def _kind(state: str) -> str:
    """How the box with the state looks: done, to be answered, or told."""
    if state in (State.OFFERED, CANCELLED):
        return "warning"
    return "success" if state in AS_SENT_STATES else "info"


def _answer_on(intake: Intake) -> dt.date | None:
    """The day of the answer, while it is not behind."""
    day = intake.decision_expected_on
    return day if day and day >= timezone.localdate() else None


def contacts_of(offer: Model) -> list[Model]:
    """Who to ask: the offer's contact people, otherwise those of its form."""
    pages = (page for page in (offer, find_form_page(offer)) if hasattr(page, "contacts"))
    return next(filter(None, (list(page.contacts.all()) for page in pages)), [])


def _more_wanted(submission: Submission) -> dict | None:
    """What was asked last after the application was sent, and the labels of its questions."""
    wanted = more_wanted.latest(submission) if submission.is_being_assessed else None
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
    schema = form_of(submission)
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
