"""Blind assessment: what those may see of a submission who must not know who sent it.

Choices, numbers and dates are shown. What the applicant wrote or attached is shown as a caseworker
has redacted it, and not before. Who and where the applicant is, is hidden. Everything that shows a
submission to a caseworker asks here or ``Submission.objects.identified_to``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_registry

from ...models import Attachment, Participant, Redaction, Role, Submission, has_role
from ...questions.conditions import visible
from ...questions.display import display_answers, display_participant_answers
from ...questions.registry import Disclosure, QuestionType, get_question_type
from ...questions.schema import FormSchema, Question
from ..record.records import Record


def is_identified(user, submission: Submission) -> bool:
    """Whether ``user`` may know who the applicant is, by the rule of ``identified_to``."""
    if not submission.intake.assesses_blind:
        return True
    return has_role(user, Role.DECIDE, submission.intake.page)


def disclosures(questions: Iterable[Question]) -> dict[str, Disclosure]:
    """What the answer to each question gives away of the applicant, by id.

    A question that is only asked because of who the applicant is, gives that away as well.
    """
    disclosed: dict[str, Disclosure] = {}
    for question in questions:
        source = question.condition and disclosed.get(question.condition.question)
        own = _disclosed_by(get_question_type(question.type))
        disclosed[question.id] = source if source == Disclosure.IDENTITY else own
    return disclosed


def _disclosed_by(kind: QuestionType) -> Disclosure:
    """A CVR number says who it is, whatever its type says."""
    return Disclosure.IDENTITY if kind.is_cvr else kind.discloses


def digest(answer: Any) -> str:
    """A digest that tells whether an answer is still the one that was redacted."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()


def get_redaction(submission: Submission) -> Redaction | None:
    """The redacted copy, if a caseworker has begun one."""
    return getattr(submission, "redaction", None)


def is_cleared(submission: Submission) -> bool:
    """Whether a caseworker has cleared it, and no answer has changed since."""
    redaction = get_redaction(submission)
    if redaction is None or redaction.cleared_at is None:
        return False
    words = redacted_words(redaction, submission.answers)
    return all(question.id in words for question in questions_in_words(submission))


def questions_in_words(submission: Submission) -> list[Question]:
    """The questions that were answered in the applicant's own words, in the order of the form."""
    questions = FormSchema.from_json(submission.form_version.schema).questions
    disclosed, answers = disclosures(questions), submission.answers
    asked = visible(questions, dict(answers))
    return [q for q in asked if q.id in answers and disclosed[q.id] == Disclosure.WORDS]


def redacted_words(redaction: Redaction | None, answers: Mapping[str, Any]) -> dict[str, str]:
    """The redacted texts that may be shown, by question id; none before the case is cleared."""
    if redaction is None or redaction.cleared_at is None:
        return {}
    return {
        id_: kept["text"]
        for id_, kept in redaction.words.items()
        if id_ in answers and kept["of"] == digest(answers[id_])
    }


def blind_answers(
    disclosed: Mapping[str, Disclosure], answers: Mapping[str, Any], words: Mapping[str, str]
) -> dict[str, Any]:
    """The stored answers that may be shown, with redacted ``words`` in their place.

    An answer to a question that ``disclosed`` does not know is left out.
    """
    facts = {id_: answers[id_] for id_ in answers if disclosed.get(id_) == Disclosure.FACTS}
    redacted = {id_: words[id_] for id_ in words if disclosed.get(id_) == Disclosure.WORDS}
    return facts | redacted


def answers_for(user, submission: Submission) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each step with its ``(label, text)`` pairs, as ``user`` may see them."""
    schema = FormSchema.from_json(submission.form_version.schema)
    files: dict[str, str] = {}
    for attachment in submission.current_attachments:
        files.setdefault(attachment.question_id, attachment.name)
    if is_identified(user, submission):
        return display_answers(schema, submission.answers, files)
    words = redacted_words(get_redaction(submission), submission.answers)
    words |= {row.question_id: row.name for row in attachments_for(user, submission)}
    instead = _instead(schema.questions, words)
    return display_answers(_without_identifying(schema), submission.answers, files, instead)


def _instead(questions: Iterable[Question], words: Mapping[str, str]) -> dict[str, str]:
    """The text shown in place of answers that are not facts, by question id."""
    waiting = _("Hidden until a caseworker has redacted it")
    instead = {}
    for id_, kind in disclosures(questions).items():
        if kind == Disclosure.IDENTITY:
            instead[id_] = _("Hidden in blind assessment")
        elif kind == Disclosure.WORDS:
            instead[id_] = words.get(id_, waiting) or _("Left out")
    return instead


def _without_identifying(schema: FormSchema) -> FormSchema:
    """The form without those questions that are only asked because of who the applicant is."""
    disclosed = disclosures(schema.questions)

    def may_stay(question: Question) -> bool:
        return question.condition is None or disclosed[question.id] != Disclosure.IDENTITY

    steps = (
        replace(step, questions=tuple(filter(may_stay, step.questions))) for step in schema.steps
    )
    return replace(schema, steps=tuple(steps))


def participants_for(
    user, submission: Submission
) -> list[tuple[Participant, list[tuple[str, str]]]]:
    """Each participant with ``(label, text)`` pairs; nameless where the applicant is hidden."""
    schema = FormSchema.from_json(submission.form_version.schema)
    people = submission.participants.all()
    if is_identified(user, submission):
        return [(p, display_participant_answers(schema, p.answers)) for p in people]
    disclosed = disclosures(schema.participant_questions).items()
    hidden = [id_ for id_, kind in disclosed if kind != Disclosure.FACTS]
    instead = dict.fromkeys(hidden, _("Hidden in blind assessment"))
    return [(nameless(p), display_participant_answers(schema, p.answers, instead)) for p in people]


def nameless(person: Participant) -> Participant:
    """A copy that tells which submission it is but not who sent it; never to be saved."""
    name = _("Participant {number}").format(number=person.position + 1)
    return Participant(position=person.position, name=name, is_guest=person.is_guest)


def attachments_for(user, submission: Submission) -> list[Attachment]:
    """The attachments that ``user`` may open, under the names that they may read."""
    found = submission.current_attachments
    if is_identified(user, submission):
        return found
    return renamed(found, get_redaction(submission))


def renamed(attachments: list[Attachment], redaction: Redaction | None) -> list[Attachment]:
    """Those attachments of one submission that are shown, under neutral names."""
    shown = shown_attachments(redaction)
    return [_renamed(row, number) for number, row in enumerate(attachments, 1) if row.pk in shown]


def shown_attachments(redaction: Redaction | None) -> set[int]:
    """The keys of the attachments that people who assess blind may open."""
    if redaction is None or redaction.cleared_at is None:
        return set()
    return {attachment.pk for attachment in redaction.attachments.all()}


def attachment_for(user, attachment: Attachment) -> Attachment | None:
    """The attachment under the name that ``user`` may read; None when it is withheld.

    One that belongs to earlier answers is for those who know the applicant.
    """
    if is_identified(user, attachment.submission):
        return attachment
    found = attachments_for(user, attachment.submission)
    return next((row for row in found if row.pk == attachment.pk), None)


def neutral_name(attachment: Attachment, number: int) -> str:
    """What a file is called where its own name is hidden, for example “Attachment 1.pdf”."""
    ending = PurePosixPath(attachment.redacted_name or attachment.name).suffix.lower()
    plain = ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= 5 else ""
    return _("Attachment {number}").format(number=number) + plain


def _renamed(attachment: Attachment, number: int) -> Attachment:
    attachment.name = neutral_name(attachment, number)
    return _with_redacted_file(attachment) if attachment.redacted_file else attachment


def redacted_file_of(attachment: Attachment) -> Attachment | None:
    """The redacted file in its place, for those who know the applicant; None without one."""
    if not attachment.redacted_file:
        return None
    attachment.name = attachment.redacted_name
    return _with_redacted_file(attachment)


def _with_redacted_file(attachment: Attachment) -> Attachment:
    """Never to be saved."""
    attachment.file, attachment.size = attachment.redacted_file, attachment.redacted_size
    return attachment


def history_for(user, submission: Submission) -> QuerySet:
    """What has happened, as ``user`` may read it.

    Who has a conflict of interest may tell where the applicant is from.
    """
    entries = log_registry.get_logs_for_instance(submission)
    if is_identified(user, submission):
        return entries
    return entries.exclude(Q(action=Record.DECLARE_CONFLICT.log_action) & ~Q(user=user))
