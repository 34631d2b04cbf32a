"""One function says how an intake stands, to the minute."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import strategies as st
from wagtail.models import Locale

from tests.properties import given
from wagtail_inddragelse.domain.intakes.intakes import (
    TAKES_SUBMISSIONS,
    IntakeState,
    IntakeStatus,
    get_state,
    get_statuses,
)
from wagtail_inddragelse.models import Intake, Session, State
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    ParticipantFactory,
    SessionFactory,
    SubmissionFactory,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
Publication, Unit, WaitingList = Intake.Publication, Intake.Unit, Intake.WaitingList


def at(text: str, fold: int = 0) -> dt.datetime:
    """A clock time in Copenhagen; ``fold=1`` is the second time an hour comes in autumn."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN, fold=fold)


NOON = at("2027-06-01 12:00")


def state(taken: int = 0, now: dt.datetime = NOON, claims: int = 0, **fields) -> IntakeState:
    return get_state(Intake(**fields), taken, now, claims)


class TestPublication:
    def test_announced(self):
        assert state(publication=Publication.ANNOUNCED) == IntakeState.ANNOUNCED

    def test_announced_whatever_its_dates_say(self):
        closes = at("2027-01-01 12:00")
        assert state(publication="announced", closes_at=closes) == IntakeState.ANNOUNCED

    def test_cancelled(self):
        assert state(publication=Publication.CANCELLED) == IntakeState.CANCELLED

    def test_cancelled_stays_cancelled_when_it_is_over(self):
        intake = Intake(publication=Publication.CANCELLED)
        intake.sessions.add(_session("2027-05-01 09:00", "2027-05-01 16:00"))
        assert get_state(intake, 0, NOON) == IntakeState.CANCELLED


class TestDeadline:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2020-11-30 23:58:59", IntakeState.OPEN),
            ("2020-11-30 23:59:00", IntakeState.OPEN),
            ("2020-11-30 23:59:59.999999", IntakeState.OPEN),
            ("2020-12-01 00:00:00", IntakeState.CLOSED),
        ],
    )
    def test_its_minute_counts(self, now, expected):
        assert state(closes_at=at("2020-11-30 23:59"), now=at(now)) == expected

    @pytest.mark.parametrize("seconds", ["10:00:00", "10:00:30", "10:00:59.999999"])
    def test_seconds_that_were_stored_make_no_difference(self, seconds):
        closes = at(f"2023-06-09 {seconds}")
        assert state(closes_at=closes, now=at("2023-06-09 10:00:59")) == IntakeState.OPEN
        assert state(closes_at=closes, now=at("2023-06-09 10:01")) == IntakeState.CLOSED

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at("2027-03-28 01:59:59"), IntakeState.OPEN),
            (at("2027-03-28 03:00"), IntakeState.OPEN),
            (at("2027-03-28 23:59:59"), IntakeState.OPEN),
            (at("2027-03-29 00:00"), IntakeState.CLOSED),
        ],
    )
    def test_on_the_day_that_lacks_an_hour(self, now, expected):
        assert state(closes_at=at("2027-03-28 23:59"), now=now) == expected

    def test_just_before_the_hour_that_is_lacking(self):
        closes = at("2027-03-28 01:59")
        assert state(closes_at=closes, now=at("2027-03-28 01:59:59")) == IntakeState.OPEN
        assert state(closes_at=closes, now=at("2027-03-28 03:00")) == IntakeState.CLOSED

    @pytest.mark.parametrize(
        ("fold", "now", "expected"),
        [
            (0, at("2027-10-31 02:30:59"), IntakeState.OPEN),
            (0, at("2027-10-31 02:31"), IntakeState.CLOSED),
            (0, at("2027-10-31 02:10", fold=1), IntakeState.CLOSED),
            (1, at("2027-10-31 02:31"), IntakeState.OPEN),
            (1, at("2027-10-31 02:30:59", fold=1), IntakeState.OPEN),
            (1, at("2027-10-31 02:31", fold=1), IntakeState.CLOSED),
        ],
    )
    def test_in_the_hour_that_comes_twice(self, fold, now, expected):
        """As the database hands it out: times are stored in UTC."""
        closes = at("2027-10-31 02:30", fold=fold).astimezone(dt.UTC)
        assert state(closes_at=closes, now=now.astimezone(dt.UTC)) == expected

    def test_rolling_intake_never_closes(self):
        assert state(now=at("2099-01-01 00:00")) == IntakeState.OPEN


class TestOpening:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2027-01-01 08:59:59", IntakeState.NOT_OPEN),
            ("2027-01-01 09:00:00", IntakeState.OPEN),
        ],
    )
    def test_opens_on_the_minute(self, now, expected):
        assert state(opens_at=at("2027-01-01 09:00"), now=at(now)) == expected

    def test_closed_wins_over_what_never_opens(self):
        opens, closes = at("2027-06-02 12:00"), at("2027-05-01 12:00")
        assert state(opens_at=opens, closes_at=closes) == IntakeState.CLOSED


def _session(starts: str, ends: str) -> Session:
    return Session(starts_at=at(starts), ends_at=at(ends))


class TestHeld:
    @pytest.fixture
    def intake(self):
        intake = Intake()
        intake.sessions.add(
            _session("2027-05-01 09:00", "2027-05-01 16:00"),
            _session("2027-06-01 09:00", "2027-06-01 12:00"),
        )
        return intake

    def test_open_until_the_last_session_is_over(self, intake):
        assert get_state(intake, 0, NOON - dt.timedelta(seconds=1)) == IntakeState.OPEN

    def test_held_when_it_is_over(self, intake):
        assert get_state(intake, 0, NOON) == IntakeState.HELD

    def test_held_even_if_it_was_full(self, intake):
        intake.capacity = 1
        assert get_state(intake, 1, NOON) == IntakeState.HELD

    def test_session_that_is_still_being_typed_is_no_error(self):
        intake = Intake()
        intake.sessions.add(Session(starts_at=at("2027-05-01 09:00")))
        assert get_state(intake, 0, NOON) == IntakeState.OPEN


class TestPlaces:
    @pytest.mark.parametrize(
        ("taken", "expected"),
        [
            (0, IntakeState.OPEN),
            (6, IntakeState.OPEN),
            (7, IntakeState.FEW_LEFT),
            (9, IntakeState.FEW_LEFT),
            (10, IntakeState.FULL),
            (11, IntakeState.FULL),
        ],
    )
    def test_by_the_number_left(self, taken, expected):
        assert state(taken, capacity=10, waiting_list=WaitingList.OFF) == expected

    def test_what_counts_as_few_is_a_setting(self, settings):
        settings.WAGTAIL_INDDRAGELSE = {"FEW_PLACES": 5}
        assert state(5, capacity=10) == IntakeState.FEW_LEFT

    def test_no_places_at_all(self):
        assert state(0, capacity=0, waiting_list=WaitingList.OFF) == IntakeState.FULL

    def test_no_limit_is_never_full(self):
        assert state(10_000) == IntakeState.OPEN

    @pytest.mark.parametrize("waiting_list", [WaitingList.MANUAL, WaitingList.AUTOMATIC])
    def test_full_with_a_waiting_list(self, waiting_list):
        full = state(10, capacity=10, waiting_list=waiting_list)
        assert full == IntakeState.FULL_WAITING

    def test_what_has_a_free_place_for_the_one_who_waits_is_not_called_full(self):
        assert state(9, capacity=10, claims=1) == IntakeState.LINE_FIRST

    def test_it_is_full_when_that_place_is_taken_too(self):
        assert state(10, capacity=10, claims=1) == IntakeState.FULL_WAITING

    def test_places_do_not_bind_where_applications_are_assessed(self):
        assessed = state(99, capacity=2, claims=9, selection=Intake.Selection.ASSESSED)
        assert assessed == IntakeState.OPEN


@pytest.mark.parametrize(
    ("state", "is_open"),
    [(each, each in {"open", "few_left", "line_first", "full_waiting"}) for each in IntakeState],
)
def test_open_are_those_that_take_submissions(state, is_open):
    assert IntakeStatus(Intake(), state, 0).is_open is is_open


class TestLabel:
    @pytest.fixture(autouse=True)
    def _in_english(self):
        with translation.override("en"):
            yield

    @pytest.mark.parametrize(
        ("fields", "taken", "label"),
        [
            ({"capacity": 10}, 0, "10 places left"),
            ({"capacity": 10}, 8, "2 places left"),
            ({"capacity": 10}, 9, "1 place left"),
            ({"capacity": 10}, 10, "Full, with a waiting list"),
            ({}, 10, "Open"),
            ({"capacity": 2, "selection": Intake.Selection.ASSESSED}, 1, "Open"),
        ],
    )
    def test_says_how_many_are_left(self, fields, taken, label):
        intake = Intake(**fields)
        assert IntakeStatus(intake, get_state(intake, taken, NOON), taken).label == label

    def test_a_place_that_is_kept_for_the_line_is_neither_full_nor_left(self):
        intake = Intake(capacity=10)
        status = IntakeStatus(intake, get_state(intake, 9, NOON, claims=1), taken=9, claims=1)
        assert status.label == "The last places are for those on the waiting list"


MOMENTS = st.datetimes(
    dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(COPENHAGEN)
)
INTAKES = st.builds(
    Intake,
    publication=st.sampled_from(Publication),
    selection=st.sampled_from(Intake.Selection),
    unit=st.sampled_from(Unit),
    waiting_list=st.sampled_from(WaitingList),
    capacity=st.none() | st.integers(0, 100),
    opens_at=st.none() | MOMENTS,
    closes_at=st.none() | MOMENTS,
)
COUNTS = st.integers(0, 200)


class TestAnyIntake:
    """Whatever the editor and the clock say."""

    @given(INTAKES, COUNTS, COUNTS, MOMENTS)
    def test_is_never_called_full_with_a_free_place(self, intake, taken, claims, now):
        status = IntakeStatus(intake, get_state(intake, taken, now, claims), taken, claims=claims)
        if status.state in (IntakeState.FULL, IntakeState.FULL_WAITING):
            assert status.places_left == 0

    @given(INTAKES, COUNTS, COUNTS, MOMENTS)
    def test_has_a_state_and_never_fewer_than_no_places(self, intake, taken, waiting, now):
        status = IntakeStatus(intake, get_state(intake, taken, now, waiting), taken, waiting)
        assert status.state in IntakeState
        assert status.label
        assert status.places_left is None or status.places_left >= 0

    @given(INTAKES, COUNTS, MOMENTS)
    def test_takes_none_after_its_deadline_nor_before_its_opening(self, intake, taken, now):
        if get_state(intake, taken, now) in TAKES_SUBMISSIONS:
            assert intake.closes_at is None or now < intake.deadline
            assert intake.opens_at is None or now >= intake.opens_at

    @given(INTAKES, COUNTS, MOMENTS)
    def test_more_taken_never_opens_it(self, intake, taken, now):
        if get_state(intake, taken, now) == IntakeState.FULL:
            assert get_state(intake, taken + 1, now) == IntakeState.FULL


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestStatuses:
    def test_participants_take_places_and_guests_too(self):
        intake = IntakeFactory(capacity=10)
        submission = SubmissionFactory(intake=intake, people=2)
        ParticipantFactory(submission=submission, position=2, is_guest=True)
        [status] = get_statuses([intake])
        assert (status.taken, status.places_left) == (3, 7)

    def test_an_organisation_takes_one_place_however_many_it_brings(self):
        intake = IntakeFactory(capacity=10, unit=Unit.ORGANISATIONS)
        SubmissionFactory(intake=intake, people=4, organisation_key="municipality:0101")
        SubmissionFactory(intake=intake, people=2, organisation_key="municipality:0101")
        SubmissionFactory(intake=intake, people=3, organisation_key="municipality:0461")
        assert get_statuses([intake])[0].taken == 2

    @pytest.mark.parametrize(
        ("state", "taken", "waiting"),
        [
            (State.CONFIRMED, 1, 0),
            (State.OFFERED, 1, 0),
            (State.ATTENDED, 1, 0),
            (State.ABSENT, 1, 0),
            (State.WAITING, 0, 1),
            (State.RECEIVED, 0, 0),
            (State.UNDER_ASSESSMENT, 0, 0),
            (State.WITHDRAWN, 0, 0),
            (State.REJECTED, 0, 0),
            (State.EXPIRED, 0, 0),
            (State.DECLINED, 0, 0),
            (State.OVER, 0, 0),
        ],
    )
    def test_which_submissions_take_a_place(self, state, taken, waiting):
        intake = IntakeFactory(capacity=10)
        later = timezone.now() + dt.timedelta(days=1)
        SubmissionFactory(intake=intake, state=state, offered_until=later)
        [status] = get_statuses([intake])
        assert (status.taken, status.waiting) == (taken, waiting)

    def test_those_who_wait_are_counted_once_however_many_they_bring(self):
        intake = IntakeFactory(capacity=0)
        SubmissionFactory(intake=intake, state=State.WAITING, people=3)
        assert get_statuses([intake])[0].waiting == 1

    @pytest.mark.parametrize(
        ("waiting_list", "claims"), [("manual", 1), ("automatic", 1), ("off", 0)]
    )
    def test_a_turn_is_waited_for_where_there_is_a_waiting_list(self, waiting_list, claims):
        intake = IntakeFactory(capacity=3, waiting_list=waiting_list)
        SubmissionFactory(intake=intake, state=State.WAITING)
        [status] = get_statuses([intake])
        assert (status.waiting, status.claims) == (1, claims)

    @pytest.mark.parametrize(
        ("values", "claims"),
        [
            ({"capacity": 3}, 1),
            ({"capacity": 2}, 0),
            ({"capacity": 0}, 1),
            ({"capacity": 2, "unit": Unit.ORGANISATIONS}, 1),
        ],
    )
    def test_who_can_never_fit_has_no_claim(self, values, claims):
        intake = IntakeFactory(**values)
        SubmissionFactory(intake=intake, state=State.WAITING, people=3)
        assert get_statuses([intake])[0].claims == claims

    def test_each_intake_has_claims_by_its_own_places(self):
        small, big = IntakeFactory(capacity=2), IntakeFactory(capacity=3)
        for intake in (small, big):
            SubmissionFactory(intake=intake, state=State.WAITING, people=3)
        assert [status.claims for status in get_statuses([small, big])] == [0, 1]

    @pytest.mark.parametrize(
        ("values", "free"),
        [
            ({"capacity": 3}, 2),
            ({"capacity": 1}, 0),
            ({"capacity": None}, 0),
            ({"capacity": 3, "waiting_list": "off"}, 0),
            ({"capacity": 3, "publication": "cancelled"}, 0),
            ({"capacity": 3, "selection": "assessed"}, 2),
        ],
    )
    def test_places_that_wait_to_be_offered(self, values, free):
        intake = IntakeFactory(**values)
        SubmissionFactory(intake=intake)
        SubmissionFactory(intake=intake, state=State.WAITING)
        assert get_statuses([intake])[0].places_for_line == free

    def test_submissions_of_other_intakes_do_not_count(self):
        intake, other = IntakeFactory(capacity=10), IntakeFactory()
        SubmissionFactory(intake=other, people=5)
        assert get_statuses([intake])[0].taken == 0

    def test_languages_share_places(self):
        danish = IntakeFactory(capacity=3)
        english = _in_english(danish)
        SubmissionFactory(intake=danish)
        SubmissionFactory(intake=english, people=2)
        statuses = get_statuses([danish, english])
        assert [(s.taken, s.state) for s in statuses] == [(3, IntakeState.FULL_WAITING)] * 2

    def test_they_come_in_the_order_asked_for(self):
        intakes = [IntakeFactory() for _number in range(3)]
        assert [status.intake for status in get_statuses(reversed(intakes))] == intakes[::-1]

    def test_one_query_for_all_places(self, django_assert_num_queries):
        for _number in range(12):
            session = SessionFactory()
            SubmissionFactory(intake=session.intake, people=2)
        intakes = list(Intake.objects.prefetch_related("sessions"))
        with django_assert_num_queries(1):
            assert [status.taken for status in get_statuses(intakes)] == [2] * 12

    def test_no_intakes_no_query(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert get_statuses([]) == []

    def test_sessions_come_by_time_and_the_first_is_the_next_start(self):
        intake = IntakeFactory()
        later = SessionFactory(intake=intake, starts_at=at("2030-11-09 09:00"), sort_order=0)
        first = SessionFactory(intake=intake, starts_at=at("2030-11-08 09:00"), sort_order=1)
        [status] = get_statuses([intake])
        assert (status.sessions, status.next_start) == ([first, later], first.starts_at)

    def test_without_sessions_there_is_no_next_start(self):
        assert get_statuses([IntakeFactory()])[0].next_start is None

    def test_it_can_be_asked_for_another_moment(self):
        intake = IntakeFactory(closes_at=at("2020-11-30 23:59"))
        assert get_statuses([intake])[0].state == IntakeState.CLOSED
        assert get_statuses([intake], at("2020-11-30 23:59:59"))[0].state == IntakeState.OPEN


def _in_english(intake: Intake) -> Intake:
    english = Locale.objects.get_or_create(language_code="en")[0]
    return IntakeFactory(translation_key=intake.translation_key, locale=english)
