"""The blocks an editor builds a form with, and the check that a form holds together."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .conditions import find_problems, hold
from .endings import RICH_TEXT_FEATURES
from .question_blocks import QuestionsBlock, entries_of, stream_errors
from .structs import StructBlock


class StepBlock(StructBlock):
    """A part of the form with a heading of its own."""

    title = blocks.CharBlock(label=_("Heading"), max_length=255)
    intro = blocks.RichTextBlock(
        label=_("Introduction"), required=False, features=RICH_TEXT_FEATURES
    )
    questions = QuestionsBlock(label=_("Questions"), required=False)

    class Meta:
        icon = "form"
        label = _("Step")
        label_format = "{title}"
        description = _("A part of the form: a heading, an introduction and questions.")


class StepsBlock(blocks.StreamBlock):
    """A whole form. Refuses conditions that cannot work, each at the question that has it."""

    step = StepBlock()

    class Meta:
        required = False

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        positions = [
            (step_position, position)
            for step_position, step in enumerate(value)
            for position, _child in enumerate(step.value["questions"])
        ]
        questions = _all_questions(value)
        entries = entries_of(questions)
        problems = find_problems(entries)
        for index, problem in _surplus_participants(value).items():
            problems[index] = {**problems.get(index, {}), **problem}
        if problems:
            raise _step_errors({positions[index]: found for index, found in problems.items()})
        hold([child.value for child in questions], entries)
        return value


def _all_questions(steps: Any) -> list[Any]:
    return [child for step in steps for child in step.value["questions"]]


def _surplus_participants(steps: Any) -> dict[int, dict[str, str]]:
    kinds = [child.block.question_type for child in _all_questions(steps)]
    asking = [index for index, kind in enumerate(kinds) if kind.asks_participants]
    message = gettext("A form can ask for participants only once.")
    return {index: {"label": message} for index in asking[1:]}


def _step_errors(problems: dict[tuple[int, int], dict[str, str]]) -> ValidationError:
    by_step: dict[int, dict[int, dict[str, str]]] = {}
    for (step, position), found in problems.items():
        by_step.setdefault(step, {})[position] = found
    return blocks.StreamBlockValidationError(
        {
            step: blocks.StructBlockValidationError({"questions": stream_errors(found)})
            for step, found in by_step.items()
        }
    )
