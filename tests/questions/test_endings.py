"""Answers that end the form: what editors may write, and which answers lead there."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from wagtail_inddragelse.questions.endings import Ending, find_ending
from wagtail_inddragelse.questions.question_blocks import QuestionsBlock

from .builders import form, only_if, question, schema, steps


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def ending(answer: str = "No", **values: Any) -> dict[str, Any]:
    value = {"answer": answer, "heading": "Sorry", "url": "https://example.dk", **values}
    return {"type": "item", "id": answer, "value": value}


def yes_no(id_: str = "Sure", **values: Any) -> dict[str, Any]:
    return question("yes_no", id_, **{"endings": [ending()], **values})


def found(*questions: dict[str, Any], **answers: Any) -> Ending | None:
    bound = form(*questions, data={f"q-{name}": value for name, value in answers.items()})
    assert bound.errors is not None
    return find_ending(bound.schema.questions, bound.answers)


class TestFinding:
    def test_the_answer_leads_to_it(self):
        assert found(yes_no(), Sure="no") == Ending("Sorry", url="https://example.dk")

    @pytest.mark.parametrize("answers", [{"Sure": "yes"}, {"Sure": ""}, {"Sure": "x"}, {}])
    def test_others_do_not(self, answers):
        assert found(yes_no(), **answers) is None

    @pytest.mark.parametrize("name", ["nej", "NO", " no "])
    def test_yes_and_no_are_known_in_both_languages(self, name):
        assert found(yes_no(endings=[ending(name)]), Sure="no").heading == "Sorry"

    @pytest.mark.parametrize(
        ("type_", "answer"), [("one_of", "sea"), ("several_of", ["town", "sea"])]
    )
    def test_choices(self, type_, answer):
        where = question(type_, "Where", choices=["Town", "Sea"], endings=[ending("Sea")])

        assert found(where, Where=answer).heading == "Sorry"

    def test_each_answer_has_its_own(self):
        endings = [ending("Town", heading="Full"), ending("Sea", heading="Wet")]
        where = question("one_of", "Where", choices=["Town", "Sea"], endings=endings)

        assert [found(where, Where=value).heading for value in ("town", "sea")] == ["Full", "Wet"]

    def test_a_question_that_is_hidden_ends_nothing(self):
        hidden = yes_no("Sure", **only_if("Raw", "Yes"))

        assert found(question("yes_no", "Raw"), hidden, Raw="no", Sure="no") is None
        assert found(question("yes_no", "Raw"), hidden, Raw="yes", Sure="no") is not None


class TestCompiling:
    def test_a_question_without_any_is_as_it_always_was(self):
        (plain,) = schema(question("yes_no", "Sure", endings=[])).questions

        assert plain.options == {}

    def test_an_answer_that_cannot_be_given_is_left_out(self):
        (draft,) = schema(yes_no(endings=[ending("Perhaps"), ending("")])).questions

        assert draft.options == {}

    def test_it_is_stored_with_the_form(self):
        frozen = schema(yes_no(endings=[ending(text="<p>Why</p>", link_text="Go on")]))

        assert type(frozen).from_json(frozen.to_json()).questions[0].options["endings"] == [
            {
                "answer": "no",
                "heading": "Sorry",
                "text": "<p>Why</p>",
                "link_text": "Go on",
                "page": None,
                "url": "https://example.dk",
            }
        ]


class TestEditing:
    def problems(self, **values: Any) -> dict[str, list[str]]:
        """Error texts of the first ending, by name of its field."""
        stream = steps(yes_no(endings=[ending(**values)]))
        (child,) = stream[0].value["questions"]
        try:
            child.block.clean(child.value)
        except ValidationError as error:
            found = error.block_errors["endings"].block_errors
            return {name: each.messages for name, each in found[0].block_errors.items()}
        return {}

    def test_a_whole_one(self):
        assert self.problems() == {}

    def test_an_answer_that_cannot_be_given(self):
        message = "That answer cannot be given. Possible answers: “Yes”, “No”."

        assert self.problems(answer="Perhaps") == {"answer": [message]}

    def test_no_way_on(self):
        assert self.problems(url="") == {"page": ["Choose a page or write a web address."]}

    def test_participants_end_nothing_for_the_others(self):
        block = QuestionsBlock(per_participant=True).child_blocks["yes_no"]

        assert "endings" not in block.child_blocks
        assert "endings" in QuestionsBlock().child_blocks["yes_no"].child_blocks

    def test_only_questions_with_fixed_answers_have_them(self):
        blocks = QuestionsBlock().child_blocks.items()

        assert [name for name, block in blocks if "endings" in block.child_blocks] == [
            "yes_no",
            "one_of",
            "several_of",
        ]
