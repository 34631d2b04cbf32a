"""What is asked of a state is asked in one place."""

import ast
from pathlib import Path

import pytest

import wagtail_inddragelse
from wagtail_inddragelse.domain.intakes import intakes
from wagtail_inddragelse.domain.intakes.intakes import IntakeState
from wagtail_inddragelse.domain.record.transitions import TRANSITIONS, Action
from wagtail_inddragelse.models import State, states

PACKAGE = Path(wagtail_inddragelse.__file__).parent
SETS = [value for name, value in vars(states).items() if name.endswith("_STATES")]
HOMES = {"models/states.py", "models/export.py", "domain/intakes/intakes.py"}
"""Where sets of states stand: of submissions, of exports and of intakes."""
ASKS = {*HOMES, "models/submission.py"}
"""Where a state is compared: elsewhere the submission or the status of the intake is asked."""


def sources(but):
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name not in but and "migrations" not in name:
            yield name, ast.parse(path.read_text())


def is_of_states(node):
    """Whether ``node`` is a member of State or IntakeState, or a set of them."""
    if isinstance(node, ast.Starred):
        node = node.value
    if isinstance(node, ast.Name):
        return node.id.endswith("_STATES")
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
    return owner in {"State", "IntakeState"}


def literals(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            yield node, sum(map(is_of_states, node.elts))


def comparisons(tree):
    """What is asked of an attribute ``state``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and getattr(node.left, "attr", "") == "state":
            yield node


def test_no_set_of_states_is_spelt_out_elsewhere():
    spelt_out = [
        f"{name}:{node.lineno}"
        for name, tree in sources(but=HOMES)
        for node, count in literals(tree)
        if count > 1
    ]
    assert spelt_out == []


def test_no_state_is_compared_where_its_owner_can_be_asked():
    compared = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, tree in sources(but=ASKS)
        for node in comparisons(tree)
        if any(map(is_of_states, node.comparators)) or isinstance(node.comparators[0], ast.Tuple)
    ]
    assert compared == []


@pytest.mark.parametrize(
    "source",
    ["row.state == State.WAITING", "row.state in (State.WAITING, State.OFFERED)"],
)
def test_the_walk_would_find_one(source):
    [node] = comparisons(ast.parse(source))
    assert is_of_states(node.comparators[0]) or sum(map(is_of_states, node.comparators[0].elts)) > 1


def test_each_set_holds_something_else():
    assert len(set(map(frozenset, SETS))) == len(SETS)


def test_whoever_was_received_counts_as_signed_up_or_has_ended():
    assert {*states.ACTIVE_STATES, *states.ENDED_STATES} == set(State) - {State.DRAFT}
    assert set(states.ACTIVE_STATES).isdisjoint(states.ENDED_STATES)


def test_open_is_what_can_be_withdrawn():
    assert TRANSITIONS[Action.WITHDRAW].sources == set(states.OPEN_STATES)


def test_each_state_of_an_intake_has_its_place_in_the_order():
    assert sorted(intakes.MOST_TO_DO_FIRST) == sorted(IntakeState)
