"""The waiting list: nobody is passed over, and places that come free move on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from wagtail_inddragelse.domain import self_service, waiting_list
from wagtail_inddragelse.models import Intake, Message, State, Submission
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from .builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AUTOMATIC, MANUAL = Intake.WaitingList.AUTOMATIC, Intake.WaitingList.MANUAL


@pytest.fixture
def intake(clock):
    intake = IntakeFactory(capacity=2, waiting_list=AUTOMATIC)
    SessionFactory(intake=intake, starts_at=NOW + dt.timedelta(days=30))
    return intake


def wait(intake: Intake, *names: str, people: int = 1) -> list[Submission]:
    return [
        SubmissionFactory(intake=intake, contact_name=name, state=State.WAITING, people=people)
        for name in names
    ]


def names(state: State) -> list[str]:
    rows = Submission.objects.filter(state=state).order_by("pk")
    return list(rows.values_list("contact_name", flat=True))


class TestNumberInLine:
    def test_people_are_numbered_as_they_came(self, intake):
        line = wait(intake, "first", "second", "third")

        assert [row.number_in_line for row in line] == [1, 2, 3]

    def test_it_moves_up_when_one_before_leaves(self, intake):
        SubmissionFactory(intake=intake, people=2)
        first, second = wait(intake, "first", "second")
        self_service.withdraw(first)

        assert second.number_in_line == 1

    def test_other_intakes_have_lines_of_their_own(self, intake):
        wait(IntakeFactory(), "elsewhere")
        (only,) = wait(intake, "only")

        assert only.number_in_line == 1

    def test_who_does_not_wait_has_none(self, intake):
        assert SubmissionFactory(intake=intake).number_in_line is None


class TestOffers:
    def test_free_places_go_to_the_first_in_line(self, intake):
        wait(intake, "first", "second", "third")

        waiting_list.offer_free_places(intake)

        assert names(State.OFFERED) == ["first", "second"]
        assert names(State.WAITING) == ["third"]

    def test_an_offered_place_is_taken(self, intake):
        wait(intake, "first", "second", "third")
        waiting_list.offer_free_places(intake)

        assert waiting_list.offer_free_places(intake) == []

    def test_a_party_too_big_for_the_free_places_is_not_passed_over(self, intake):
        wait(intake, "three people", people=3)
        wait(intake, "one person")

        assert waiting_list.offer_free_places(intake) == []

    def test_only_the_rest_waits_for_a_big_party(self, intake):
        wait(intake, "one person")
        wait(intake, "two people", people=2)
        wait(intake, "late")

        waiting_list.offer_free_places(intake)

        assert names(State.OFFERED) == ["one person"]

    def test_the_line_of_another_intake_gets_nothing(self, intake):
        wait(IntakeFactory(capacity=1, waiting_list=AUTOMATIC), "elsewhere")

        assert waiting_list.offer_free_places(intake) == []

    @pytest.mark.parametrize("kind", [MANUAL, Intake.WaitingList.OFF])
    def test_nothing_is_offered_where_a_caseworker_does_it(self, intake, kind):
        intake.waiting_list = kind
        intake.save()
        wait(intake, "first")

        assert waiting_list.offer_free_places(intake) == []

    def test_nothing_is_offered_of_a_cancelled_intake(self, intake):
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        wait(intake, "first")

        assert waiting_list.offer_free_places(intake) == []

    @pytest.mark.parametrize(("minutes", "offered"), [(-1, ["first"]), (0, []), (1, [])])
    def test_nothing_is_offered_once_the_first_session_has_begun(self, intake, minutes, offered):
        wait(intake, "first")
        SessionFactory(intake=intake, starts_at=NOW + dt.timedelta(days=60))

        waiting_list.offer_free_places(intake, NOW + dt.timedelta(days=30, minutes=minutes))

        assert names(State.OFFERED) == offered

    def test_it_is_held_for_three_days(self, intake):
        wait(intake, "first")
        (offered,) = waiting_list.offer_free_places(intake)

        assert offered.offered_until == NOW + dt.timedelta(days=3)

    def test_it_is_held_no_longer_than_until_the_first_session(self, intake):
        wait(intake, "first")
        tomorrow = NOW + dt.timedelta(days=1)
        SessionFactory(intake=intake, starts_at=tomorrow)

        (offered,) = waiting_list.offer_free_places(intake)

        assert offered.offered_until == tomorrow

    def test_a_caseworker_can_offer_a_place_in_what_has_begun(self, intake):
        (late,) = wait(intake, "late")
        now = NOW + dt.timedelta(days=31)

        waiting_list.offer(late, now)

        assert late.offered_until == now + dt.timedelta(days=3)

    def test_the_one_who_is_offered_a_place_gets_a_mail(self, intake):
        wait(intake, "first", "second", "third")
        waiting_list.offer_free_places(intake)

        mails = Message.objects.order_by("pk").values_list("submission__contact_name", "occasion")
        assert list(mails) == [("first", "offered"), ("second", "offered")]

    def test_organisations_that_have_a_place_are_offered_more_seats(self, intake):
        Intake.objects.update(unit=Intake.Unit.ORGANISATIONS, capacity=1)
        intake.refresh_from_db()
        SubmissionFactory(intake=intake, organisation_key="municipality:0779")
        SubmissionFactory(
            intake=intake,
            organisation_key="municipality:0779",
            state=State.WAITING,
            contact_name="a",
        )
        SubmissionFactory(
            intake=intake,
            organisation_key="municipality:0791",
            state=State.WAITING,
            contact_name="b",
        )

        waiting_list.offer_free_places(intake)

        assert (names(State.OFFERED), names(State.WAITING)) == (["a"], ["b"])


class TestExpiry:
    @pytest.fixture
    def offered(self, intake):
        wait(intake, "first", "second", "third", "fourth")
        return waiting_list.offer_free_places(intake)

    def test_an_offer_in_time_stands(self, offered):
        assert waiting_list.expire_offers(NOW + dt.timedelta(days=3, seconds=-1)) == 0
        assert names(State.OFFERED) == ["first", "second"]

    def test_unanswered_offers_move_on_down_the_line(self, offered):
        assert waiting_list.expire_offers(NOW + dt.timedelta(days=3)) == 2

        assert names(State.EXPIRED) == ["first", "second"]
        assert names(State.OFFERED) == ["third", "fourth"]

    def test_the_next_have_three_days_of_their_own(self, offered):
        later = NOW + dt.timedelta(days=4)
        waiting_list.expire_offers(later)

        ends = Submission.objects.filter(state=State.OFFERED).values_list("offered_until")
        assert set(ends) == {(later + dt.timedelta(days=3),)}

    def test_an_answered_offer_does_not_lapse(self, offered):
        self_service.take_offer(offered[0])

        waiting_list.expire_offers(NOW + dt.timedelta(days=3))

        assert names(State.CONFIRMED) == ["first"]
        assert names(State.EXPIRED) == ["second"]
        assert names(State.OFFERED) == ["third"]

    def test_where_a_caseworker_offers_places_the_next_one_waits(self, intake, offered):
        Intake.objects.update(waiting_list=MANUAL)

        waiting_list.expire_offers(NOW + dt.timedelta(days=3))

        assert names(State.EXPIRED) == ["first", "second"]
        assert names(State.WAITING) == ["third", "fourth"]


class TestPlacesThatComeFreeInOtherWays:
    def test_more_places_are_offered_on(self, intake):
        SubmissionFactory(intake=intake, people=2)
        wait(intake, "first", "second")
        Intake.objects.update(capacity=3)

        assert waiting_list.offer_all_free_places() == 1
        assert names(State.OFFERED) == ["first"]

    def test_a_line_that_a_caseworker_keeps_is_left_alone(self, intake):
        wait(IntakeFactory(waiting_list=MANUAL), "first")

        assert waiting_list.offer_all_free_places() == 0


def test_the_command_does_both(intake, clock, capsys):
    wait(intake, "first", "second", "third")
    waiting_list.offer_free_places(intake)
    other = IntakeFactory(capacity=1, waiting_list=AUTOMATIC)
    wait(other, "elsewhere")
    clock.shift(dt.timedelta(days=3))

    call_command("expire_offers")

    assert capsys.readouterr().out == "2 expired, 1 more offered\n"
    assert names(State.OFFERED) == ["third", "elsewhere"]
