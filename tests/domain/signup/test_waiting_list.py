"""The waiting list: nobody is passed over, and places that come free move on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from wagtail_inddragelse.domain.record import claims
from wagtail_inddragelse.domain.signup import self_service, waiting_list
from wagtail_inddragelse.domain.signup.signup import submit
from wagtail_inddragelse.models import (
    Delivery,
    Intake,
    Message,
    Occasion,
    OverBecause,
    State,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    MessageFactory,
    SessionFactory,
    SubmissionFactory,
)

from ..builders import NOW, sign_up

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

        waiting_list.invite_to_free_places(intake)

        assert names(State.OFFERED) == ["first", "second"]
        assert names(State.WAITING) == ["third"]

    def test_an_offered_place_is_taken(self, intake):
        wait(intake, "first", "second", "third")
        waiting_list.invite_to_free_places(intake)

        assert waiting_list.invite_to_free_places(intake) == []

    def test_a_party_too_big_for_the_free_places_is_not_passed_over(self, intake):
        SubmissionFactory(intake=intake)
        wait(intake, "two people", people=2)
        wait(intake, "one person")

        assert waiting_list.invite_to_free_places(intake) == []

    def test_only_the_rest_waits_for_a_big_party(self, intake):
        wait(intake, "one person")
        wait(intake, "two people", people=2)
        wait(intake, "late")

        waiting_list.invite_to_free_places(intake)

        assert names(State.OFFERED) == ["one person"]

    def test_the_line_of_another_intake_gets_nothing(self, intake):
        wait(IntakeFactory(capacity=1, waiting_list=AUTOMATIC), "elsewhere")

        assert waiting_list.invite_to_free_places(intake) == []

    @pytest.mark.parametrize("kind", [MANUAL, Intake.WaitingList.OFF])
    def test_nothing_is_offered_where_a_caseworker_does_it(self, intake, kind):
        intake.waiting_list = kind
        intake.save()
        wait(intake, "first")

        assert waiting_list.invite_to_free_places(intake) == []

    def test_nothing_is_offered_of_a_cancelled_intake(self, intake):
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        wait(intake, "first")

        assert waiting_list.invite_to_free_places(intake) == []

    @pytest.mark.parametrize(("minutes", "offered"), [(-1, ["first"]), (0, []), (1, [])])
    def test_nothing_is_offered_once_the_first_session_has_begun(self, intake, minutes, offered):
        wait(intake, "first")
        SessionFactory(intake=intake, starts_at=NOW + dt.timedelta(days=60))

        waiting_list.invite_to_free_places(intake, NOW + dt.timedelta(days=30, minutes=minutes))

        assert names(State.OFFERED) == offered

    def test_it_is_held_for_three_days(self, intake):
        wait(intake, "first")
        (offered,) = waiting_list.invite_to_free_places(intake)

        assert offered.offered_until == NOW + dt.timedelta(days=3)

    def test_it_is_held_no_longer_than_until_the_first_session(self, intake):
        wait(intake, "first")
        tomorrow = NOW + dt.timedelta(days=1)
        SessionFactory(intake=intake, starts_at=tomorrow)

        (offered,) = waiting_list.invite_to_free_places(intake)

        assert offered.offered_until == tomorrow

    def test_a_caseworker_can_offer_a_place_in_what_has_begun(self, intake):
        (late,) = wait(intake, "late")
        now = NOW + dt.timedelta(days=31)

        waiting_list.invite(late, now)

        assert late.offered_until == now + dt.timedelta(days=3)

    def test_the_one_who_is_offered_a_place_gets_a_mail(self, intake):
        wait(intake, "first", "second", "third")
        waiting_list.invite_to_free_places(intake)

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

        waiting_list.invite_to_free_places(intake)

        assert (names(State.OFFERED), names(State.WAITING)) == (["a"], ["b"])


class TestExpiry:
    @pytest.fixture
    def offered(self, intake):
        wait(intake, "first", "second", "third", "fourth")
        return waiting_list.invite_to_free_places(intake)

    def test_an_offer_in_time_stands(self, offered):
        assert waiting_list.expire_place_offers(NOW + dt.timedelta(days=3, seconds=-1)) == 0
        assert names(State.OFFERED) == ["first", "second"]

    def test_unanswered_offers_move_on_down_the_line(self, offered):
        assert waiting_list.expire_place_offers(NOW + dt.timedelta(days=3)) == 2

        assert names(State.EXPIRED) == ["first", "second"]
        assert names(State.OFFERED) == ["third", "fourth"]

    def test_the_next_have_three_days_of_their_own(self, offered):
        later = NOW + dt.timedelta(days=4)
        waiting_list.expire_place_offers(later)

        ends = Submission.objects.filter(state=State.OFFERED).values_list("offered_until")
        assert set(ends) == {(later + dt.timedelta(days=3),)}

    def test_an_answered_offer_does_not_lapse(self, offered):
        self_service.accept_place(offered[0])

        waiting_list.expire_place_offers(NOW + dt.timedelta(days=3))

        assert names(State.CONFIRMED) == ["first"]
        assert names(State.EXPIRED) == ["second"]
        assert names(State.OFFERED) == ["third"]

    def test_where_a_caseworker_offers_places_the_next_one_waits(self, intake, offered):
        Intake.objects.update(waiting_list=MANUAL)

        waiting_list.expire_place_offers(NOW + dt.timedelta(days=3))

        assert names(State.EXPIRED) == ["first", "second"]
        assert names(State.WAITING) == ["third", "fourth"]


class TestPlacesThatComeFreeInOtherWays:
    def test_more_places_are_offered_on(self, intake):
        SubmissionFactory(intake=intake, people=2)
        wait(intake, "first", "second")
        Intake.objects.update(capacity=3)

        waiting_list.settle_all()

        assert names(State.OFFERED) == ["first"]

    def test_a_line_that_a_caseworker_keeps_is_left_alone(self, intake):
        wait(IntakeFactory(waiting_list=MANUAL, capacity=1), "first")

        assert waiting_list.settle_all() == waiting_list.Settled()


class TestLanguages:
    """One line, whatever language people signed up in; each keeps the row of their own."""

    @pytest.fixture
    def english(self, intake):
        locale, _created = Locale.objects.get_or_create(language_code="en")
        key = intake.translation_key
        return IntakeFactory(page=intake.page, locale=locale, translation_key=key)

    def test_an_offer_from_one_leaves_the_other_where_it_is(self, intake, english):
        wait(english, "english")
        wait(intake, "danish")

        waiting_list.settle(intake)

        found = Submission.objects.order_by("pk").values_list("contact_name", "state", "intake")
        assert list(found) == [
            ("english", "offered", english.pk),
            ("danish", "offered", intake.pk),
        ]

    def test_so_does_word_that_it_is_over(self, intake, english):
        wait(english, "english")
        Intake.objects.update(publication=Intake.Publication.CANCELLED)

        waiting_list.settle(intake)

        row = Submission.objects.get()
        assert (row.state, row.intake) == (State.OVER, english)


class TestWhoCanNeverFit:
    """Capacity was lowered: they are told, and withhold nothing."""

    @pytest.fixture
    def line(self, intake):
        wait(intake, "three people", people=3)
        return wait(intake, "one person")

    def test_they_are_told_once(self, intake, line):
        waiting_list.settle(intake)
        waiting_list.settle(intake)

        assert names(State.OVER) == ["three people"]
        row = Submission.objects.get(state=State.OVER)
        assert row.over_because == OverBecause.TOO_BIG
        assert [mail.occasion for mail in row.messages.all()] == [Occasion.OVER]

    def test_the_next_one_gets_the_place(self, intake, line):
        waiting_list.settle(intake)

        assert names(State.OFFERED) == ["one person"]

    def test_where_a_caseworker_offers_places_they_are_told_too(self, intake, line):
        Intake.objects.update(waiting_list=MANUAL)

        waiting_list.settle(intake)

        assert (names(State.OVER), names(State.WAITING)) == (["three people"], ["one person"])

    def test_a_newcomer_is_not_kept_out_by_them_meanwhile(self, intake):
        wait(intake, "three people", people=3)

        assert submit(sign_up(intake)).state == State.CONFIRMED


class TestSwitchedOff:
    """Without a waiting list nobody's turn is waited for, and nobody is left waiting."""

    @pytest.fixture
    def intake(self, intake):
        Intake.objects.update(waiting_list=Intake.WaitingList.OFF)
        return Intake.objects.get()

    def test_what_is_free_is_offered_and_the_others_are_told(self, intake):
        wait(intake, "first", "second", "third")

        settled = waiting_list.settle(intake)

        assert (len(settled.invited), len(settled.ended)) == (2, 1)
        assert (names(State.OFFERED), names(State.OVER)) == (["first", "second"], ["third"])
        assert Submission.objects.get(state=State.OVER).over_because == OverBecause.NO_LIST

    def test_a_party_that_does_not_fit_now_stops_nobody(self, intake):
        SubmissionFactory(intake=intake)
        wait(intake, "two people", people=2)
        wait(intake, "one person")

        waiting_list.settle(intake)

        assert (names(State.OFFERED), names(State.OVER)) == (["one person"], ["two people"])

    def test_an_offer_that_was_made_stands(self, intake):
        until = NOW + dt.timedelta(days=1)
        SubmissionFactory(intake=intake, state=State.OFFERED, offered_until=until)

        assert waiting_list.settle(intake) == waiting_list.Settled()

    def test_a_newcomer_gets_what_is_free(self, intake):
        wait(intake, "first")

        assert submit(sign_up(intake)).state == State.CONFIRMED


class TestWithoutALimit:
    """There are places for all: nobody waits, and nobody is kept out for those who do."""

    @pytest.fixture
    def intake(self, intake):
        Intake.objects.update(waiting_list=MANUAL, capacity=None)
        return Intake.objects.get()

    def test_all_are_offered_a_place(self, intake):
        wait(intake, "first")
        wait(intake, "three people", people=3)

        waiting_list.settle(intake)

        assert names(State.OFFERED) == ["first", "three people"]

    def test_a_newcomer_has_one(self, intake):
        wait(intake, "first")

        assert submit(sign_up(intake)).state == State.CONFIRMED

    def test_what_has_begun_is_left_to_a_caseworker(self, intake):
        SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))
        wait(intake, "first")

        assert waiting_list.settle(intake) == waiting_list.Settled()

    def test_whom_a_caseworker_put_on_the_list_a_caseworker_takes_off(self, intake):
        Intake.objects.update(selection=Intake.Selection.ASSESSED)
        wait(intake, "first")

        assert waiting_list.settle(intake) == waiting_list.Settled()


class TestWhatIsOver:
    @pytest.fixture
    def line(self, intake):
        until = NOW + dt.timedelta(days=40)
        wait(intake, "waits")
        SubmissionFactory(
            intake=intake, contact_name="offered", state=State.OFFERED, offered_until=until
        )

    @pytest.mark.usefixtures("line")
    def test_when_the_last_session_has_ended(self, intake):
        end = intake.in_order()[-1].ends_at
        assert waiting_list.settle(intake, end - dt.timedelta(seconds=1)).ended == []

        waiting_list.settle(intake, end)

        assert names(State.OVER) == ["waits", "offered"]
        reasons = Submission.objects.values_list("over_because", flat=True)
        assert set(reasons) == {OverBecause.HELD}

    def test_an_offer_that_lapsed_before_is_not_told_that_there_was_no_place(self, intake):
        until = NOW + dt.timedelta(days=3)
        SubmissionFactory(intake=intake, state=State.OFFERED, offered_until=until)

        waiting_list.expire_place_offers(NOW + dt.timedelta(days=60))

        assert [mail.occasion for mail in Message.objects.all()] == [Occasion.EXPIRED]

    @pytest.mark.usefixtures("line")
    def test_who_has_a_place_keeps_it(self, intake):
        SubmissionFactory(intake=intake, contact_name="confirmed")

        waiting_list.settle(intake, NOW + dt.timedelta(days=60))

        assert names(State.CONFIRMED) == ["confirmed"]

    @pytest.mark.parametrize(("days", "ended"), [(89, []), (91, ["waits"])])
    def test_long_after_the_deadline_where_no_session_is_set(self, days, ended):
        other = IntakeFactory(closes_at=NOW)
        SubmissionFactory(
            intake=other, contact_name="waits", state=State.WAITING, state_changed_at=NOW
        )

        waiting_list.settle(other, NOW + dt.timedelta(days=days))

        assert names(State.OVER) == ended

    def test_not_while_an_answer_is_still_to_come(self):
        other = IntakeFactory(
            closes_at=NOW, decision_expected_on=(NOW + dt.timedelta(days=60)).date()
        )
        wait(other, "waits")

        assert waiting_list.settle(other, NOW + dt.timedelta(days=100)).ended == []

    def test_a_rolling_intake_is_never_over(self):
        other = IntakeFactory()
        wait(other, "waits")

        assert waiting_list.settle(other, NOW + dt.timedelta(days=1000)).ended == []

    def test_the_line_of_another_intake_is_left_alone(self, intake):
        wait(IntakeFactory(capacity=0), "elsewhere")
        wait(intake, "waits")

        waiting_list.settle(intake, NOW + dt.timedelta(days=60))

        assert names(State.WAITING) == ["elsewhere"]


class TestRound:
    """In an assessed round a prepared acceptance comes before the line."""

    @pytest.fixture
    def round_(self, intake) -> Intake:
        Intake.objects.update(selection=Intake.Selection.ASSESSED)
        intake.refresh_from_db()
        return intake

    def prepared(self, intake, outcome: str, people: int = 1, **values) -> Submission:
        values = {"pending_state": outcome, "decision_reason": "A reason", **values}
        state = State.UNDER_ASSESSMENT
        return SubmissionFactory(intake=intake, state=state, people=people, **values)

    def test_the_line_gets_what_is_left_beside_it(self, round_):
        self.prepared(round_, "accept")
        wait(round_, "first", "second")

        waiting_list.settle(round_)

        assert names(State.OFFERED) == ["first"]

    @pytest.mark.parametrize("outcome", ["", "reject", "waiting"])
    def test_no_other_outcome_holds_a_place(self, round_, outcome):
        self.prepared(round_, outcome)
        wait(round_, "first", "second")

        waiting_list.settle(round_)

        assert names(State.OFFERED) == ["first", "second"]

    def test_nor_does_one_that_needs_more_places_than_there_are(self, round_):
        self.prepared(round_, "accept", people=3)
        wait(round_, "first", "second")

        waiting_list.settle(round_)

        assert names(State.OFFERED) == ["first", "second"]

    def test_an_organisation_that_has_its_place_needs_no_other(self, round_):
        Intake.objects.update(unit="organisations")
        SubmissionFactory(intake=round_, organisation_key="name:skive")
        self.prepared(round_, "accept", organisation_key="name:skive")
        wait(round_, "first")

        waiting_list.settle(round_)

        assert names(State.OFFERED) == ["first"]

    def test_when_it_is_taken_back_the_line_goes_on(self, round_):
        row = self.prepared(round_, "accept")
        wait(round_, "first", "second")
        waiting_list.settle(round_)
        Submission.objects.filter(pk=row.pk).update(pending_state="")

        waiting_list.settle(round_)

        assert names(State.OFFERED) == ["first", "second"]


class TestCancelled:
    @pytest.fixture
    def waits(self, intake):
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        return wait(intake, "waits")[0]

    def occasions(self) -> list[str]:
        return list(Message.objects.order_by("pk").values_list("occasion", flat=True))

    def test_who_heard_nothing_is_told(self, intake, waits):
        waiting_list.settle(intake)

        assert (names(State.OVER), self.occasions()) == (["waits"], ["over"])

    @pytest.mark.parametrize("delivery", [Delivery.SENT, Delivery.QUEUED])
    def test_who_got_the_mail_about_it_gets_no_other(self, intake, waits, delivery):
        MessageFactory(submission=waits, occasion=Occasion.CANCELLED, delivery=delivery)

        waiting_list.settle(intake)

        assert (names(State.OVER), self.occasions()) == (["waits"], ["cancelled"])

    @pytest.mark.parametrize("delivery", [Delivery.DRAFT, Delivery.HELD])
    def test_while_that_mail_is_not_sent_it_may_be_taken_back(self, intake, waits, delivery):
        MessageFactory(submission=waits, occasion=Occasion.CANCELLED, delivery=delivery)

        waiting_list.settle(intake)

        assert (names(State.WAITING), self.occasions()) == (["waits"], ["cancelled"])

    def test_an_offer_is_not_said_to_have_lapsed(self, intake):
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        SubmissionFactory(intake=intake, state=State.OFFERED, offered_until=NOW)

        waiting_list.expire_place_offers(NOW)

        assert self.occasions() == ["over"]

    def test_who_was_taken_off_is_let_back_when_it_takes_place(self, intake, waits):
        waiting_list.settle(intake)
        gone = SubmissionFactory(intake=intake, state=State.OVER, over_because=OverBecause.TOO_BIG)

        claims.let_back(intake, NOW)

        waits.refresh_from_db()
        gone.refresh_from_db()
        assert (waits.state, waits.over_because) == (State.WAITING, "")
        assert gone.state == State.OVER

    def test_not_twice_where_the_same_person_is_back_already(self, intake, waits):
        waiting_list.settle(intake)
        SubmissionFactory(intake=intake, contact_email=waits.contact_email.upper())

        claims.let_back(intake, NOW)

        assert names(State.OVER) == ["waits"]

    @pytest.mark.parametrize(("may_repeat", "back"), [(False, 1), (True, 2)])
    def test_of_two_with_one_address_by_now_one_is_unless_it_may_repeat(
        self, intake, waits, may_repeat, back
    ):
        wait(intake, "again")
        waiting_list.settle(intake)
        ended = Submission.objects.filter(state=State.OVER)
        ended.update(email_key=waits.email_key, contact_may_repeat=may_repeat)

        claims.let_back(intake, NOW)

        assert Submission.objects.filter(state=State.WAITING).count() == back


class TestSaving:
    """What a publish changes for the line is done as soon as it holds."""

    def save(self, capture, intake, **values) -> None:
        for name, value in values.items():
            setattr(intake, name, value)
        with capture(execute=True):
            intake.save()

    def test_more_places(self, intake, django_capture_on_commit_callbacks):
        SubmissionFactory(intake=intake, people=2)
        wait(intake, "first", "second")

        self.save(django_capture_on_commit_callbacks, intake, capacity=3)

        assert (names(State.OFFERED), names(State.WAITING)) == (["first"], ["second"])

    def test_a_list_that_now_offers_by_itself(self, django_capture_on_commit_callbacks):
        manual = IntakeFactory(capacity=1, waiting_list=MANUAL)
        wait(manual, "first")

        self.save(django_capture_on_commit_callbacks, manual, waiting_list=AUTOMATIC)

        assert names(State.OFFERED) == ["first"]

    def test_nothing_before_it_holds(self, intake, django_capture_on_commit_callbacks):
        wait(intake, "first")

        with django_capture_on_commit_callbacks():
            intake.save()

        assert names(State.WAITING) == ["first"]

    def test_what_fails_then_is_no_fault_of_the_publish(
        self, intake, django_capture_on_commit_callbacks, monkeypatch, caplog
    ):
        def fail(intake):
            raise DatabaseError("gone")

        monkeypatch.setattr(waiting_list, "settle", fail)

        self.save(django_capture_on_commit_callbacks, intake, capacity=7)

        assert Intake.objects.get().capacity == 7
        assert "gone" in caplog.text


def test_what_is_settled_does_not_ask_of_each_in_line(intake):
    SubmissionFactory(intake=intake)
    wait(intake, "two people", people=2)
    with CaptureQueriesContext(connection) as few:
        waiting_list.settle(intake)
    wait(intake, *"abcdefghij")

    with CaptureQueriesContext(connection) as many:
        waiting_list.settle(intake)

    assert len(many) == len(few)


def test_the_command_tells_for_whom_it_is_over(intake, clock, capsys):
    wait(intake, "first")
    clock.shift(dt.timedelta(days=60))

    call_command("expire_place_offers")

    assert capsys.readouterr().out == (
        "0 expired, 0 more invited\n1 told that there is no place for them\n"
    )


def test_the_command_does_both(intake, clock, capsys):
    wait(intake, "first", "second", "third")
    waiting_list.invite_to_free_places(intake)
    other = IntakeFactory(capacity=1, waiting_list=AUTOMATIC)
    wait(other, "elsewhere")
    clock.shift(dt.timedelta(days=3))

    call_command("expire_place_offers")

    assert capsys.readouterr().out == "2 expired, 1 more invited\n"
    assert names(State.OFFERED) == ["third", "elsewhere"]
