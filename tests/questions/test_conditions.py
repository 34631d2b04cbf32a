from __future__ import annotations

import pytest
from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.questions.conditions import answer_values, is_met, visible
from wagtail_inddragelse.questions.schema import Condition, Question

VALUES = ("a", "b", "yes", "no")


@st.composite
def forms(draw):
    """Questions whose conditions look back, as saved forms have, and answers to them."""
    questions = []
    for position in range(draw(st.integers(1, 8))):
        condition = None
        if position and draw(st.booleans()):
            wanted = draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=2))
            condition = Condition(f"q{draw(st.integers(0, position - 1))}", tuple(wanted))
        questions.append(Question(f"q{position}", "one_of", condition=condition))
    answer = st.booleans() | st.sampled_from(VALUES) | st.lists(st.sampled_from(VALUES), max_size=3)
    answers = draw(st.dictionaries(st.sampled_from([q.id for q in questions]), answer))
    return questions, answers


@given(forms())
def test_a_question_is_shown_only_for_an_answer_that_is_itself_shown(case):
    questions, answers = case
    shown = {question.id for question in visible(questions, answers)}

    for question in questions:
        condition = question.condition
        expected = condition is None or (
            condition.question in shown
            and condition.question in answers
            and bool(set(condition.answers) & set(answer_values(answers[condition.question])))
        )
        assert (question.id in shown) is expected


@given(forms())
def test_clearing_hidden_answers_changes_nothing_more(case):
    questions, answers = case
    shown = visible(questions, answers)
    cleared = {q.id: answers[q.id] for q in shown if q.id in answers}

    assert visible(questions, cleared) == shown


@pytest.mark.parametrize(
    ("answer", "values"),
    [(True, ("yes",)), (False, ("no",)), ("x", ("x",)), (["x", "y"], ("x", "y")), (7, ("7",))],
)
def test_what_an_answer_counts_as(answer, values):
    assert answer_values(answer) == values


def test_any_of_several_answers_will_do():
    condition = Condition("q", ("a", "b"))

    assert is_met(condition, {"q": ["b", "c"]})


def test_no_answer_meets_no_condition():
    assert not is_met(Condition("q", ("a",)), {"other": "a"})


def test_without_a_condition_a_question_is_shown():
    assert is_met(None, {})
