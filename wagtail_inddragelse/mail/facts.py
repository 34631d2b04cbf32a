"""The facts at the top of a mail, each a label and a text."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..formats import answer_text, datetime_text, deadline_text
from ..models import Intake, Message, Recipient, Submission
from ..questions.schema import FormSchema

Fact = tuple[str, str]


def is_receipt(message: Message) -> bool:
    """Whether it answers somebody who has just sent something, and can repeat that."""
    return message.kind.is_receipt and message.recipient is Recipient.APPLICANT


def facts_of(message: Message) -> Iterator[Fact]:
    """The facts of a mail, in the active language."""
    submission, intake = message.submission, message.intake
    if submission:
        yield _("Reference"), submission.reference
    yield intake.get_kind_display(), intake.title
    if message.recipient is Recipient.OFFICE:
        yield _("State"), submission.get_state_display()
    if message.kind.asks_for_more:
        yield from _what_is_wanted(submission)
    if is_receipt(message) and (people := submission.participants.count()):
        yield _("Participants"), str(people)
    if message.kind.says_what_to_expect:
        yield from _what_to_expect(intake)


def _what_is_wanted(submission: Submission) -> Iterator[Fact]:
    """The questions by their labels, and until when they are open; never an answer."""
    wanted = submission.more_wanted.first()
    if wanted is None:
        return
    yield _("Answer by"), deadline_text(wanted.due_at)
    schema = FormSchema.from_json(submission.form_version.schema)
    for question in schema.questions:
        if question.id in wanted.question_ids:
            yield _("Question"), question.label


def _what_to_expect(intake: Intake) -> Iterator[Fact]:
    if intake.closes_at:
        yield _("Deadline"), datetime_text(intake.last_minute)
    if answer := answer_text(intake):
        yield _("Answer expected"), answer
