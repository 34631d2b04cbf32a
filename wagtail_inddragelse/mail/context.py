"""What the templates of a mail are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..formats import date_text, datetime_text, deadline_text
from ..models import HOLDING_STATES, Intake, Message, Occasion, Session, State, Submission
from ..questions.display import display_answers
from ..questions.schema import FormSchema
from .addresses import TO_OFFICE, office_of
from .links import office_url, public_url, site_url
from .plain_text import html_to_text, mail_html, unlinked

RECEIPT_LINK = "[[receipt-link]]"
"""Stands for the secret link until a mail is sent: whoever reads the stored mail can't use it."""

RECEIPTS = frozenset({Occasion.CONFIRMED, Occasion.WAITING, Occasion.RECEIVED})
"""Answers to something just sent: these say what happens next and can repeat what was sent."""

GIVEN_UP = frozenset({Occasion.DECLINED, Occasion.EXPIRED})
"""Answers to an offered place that was not taken."""

WITH_SESSIONS = RECEIPTS | {
    Occasion.OFFERED,
    Occasion.ACCEPTED,
    Occasion.MOVED,
    Occasion.CANCELLED,
    Occasion.RESUMED,
    Occasion.REMINDER,
}


@contextmanager
def speaking_as(message: Message) -> Iterator[None]:
    """The language of ``message`` and the site's time zone: a caseworker may have others."""
    with (
        translation.override(message.language),
        timezone.override(timezone.get_default_timezone()),
    ):
        yield


def intake_of(message: Message) -> Intake:
    """What ``message`` is about, whether to an applicant or to a subscriber."""
    return (message.submission or message.subscription).intake


def sessions_of(message: Message) -> list[Session]:
    """The sessions that the reader is told of: a reminder leaves out those before its day."""
    sessions, day = intake_of(message).in_order(), message.session_date
    if day is None:
        return sessions
    zone = timezone.get_default_timezone()
    return [each for each in sessions if timezone.localdate(each.starts_at, zone) >= day]


def link_of(message: Message) -> str:
    """Where the reader goes next: a sign for the secret link, the case in the admin, the offer."""
    if message.submission is None or message.participant_id:
        offer = intake_of(message).page.specific
        return public_url(offer) or site_url(offer)
    return office_url(message.submission) if message.occasion in TO_OFFICE else RECEIPT_LINK


ONE_PERSON = {"places": 1, "is_for_organisation": False}
"""What ``spoken_to`` gives for a sign-up of one person, and the standard texts begin with."""


def spoken_to(message: Message) -> dict[str, Any]:
    """Whom the texts of a mail speak to: one person, several, or the organisation that has a place.

    ``places`` is how many the sign-up is about, 1 at least.
    """
    if message.submission is None or message.participant_id or message.occasion in TO_OFFICE:
        return ONE_PERSON
    if intake_of(message).unit == Intake.Unit.ORGANISATIONS:
        return {"places": 1, "is_for_organisation": True}
    return ONE_PERSON | {"places": max(message.submission.participants.count(), 1)}


def is_receipt(message: Message) -> bool:
    """Whether it answers who has just sent something, and can repeat that."""
    return message.occasion in RECEIPTS and not message.participant_id


def contacts_of(offer: Model) -> list[Model]:
    """The contact people of an offer of any page type."""
    return list(offer.contacts.all()) if getattr(offer, "is_offer", False) else []


def contact_text(offer: Model, office: str) -> str:
    """Whom to ask about an offer: its contact people, one on each line, or the case office."""
    return "\n".join(map(_person, contacts_of(offer))) or office


def _person(person: Model) -> str:
    phone = f"{person.phone} ({person.hours})" if person.hours else person.phone
    return ", ".join(filter(None, [str(person), person.phone and phone, person.email]))


def build_context(message: Message) -> dict[str, Any]:
    """Everything the templates may use, by name."""
    intake = intake_of(message)
    offer = intake.page.specific
    context = {
        "occasion": message.occasion,
        "to": message.to,
        "language": message.language,
        "offer": offer,
        "offer_title": offer.title,
        "intake": intake,
        **spoken_to(message),
        "sessions": sessions_of(message) if message.occasion in WITH_SESSIONS else [],
        "facts": list(_facts(message, intake)),
        "link": link_of(message),
        "link_text": _link_text(message),
    }
    if message.submission is None:
        return context
    return context | _about_submission(message, message.submission, offer)


def _facts(message: Message, intake: Intake) -> Iterator[tuple[str, str]]:
    """Labels and texts at the top of the mail."""
    if message.submission:
        yield _("Reference"), message.submission.reference
    yield intake.get_kind_display(), intake.title
    if message.occasion in TO_OFFICE:
        yield _("State"), message.submission.get_state_display()
    if message.occasion == Occasion.MORE_WANTED:
        yield from _what_is_wanted(message.submission)
    if is_receipt(message) and (people := message.submission.participants.count()):
        yield _("Participants"), str(people)
    if message.occasion in {Occasion.RECEIVED, Occasion.DEADLINE}:
        yield from _what_to_expect(intake)


def _what_is_wanted(submission: Submission) -> Iterator[tuple[str, str]]:
    """The questions by their labels, and until when they are open; never an answer."""
    wanted = submission.more_wanted.first()
    if wanted is None:
        return
    yield _("Answer by"), deadline_text(wanted.due_at)
    schema = FormSchema.from_json(submission.form_version.schema)
    for question in schema.questions:
        if question.id in wanted.question_ids:
            yield _("Question"), question.label


def _what_to_expect(intake: Intake) -> Iterator[tuple[str, str]]:
    if intake.closes_at:
        yield _("Deadline"), datetime_text(intake.last_minute)
    if answer := answer_expected(intake):
        yield _("Answer expected"), answer


def answer_expected(intake: Intake) -> str:
    """When applicants get their answer, in words; empty when it is not known."""
    return intake.decision_expected_text or date_text(intake.decision_expected_on)


def _link_text(message: Message) -> str:
    if message.submission is None:
        return _("Read more and sign up")
    if message.participant_id:
        return _("Read more")
    if message.occasion in TO_OFFICE:
        return _("Log in to read it")
    if intake_of(message).is_cancelled:
        return _("See what you sent")
    return _what_to_do(message)


def _what_to_do(message: Message) -> str:
    """What the applicant can do now, whatever the mail was about when it was queued."""
    submission = message.submission
    if submission.state == State.OFFERED:
        places = spoken_to(message)["places"]
        return ngettext("Take the place or decline it", "Take the places or decline them", places)
    if not _can_be_withdrawn(message):
        return _("See what you sent")
    if submission.state == State.MORE_WANTED:
        return _("See what is missing and send it")
    return _see_or_withdraw(submission.intake)


def _can_be_withdrawn(message: Message) -> bool:
    """Whether the mail may say that the sign-up can be withdrawn."""
    submission = message.submission
    was_held = submission.intake.is_held(timezone.now())
    return submission.is_open and not was_held and message.occasion != Occasion.CANCELLED


def _see_or_withdraw(intake: Intake) -> str:
    if intake.is_assessed:
        return _("See or print your application, or withdraw it")
    return _("See or print your sign-up, or withdraw")


def _about_submission(message: Message, submission: Submission, offer: Model) -> dict[str, Any]:
    if message.occasion in TO_OFFICE:
        return {"submission": submission}
    context = {
        "submission": submission,
        "is_participant": bool(message.participant_id),
        "link_is_secret": not message.participant_id,
        "can_be_withdrawn": _can_be_withdrawn(message),
        "takes_part": submission.state == State.CONFIRMED,
        "answer_by": datetime_text(submission.offered_until),
        "over_because": submission.over_because,
        "went_on": message.occasion in GIVEN_UP and _went_on(submission),
        "contacts": contacts_of(offer),
        "office": office_of(submission),
    }
    return context | (_receipt(submission) if is_receipt(message) else {})


def _went_on(submission: Submission) -> bool:
    """Whether the place that was given up has been offered to somebody else since."""
    since = submission.state_changed_at
    others = Submission.objects.for_intake(submission.intake).exclude(pk=submission.pk)
    offered = others.filter(state__in=HOLDING_STATES, offered_until__isnull=False)
    return offered.filter(state_changed_at__gte=since).exists()


def _receipt(submission: Submission) -> dict[str, Any]:
    schema = FormSchema.from_json(submission.form_version.schema)
    next_steps = schema.texts.get("what_happens_next", "") if submission.is_as_sent else ""
    next_html = mail_html(next_steps, site_url(submission.intake.page))
    return {
        "number_in_line": submission.number_in_line,
        "next_html": next_html,
        "next_text": html_to_text(next_html).strip(),
        "answers": _answers(schema, submission) if schema.texts.get("answers_in_mail") else [],
    }


def _answers(schema: FormSchema, submission: Submission) -> list:
    """Steps with their questions and answers, of which no word becomes a link."""
    files = {each.question_id: each.name for each in submission.current_attachments}
    return [
        (title, [(label, unlinked(text)) for label, text in answers])
        for title, answers in display_answers(schema, submission.answers, files)
    ]
