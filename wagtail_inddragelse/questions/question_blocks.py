"""The blocks of questions: what an editor writes and sets of each."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from .compile import MISSING_SETTING, compile_question
from .conditions import (
    ANSWERS_SETTING,
    HELD_SETTING,
    QUESTION_SETTING,
    SHORT_NAME_SETTING,
    Entry,
    find_problems,
    hold,
    read_entries,
)
from .endings import ENDINGS_SETTING, check_endings, endings_block, hold_answers
from .forms import get_form_class
from .registry import QuestionType, question_types
from .schema import FormSchema, Step
from .structs import HeldBlock, StructBlock

AUTOCOMPLETE = [
    ("name", _("Full name")),
    ("given-name", _("First name")),
    ("family-name", _("Last name")),
    ("email", _("E-mail")),
    ("tel", _("Phone")),
    ("organization", _("Organisation")),
    ("organization-title", _("Job title")),
    ("street-address", _("Street address")),
    ("postal-code", _("Postal code")),
    ("address-level2", _("Town")),
    ("country-name", _("Country")),
    ("bday", _("Date of birth")),
    ("url", _("Web address")),
]
"""The input purposes of WCAG 2.2, 1.3.5, that a sign-up asks people for about themselves."""


class SuggestingInput(forms.TextInput):
    """Suggests the questions above and their answers, by ``editor.js``."""

    class Media:
        css = {"all": ["wagtail_inddragelse/editor.css"]}
        js = ["wagtail_inddragelse/editor.js"]

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: Any = None) -> dict[str, Any]:
        """Add the choices that are the same in every question of a type."""
        answers = {
            question_type.name: [choice[1] for choice in question_type.choices({})]
            for question_type in question_types()
        }
        fixed = {name: texts for name, texts in answers.items() if texts}
        return super().build_attrs({**base_attrs, "data-answers": json.dumps(fixed)}, extra_attrs)


class SuggestingBlock(blocks.CharBlock):
    """Names a question or an answer of this form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.widget = SuggestingInput(self.field.widget.attrs)


class QuestionBlock(StructBlock):
    """The editor's block for one question type: what all questions have, and its own settings."""

    def __init__(
        self, question_type: QuestionType, per_participant: bool = False, **kwargs: Any
    ) -> None:
        self.question_type = question_type
        takes_endings = question_type.takes_endings and not per_participant
        super().__init__(
            [
                *_wording(question_type),
                *question_type.settings().items(),
                *([(ENDINGS_SETTING, endings_block())] if takes_endings else ()),
                *_rules(question_type),
            ],
            label=question_type.label,
            icon=question_type.icon,
            group=question_type.group,
            description=question_type.description,
            label_format="{label}",
            **kwargs,
        )

    def get_form_layout(self) -> BlockGroup:
        """What is seldom needed is folded away."""
        seldom = {"autocomplete", SHORT_NAME_SETTING, QUESTION_SETTING, ANSWERS_SETTING}
        seldom.add(HELD_SETTING)
        seldom |= {ENDINGS_SETTING, MISSING_SETTING}
        names = list(self.child_blocks)
        return BlockGroup(
            [name for name in names if name not in seldom],
            settings=[name for name in names if name in seldom],
        )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        choices = tuple(self.question_type.choices(self.question_type.options(value)))
        hold_answers(value.get(ENDINGS_SETTING), choices)
        endings = check_endings(value.get(ENDINGS_SETTING), choices)
        if problems := {**self.question_type.check(value), **endings}:
            raise blocks.StructBlockValidationError(_as_errors(problems))
        return value

    def get_preview_value(self) -> Any:
        return self.normalize({**self.get_default(), **_example(self.question_type)})

    def get_preview_template(self, value: Any, context: Any = None) -> str:
        return "wagtail_inddragelse/form/preview.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        question = compile_question(self.question_type, value, "preview")
        schema = FormSchema(steps=(Step("preview", questions=(question,)),))
        return {**(parent_context or {}), "form": get_form_class(schema)()}


def _wording(question_type: QuestionType) -> Iterable[tuple[str, blocks.Block]]:
    has_answer = question_type.has_answer
    label = _("Question") if has_answer else _("Heading")
    yield "label", blocks.CharBlock(label=label, required=has_answer, max_length=500)
    if question_type.takes_help_text:
        yield (
            "help_text",
            blocks.TextBlock(
                label=_("Help text"),
                required=False,
                rows=2,
                help_text=_("Shown under the question."),
            ),
        )
    if has_answer:
        yield "required", blocks.BooleanBlock(label=_("Must be answered"), required=False)


def _rules(question_type: QuestionType) -> Iterable[tuple[str, blocks.Block]]:
    if question_type.takes_autocomplete:
        yield (
            "autocomplete",
            blocks.ChoiceBlock(
                label=_("Can be filled in by the browser"),
                choices=AUTOCOMPLETE,
                required=False,
                help_text=_("Only when it asks about the person who fills in the form."),
            ),
        )
    if question_type.has_answer:
        yield (
            MISSING_SETTING,
            blocks.CharBlock(
                label=_("Error text when it is missing"),
                required=False,
                max_length=255,
                search_index=False,
                help_text=_(
                    "What to do, such as “Write what you are good at”. Leave empty for a text that "
                    "suits the type of question."
                ),
            ),
        )
        yield (
            SHORT_NAME_SETTING,
            blocks.CharBlock(
                label=_("Short name"),
                required=False,
                max_length=60,
                search_index=False,
                help_text=_("A name for the question when its own text is long."),
            ),
        )
    if question_type.takes_condition:
        yield from _condition_blocks()


@cache
def _condition_blocks() -> tuple[tuple[str, blocks.Block], ...]:
    """The same blocks for all types, so that the editor's page has them once."""
    question = SuggestingBlock(
        label=_("Show only if this question"),
        required=False,
        max_length=500,
        search_index=False,
        help_text=_(
            "The text or the short name of an earlier question. Leave empty to show it always."
        ),
    )
    answers = blocks.ListBlock(
        SuggestingBlock(label=_("Answer"), max_length=255, search_index=False),
        label=_("… is answered"),
        default=[],
        help_text=_("One answer, or several of which any will do, written as in the question."),
    )
    return (QUESTION_SETTING, question), (ANSWERS_SETTING, answers), (HELD_SETTING, HeldBlock())


def _example(question_type: QuestionType) -> dict[str, Any]:
    label = str(question_type.example or question_type.label)
    return {"label": label, **question_type.example_settings()}


def _as_errors(problems: dict[str, Any]) -> dict[str, ValidationError]:
    return {
        name: problem if isinstance(problem, ValidationError) else ValidationError(problem)
        for name, problem in problems.items()
    }


class QuestionsBlock(blocks.StreamBlock):
    """A list of questions of all registered types, or of those that suit each participant.

    The types are looked up when asked for, as a site may register its own after the models that
    hold this block are loaded.
    """

    def __init__(self, per_participant: bool = False, **kwargs: Any) -> None:
        self.per_participant = per_participant
        super().__init__(**kwargs)

    @property
    def child_blocks(self) -> dict[str, blocks.Block]:
        for question_type in question_types():
            if question_type.name not in self._blocks and self._takes(question_type):
                block = QuestionBlock(question_type, self.per_participant)
                block.set_name(question_type.name)
                self._blocks[question_type.name] = block
        return self._blocks

    @child_blocks.setter
    def child_blocks(self, value: dict[str, blocks.Block]) -> None:
        self._blocks = value

    def _takes(self, question_type: QuestionType) -> bool:
        return question_type.per_participant or not self.per_participant

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.per_participant:
            entries = entries_of(value)
            if problems := find_problems(entries):
                raise stream_errors(problems)
            hold([child.value for child in value], entries)
        return value


def entries_of(children: Iterable[Any]) -> list[Entry]:
    """The questions as conditions see them, each with an id that stays."""
    children = list(children)
    for child in children:
        child.id = child.id or str(uuid.uuid4())
    return read_entries(children)


def stream_errors(problems: dict[int, dict[str, str]]) -> ValidationError:
    """What is wrong with a list of questions, each problem at its setting."""
    return blocks.StreamBlockValidationError(
        {
            position: blocks.StructBlockValidationError(_as_errors(found))
            for position, found in problems.items()
        }
    )
