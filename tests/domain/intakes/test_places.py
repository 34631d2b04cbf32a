"""Places are counted from rows: in people or in organisations, in all languages together."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from wagtail_inddragelse.domain.intakes import places
from wagtail_inddragelse.domain.intakes.intakes import get_statuses
from wagtail_inddragelse.models import Intake, State
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def has_room(intake: Intake, party: int = 1, key: str = "name:new") -> bool:
    return get_statuses([intake])[0].room.admits(party, key)


def translated(intake: Intake) -> Intake:
    """The same intake in English."""
    locale, _created = Locale.objects.get_or_create(language_code="en")
    return IntakeFactory(
        page=intake.page, locale=locale, translation_key=intake.translation_key, title="English"
    )


class TestHasRoom:
    def test_without_a_limit_there_is_always_room(self):
        intake = IntakeFactory(capacity=None)
        SubmissionFactory(intake=intake, people=50)

        assert has_room(intake, 100)

    @pytest.mark.parametrize(("party", "expected"), [(1, True), (2, True), (3, False)])
    def test_people_are_counted(self, party, expected):
        intake = IntakeFactory(capacity=5)
        SubmissionFactory(intake=intake, people=3)

        assert has_room(intake, party) is expected

    @pytest.mark.usefixtures("clock")
    @pytest.mark.parametrize("state", ["offered", "confirmed", "attended", "absent"])
    def test_these_states_hold_a_place(self, state, soon):
        intake = IntakeFactory(capacity=1)
        SubmissionFactory(intake=intake, state=state, offered_until=soon)

        assert not has_room(intake)

    @pytest.mark.parametrize("unit", Intake.Unit.values)
    def test_an_offered_one_is_held_until_its_time_is_up_and_not_until_it_is_let_go(
        self, unit, soon, clock
    ):
        intake = IntakeFactory(capacity=1, unit=unit)
        values = {"state": State.OFFERED, "offered_until": soon, "organisation_key": "name:own"}
        SubmissionFactory(intake=intake, **values)

        clock.move_to(soon - dt.timedelta(seconds=1))
        held = has_room(intake), has_room(intake, key="name:own")
        clock.move_to(soon)
        free = has_room(intake), places.Room(intake).holders

        assert (held, free) == ((False, unit == "organisations"), (True, set()))

    @pytest.mark.parametrize(
        "state",
        ["received", "under_assessment", "declined", "expired", "over", "rejected", "withdrawn"],
    )
    def test_these_states_hold_none(self, state):
        intake = IntakeFactory(capacity=1)
        SubmissionFactory(intake=intake, state=state)

        assert has_room(intake)

    def test_a_free_place_belongs_to_whoever_waits(self):
        intake = IntakeFactory(capacity=5)
        SubmissionFactory(intake=intake, state=State.WAITING)

        assert not has_room(intake)

    def test_another_intake_takes_nothing(self):
        intake = IntakeFactory(capacity=1)
        SubmissionFactory(intake=IntakeFactory(page=intake.page, capacity=1))

        assert has_room(intake)

    def test_languages_share_places(self):
        intake = IntakeFactory(capacity=2)
        SubmissionFactory(intake=translated(intake))

        assert has_room(intake, 1)
        assert not has_room(intake, 2)


class TestOrganisations:
    @pytest.fixture
    def intake(self):
        return IntakeFactory(capacity=2, unit=Intake.Unit.ORGANISATIONS)

    def test_an_organisation_takes_one_place_however_many_it_sends(self, intake):
        SubmissionFactory(intake=intake, people=9, organisation_key="municipality:0779")

        assert has_room(intake, 30)

    def test_the_places_run_out(self, intake):
        SubmissionFactory(intake=intake, organisation_key="municipality:0779")
        SubmissionFactory(intake=intake, organisation_key="municipality:0791")

        assert not has_room(intake)

    def test_an_organisation_that_has_a_place_takes_no_other(self, intake):
        SubmissionFactory(intake=intake, organisation_key="municipality:0779")
        SubmissionFactory(intake=intake, organisation_key="municipality:0791")

        assert has_room(intake, 4, key="municipality:0779")

    @pytest.mark.parametrize(("key", "expected"), [("name:own", True), ("name:new", False)])
    def test_nor_where_places_are_fewer_by_now_than_those_that_have_one(self, key, expected):
        intake = IntakeFactory(capacity=1, unit=Intake.Unit.ORGANISATIONS)
        SubmissionFactory(intake=intake, organisation_key="name:own")
        SubmissionFactory(intake=intake, organisation_key="name:other")

        assert has_room(intake, key=key) is expected
        assert places.Room(intake).take(1, key) is expected

    def test_one_that_withdrew_has_none(self, intake):
        SubmissionFactory(intake=intake, organisation_key="municipality:0779", state="withdrawn")
        SubmissionFactory(intake=intake, organisation_key="municipality:0791")
        SubmissionFactory(intake=intake, organisation_key="municipality:0751")

        assert not has_room(intake, key="municipality:0779")


@pytest.mark.parametrize(
    ("capacity", "unit", "party", "expected"),
    [
        (3, "participants", 3, True),
        (3, "participants", 4, False),
        (None, "participants", 400, True),
        (0, "participants", 1, True),
        (1, "organisations", 400, True),
    ],
)
def test_whether_a_party_can_ever_fit(capacity, unit, party, expected):
    assert places.can_ever_fit(Intake(capacity=capacity, unit=unit), party) is expected


class TestLock:
    def test_it_gives_the_row_as_it_is_now(self):
        stale = IntakeFactory(capacity=5)
        Intake.objects.update(capacity=1)

        assert places.lock(stale).capacity == 1

    def test_it_gives_the_row_of_the_language_asked_for(self):
        english = translated(IntakeFactory())

        assert places.lock(english).title == "English"

    def test_it_takes_all_languages_in_one_order(self):
        intake = IntakeFactory()
        translated(intake)

        with CaptureQueriesContext(connection) as queries:
            places.lock(intake)

        first = queries.captured_queries[0]["sql"]
        assert first.partition("ORDER BY")[2].split()[0].endswith(('id"', "id`"))
        assert ("FOR UPDATE" in first) is connection.features.has_select_for_update


class TestWanted:
    @pytest.fixture
    def round_(self):
        """A round where Skive and Viborg hold a place each, Skive by two submissions."""
        intake = IntakeFactory(capacity=5, unit=Intake.Unit.ORGANISATIONS)
        for key in ("name:skive", "name:skive", "name:viborg"):
            SubmissionFactory(intake=intake, organisation_key=key)
        SubmissionFactory(intake=intake, organisation_key="name:odder", state=State.WITHDRAWN)
        return intake

    def test_those_that_hold_one(self, round_):
        assert places.Room(round_).holders == {"name:skive", "name:viborg"}

    @pytest.mark.parametrize(("key", "more"), [("name:skive", 0), ("name:odder", 1)])
    def test_an_organisation_needs_one_place_in_all(self, round_, key, more):
        assert places.Room(round_).wanted(7, key) == more

    def test_several_of_one_organisation_need_one_together(self, round_):
        room = places.Room(round_)
        keys = ["name:odder", "name:odder", "name:skive", "name:lejre"]
        assert [(room.wanted(3, key), room.take(3, key)) for key in keys] == [
            (1, True),
            (0, True),
            (0, True),
            (1, True),
        ]

    def test_people_need_a_place_each_whoever_sends_them(self):
        intake = IntakeFactory(capacity=5)
        SubmissionFactory(intake=intake, organisation_key="name:skive")
        assert places.Room(intake).wanted(3, "name:skive") == 3
