from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail import blocks

from wagtail_inddragelse.questions import (
    QuestionType,
    get_question_type,
    question_types,
    register_question,
    registry,
)
from wagtail_inddragelse.questions.blocks import StepsBlock
from wagtail_inddragelse.questions.compile import compile_form
from wagtail_inddragelse.questions.display import display_answers
from wagtail_inddragelse.questions.schema import FormSchema, Question, Step

from .builders import errors, form, question, schema, steps

BUILT_IN = [
    "short_text",
    "long_text",
    "email",
    "phone",
    "url",
    "yes_no",
    "one_of",
    "several_of",
    "municipality",
    "number",
    "date",
    "cvr",
    "attachment",
    "consent",
    "information",
    "participants",
]


def test_built_in_types():
    assert [question_type.name for question_type in question_types()] == BUILT_IN


@pytest.fixture
def stars() -> Iterator[type[QuestionType]]:
    """A site's own type, registered after the blocks of the forms were made."""
    block = StepsBlock()
    assert "stars" not in block.child_blocks["step"].child_blocks["questions"].child_blocks

    @register_question
    class Stars(QuestionType):
        name = "stars"
        label = "Stars"
        description = "A number of stars."

        def settings(self) -> dict[str, blocks.Block]:
            return {"most": blocks.IntegerBlock(default=5)}

        def field(self, question: Any) -> forms.Field:
            return forms.IntegerField(
                min_value=1, max_value=question.options["most"], **self.field_options(question)
            )

        def to_text(self, question: Any, answer: int) -> str:
            return "★" * answer

    yield Stars
    del registry._types["stars"]
    questions = StepsBlock.base_blocks["step"].child_blocks["questions"]
    questions.child_blocks.pop("stars", None)


@pytest.mark.usefixtures("stars")
class TestOwnType:
    def test_editors_have_its_block(self):
        questions = StepsBlock().child_blocks["step"].child_blocks["questions"]

        assert list(questions.child_blocks["stars"].child_blocks)[:4] == [
            "label",
            "help_text",
            "required",
            "most",
        ]

    def test_its_block_is_saved(self):
        cleaned = StepsBlock().clean(steps(question("stars", most=3)))

        assert cleaned[0].value["questions"][0].value["most"] == 3

    def test_forms_ask_it(self):
        sent = form(question("stars", most=3), data={"q-stars": "2"})

        assert sent.is_valid()
        assert sent.submission_data().answers == {"stars": 2}

    def test_forms_check_it(self):
        sent = form(question("stars", most=3, required=True), data={"q-stars": ""})

        with override("en"):
            assert errors(sent) == {"q-stars": ["Fill in “stars”"]}

    def test_it_is_drawn(self):
        sent = form(question("stars", help_text="One to three", most=3), data={"q-stars": "9"})
        page = render_to_string("wagtail_inddragelse/form/form.html", {"form": sent})

        assert '<input type="number" name="q-stars" value="9"' in page
        assert 'aria-describedby="id_q-stars-hint id_q-stars-error"' in page

    def test_it_is_shown(self):
        assert display_answers(schema(question("stars")), {"stars": 3}) == [
            ("Om jer", [("stars", "★★★")])
        ]


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="needs a name of its own, not 'email'"):

        @register_question
        class Mail(QuestionType):
            name = "email"

    assert type(get_question_type("email")).__name__ == "Email"


def test_a_type_needs_a_name():
    with pytest.raises(ValueError, match="needs a name of its own"):

        @register_question
        class Nameless(QuestionType):
            pass


def test_answers_outlive_their_type():
    asked = FormSchema(steps=(Step("s", "Om jer", questions=(Question("q", "gone", "Stars"),)),))

    assert display_answers(asked, {"q": 3}) == [("Om jer", [("Stars", "3")])]


def test_compiling_makes_no_blocks():
    value = steps(*(question(name) for name in BUILT_IN))
    compile_form(value)
    known = len(blocks.Block.definition_registry)

    compile_form(value)
    assert len(blocks.Block.definition_registry) == known
