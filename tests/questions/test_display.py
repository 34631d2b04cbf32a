from __future__ import annotations

import pytest
from django.utils.translation import override

from wagtail_inddragelse.questions.compile import compile_form
from wagtail_inddragelse.questions.display import display_answers, display_participant_answers
from wagtail_inddragelse.questions.registry import get_question_type
from wagtail_inddragelse.questions.standard import APPLIES_FOR

from .builders import only_if, question, schema, several_steps


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize(("language", "text"), [("en", "A municipality"), ("da", "En kommune")])
def test_our_own_question_is_read_in_the_language_of_who_reads_it(language, text):
    with override(language):
        shown = get_question_type(APPLIES_FOR.type).to_text(APPLIES_FOR, "municipality")
    assert shown == text


FOOD = question("one_of", "Food", choices=["Meat", "Fish"])


@pytest.mark.parametrize(
    ("asked", "answer", "text"),
    [
        (question("short_text"), "a & b", "a & b"),
        (question("long_text"), "a\nb", "a\nb"),
        (question("number"), 1000, "1,000"),
        (question("number"), 0, "0"),
        (question("number"), 1.5, "1.5"),
        (question("date"), "2026-12-03", "Dec. 3, 2026"),
        (question("yes_no"), True, "Yes"),
        (question("yes_no"), False, "No"),
        (FOOD, "fish", "Fish"),
        (FOOD, "gone", "gone"),
        (question("several_of", choices=["A", "B"]), ["b", "a"], "B, A"),
        (question("several_of", choices=["9, 10", "11"]), ["9, 10", "11"], "9, 10; 11"),
        (question("municipality"), "0751", "Aarhus"),
        (question("cvr"), "12345674", "12 34 56 74"),
        (question("consent"), False, "No"),
    ],
)
def test_answers_as_people_read_them(asked, answer, text):
    shown = display_answers(schema(asked), {asked["id"]: answer})

    assert shown == [("Om jer", [(asked["value"]["label"], text)])]


def test_a_date_in_danish():
    with override("da"):
        shown = display_answers(schema(question("date")), {"date": "2026-12-03"})

    assert shown == [("Om jer", [("date", "3. december 2026")])]


def test_what_was_not_answered_is_said():
    assert display_answers(schema(FOOD), {}) == [("Om jer", [("Food", "Not answered")])]


def test_what_was_hidden_is_left_out():
    asked = schema(FOOD, question("email", "Mail", **only_if("Food", "Fish")))

    assert display_answers(asked, {"Food": "meat", "Mail": "bo@example.dk"}) == [
        ("Om jer", [("Food", "Meat")])
    ]


def test_steps_in_order_without_those_that_ask_nothing():
    value = several_steps(
        [question("email")], [question("information"), question("participants")], [FOOD]
    )

    shown = display_answers(compile_form(value), {"email": "bo@example.dk", "Food": "meat"})

    assert shown == [("Trin 1", [("email", "bo@example.dk")]), ("Trin 3", [("Food", "Meat")])]


def test_files_by_their_names():
    shown = display_answers(schema(question("attachment", "Plan")), {}, {"Plan": "plan.pdf"})

    assert shown == [("Om jer", [("Plan", "plan.pdf")])]


def test_each_participants_answers():
    inner = [
        question("yes_no", "Diet"),
        question("short_text", "Which", **only_if("Diet", "yes")),
        question("information"),
    ]
    asked = schema(question("participants", questions=inner))

    assert display_participant_answers(asked, {"Diet": False}) == [("Diet", "No")]
    assert display_participant_answers(asked, {"Diet": True, "Which": "Vegan"}) == [
        ("Diet", "Yes"),
        ("Which", "Vegan"),
    ]
