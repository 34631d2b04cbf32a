"""What scores come to."""

from decimal import Decimal

import pytest

from wagtail_inddragelse.domain.assessment import scoring
from wagtail_inddragelse.questions.criteria import DEFAULT_SCALE, leaves, levels_of, scale_of
from wagtail_inddragelse.questions.schema import Criterion

NEED = Criterion("need", "Need", weight=3)
PLAN = Criterion("plan", "Plan")
LONG = tuple("abcdefghijk")


def test_all_on_the_highest_step_is_100():
    assert scoring.weighted_total([NEED, PLAN], {"need": 5, "plan": 5}) == 100


def test_all_on_the_lowest_step_is_0():
    assert scoring.weighted_total([NEED, PLAN], {"need": 1, "plan": 1}) == 0


def test_weights_count_among_siblings():
    assert scoring.weighted_total([NEED, PLAN], {"need": 5, "plan": 1}) == 75


def test_scales_of_different_lengths_weigh_the_same():
    criteria = [Criterion("a", "A", scale=("no", "yes")), Criterion("b", "B", scale=LONG)]
    assert scoring.weighted_total(criteria, {"a": 2, "b": 6}) == 75


def test_parts_count_within_their_parent():
    parent = Criterion("parent", "Parent", children=(NEED, PLAN))
    total = scoring.weighted_total(
        [parent, Criterion("other", "Other")], {"need": 5, "plan": 1, "other": 1}
    )
    assert total == Decimal("37.50")


def test_not_applicable_is_left_out():
    assert scoring.weighted_total([NEED, PLAN], {"need": None, "plan": 3}) == 50


def test_a_parent_without_scores_is_left_out():
    parent = Criterion("parent", "Parent", weight=9, children=(NEED,))
    assert scoring.weighted_total([parent, PLAN], {"need": None, "plan": 5}) == 100


def test_advisory_criteria_do_not_count():
    advisory = Criterion("advice", "Advice", weight=9, advisory=True)
    assert scoring.weighted_total([advisory, PLAN], {"advice": 1, "plan": 5}) == 100


@pytest.mark.parametrize("values", [{}, {"need": None, "plan": None}])
def test_nothing_scored_is_no_score(values):
    assert scoring.weighted_total([NEED, PLAN], values) is None


def test_thirds_are_rounded_half_up_to_two_decimals():
    criteria = [Criterion(id_, id_, scale=("no", "yes")) for id_ in "abc"]
    assert scoring.weighted_total(criteria, {"a": 2, "b": 2, "c": 1}) == Decimal("66.67")


def test_a_scale_of_one_step_is_none():
    assert scale_of(Criterion("a", "A", scale=("only",))) == DEFAULT_SCALE


def test_each_criterion_that_is_scored_has_its_steps():
    parent = Criterion("p", "P", children=(Criterion("a", "A", scale=("no", "yes")),))
    assert levels_of([parent, PLAN]) == {"a": 2, "plan": 5}


def test_levels_of_scales_of_different_lengths_are_comparable():
    assert [scoring.on_scale(*step) for step in ((1, 4), (4, 4), (10, 10), (3, 5))] == [
        0,
        100,
        100,
        50,
    ]


def test_only_criteria_without_parts_are_scored():
    parent = Criterion("parent", "Parent", children=(NEED,))
    assert list(leaves([parent, PLAN])) == [NEED, PLAN]


def test_mean_of_totals():
    assert scoring.mean([Decimal(50), Decimal(75), Decimal(75)]) == Decimal("66.67")


def test_mean_of_none_is_none():
    assert scoring.mean([]) is None


def test_spread_is_the_distance_of_the_extremes():
    assert scoring.spread([Decimal(50), Decimal(90), Decimal(60)]) == 40


def test_one_assessment_has_no_spread():
    assert scoring.spread([Decimal(50)]) is None


def test_plain_mean_lets_every_criterion_count_alike():
    assert scoring.plain_mean([NEED, PLAN], {"need": 5, "plan": 1}) == 50


def test_plain_mean_leaves_out_what_does_not_count():
    advisory = Criterion("advice", "Advice", advisory=True)
    values = {"advice": 1, "need": None, "plan": 5}
    assert scoring.plain_mean([advisory, NEED, PLAN], values) == 100


@pytest.mark.parametrize("values", [{}, {"need": None}])
def test_plain_mean_of_nothing_is_none(values):
    assert scoring.plain_mean([NEED], values) is None


@pytest.mark.parametrize(
    ("apart", "recommendations", "disagree"),
    [
        (None, [], False),
        (Decimal("24.99"), ["accept", "accept", ""], False),
        (Decimal("25"), ["accept", "accept"], True),
        (Decimal("0"), ["accept", "waiting"], True),
    ],
)
def test_disagreement(apart, recommendations, disagree):
    assert scoring.disagree(apart, recommendations) == disagree
