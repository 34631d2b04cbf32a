"""From the editor's blocks to a frozen ``FormSchema``."""

from __future__ import annotations

from typing import Any

from .conditions import read_entries, resolve
from .endings import ENDINGS_SETTING, compile_endings
from .registry import QuestionType
from .schema import Condition, ContactOptions, Criterion, FormSchema, Question, Step

MISSING_SETTING = "missing"
"""The editor's own error text for a question that must be answered."""


def compile_form(
    steps_value: Any,
    criteria_value: Any = (),
    privacy: str = "",
    texts: dict[str, Any] | None = None,
    contact: ContactOptions | None = None,
    one_step_at_a_time: bool = False,
) -> FormSchema:
    """The schema of a ``StepsBlock`` value and a ``CriteriaBlock`` value.

    ``privacy`` is rich text as stored (``RichText.source``). Drafts compile too: a condition that
    does not hold water is left out, an unfinished question is asked as far as it is written.
    """
    children = [child for step in steps_value for child in step.value["questions"]]
    questions = iter(_questions(children))
    return FormSchema(
        steps=tuple(_step(step, number, questions) for number, step in enumerate(steps_value)),
        participant_questions=_participant_questions(children),
        criteria=tuple(_criterion(child, f"c{n}") for n, child in enumerate(criteria_value)),
        contact=contact or ContactOptions(),
        privacy=privacy,
        texts=texts or {},
        one_step_at_a_time=one_step_at_a_time,
    )


def _step(step: Any, number: int, questions: Any) -> Step:
    intro = step.value.get("intro")
    return Step(
        id=step.id or f"s{number}",
        title=step.value.get("title") or "",
        intro=intro.source if intro else "",
        questions=tuple(next(questions) for _child in step.value["questions"]),
    )


def _questions(children: list[Any], prefix: str = "q") -> list[Question]:
    entries = read_entries(children, prefix)
    return [
        compile_question(
            child.block.question_type, child.value, entry.id, resolve(entry, entries[:position])
        )
        for position, (child, entry) in enumerate(zip(children, entries, strict=True))
    ]


def compile_question(
    question_type: QuestionType, value: Any, id_: str, condition: Condition | None = None
) -> Question:
    """The question that an editor's ``QuestionBlock`` value describes."""
    return Question(
        id=id_,
        type=question_type.name,
        label=value.get("label") or "",
        help_text=value.get("help_text") or "",
        required=bool(value.get("required")),
        autocomplete=value.get("autocomplete") or "",
        condition=condition,
        options=_options(question_type, value),
        missing=value.get(MISSING_SETTING) or "",
    )


def _options(question_type: QuestionType, value: Any) -> dict[str, Any]:
    options = question_type.options(value)
    endings = compile_endings(value.get(ENDINGS_SETTING), question_type.choices(options))
    return {**options, ENDINGS_SETTING: endings} if endings else options


def _participant_questions(children: list[Any]) -> tuple[Question, ...]:
    asking = (child.value for child in children if child.block.question_type.asks_participants)
    return tuple(_questions(list(next(asking, {}).get("questions") or ()), "p"))


def _criterion(child: Any, fallback_id: str) -> Criterion:
    value, id_ = child.value, child.id or fallback_id
    parts = value.get("children") or ()
    return Criterion(
        id=id_,
        text=value.get("text") or "",
        guidance=value.get("guidance") or "",
        weight=value.get("weight") or 1,
        scale=tuple(label for label in value.get("scale") or () if label),
        advisory=bool(value.get("advisory")),
        children=tuple(_criterion(part, f"{id_}.{n}") for n, part in enumerate(parts)),
    )
