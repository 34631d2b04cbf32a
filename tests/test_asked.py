"""Other databases are asked whatever they could answer otherwise than SQLite."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from hypothesis import strategies as st

from tests import asked
from tests.asked import LOCK, LOOKED_FOR, PACKAGE, Asked, Notes, chosen
from tests.models.test_constraints import IMPOSSIBLE
from tests.properties import given
from wagtail_inddragelse.domain.intakes import places
from wagtail_inddragelse.models import Audience, Submission
from wagtail_inddragelse.models.search import occurs
from wagtail_inddragelse.testing.factories import AudienceFactory, IntakeFactory

ROOT = Path(__file__).parent.parent
IMPOSSIBLE_ROWS = "tests/models/test_constraints.py::test_impossible_row_is_refused"
ASKS_SERVERS_ALONE = "wagtail_inddragelse.checks.letters"
"""SQLite is never asked; the tests of it have the marker “server”."""

NOTED = st.dictionaries(
    st.text("abcdef", min_size=1),
    st.builds(Asked, st.frozensets(st.sampled_from("123456789")), st.booleans()),
)


@given(NOTED)
def test_every_statement_is_sent(noted):
    sent = set().union(*(noted[name].statements for name in chosen(noted)))
    assert sent == set().union(*(one.statements for one in noted.values()))


@given(NOTED)
def test_nobody_is_left_out_whose_values_count(noted):
    assert {name for name, one in noted.items() if one.by_values} <= chosen(noted)


def test_who_asks_nothing_new_is_left_out():
    assert chosen({"a": Asked({"1", "2"}), "b": Asked({"2"}), "c": Asked({"3"})}) == {"a", "c"}


def test_what_is_written_is_read_again(tmp_path):
    noted = {"a": Asked({"1", "2"}, True), "b": Asked(set())}
    asked.write(noted, tmp_path / "gw0.json")
    assert asked.read(tmp_path) == noted


@pytest.fixture
def notes():
    """Notes of the test that asks for them."""
    notes = Notes()
    notes.begin("this")
    with connection.execute_wrapper(notes):
        yield notes.asked["this"]


@pytest.mark.django_db
@pytest.mark.any_database
class TestNotes:
    def test_values_make_no_other_statement(self, notes):
        for keys in ([1], [2, 3], [4, 5, 6]):
            assert not Submission.objects.filter(pk__in=keys)
        assert len(notes.statements) == 1

    def test_values_of_another_kind_do(self, notes):
        for name in ("", "Aarhus", "Århus"):
            assert not Submission.objects.filter(contact_name=name)
        assert len(notes.statements) == 3

    def test_a_lock_does(self, notes, monkeypatch):
        asked.spell_locks(monkeypatch.setattr)
        assert not Submission.objects.filter(pk=1)
        assert not Submission.objects.filter(pk=1).select_for_update()
        assert len(notes.statements) == 2

    def test_another_place_in_the_package_does(self, notes):
        places.lock(IntakeFactory())
        ours = [each for each in notes.statements if "places" in each]
        assert {each.rpartition(" ")[2] for each in ours} == {f"{places.__name__}:lock"}

    def test_what_is_refused_counts(self, notes):
        with pytest.raises(IntegrityError):
            Audience.objects.create(pk=AudienceFactory().pk)
        assert notes.by_values

    def test_what_is_searched_for_counts(self, notes):
        assert not Submission.objects.filter(occurs("word", ["contact_name"]))
        assert notes.by_values

    def test_letters_that_are_compared_count(self, notes):
        assert not Audience.objects.filter(name="Ældre")
        assert notes.by_values

    def test_letters_that_are_sorted_count(self, notes):
        AudienceFactory(name="Ældre")
        assert Audience.objects.order_by("-pk")
        assert not notes.by_values
        assert Audience.objects.order_by("name")
        assert notes.by_values

    def test_others_do_not(self, notes):
        AudienceFactory(name="Elderly")
        assert Audience.objects.order_by("name")
        assert not notes.by_values


@dataclass(frozen=True)
class Answered:
    """Notes of all tests, and who of them asks this database as well."""

    noted: dict[str, Asked]
    chosen: set[str]

    def statements(self) -> set[str]:
        return set().union(*(self.noted[name].statements for name in self.chosen))


@pytest.fixture
def answered(request) -> Answered | None:
    """None where this database is asked everything, or where not everything was noted."""
    folder = request.config.getoption("asked_from", None)
    noted = asked.read(folder) if folder else {}
    if noted and request.config.args_source == pytest.Config.ArgsSource.TESTPATHS:
        return Answered(noted, chosen(noted))
    return None


def statements(answered: Answered) -> set[str]:
    everything = set().union(*(one.statements for one in answered.noted.values()))
    return everything - answered.statements()


def locks(answered: Answered) -> set[str]:
    locked = {each for each in answered.statements() if LOCK in each}
    return modules_that_call("select_for_update") - modules_behind(locked)


def own_sql(answered: Answered) -> set[str]:
    written = modules_that_call("cursor") - {ASKS_SERVERS_ALONE}
    return written - modules_behind(answered.statements())


def searches(answered: Answered) -> set[str]:
    tests = {
        name
        for name, one in answered.noted.items()
        if any(LOOKED_FOR in each for each in one.statements)
    }
    return tests - answered.chosen if tests else {"nothing is searched for"}


def constraints(answered: Answered) -> set[str]:
    return {f"{IMPOSSIBLE_ROWS}[{name}]" for name in IMPOSSIBLE} - answered.chosen


def modules_that_call(name: str) -> set[str]:
    """Modules of the package in which a method of that name is called."""
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in (ROOT / PACKAGE).rglob("*.py")
        if any(getattr(node, "attr", "") == name for node in ast.walk(ast.parse(file.read_text())))
    }


def modules_behind(statements: Iterable[str]) -> set[str]:
    """Modules of the package that sent the statements."""
    return {each.rpartition(" ")[2].partition(":")[0] for each in statements}


@pytest.mark.server
@pytest.mark.parametrize("left_out", [statements, locks, own_sql, searches, constraints])
def test_nothing_is_left_out(answered, left_out):
    assert answered is None or left_out(answered) == set()
