"""Answers that end the form: people who give one cannot take part, and are told why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .conditions import Held, answer_values, held_value, name_now
from .quoting import quoted
from .schema import Question
from .structs import HeldBlock, StructBlock

ENDINGS_SETTING = "endings"
HELD_ANSWER = "held"
"""What the answer was when it was last saved, as JSON of a ``Held``."""
RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


@dataclass(frozen=True, slots=True)
class Ending:
    """Where an answer leads. ``text`` is rich text as Wagtail stores it; ``page`` is the primary
    key of the page to go on to, and ``url`` where to go without one."""

    heading: str
    text: str = ""
    link_text: str = ""
    page: int | None = None
    url: str = ""


def find_ending(questions: Iterable[Question], answers: dict[str, Any]) -> Ending | None:
    """The first ending of ``answers`` (by question id, of questions that are shown)."""
    for question in questions:
        given = answer_values(answers[question.id]) if question.id in answers else ()
        for stored in question.options.get(ENDINGS_SETTING, ()):
            if stored["answer"] in given:
                return _ending(stored)
    return None


def list_endings(questions: Iterable[Question]) -> list[Ending]:
    """Every ending of ``questions``, in the order they are asked."""
    return [
        _ending(stored)
        for question in questions
        for stored in question.options.get(ENDINGS_SETTING, ())
    ]


def _ending(stored: dict[str, Any]) -> Ending:
    return Ending(**{each.name: stored[each.name] for each in fields(Ending)})


class EndingBlock(StructBlock):
    """An answer that ends the form, and what is said to those who give it."""

    answer = blocks.CharBlock(
        label=_("Ends the form when answered"),
        max_length=255,
        search_index=False,
        help_text=_("The answer as it is written in the question."),
    )
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=255,
        help_text=_("For example “Only municipalities can apply”."),
    )
    text = blocks.RichTextBlock(label=_("Explanation"), required=False, features=RICH_TEXT_FEATURES)
    link_text = blocks.CharBlock(
        label=_("Text of the button"),
        required=False,
        max_length=255,
        help_text=_("Leads to the page below. Leave empty to use the title of the page."),
    )
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Web address"), required=False)
    held = HeldBlock()

    class Meta:
        icon = "cross"
        label = _("Ending")
        label_format = "{answer}: {heading}"


@cache
def endings_block() -> blocks.ListBlock:
    """The same block for all types, so that the editor's page has it once."""
    return blocks.ListBlock(
        EndingBlock(),
        label=_("Answers that end the form"),
        default=[],
        help_text=_(
            "Anyone who gives such an answer sees an explanation and where to go next, "
            "and sends nothing."
        ),
    )


def hold_answers(endings: Any, choices: Iterable[tuple[str, ...]]) -> None:
    """Let each ending hold on to its answer, by its present name."""
    choices = tuple(choices)
    for ending in endings or ():
        answer = ending.get("answer") or ""
        stored = _stored(ending, choices)
        if stored is None:
            ending[HELD_ANSWER] = ""
        else:
            ending["answer"] = name_now(choices, stored, answer)
            ending[HELD_ANSWER] = Held("", "", {ending["answer"]: stored}).write()


def _stored(ending: Any, choices: tuple[tuple[str, ...], ...]) -> str | None:
    held = Held.read(ending.get(HELD_ANSWER) or "")
    return held_value(choices, ending.get("answer") or "", held)


def check_endings(endings: Any, choices: Iterable[tuple[str, ...]]) -> dict[str, ValidationError]:
    """What is wrong with the editor's endings, by name of the setting."""
    choices = tuple(choices)
    problems = {n: _problems(ending, choices) for n, ending in enumerate(endings or ())}
    found = {n: blocks.StructBlockValidationError(each) for n, each in problems.items() if each}
    if not found:
        return {}
    return {ENDINGS_SETTING: blocks.list_block.ListBlockValidationError(block_errors=found)}


def _problems(ending: Any, choices: tuple[tuple[str, ...], ...]) -> dict[str, ValidationError]:
    problems = {}
    if ending.get("answer") and _stored(ending, choices) is None:
        names = ", ".join(quoted(choice[1]) for choice in choices)
        message = gettext("That answer cannot be given. Possible answers: {names}.")
        problems["answer"] = ValidationError(message.format(names=names))
    if ending.get("heading") and not (ending.get("page") or ending.get("url")):
        problems["page"] = ValidationError(gettext("Choose a page or write a web address."))
    return problems


def compile_endings(endings: Any, choices: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    """The editor's endings as ``Question.options`` holds them; those that can't happen are left
    out."""
    choices = tuple(choices)
    compiled = [_compile(ending, choices) for ending in endings or ()]
    return [ending for ending in compiled if ending["answer"] is not None]


def _compile(ending: Any, choices: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    text, page = ending.get("text"), ending.get("page")
    return {
        "answer": _stored(ending, choices),
        "heading": ending.get("heading") or "",
        "text": text.source if text else "",
        "link_text": ending.get("link_text") or "",
        "page": page.pk if page else None,
        "url": ending.get("url") or "",
    }
