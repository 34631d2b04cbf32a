from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.admin.icons import get_icons
from wagtail.admin.telepath import JSContext
from wagtail.blocks import StreamValue

from wagtail_inddragelse.questions.blocks import StepsBlock
from wagtail_inddragelse.questions.criteria_blocks import CriteriaBlock
from wagtail_inddragelse.questions.question_blocks import QuestionsBlock

from .builders import only_if, question, several_steps, steps


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def problems(value: StreamValue) -> Any:
    """The errors as the editor gets them, at the blocks they belong to."""
    with pytest.raises(ValidationError) as caught:
        StepsBlock().clean(value)
    return _plain(caught.value.as_json_data())


def _plain(data: Any) -> Any:
    """Without the layers that each kind of block adds."""
    if "blockErrors" not in data:
        return data["messages"]
    return {key: _plain(error) for key, error in data["blockErrors"].items()}


def in_first_step(**found: Any) -> Any:
    return {0: {"questions": {int(key[1:]): error for key, error in found.items()}}}


FOOD = question("one_of", "Food", choices=["Meat", "Fish", "Other"])


def test_a_good_form_is_saved_with_its_ids():
    value = steps(FOOD, question("short_text", "Which", **only_if("food", "other")))

    cleaned = StepsBlock().clean(value)

    assert [child.id for child in cleaned[0].value["questions"]] == ["Food", "Which"]


def test_a_condition_may_name_the_short_name():
    long = question("yes_no", "Do you need anything special?", short_name="Need")

    assert StepsBlock().clean(steps(long, question("short_text", **only_if("need", "Yes"))))


def test_a_condition_may_look_back_to_an_earlier_step():
    value = several_steps([FOOD], [question("short_text", **only_if("Food", "Fish", "Meat"))])

    assert StepsBlock().clean(value)


@pytest.mark.parametrize("answer", ["ja", "Yes", "NO"])
def test_yes_and_no_are_known_in_all_languages(answer):
    value = steps(question("yes_no", "Diet"), question("short_text", **only_if("Diet", answer)))

    assert StepsBlock().clean(value)


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        (question("several_of", "Source", choices=["A", "B"]), "a"),
        (question("consent", "Source"), "yes"),
        (question("municipality", "Source"), "Aarhus"),
    ],
)
def test_other_questions_that_conditions_can_ask_about(source, answer):
    assert StepsBlock().clean(steps(source, question("email", **only_if("Source", answer))))


class TestConditions:
    def test_duplicate_short_names(self):
        value = several_steps(
            [question("email", short_name="Mail")], [question("email", "b", short_name=" mail ")]
        )
        message = ["Another question has this short name. Give one a new name."]

        found = {"questions": {0: {"short_name": message}}}
        assert problems(value) == {0: found, 1: found}

    def test_dangling(self):
        value = steps(FOOD, question("email"), question("url", **only_if("Drinks", "Tea")))
        message = "No question is called that. These come earlier: “Food”."

        assert problems(value) == in_first_step(_2={"only_if_question": [message]})

    def test_dangling_in_the_second_step(self):
        value = several_steps([FOOD], [FOOD, question("url", **only_if("x", "y"))])

        assert list(problems(value)) == [1]

    def test_circular(self):
        value = steps(
            question("yes_no", "A", **only_if("B", "yes")),
            question("yes_no", "B", **only_if("A", "yes")),
        )
        message = ["The condition is circular: in the end the question waits for its own answer."]

        found = {"only_if_question": message}
        assert problems(value) == in_first_step(_0=found, _1=found)

    def test_itself(self):
        value = steps(question("yes_no", "A", **only_if("A", "yes")))
        message = ["The condition is circular: in the end the question waits for its own answer."]

        assert problems(value) == in_first_step(_0={"only_if_question": message})

    def test_leading_into_a_circle_elsewhere(self):
        value = steps(
            question("yes_no", "A", **only_if("B", "yes")),
            question("yes_no", "B", **only_if("A", "yes")),
            question("yes_no", "C", **only_if("B", "yes")),
        )

        assert list(problems(value)[0]["questions"]) == [0, 1]

    def test_forward(self):
        value = steps(question("email", **only_if("Food", "Meat")), FOOD)
        message = ["That question comes later. Move it up, or choose an earlier one."]

        assert problems(value) == in_first_step(_0={"only_if_question": message})

    def test_ambiguous(self):
        value = steps(
            question("yes_no", "1", label="Diet"),
            question("yes_no", "2", label="diet"),
            question("email", **only_if("Diet", "yes")),
        )
        message = ["Several questions are called that. Give the one you mean a short name."]

        assert problems(value) == in_first_step(_2={"only_if_question": message})

    def test_question_without_fixed_answers(self):
        value = steps(question("short_text", "Diet"), question("email", **only_if("Diet", "yes")))
        message = ["That question has no fixed answers for a condition to ask about."]

        assert problems(value) == in_first_step(_1={"only_if_question": message})

    def test_answer_that_cannot_be_given(self):
        value = steps(FOOD, question("email", **only_if("Food", "Meat", "Tofu")))
        message = ["That answer cannot be given. Possible answers: “Meat”, “Fish”, “Other”."]

        assert problems(value) == in_first_step(_1={"only_if_answers": message})

    def test_no_answer(self):
        value = steps(FOOD, question("email", **only_if("Food")))
        message = (
            "Write the answer that shows this question. Possible answers: “Meat”, “Fish”, “Other”."
        )

        assert problems(value) == in_first_step(_1={"only_if_answers": [message]})

    def test_answer_without_a_question(self):
        value = steps(FOOD, question("email", **only_if("", "Meat")))
        message = ["Write which question the answer belongs to."]

        assert problems(value) == in_first_step(_1={"only_if_question": message})

    def test_among_questions_to_each_participant(self):
        inner = [question("yes_no", "Diet"), question("short_text", **only_if("Food", "Meat"))]
        value = steps(FOOD, question("participants", questions=inner))
        message = ["No question is called that. These come earlier: “Diet”."]

        assert problems(value) == in_first_step(
            _1={"questions": {1: {"only_if_question": message}}}
        )


class TestSettings:
    @pytest.mark.parametrize("type_", ["one_of", "several_of"])
    @pytest.mark.parametrize("choices", [[], [""]])
    def test_no_choices(self, type_, choices):
        with pytest.raises(ValidationError) as caught:
            StepsBlock().clean_deferred(steps(question(type_, choices=choices)))

        error = caught.value.block_errors[0].block_errors["questions"].block_errors[0]
        assert error.as_json_data() == {
            "blockErrors": {"choices": {"messages": ["Write the choices."]}}
        }

    def test_duplicate_choices(self):
        value = steps(question("one_of", choices=["Meat", "Fish", "meat"]))
        message = ["This choice is already in the list."]

        assert problems(value) == in_first_step(_0={"choices": {2: message}})

    @pytest.mark.parametrize(
        ("asked", "setting", "message"),
        [
            (
                question("number", minimum="5", maximum="4"),
                "maximum",
                "The highest must not be below the lowest.",
            ),
            (
                question("date", earliest="2026-02-01", latest="2026-01-31"),
                "latest",
                "The latest must not be before the earliest.",
            ),
            (
                question("date", not_after_today=True, not_before_today=True),
                "not_before_today",
                "Tick one of the two: only today would be left.",
            ),
            (
                question("several_of", choices=["A", "B", "C"], minimum=3, maximum=2),
                "maximum",
                "The most must not be lower than the fewest.",
            ),
            (
                question("several_of", choices=["A", "B"], minimum=3),
                "minimum",
                "There are fewer choices than that.",
            ),
        ],
    )
    def test_limit_below_its_minimum(self, asked, setting, message):
        assert problems(steps(asked)) == in_first_step(_0={setting: [message]})

    @pytest.mark.parametrize(
        ("type_", "setting"),
        [("short_text", "limit"), ("long_text", "limit"), ("attachment", "max_megabytes")],
    )
    def test_limit_below_one(self, type_, setting):
        found = problems(steps(question(type_, **{setting: 0})))

        assert list(found[0]["questions"][0]) == [setting]

    def test_limits_may_meet(self):
        assert StepsBlock().clean(steps(question("number", minimum="4", maximum="4")))

    def test_two_questions_on_participants(self):
        value = several_steps([question("participants")], [question("participants", "p2")])
        message = ["A form can ask for participants only once."]

        assert problems(value) == {1: {"questions": {0: {"label": message}}}}

    def test_a_question_needs_its_text(self):
        found = problems(steps(question("email", label="")))

        assert list(found[0]["questions"][0]) == ["label"]

    def test_a_draft_may_lack_texts_but_not_contradict_itself(self):
        assert StepsBlock().clean_deferred(steps(question("email", label="")))
        with pytest.raises(ValidationError):
            StepsBlock().clean_deferred(steps(question("email", **only_if("x", "y"))))


def test_a_form_may_ask_nothing_but_the_contact_person():
    assert list(StepsBlock().clean(StepsBlock().to_python([]))) == []


def test_participants_are_not_asked_for_files_or_participants():
    names = set(QuestionsBlock(per_participant=True).child_blocks)

    assert names.isdisjoint({"attachment", "participants", "cvr"})
    assert {"short_text", "one_of", "consent", "information"} <= names


def test_a_wrong_weight_is_refused_at_its_criterion():
    part = {"type": "criterion", "id": "x", "value": {"text": "Staff", "weight": 0}}
    value = CriteriaBlock().to_python(
        [{"type": "criterion", "id": "c", "value": {"text": "Motivation", "children": [part]}}]
    )

    with pytest.raises(ValidationError) as caught:
        CriteriaBlock().clean(value)
    assert list(caught.value.block_errors[0].block_errors) == ["children"]


def all_blocks() -> list[Any]:
    return list(QuestionsBlock().child_blocks.values())


def test_blocks_can_be_sent_to_the_editor():
    assert JSContext().pack(StepsBlock())


def test_blocks_are_in_order():
    assert StepsBlock().check() == []


@pytest.mark.parametrize("block", all_blocks(), ids=lambda block: block.name)
def test_every_block_has_a_description_a_group_and_an_icon(block):
    assert block.get_description()
    assert block.meta.group
    assert block.meta.icon in _icon_names()


def _icon_names() -> set[str]:
    icons = get_icons()
    return {part.split('"')[0] for part in str(icons).split('id="icon-')[1:]}


@pytest.mark.parametrize("block", all_blocks(), ids=lambda block: block.name)
def test_every_block_has_a_preview(block):
    value = block.get_preview_value()
    context = block.get_preview_context(value, {})

    page = render_to_string(block.get_preview_template(value), context)

    assert block.is_previewable
    assert str(block.question_type.example or block.question_type.label) in page


def test_the_editor_loads_the_suggestions():
    context = JSContext()
    context.pack(StepsBlock())

    assert any("wagtail_inddragelse/editor.js" in str(path) for path in context.media._js)


def test_what_is_not_for_visitors_is_not_searched():
    secret = {"only_if_question": "secret", "only_if_answers": ["secret"], "short_name": "secret"}
    value = steps(question("email", "Mail", **secret))
    guided = CriteriaBlock().to_python(
        [{"type": "criterion", "id": "c", "value": {"text": "Motivation", "guidance": "secret"}}]
    )

    found = StepsBlock().get_searchable_content(value)
    found += CriteriaBlock().get_searchable_content(guided)
    assert "secret" not in found
    assert {"Om jer", "Mail", "Motivation"} <= set(found)
