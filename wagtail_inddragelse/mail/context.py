"""The context that the templates of a mail get."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils import timezone

from ..formats import datetime_text
from ..models import Message, Recipient, Session, Submission
from ..models.states import HOLDING_STATES
from ..questions.display import display_answers
from ..questions.schema import FormSchema
from .contacts import contacts_of
from .facts import facts_of, is_receipt
from .links import site_url
from .plain_text import html_to_text, mail_html, unlinked
from .reader_link import can_be_withdrawn, link_of, link_text
from .recipients import office_of
from .speaking import spoken_to


def build_context(message: Message) -> dict[str, Any]:
    """Everything the templates may use, by name."""
    offer = message.intake.page.specific
    context = {
        "occasion": message.occasion,
        "to": message.to,
        "language": message.language,
        "offer": offer,
        "offer_title": offer.title,
        "intake": message.intake,
        **spoken_to(message)._asdict(),
        "sessions": sessions_of(message) if message.kind.lists_sessions else [],
        "is_called_off": message.kind.calls_off,
        "facts": list(facts_of(message)),
        "link": link_of(message),
        "link_text": link_text(message),
    }
    return context | _about_submission(message, offer)


def sessions_of(message: Message) -> list[Session]:
    """The sessions that the reader is told about: a reminder leaves out those before its day."""
    sessions, day = message.intake.in_order(), message.session_date
    if day is None:
        return sessions
    zone = timezone.get_default_timezone()
    return [each for each in sessions if timezone.localdate(each.starts_at, zone) >= day]


def _about_submission(message: Message, offer: Model) -> dict[str, Any]:
    submission = message.submission
    if submission is None:
        return {}
    if message.recipient is Recipient.OFFICE:
        return {"submission": submission}
    is_applicant = message.recipient is Recipient.APPLICANT
    context = {
        "submission": submission,
        "is_participant": not is_applicant,
        "link_is_secret": is_applicant,
        "can_be_withdrawn": can_be_withdrawn(message),
        "takes_part": submission.is_confirmed,
        "answer_by": datetime_text(submission.offered_until),
        "over_because": submission.over_because,
        "went_on": message.kind.gives_up_place and _went_on(submission),
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
