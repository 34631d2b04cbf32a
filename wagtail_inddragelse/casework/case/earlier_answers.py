"""What an applicant changed when more was asked for: old and new answer, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ...domain.assessment.reader import Reader
from ...models import Attachment
from ...questions.registry import get_question_type
from ...questions.schema import FormSchema, Question
from ...questions.standard import has_field

Answers = Mapping[str, Any]
Files = Mapping[str, Attachment]


class Change(NamedTuple):
    """A question whose answer was changed; files where it asks for one."""

    label: str
    old: str
    new: str
    old_file: Attachment | None = None
    new_file: Attachment | None = None


def changes_by_request(reader: Reader) -> dict[int, list[Change]]:
    """What each answer changed, in the order of the form, by the key of the request; two queries.

    Whoever may not know the applicant is told which answers have changed and not how: the answers
    of the case, which are shown blind, are then all there is to read.
    """
    submission = reader.submission
    earlier, files = list(submission.earlier_answers.all()), list(submission.attachments.all())
    answers = [*(version.answers for version in earlier), submission.answers]
    found = {}
    for version, (old, new) in zip(earlier, pairwise(answers), strict=True):
        both = (_files(files, version.number), _files(files, version.number + 1))
        changes = list(_changes(reader.form, old, new, *both))
        found[version.replaced_by_id] = changes if reader.is_identified else _labels(changes)
    return found


def _labels(changes: list[Change]) -> list[Change]:
    return [Change(change.label, "", "") for change in changes]


def _changes(
    form: FormSchema, old: Answers, new: Answers, old_files: Files, new_files: Files
) -> Iterator[Change]:
    for question in filter(has_field, form.questions):
        id_, texts = question.id, (_text(question, old), _text(question, new))
        files = old_files.get(id_), new_files.get(id_)
        if old.get(id_) != new.get(id_) or files[0] != files[1]:
            yield Change(question.label, *texts, *files)


def _files(attachments: list[Attachment], number: int) -> Files:
    """The file for each question that belonged to version ``number`` of the answers."""
    return {file.question_id: file for file in attachments if file.belonged_to(number)}


def _text(question: Question, answers: Answers) -> str:
    if question.id not in answers:
        return _("Not answered")
    return get_question_type(question.type).to_text(question, answers[question.id])
