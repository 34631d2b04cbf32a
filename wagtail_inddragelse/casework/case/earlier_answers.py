"""What an applicant changed when more was asked for: old and new answer, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ...domain.signup.more_wanted import get_schema
from ...models import Attachment, EarlierAnswers, MoreWanted
from ...questions.registry import get_question_type
from ...questions.schema import Question
from ...questions.standard import has_field


class Change(NamedTuple):
    """A question whose answer was changed; files where it asks for one."""

    label: str
    old: str
    new: str
    old_file: Attachment | None = None
    new_file: Attachment | None = None


def changes_of(wanted: MoreWanted, *, identified: bool) -> list[Change]:
    """What the answer to ``wanted`` changed, in the order of the form.

    Whoever may not know the applicant is told which answers have changed and not how: the answers
    of the case, which are shown blind, are then all there is to read.
    """
    earlier = EarlierAnswers.objects.filter(replaced_by=wanted).first()
    if earlier is None:
        return []
    found = _changes(wanted, earlier)
    return list(found) if identified else [Change(change.label, "", "") for change in found]


def _changes(wanted: MoreWanted, earlier: EarlierAnswers) -> Iterator[Change]:
    submission = wanted.submission
    number = earlier.number + 1
    later = submission.earlier_answers.filter(number=number).first() or submission
    old_files, new_files = (_files(submission, each) for each in (earlier.number, number))
    for question in get_schema(submission).questions:
        old, new = (answers.get(question.id) for answers in (earlier.answers, later.answers))
        old_file, new_file = old_files.get(question.id), new_files.get(question.id)
        if has_field(question) and (old, old_file) != (new, new_file):
            texts = _text(question, earlier.answers), _text(question, later.answers)
            yield Change(question.label, *texts, old_file, new_file)


def _files(submission, number: int) -> dict[str, Attachment]:
    return {file.question_id: file for file in submission.attachments.of_version(number)}


def _text(question: Question, answers: Mapping[str, Any]) -> str:
    if question.id not in answers:
        return _("Not answered")
    return get_question_type(question.type).to_text(question, answers[question.id])
