"""Stored answers as people read them: receipt, mail, case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from .conditions import visible
from .registry import get_question_type
from .schema import FormSchema, Question
from .standard import has_field


def display_answers(
    schema: FormSchema,
    answers: Mapping[str, Any],
    files: Mapping[str, str] | None = None,
    instead: Mapping[str, str] | None = None,
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each step's title with its ``(label, text)`` pairs, in the order they were asked.

    Questions that a condition hid are left out, and so are steps with nothing left. ``files`` gives
    the names of attached files by question id, ``instead`` texts to show in place of answers.
    """
    known = {**answers, **(files or {})}
    shown = {question.id for question in visible(schema.questions, known)}
    steps = (
        (step.title, pairs_of([q for q in step.questions if q.id in shown], known, instead))
        for step in schema.steps
    )
    return [(title, pairs) for title, pairs in steps if pairs]


def example_answers(questions: Iterable[Question]) -> dict[str, Any]:
    """An answer to each question by its id, as an editor's preview shows them."""
    answers = {q.id: get_question_type(q.type).example_answer(q) for q in questions}
    return {id_: answer for id_, answer in answers.items() if answer is not None}


def pairs_of(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    instead: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """The ``(label, text)`` pairs of those questions that ask for an answer."""
    return [
        _pair(question, answers, instead or {}) for question in questions if has_field(question)
    ]


def display_participant_answers(
    schema: FormSchema, answers: Mapping[str, Any], instead: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """The ``(label, text)`` pairs of the questions asked of each participant."""
    shown = visible(schema.participant_questions, dict(answers))
    return pairs_of(shown, answers, instead)


def _pair(
    question: Question, answers: Mapping[str, Any], instead: Mapping[str, str]
) -> tuple[str, str]:
    if question.id not in answers:
        return question.label, _("Not answered")
    if question.id in instead:
        return question.label, instead[question.id]
    text = get_question_type(question.type).to_text(question, answers[question.id])
    return question.label, text
