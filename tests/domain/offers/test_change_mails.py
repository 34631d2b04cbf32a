"""Who is to hear of a change, and that nobody hears of it twice or of what was taken back."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from wagtail_inddragelse.domain.casework import messages
from wagtail_inddragelse.domain.record import transitions
from wagtail_inddragelse.domain.record.transitions import Action
from wagtail_inddragelse.domain.signup import self_service, waiting_list
from wagtail_inddragelse.models import Delivery, Intake, Message, Occasion, State
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

JUNE_2 = dt.datetime(2027, 6, 2, 10, 0, tzinfo=dt.UTC)
JUNE_9 = dt.datetime(2027, 6, 9, 10, 0, tzinfo=dt.UTC)
JUNE_16 = dt.datetime(2027, 6, 16, 10, 0, tzinfo=dt.UTC)
HOURS = dt.timedelta(hours=6)
DRAFT, CANCELLED = Delivery.DRAFT, Intake.Publication.CANCELLED
SCHEDULED = Intake.Publication.SCHEDULED


@pytest.fixture
def intake():
    """An intake of a page published yesterday, with a deadline and two sessions."""
    page = EventPageFactory()
    with time_machine.travel(dt.datetime(2027, 5, 1, tzinfo=dt.UTC), tick=False):
        intake = IntakeFactory(page=page, closes_at=JUNE_2)
        for day in (JUNE_9, JUNE_16):
            SessionFactory(intake=intake, starts_at=day, ends_at=day + HOURS)
        fresh(page).save_revision().publish()
        yield intake


def fresh(page):
    return type(page.specific).objects.get(pk=page.pk)


def publish(intake: Intake, *, sessions: dict | None = None, **values) -> None:
    """Publish the page with other facts.

    ``sessions`` gives starts by number, None for one that is taken off.
    """
    with time_machine.travel(dt.datetime(2027, 5, 2, tzinfo=dt.UTC), tick=True):
        page = fresh(intake.page)
        row = page.inddragelse_intakes.get(pk=intake.pk)
        for name, value in values.items():
            setattr(row, name, value)
        stored = row.in_order()
        for number, start in (sessions or {}).items():
            stored[number].starts_at, stored[number].ends_at = start, start and start + HOURS
        row.sessions = [session for session in stored if session.starts_at]
        page.inddragelse_intakes = [row]
        page.save_revision().publish()


def submission(intake, state=State.CONFIRMED, **values):
    if state == State.OFFERED:
        values["offered_until"] = JUNE_2
    return SubmissionFactory(intake=intake, state=state, **values)


def drafts() -> list[tuple]:
    return list(
        Message.objects.order_by("pk").values_list("submission__reference", "occasion", "delivery")
    )


def one_for_each(intake) -> None:
    for state in State:
        submission(intake, state, reference=state[:16])


MOVED_STATES = ("waiting", "offered", "confirmed")
ASSESSED_STATES = ("received", "under_assessment", "more_wanted")


class TestOver:
    """Whom it was over for while it was cancelled are back in line, and are told."""

    def test_they_hear_that_it_takes_place_after_all(self, intake):
        waits = submission(intake, State.WAITING)
        publish(intake, publication=CANCELLED)
        Message.objects.update(delivery=Delivery.SENT)
        waiting_list.settle(intake, JUNE_2)
        waits.refresh_from_db()
        assert waits.state == State.OVER
        publish(intake, publication=SCHEDULED)
        waits.refresh_from_db()
        assert waits.state == State.WAITING
        assert drafts()[1:] == [(waits.reference, "resumed", "draft")]


class TestWhom:
    @pytest.mark.parametrize(
        ("change", "occasion", "states"),
        [
            ({"sessions": {0: JUNE_9 + HOURS}}, "moved", MOVED_STATES),
            ({"sessions": {0: None}}, "moved", MOVED_STATES),
            ({"closes_at": JUNE_9}, "deadline", ASSESSED_STATES),
            ({"publication": CANCELLED}, "cancelled", (*ASSESSED_STATES, *MOVED_STATES)),
        ],
    )
    def test_those_concerned(self, intake, change, occasion, states):
        one_for_each(intake)
        publish(intake, **change)
        assert sorted(drafts()) == sorted((state[:16], occasion, "draft") for state in states)

    def test_nobody_of_another_intake(self, intake):
        submission(IntakeFactory(page=intake.page))
        publish(intake, sessions={0: JUNE_9 + HOURS})
        assert drafts() == []

    def test_in_the_language_they_used(self, intake):
        english = Locale.objects.create(language_code="en")
        twin = IntakeFactory(
            page=EventPageFactory(), locale=english, translation_key=intake.translation_key
        )
        submission(twin, language="en")
        publish(intake, publication=CANCELLED)
        assert list(Message.objects.values_list("language", "occasion")) == [("en", "cancelled")]

    def test_a_change_of_what_is_over_is_no_news(self, intake):
        submission(intake)
        with time_machine.travel(JUNE_16 + dt.timedelta(days=30)):
            page = fresh(intake.page)
            row = page.inddragelse_intakes.get()
            stored = row.in_order()
            stored[0].ends_at += dt.timedelta(minutes=30)
            row.sessions = stored
            page.inddragelse_intakes = [row]
            page.save_revision().publish()
        assert drafts() == []

    def test_a_draft_of_the_page_tells_nobody(self, intake):
        submission(intake)
        page = fresh(intake.page)
        row = page.inddragelse_intakes.get()
        row.publication = CANCELLED
        page.inddragelse_intakes = [row]
        page.save_revision()
        assert drafts() == []


class TestOnce:
    @pytest.fixture
    def taker(self, intake):
        return submission(intake, reference="AB")

    def test_a_session_taken_off_and_brought_back_is_no_mail(self, intake, taker):
        older = fresh(intake.page).save_revision()
        publish(intake, sessions={0: None})
        assert drafts() == [("AB", "moved", "draft")]
        older.publish()
        assert drafts() == []

    def test_two_sessions_are_one_mail(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS, 1: JUNE_16 + HOURS})
        assert drafts() == [("AB", "moved", DRAFT)]

    def test_another_move_before_the_release_is_the_same_mail(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        publish(intake, sessions={0: JUNE_9 + 2 * HOURS})
        assert drafts() == [("AB", "moved", DRAFT)]

    def test_a_move_that_is_taken_back_is_none(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        publish(intake, sessions={0: JUNE_9})
        assert drafts() == []

    def test_one_of_two_moves_taken_back_leaves_it(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS, 1: JUNE_16 + HOURS})
        publish(intake, sessions={0: JUNE_9})
        assert drafts() == [("AB", "moved", DRAFT)]

    def test_a_longer_session_that_is_cut_again_is_none(self, intake, taker):
        publish(intake)
        session = intake.in_order()[0]
        for hours in (1, -1):
            session.ends_at += dt.timedelta(hours=hours)
            session.save()
            assert len(drafts()) == (1 if hours == 1 else 0)

    def test_after_the_release_a_change_is_another_mail(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        messages.send(Message.objects.get(), user=UserFactory())
        publish(intake, sessions={0: JUNE_9})
        assert drafts() == [("AB", "moved", "queued"), ("AB", "moved", DRAFT)]

    def test_a_cancellation_takes_the_place_of_a_move(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        publish(intake, publication=CANCELLED)
        assert drafts() == [("AB", "cancelled", DRAFT)]

    def test_and_gives_it_back_when_it_is_taken_back(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        publish(intake, publication=CANCELLED)
        publish(intake, publication=SCHEDULED)
        assert drafts() == [("AB", "moved", DRAFT)]

    def test_a_cancellation_taken_back_unheard_is_none(self, intake, taker):
        publish(intake, publication=CANCELLED)
        publish(intake, publication=SCHEDULED)
        assert drafts() == []

    def test_whoever_was_told_hears_that_it_takes_place_after_all(self, intake, taker):
        publish(intake, publication=CANCELLED)
        messages.send(Message.objects.get(), user=UserFactory())
        publish(intake, publication=SCHEDULED)
        assert drafts() == [("AB", "cancelled", "queued"), ("AB", "resumed", DRAFT)]

    def test_what_somebody_wrote_into_it_stays_with_the_occasion(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        messages.edit(Message.objects.get(), "Own", "Words", user=UserFactory())
        publish(intake, sessions={0: JUNE_9 + 2 * HOURS})
        assert Message.objects.get().own_text == "Words"
        publish(intake, publication=CANCELLED)
        assert Message.objects.get().own_text == ""

    def test_who_leaves_gets_none(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        self_service.withdraw(taker)
        assert drafts()[0][1:] == ("withdrawn", "queued")
        assert not Message.objects.filter(occasion=Occasion.MOVED).exists()

    def test_who_is_accepted_hears_no_more_of_the_deadline(self, intake):
        row = submission(intake, State.UNDER_ASSESSMENT)
        publish(intake, closes_at=JUNE_9)
        transitions.apply(row, Action.ACCEPT)
        assert [occasion for _row, occasion, _delivery in drafts()] == ["accepted"]

    def test_who_came_later_hears_only_of_what_came_after(self, intake, taker):
        publish(intake, sessions={0: JUNE_9 + HOURS})
        submission(intake, reference="CD")
        publish(intake, sessions={0: JUNE_9})
        assert drafts() == [("CD", "moved", DRAFT)]


def test_more_submissions_take_no_more_queries(intake):
    submission(intake)
    with CaptureQueriesContext(connection) as few:
        publish(intake, sessions={0: JUNE_9 + HOURS})
    Message.objects.all().delete()
    for _ in range(10):
        submission(intake)
    with CaptureQueriesContext(connection) as many:
        publish(intake, sessions={0: JUNE_9 + 2 * HOURS})
    assert Message.objects.count() == 11
    assert len(many) <= len(few)
