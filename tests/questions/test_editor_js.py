"""editor.js in a real browser, on inputs named as Wagtail names them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Page

import wagtail_inddragelse
from wagtail_inddragelse.questions.question_blocks import SuggestingInput

from .test_form_js import browser, page

__all__ = ["browser", "page"]
pytestmark = pytest.mark.e2e

SCRIPT = Path(wagtail_inddragelse.__file__).parent / "static/wagtail_inddragelse/editor.js"
TOP = "steps-{step}-value-questions-{position}-value"


def block(prefix: str, kind: str, label: str, choices=(), short_name="", condition="", deleted=""):
    """The inputs of one question in Wagtail's editor."""
    outer = prefix.removesuffix("-value")
    texts = {f"{outer}-type": kind, f"{outer}-deleted": deleted, f"{prefix}-label": label}
    texts |= {f"{prefix}-choices-{n}-value": text for n, text in enumerate(choices)}
    plain = "".join(f'<input name="{name}" value="{text}">' for name, text in texts.items())
    with override("en"):
        return (
            plain
            + f'<input name="{prefix}-short_name" value="{short_name}">'
            + SuggestingInput().render(f"{prefix}-only_if_question", condition)
            + SuggestingInput().render(f"{prefix}-only_if_answers-0-value", "")
        )


EDITOR = "".join(
    [
        block(TOP.format(step=0, position=0), "one_of", "Food", ["Meat", "Fish"]),
        block(TOP.format(step=0, position=1), "short_text", "Name"),
        block(TOP.format(step=0, position=2), "yes_no", "Old", deleted="1"),
        block(TOP.format(step=0, position=3), "yes_no", "A long question", short_name="Diet"),
        block(TOP.format(step=0, position=4) + "-questions-0-value", "consent", "Inner"),
        block(
            TOP.format(step=0, position=4) + "-questions-1-value", "email", "x", condition="Inner"
        ),
        block(TOP.format(step=1, position=0), "email", "Last", condition="food"),
        block(TOP.format(step=1, position=1), "yes_no", "After"),
    ]
)


def suggested(page: Page, name: str) -> list[str]:
    page.set_content(EDITOR)
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    page.locator(f'[name="{name}"]').focus()
    assert page.locator(f'[name="{name}"]').get_attribute("list") == "inddragelse-suggestions"
    return page.locator("datalist option").evaluate_all("all => all.map((one) => one.value)")


def test_questions_above_with_fixed_answers_are_suggested(page: Page):
    name = TOP.format(step=1, position=0) + "-only_if_question"

    assert suggested(page, name) == ["Food", "Diet"]


def test_the_answers_of_the_question_are_suggested(page: Page):
    name = TOP.format(step=1, position=0) + "-only_if_answers-0-value"

    assert suggested(page, name) == ["Meat", "Fish"]


def test_questions_to_each_participant_see_one_another(page: Page):
    inner = TOP.format(step=0, position=4) + "-questions-1-value"

    assert suggested(page, f"{inner}-only_if_question") == ["Inner"]
    assert suggested(page, f"{inner}-only_if_answers-0-value") == ["Yes", "No"]


def test_the_first_question_has_nothing_to_look_back_to(page: Page):
    assert suggested(page, TOP.format(step=0, position=0) + "-only_if_question") == []


def test_a_condition_follows_while_its_question_is_renamed(page: Page):
    page.set_content(EDITOR)
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    question = page.locator(f'[name="{TOP.format(step=0, position=0)}-label"]')
    condition = page.locator(f'[name="{TOP.format(step=1, position=0)}-only_if_question"]')
    inner = TOP.format(step=0, position=4) + "-questions-1-value-only_if_question"
    question.fill("What do you eat?")
    assert condition.input_value() == "What do you eat?"
    question.fill("")
    assert condition.input_value() == "What do you eat?"
    question.fill("Meals")
    assert condition.input_value() == "Meals"
    assert page.locator(f'[name="{inner}"]').input_value() == "Inner"
