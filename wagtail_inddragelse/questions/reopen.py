"""A part of a form that is opened again, with the earlier answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .conditions import visible
from .registry import get_question_type
from .schema import FormSchema, Question, Step
from .standard import field_name, has_field


def choosable(schema: FormSchema, answers: Mapping[str, Any]) -> list[Step]:
    """The steps with the questions that were shown to somebody who answered ``answers``."""
    shown = {question.id for question in visible(schema.questions, dict(answers))}
    steps = [
        _with(step, (q for q in step.questions if q.id in shown and has_field(q)))
        for step in schema.steps
    ]
    return [step for step in steps if step.questions]


def reopen(schema: FormSchema, ids: Collection[str], answers: Mapping[str, Any]) -> FormSchema:
    """The form of the questions ``ids`` alone, for somebody who answered ``answers``.

    A question that a condition ties to one of them comes along, as a new answer can show or hide
    it. Conditions on what is not asked again are decided by ``answers``.
    """
    wanted = _with_dependents(schema, ids)
    shown = {question.id for question in visible(schema.questions, dict(answers))}
    steps = [_with(step, _asked(step, wanted, shown)) for step in schema.steps]
    return FormSchema(steps=tuple(replace(s, intro="") for s in steps if s.questions))


def initial(schema: FormSchema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The initial values of the fields of ``schema`` when ``answers`` are to be changed."""
    return {
        field_name(q): get_question_type(q.type).to_initial(answers[q.id])
        for q in schema.questions
        if q.id in answers
    }


def _with(step: Step, questions: Iterator[Question]) -> Step:
    return replace(step, questions=tuple(questions))


def _with_dependents(schema: FormSchema, ids: Collection[str]) -> set[str]:
    """Conditions only ask about earlier questions, so one pass finds all that depend on another."""
    wanted = set(ids)
    for question in schema.questions:
        if question.condition and question.condition.question in wanted and has_field(question):
            wanted.add(question.id)
    return wanted


def _asked(step: Step, wanted: set[str], shown: set[str]) -> Iterator[Question]:
    for question in step.questions:
        depends_on = question.condition and question.condition.question
        if question.id in wanted and (depends_on is None or depends_on in wanted):
            yield question
        elif question.id in wanted & shown:
            yield replace(question, condition=None)
