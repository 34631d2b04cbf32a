"""Conditions hold on to the question that was named, whatever it is called later."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail import blocks

from wagtail_inddragelse.questions.blocks import StepsBlock
from wagtail_inddragelse.questions.compile import compile_form
from wagtail_inddragelse.questions.conditions import Held

from .builders import only_if, question, several_steps, steps

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


FOOD = question("one_of", "food", label="Food", choices=["Meat", "Fish"])


def saved(value: Any) -> Any:
    """The form as it is when it is opened again."""
    block = StepsBlock()
    return block.to_python(json.loads(json.dumps(block.get_prep_value(block.clean(value)))))


def asked(value: Any, step: int = 0) -> list[Any]:
    return [child.value for child in value[step].value["questions"]]


def condition(value: Any) -> tuple[str, tuple[str, ...]] | None:
    """What the last question waits for, by keys."""
    found = compile_form(value).questions[-1].condition
    return found and (found.question, found.answers)


def fish() -> Any:
    return saved(steps(FOOD, question("email", **only_if("Food", "Fish"))))


class TestQuestion:
    def test_is_kept_by_its_key(self):
        held = Held.read(asked(fish())[1]["only_if_held"])
        assert held == Held("food", "Food", {"Fish": "fish"})

    def test_a_new_name_is_followed(self):
        value = fish()
        asked(value)[0]["label"] = "What do you eat?"
        again = saved(value)
        assert asked(again)[1]["only_if_question"] == "What do you eat?"
        assert condition(again) == condition(value) == ("food", ("fish",))

    def test_a_new_name_that_another_question_has_too(self):
        value = saved(
            steps(question("yes_no", "other"), FOOD, question("email", **only_if("Food", "Fish")))
        )
        asked(value)[1]["label"] = "other"
        assert condition(saved(value)) == ("food", ("fish",))

    def test_another_question_that_takes_its_name(self):
        value = saved(
            steps(question("yes_no", "other"), FOOD, question("email", **only_if("Food", "Fish")))
        )
        asked(value)[1]["label"], asked(value)[0]["label"] = "Meals", "Food"
        again = saved(value)
        assert condition(again) == ("food", ("fish",))
        assert asked(again)[2]["only_if_question"] == "Meals"

    def test_a_short_name_given_later(self):
        value = fish()
        asked(value)[0]["short_name"] = "Meal"
        assert asked(saved(value))[1]["only_if_question"] == "Food"
        asked(value)[0]["label"] = "What do you eat?"
        assert asked(saved(value))[1]["only_if_question"] == "Meal"

    def test_an_editor_names_another(self):
        value = saved(
            steps(question("yes_no", "other"), FOOD, question("email", **only_if("Food", "Fish")))
        )
        asked(value)[2].update(only_if("other", "yes"))
        again = saved(value)
        assert condition(again) == ("other", ("yes",))
        assert Held.read(asked(again)[2]["only_if_held"]).question == "other"

    def test_an_editor_takes_it_away(self):
        value = fish()
        asked(value)[1].update(only_if(""))
        again = saved(value)
        assert condition(again) is None
        assert asked(again)[1]["only_if_held"] == ""

    def test_one_that_is_gone_is_refused(self):
        value = fish()
        del value[0].value["questions"][0]
        with pytest.raises(ValidationError):
            StepsBlock().clean(value)

    def test_in_an_earlier_step(self):
        value = saved(several_steps([FOOD], [question("email", **only_if("Food", "Fish"))]))
        asked(value)[0]["label"] = "Meals"
        again = saved(value)
        assert asked(again, 1)[0]["only_if_question"] == "Meals"

    def test_among_the_questions_to_each_participant(self):
        inner = [question("yes_no", "Diet"), question("short_text", **only_if("Diet", "yes"))]
        value = saved(steps(question("participants", questions=inner)))
        asked(value)[0]["questions"][0].value["label"] = "Meals"
        again = saved(value)
        assert asked(again)[0]["questions"][1].value["only_if_question"] == "Meals"
        assert compile_form(again).participant_questions[1].condition.question == "Diet"

    def test_one_that_code_wrote_without_keys(self):
        value = StepsBlock().to_python(
            [
                {
                    "type": "step",
                    "value": {
                        "title": "x",
                        "questions": [
                            {"type": "yes_no", "value": {"label": "A"}},
                            {"type": "email", "value": {"label": "B", **only_if("A", "yes")}},
                        ],
                    },
                }
            ]
        )
        again = saved(value)
        asked(again)[0]["label"] = "C"
        assert asked(saved(again))[1]["only_if_question"] == "C"


class TestAnswer:
    def test_a_new_text_is_followed(self):
        value = fish()
        asked(value)[0]["choices"].bound_blocks[1].value = "Fish and shellfish"
        again = saved(value)
        assert list(asked(again)[1]["only_if_answers"]) == ["Fish and shellfish"]
        assert condition(again) == condition(value) == ("food", ("fish",))

    def test_one_that_is_gone_is_refused(self):
        value = fish()
        del asked(value)[0]["choices"][1]
        with pytest.raises(ValidationError):
            StepsBlock().clean(value)


class TestEnding:
    """An answer that ends the form is held on to as well."""

    @pytest.fixture
    def ended(self) -> Any:
        ending = {"answer": "Meat", "heading": "No meat", "url": "https://example.dk/"}
        endings = [{"type": "item", "id": "e", "value": ending}]
        return saved(steps({**FOOD, "value": {**FOOD["value"], "endings": endings}}))

    def ends(self, value: Any) -> list[str]:
        (asked_first,) = compile_form(value).questions
        return [ending["answer"] for ending in asked_first.options["endings"]]

    def test_a_new_text_is_followed(self, ended):
        asked(ended)[0]["choices"].bound_blocks[0].value = "Meat and fowl"
        again = saved(ended)
        assert asked(again)[0]["endings"][0]["answer"] == "Meat and fowl"
        assert self.ends(again) == self.ends(ended) == ["meat"]

    def test_an_editor_names_another(self, ended):
        asked(ended)[0]["endings"][0]["answer"] = "Fish"
        assert self.ends(saved(ended)) == ["fish"]

    def test_one_that_is_gone_is_refused(self, ended):
        del asked(ended)[0]["choices"][0]
        with pytest.raises(ValidationError):
            StepsBlock().clean(ended)


class TestStoredBefore:
    """Forms from before conditions had keys."""

    def test_goes_by_the_names(self):
        value = steps(FOOD, question("email", **only_if("Food", "Fish")))
        assert condition(value) == ("food", ("fish",))

    def test_gets_keys_when_it_is_saved(self):
        value = steps(FOOD, question("email", **only_if("Food", "Fish")))
        assert Held.read(asked(saved(value))[1]["only_if_held"]).question == "food"

    @pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"question": 1}', "null"])
    def test_a_key_that_can_not_be_read_is_none(self, text):
        assert Held.read(text) is None


def test_a_translation_whose_names_no_longer_match_keeps_its_condition():
    value = fish()
    asked(value)[0]["label"] = "Mad"
    asked(value)[1]["only_if_question"] = "Måltid"
    assert condition(value) == ("food", ("fish",))


def test_what_is_held_is_neither_searched_nor_a_text_to_translate():
    (block,) = [
        found
        for name, found in StepsBlock()
        .child_blocks["step"]
        .child_blocks["questions"]
        .child_blocks["email"]
        .child_blocks.items()
        if name == "only_if_held"
    ]
    assert not isinstance(block, (blocks.CharBlock, blocks.TextBlock))
    assert "fish" not in StepsBlock().get_searchable_content(fish())
