"""Which steps there are for the answers of a form that is asked one step at a time."""

from __future__ import annotations

import pytest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from wagtail_inddragelse.questions.compile import compile_form
from wagtail_inddragelse.questions.forms import get_form_class
from wagtail_inddragelse.questions.sent import IntakeChoice, PeopleLimits
from wagtail_inddragelse.questions.steps import CHECK, START, Steps

from .builders import CONTACT, only_if, question, several_steps

RAW = question("yes_no", "Raw")
SAUCE = question("short_text", "Sauce", **only_if("Raw", "Yes"))
NOTE = question("information", "Note", text="<p>Hej</p>", **only_if("Raw", "Yes"))
PEOPLE = question("participants", "People")


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def steps_of(*parts, data=None, limits=None, **options) -> Steps:
    form_class = get_form_class(compile_form(several_steps(*parts), one_step_at_a_time=True))
    if data is None:
        return Steps(form_class(limits=limits, **options))
    posted = {name: v if isinstance(v, list) else [v] for name, v in {**CONTACT, **data}.items()}
    return Steps(form_class(MultiValueDict(posted), {}, limits=limits, **options))


def keys(steps: Steps) -> list[str]:
    return [step.key for step in steps]


class TestSteps:
    def test_the_editors_steps_come_between_ours(self):
        assert keys(steps_of([RAW], [question("date")])) == [START, "step1", "step2", CHECK]

    def test_they_are_numbered_without_those_that_are_left_out(self):
        steps = list(steps_of([RAW], [SAUCE], [question("date")]))

        assert [(step.number, step.title) for step in steps] == [
            (1, "About you"),
            (2, "Trin 1"),
            (3, "Trin 3"),
            (4, "Check your answers"),
        ]

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [("yes", [START, "step1", "step2", CHECK]), ("no", [START, "step1", CHECK])],
    )
    @pytest.mark.parametrize("asked", [SAUCE, NOTE])
    def test_conditions_on_earlier_steps(self, asked, answer, expected):
        assert keys(steps_of([RAW], [asked], data={"q-Raw": answer})) == expected

    def test_a_condition_on_the_same_step_is_left_to_the_step(self):
        (view,) = [step.view for step in steps_of([RAW, SAUCE]) if step.view]

        assert [item.question.condition is not None for item in view.items] == [False, True]

    def test_a_chain_of_conditions_ends_with_what_is_hidden(self):
        more = question("short_text", "More", **only_if("Vegan", "Yes"))
        vegan = question("yes_no", "Vegan", **only_if("Raw", "Yes"))
        answers = {"q-Raw": "no", "q-Vegan": "yes"}

        assert keys(steps_of([RAW], [vegan], [more], data=answers)) == [START, "step1", CHECK]

    def test_a_step_that_only_says_something_is_shown(self):
        assert keys(steps_of([], [RAW])) == [START, "step1", "step2", CHECK]

    def test_there_is_nothing_before_the_first_and_after_the_last(self):
        steps = steps_of([RAW])
        first, *_between, last = steps

        assert (steps.before(first), steps.after(last)) == (first, last)

    def test_an_unknown_key_is_the_first_step(self):
        assert steps_of([RAW]).find("nonsense").key == START


class TestNames:
    def test_of_the_first_step(self):
        steps = steps_of([RAW], intakes=(IntakeChoice("1", "May"),))

        assert steps.names(steps.find(START)) == {
            "intake",
            "contact_name",
            "contact_email",
            "contact_phone",
            "organisation",
            "municipality",
        }

    @pytest.mark.parametrize(("parts", "asking"), [(([RAW],), START), (([RAW], [PEOPLE]), "step2")])
    def test_participants_belong_to_one_step(self, parts, asking):
        steps = steps_of(*parts, limits=PeopleLimits(max_participants=3))

        assert [s.key for s in steps if "takes_part" in steps.names(s)] == [asking]


class TestCarried:
    def test_nothing_yet(self):
        steps = steps_of([RAW])

        assert steps.carried(steps.find(START)) == []

    def test_who_takes_part_until_it_is_asked(self):
        steps = steps_of([RAW], [PEOPLE])

        assert steps.carried(steps.find(START)) == [("takes_part", "yes")]

    def test_what_was_answered_elsewhere_and_nothing_else(self):
        answers = {
            "q-Raw": "yes",
            "q-When-day": "3",
            "q-Days": ["a", "b"],
            "hack": "x",
            "step": "s",
        }
        days = question("several_of", "Days", choices=["a", "b"])
        steps = steps_of([RAW], [question("date", "When"), days], data=answers)

        assert dict(steps.carried(steps.find("step2"))) == {**CONTACT, "q-Raw": "yes"}
        assert steps.carried(steps.find("step1"))[2:] == [
            ("q-When-day", "3"),
            ("q-Days", "a"),
            ("q-Days", "b"),
        ]

    def test_the_answer_to_a_question_that_is_hidden_now(self):
        steps = steps_of([RAW], [SAUCE, question("url", "Site")], data={"q-Sauce": "Soy"})

        assert ("q-Sauce", "Soy") in steps.carried(steps.find("step2"))


def test_a_whole_form_has_the_digest_it_always_had():
    whole, stepwise = (
        compile_form(several_steps([RAW]), one_step_at_a_time=v) for v in (False, True)
    )

    assert "one_step_at_a_time" not in whole.to_json()
    assert [type(s).from_json(s.to_json()) == s for s in (whole, stepwise)] == [True, True]
    assert whole != stepwise
