from __future__ import annotations

import copy
import json

import pytest
from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.questions.blocks import StepsBlock
from wagtail_inddragelse.questions.compile import compile_form
from wagtail_inddragelse.questions.criteria_blocks import CriteriaBlock
from wagtail_inddragelse.questions.schema import (
    Condition,
    ContactOptions,
    Criterion,
    FormSchema,
    Question,
)

from .builders import criteria, only_if, question, schema, several_steps, steps

FOOD = question("one_of", "Food", choices=["Meat", "Fish"])


def test_a_question_keeps_its_id_when_its_text_changes():
    before, after = (schema(question("email", "q1", label=label)) for label in ("Mail", "E-mail"))

    assert (before.questions[0].id, after.questions[0].id) == ("q1", "q1")


def test_common_settings():
    compiled = schema(
        question("email", "q", label="Mail", help_text="Yours", required=True, autocomplete="email")
    )

    assert compiled.questions == (Question("q", "email", "Mail", "Yours", True, "email", None, {}),)


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        (question("short_text", limit=20), {"limit": 20}),
        (question("short_text"), {}),
        (question("long_text"), {"limit": 2000, "rows": 6}),
        (question("number", minimum="1.50", decimals=True), {"minimum": "1.5", "decimals": True}),
        (question("number", minimum="0"), {"minimum": "0", "decimals": False}),
        (question("date", latest="2026-12-31"), {"latest": "2026-12-31"}),
        (
            question("one_of", choices=["Meat", "Fish"]),
            {"choices": [["meat", "Meat"], ["fish", "Fish"]], "shown_as": "radios"},
        ),
        (
            question("attachment", types=["pdf"], max_megabytes=2),
            {"types": ["pdf"], "max_megabytes": 2},
        ),
        (question("information", text="<p>Hej</p>"), {"text": "<p>Hej</p>"}),
        (question("participants"), {}),
    ],
)
def test_options_of_each_type(asked, options):
    assert schema(asked).questions[0].options == options


def test_choices_of_content_without_ids_go_by_their_text():
    raw = question("one_of")
    raw["value"]["choices"] = ["Meat"]

    assert schema(raw).questions[0].options["choices"] == [["Meat", "Meat"]]


def test_blocks_without_ids_go_by_their_place():
    block = StepsBlock()
    question_value = block.child_blocks["step"].child_blocks["questions"].child_blocks["email"]
    step = {"title": "T", "questions": [("email", question_value.get_default())]}

    compiled = compile_form(block.to_python([("step", step)]))

    assert (compiled.steps[0].id, compiled.questions[0].id) == ("s0", "q0")


def test_a_condition_holds_stored_values():
    compiled = schema(FOOD, question("email", **only_if("food", "FISH")))

    assert compiled.questions[1].condition == Condition("Food", ("fish",))


def test_a_condition_across_steps():
    value = several_steps([FOOD], [question("email", **only_if("Food", "Meat"))])

    assert compile_form(value).questions[1].condition == Condition("Food", ("meat",))


@pytest.mark.parametrize(
    "wanted", [only_if("Drinks", "Tea"), only_if("Food", "Tea"), only_if("Food")]
)
def test_a_draft_with_a_bad_condition_asks_without_it(wanted):
    assert schema(FOOD, question("email", **wanted)).questions[1].condition is None


def test_a_draft_that_looks_ahead_asks_without_the_condition():
    assert schema(question("email", **only_if("Food", "Meat")), FOOD).questions[0].condition is None


def test_questions_to_each_participant():
    inner = [question("yes_no", "Diet"), question("short_text", "Which", **only_if("Diet", "ja"))]
    compiled = schema(question("participants", questions=inner))

    assert [q.id for q in compiled.questions] == ["participants"]
    assert [q.id for q in compiled.participant_questions] == ["Diet", "Which"]
    assert compiled.participant_questions[1].condition == Condition("Diet", ("yes",))


def test_criteria():
    value = CriteriaBlock().to_python(
        [
            {
                "type": "criterion",
                "id": "c",
                "value": {
                    "text": "Motivation",
                    "guidance": "Look at the plan",
                    "weight": 2,
                    "children": [{"type": "criterion", "id": "d", "value": {"text": "Staff"}}],
                },
            }
        ]
    )

    assert compile_form(steps(), value).criteria == (
        Criterion("c", "Motivation", "Look at the plan", 2, (Criterion("d", "Staff"),)),
    )


def test_the_rest_of_the_page_is_part_of_the_form():
    parts = {
        "privacy": "<p>Vi gemmer svarene.</p>",
        "texts": {"receipt": "Tak"},
        "contact": ContactOptions(require_municipality=True),
    }
    compiled = compile_form(steps(), criteria("Motivation"), **parts)

    assert {name: getattr(compiled, name) for name in parts} == parts
    digests = {compile_form(steps(), **{name: part}).digest for name, part in parts.items()}
    assert len(digests | {compile_form(steps()).digest}) == 4


def test_the_result_is_json():
    inner = [question("yes_no", "Diet")]
    compiled = schema(
        FOOD,
        question("number", minimum="1", maximum="9"),
        question("date", earliest="2026-01-01"),
        question("attachment", types=["pdf"]),
        question("information", text="<p>x</p>"),
        question("participants", questions=inner),
    )

    stored = json.loads(json.dumps(compiled.to_json()))
    assert FormSchema.from_json(stored) == compiled


def test_the_error_text_of_a_question_is_part_of_the_form():
    asked = question("short_text", required=True, missing="Write what you are good at")
    compiled = schema(asked)

    assert compiled.questions[0].missing == "Write what you are good at"
    assert FormSchema.from_json(json.loads(json.dumps(compiled.to_json()))) == compiled


labels = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
types = st.sampled_from(["short_text", "long_text", "email", "yes_no", "date", "consent"])


@given(st.lists(st.tuples(types, labels, st.booleans()), max_size=5))
def test_the_same_content_always_has_the_same_digest(asked):
    raw = [
        question(type_, f"q{n}", label=label, required=required)
        for n, (type_, label, required) in enumerate(asked)
    ]
    turned = [
        {"value": dict(reversed(q["value"].items())), "id": q["id"], "type": q["type"]}
        for q in copy.deepcopy(raw)
    ]

    assert schema(*raw).digest == schema(*turned).digest


def test_saving_and_reading_again_changes_nothing():
    value = steps(FOOD, question("email", **only_if("Food", "Meat")))

    again = StepsBlock().to_python(StepsBlock().get_prep_value(value))

    assert compile_form(again).digest == compile_form(value).digest


def test_a_form_that_says_nothing_of_today_has_the_digest_it_had_before():
    unticked = question("date", not_after_today=False, not_before_today=False)
    ticked = schema(question("date", not_after_today=True))

    assert schema(unticked).digest == schema(question("date")).digest != ticked.digest
    (step,) = schema(unticked).steps
    assert step.questions[0].options == {}
