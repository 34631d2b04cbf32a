"""Blind assessment: what those may see of a submission who must not know who sent it.

Choices, numbers and dates are shown. What the applicant wrote or attached is shown as a caseworker
has redacted it, and not before. Who and where the applicant is, is hidden. Everything that shows a
submission to a caseworker asks here or ``Submission.objects.identified_to``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from ...models import Attachment, Participant, Redaction, Submission
from ...questions.conditions import visible
from ...questions.registry import Disclosure, QuestionType, get_question_type
from ...questions.schema import FormSchema, Question
from ..record.form_versions import form_of


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


def is_cleared(submission: Submission, form: FormSchema | None = None) -> bool:
    """Whether a caseworker has cleared it, and no answer has changed since.

    ``form`` is the one that was answered, where it is at hand.
    """
    redaction = get_redaction(submission)
    if redaction is None or redaction.cleared_at is None:
        return False
    words = redacted_words(redaction, submission.answers)
    return all(question.id in words for question in questions_in_words(submission, form))


def questions_in_words(submission: Submission, form: FormSchema | None = None) -> list[Question]:
    """The questions that were answered in the applicant's own words, in the order of the form."""
    questions = (form or form_of(submission)).questions
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


def instead_of_answers(form: FormSchema, words: Mapping[str, str]) -> dict[str, str]:
    """The text shown in place of answers that are not facts, by question id.

    ``words`` are the redacted texts, and the neutral names of files, that may be shown.
    """
    waiting = _("Hidden until a caseworker has redacted it")
    instead = {}
    for id_, kind in disclosures(form.questions).items():
        if kind == Disclosure.IDENTITY:
            instead[id_] = _("Hidden in blind assessment")
        elif kind == Disclosure.WORDS:
            instead[id_] = words.get(id_, waiting) or _("Left out")
    return instead


def without_identifying(schema: FormSchema) -> FormSchema:
    """The form without those questions that are only asked because of who the applicant is."""
    disclosed = disclosures(schema.questions)

    def may_stay(question: Question) -> bool:
        return question.condition is None or disclosed[question.id] != Disclosure.IDENTITY

    steps = (
        replace(step, questions=tuple(filter(may_stay, step.questions))) for step in schema.steps
    )
    return replace(schema, steps=tuple(steps))


def instead_of_participants_answers(form: FormSchema) -> dict[str, str]:
    """The text shown in place of participants' answers that are not facts, by question id."""
    kinds = disclosures(form.participant_questions)
    hidden = [id_ for id_, kind in kinds.items() if kind != Disclosure.FACTS]
    return dict.fromkeys(hidden, _("Hidden in blind assessment"))


def nameless(person: Participant) -> Participant:
    """A copy that tells which submission it is but not who sent it; never to be saved."""
    name = _("Participant {number}").format(number=person.position + 1)
    return Participant(position=person.position, name=name, is_guest=person.is_guest)


def renamed(attachments: list[Attachment], redaction: Redaction | None) -> list[Attachment]:
    """Those attachments of one submission that are shown, under neutral names."""
    shown = shown_attachments(redaction)
    return [_renamed(row, number) for number, row in enumerate(attachments, 1) if row.pk in shown]


def shown_attachments(redaction: Redaction | None) -> set[int]:
    """The keys of the attachments that people who assess blind may open."""
    if redaction is None or redaction.cleared_at is None:
        return set()
    return {attachment.pk for attachment in redaction.attachments.all()}


def neutral_name(attachment: Attachment, number: int) -> str:
    """What a file is called where its own name is hidden, for example “Attachment 1.pdf”."""
    ending = PurePosixPath(attachment.redacted_name or attachment.name).suffix.lower()
    plain = ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= 5 else ""
    return _("Attachment {number}").format(number=number) + plain


def _renamed(attachment: Attachment, number: int) -> Attachment:
    return _in_place_of(attachment, neutral_name(attachment, number))


def redacted_file_of(attachment: Attachment) -> Attachment | None:
    """The redacted file in its place, for those who know the applicant; None without one."""
    has_one = bool(attachment.redacted_file)
    return _in_place_of(attachment, attachment.redacted_name) if has_one else None


def _in_place_of(attachment: Attachment, name: str) -> Attachment:
    """A copy that is called ``name`` and has the redacted file, if any; never to be saved."""
    shown = copy(attachment)
    shown.name = name
    if shown.redacted_file:
        shown.file, shown.size = shown.redacted_file, shown.redacted_size
    return shown
