"""A part of a form that is opened again: what is asked, and what it starts with."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from wagtail_inddragelse.questions.compile import compile_form
from wagtail_inddragelse.questions.forms import get_form_class
from wagtail_inddragelse.questions.reopen import choosable, initial, reopen
from wagtail_inddragelse.questions.schema import FormSchema

from .builders import only_if, question, schema, several_steps

CHAIN = (
    question("yes_no", "first"),
    question("one_of", "second", choices=["A", "B"], **only_if("first", "yes")),
    question("short_text", "third", **only_if("second", "A")),
    question("information", "text"),
    question("short_text", "last"),
)
ALL = {"first": True, "second": "a", "third": "x", "last": "y"}


@pytest.fixture
def chain() -> FormSchema:
    return schema(*CHAIN)


def ids(form: FormSchema) -> list[str]:
    return [question.id for question in form.questions]


class TestReopen:
    @pytest.mark.parametrize(
        ("wanted", "asked"),
        [
            (["first"], ["first", "second", "third"]),
            (["second"], ["second", "third"]),
            (["third"], ["third"]),
            (["last", "third"], ["third", "last"]),
            ([], []),
        ],
    )
    def test_all_that_hangs_on_a_question_comes_along(self, chain, wanted, asked):
        assert ids(reopen(chain, wanted, ALL)) == asked

    def test_a_condition_on_what_is_asked_again_stays(self, chain):
        first, second, _third = reopen(chain, ["first"], ALL).questions
        assert second.condition.question == first.id

    def test_a_condition_on_what_is_not_is_decided(self, chain):
        [third] = reopen(chain, ["third"], ALL).questions
        assert third.condition is None

    def test_what_was_hidden_stays_hidden(self, chain):
        assert ids(reopen(chain, ["third"], {"first": False})) == []

    def test_steps_keep_their_titles_and_empty_ones_go(self):
        parts = ([question("short_text", "a")], [question("short_text", "b")])
        form = compile_form(several_steps(*parts))
        assert [step.title for step in reopen(form, ["b"], {}).steps] == ["Trin 2"]


class TestChoosable:
    def test_texts_and_hidden_questions_are_left_out(self, chain):
        [step] = choosable(chain, {"first": False})
        assert [question.id for question in step.questions] == ["first", "last"]


class TestInitial:
    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            (question("yes_no", "q"), True),
            (question("yes_no", "q"), False),
            (question("consent", "q"), True),
            (question("number", "q", decimals=True), 1.125),
            (question("number", "q", decimals=True), 1e-6),
            (question("number", "q"), 1000),
            (question("date", "q"), dt.date(2026, 1, 31).isoformat()),
            (question("one_of", "q", choices=["A", "B"]), "b"),
            (question("several_of", "q", choices=["A", "B"]), ["a", "b"]),
            (question("municipality", "q"), "0461"),
            (question("cvr", "q"), "12345674"),
            (question("long_text", "q"), "Two\nlines"),
        ],
    )
    def test_sending_it_unchanged_changes_nothing(self, asked: dict, answer: Any):
        form = schema(asked)
        form_class = get_form_class(form, asks_contact=False)
        sent = form_class(initial(form, {"q": answer}))
        assert sent.is_valid(), sent.errors
        assert sent.reply().answers == {"q": answer}

    def test_nothing_was_answered(self, chain):
        assert initial(chain, {}) == {}
