"""What a publish changed is noted once, for people who had already seen it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.models import Locale

from wagtail_inddragelse.domain.offers.changes import group_changes, list_changes
from wagtail_inddragelse.models import Intake, IntakeChange, Session
from wagtail_inddragelse.testing.factories import EventPageFactory, IntakeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

JUNE_2 = dt.datetime(2027, 6, 2, 10, 0, tzinfo=dt.UTC)
JUNE_9 = dt.datetime(2027, 6, 9, 10, 0, tzinfo=dt.UTC)
NOW = dt.datetime(2027, 5, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def intake():
    """An intake of a draft, with a deadline on 2 June."""
    return IntakeFactory(page=EventPageFactory(live=False), closes_at=JUNE_2)


@pytest.fixture
def published(intake):
    """The same, published a day ago."""
    with time_machine.travel(NOW - dt.timedelta(days=1), tick=False):
        fresh(intake.page).save_revision().publish()
    return intake


def fresh(page):
    return type(page.specific).objects.get(pk=page.pk)


def draft(intake: Intake, **values):
    """A revision of the page in which the intake has these values."""
    page = fresh(intake.page)
    row = page.inddragelse_intakes.get(pk=intake.pk)
    for name, value in values.items():
        setattr(row, name, value)
    page.inddragelse_intakes = [row]
    return page.save_revision()


def publish(intake: Intake, **values) -> None:
    with time_machine.travel(NOW, tick=False):
        draft(intake, **values).publish()


def noted() -> IntakeChange:
    """The only change."""
    return IntakeChange.objects.get()


def changes() -> list[tuple]:
    return list(IntakeChange.objects.values_list("kind", "old_value", "new_value", "created_at"))


class TestDeadline:
    def test_moved(self, published):
        publish(published, closes_at=JUNE_9)
        assert changes() == [("deadline", JUNE_2, JUNE_9, NOW)]

    def test_taken_away(self, published):
        publish(published, closes_at=None)
        assert changes() == [("deadline", JUNE_2, None, NOW)]

    def test_set_for_the_first_time(self, published):
        Intake.objects.update(closes_at=None)
        publish(published, closes_at=JUNE_9)
        assert changes() == [("deadline", None, JUNE_9, NOW)]

    def test_first_publish_is_no_change(self, intake):
        publish(intake, closes_at=JUNE_9)
        assert changes() == []

    def test_draft_is_no_change(self, published):
        draft(published, closes_at=JUNE_9)
        assert changes() == []

    def test_the_same_deadline_again_is_no_change(self, published):
        publish(published, closes_at=JUNE_2, title="Another title")
        assert changes() == []

    def test_publishing_twice_notes_it_once(self, published):
        publish(published, closes_at=JUNE_9)
        publish(published, closes_at=JUNE_9)
        assert len(changes()) == 1

    def test_page_that_was_taken_down_had_been_seen(self, published):
        fresh(published.page).unpublish()
        publish(published, closes_at=JUNE_9)
        assert changes() == [("deadline", JUNE_2, JUNE_9, NOW)]

    def test_new_intake_is_no_change(self, published):
        page = fresh(published.page)
        page.inddragelse_intakes.add(Intake(title="New", locale=page.locale, closes_at=JUNE_9))
        page.save_revision().publish()
        assert changes() == []

    def test_copy_is_no_change(self, published):
        fresh(published.page).copy(update_attrs={"slug": "copy"})
        assert changes() == []


class TestCancelled:
    def test_cancelling(self, published):
        publish(published, publication=Intake.Publication.CANCELLED)
        assert changes() == [("cancelled", None, None, NOW)]

    def test_still_cancelled_is_no_change(self, published):
        Intake.objects.update(publication=Intake.Publication.CANCELLED)
        publish(published, publication=Intake.Publication.CANCELLED)
        assert changes() == []

    def test_cancelling_and_moving_the_deadline_are_two(self, published):
        publish(published, publication=Intake.Publication.CANCELLED, closes_at=JUNE_9)
        assert [kind for kind, *_rest in changes()] == ["cancelled", "deadline"]

    def test_announcing_it_for_later_is_none(self, published):
        publish(published, publication=Intake.Publication.ANNOUNCED)
        assert changes() == []


class TestSession:
    @pytest.fixture
    def session(self, intake):
        return SessionFactory(intake=intake, starts_at=JUNE_9)

    def move(self, session: Session, **values) -> None:
        with time_machine.travel(NOW, tick=False):
            page = fresh(session.intake.page)
            intake = page.inddragelse_intakes.get()
            moved = intake.sessions.get(pk=session.pk)
            for name, value in values.items():
                setattr(moved, name, value)
            intake.sessions = [moved]
            page.inddragelse_intakes = [intake]
            page.save_revision().publish()

    def test_moved(self, session, published):
        later = JUNE_9 + dt.timedelta(days=1)
        self.move(session, starts_at=later, ends_at=later + dt.timedelta(hours=6))
        assert changes() == [("session", JUNE_9, later, NOW)]
        assert IntakeChange.objects.get().session_uid == session.uid

    def test_longer(self, session, published):
        self.move(session, ends_at=session.ends_at + dt.timedelta(hours=1))
        assert changes() == [("session", JUNE_9, JUNE_9, NOW)]

    def test_another_title_is_no_change(self, session, published):
        self.move(session, title="Day 1")
        assert changes() == []

    def test_what_calendars_show_otherwise_is_counted(self, session, published):
        for venue in ("Odense", "Odense", "Aarhus"):
            self.move(session, venue=venue)
        session.refresh_from_db()
        assert session.revision == 2

    def test_an_older_revision_does_not_count_backwards(self, session, published):
        older = fresh(published.page).save_revision()
        self.move(session, venue="Odense")
        with time_machine.travel(NOW, tick=False):
            older.publish()
        session.refresh_from_db()
        assert (session.venue, session.revision) == ("", 2)

    def test_first_publish_is_no_change(self, session):
        self.move(session, starts_at=JUNE_2)
        assert changes() == []


class TestSessionTakenOff:
    @pytest.fixture
    def session(self, intake):
        return SessionFactory(intake=intake, starts_at=JUNE_9, revision=3)

    def test_it_is_noted(self, session, published):
        publish(published, sessions=[])
        assert changes() == [("session", JUNE_9, None, NOW)]
        assert (noted().session_uid, noted().session_revision) == (session.uid, 3)

    def test_the_page_says_so(self, session, published):
        publish(published, sessions=[])
        with translation.override("en"):
            html = render_to_string("wagtail_inddragelse/offers/change.html", {"change": noted()})
        assert " ".join(html.split()).startswith(
            "The meeting on 9 June 2027 at 12:00 has been cancelled."
        )

    def test_an_older_revision_brings_it_back(self, session, published):
        older = fresh(published.page).save_revision()
        publish(published, sessions=[])
        with time_machine.travel(NOW, tick=False):
            older.publish()
        assert changes() == [("session", None, JUNE_9, NOW), ("session", JUNE_9, None, NOW)]
        assert Session.objects.get().revision == 3

    def test_one_that_is_over_is_no_change(self, session, published):
        with time_machine.travel(JUNE_9 + dt.timedelta(days=1), tick=False):
            draft(published, sessions=[]).publish()
        assert changes() == []

    def test_of_a_draft_is_no_change(self, session):
        publish(session.intake, sessions=[])
        assert changes() == []

    def test_with_its_intake_is_no_change(self, session, published):
        with time_machine.travel(NOW, tick=False):
            page = fresh(published.page)
            page.inddragelse_intakes = []
            page.save_revision().publish()
        assert (Session.objects.count(), changes()) == (0, [])

    def test_with_its_page_is_no_change(self, session, published):
        fresh(published.page).delete()
        assert (Session.objects.count(), changes()) == (0, [])

    def test_while_another_language_has_it_it_takes_place(self, session, published):
        twin = IntakeFactory(
            page=EventPageFactory(),
            locale=Locale.objects.get_or_create(language_code="en")[0],
            translation_key=published.translation_key,
        )
        SessionFactory(intake=twin, uid=session.uid)
        publish(published, sessions=[])
        assert (Session.objects.count(), changes()) == (1, [])


class TestShown:
    def test_newest_first_on_its_page_only(self, published):
        other = EventPageFactory()
        publish(published, closes_at=JUNE_9)
        publish(published, publication=Intake.Publication.CANCELLED, closes_at=JUNE_9)
        kinds = [change.kind for change in fresh(published.page).get_changes()]
        assert (kinds, other.get_changes()) == (["cancelled", "deadline"], [])

    def test_on_an_alias_of_the_page(self, published):
        alias = fresh(published.page).create_alias(update_slug="alias")
        publish(published, closes_at=JUNE_9)
        assert [change.kind for change in fresh(alias).get_changes()] == ["deadline"]

    def test_of_rows_that_are_not_stored_there_are_none(self):
        assert list_changes([Intake(title="New")]) == []


class TestGrouped:
    @pytest.fixture
    def dates(self):
        page = EventPageFactory()
        return [IntakeFactory(page=page), IntakeFactory(page=page)]

    def moved(self, intake, new=JUNE_9, days_later=0):
        moment = NOW + dt.timedelta(days=days_later)
        return IntakeChange(
            intake=intake, kind="deadline", old_value=JUNE_2, new_value=new, created_at=moment
        )

    def test_the_same_of_several_is_one_note(self, dates):
        notes = group_changes([self.moved(intake) for intake in dates])
        assert [list(note.intakes) for note in notes] == [dates]

    def test_another_deadline_is_another_note(self, dates):
        notes = group_changes([self.moved(dates[0]), self.moved(dates[1], new=JUNE_2)])
        assert [list(note.intakes) for note in notes] == [[dates[0]], [dates[1]]]

    def test_another_day_is_another_note(self, dates):
        notes = group_changes([self.moved(dates[0]), self.moved(dates[1], days_later=1)])
        assert [list(note.intakes) for note in notes] == [[dates[0]], [dates[1]]]

    def test_two_meetings_of_one_intake_name_it_once(self, dates):
        notes = group_changes([self.moved(dates[0]), self.moved(dates[0])])
        assert [list(note.intakes) for note in notes] == [[dates[0]]]


class TestLanguages:
    @pytest.fixture
    def english(self, home, published):
        """The English page of the same course, published."""
        locale = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(locale)
        page = fresh(published.page).copy_for_translation(locale)
        with time_machine.travel(NOW - dt.timedelta(hours=2), tick=False):
            page.get_latest_revision().publish()
        row = fresh(page).get_intakes()[0]
        row.title = "In English"
        row.save()
        return fresh(page)

    def test_change_of_the_leading_row_is_shown_in_every_language(self, published, english):
        publish(published, closes_at=JUNE_9)
        assert fresh(english).get_intakes()[0].closes_at == JUNE_9
        assert [
            (change.kind, change.old_value, change.new_value, change.intake.title)
            for change in fresh(english).get_changes()
        ] == [("deadline", JUNE_2, JUNE_9, "In English")]

    def test_translation_can_not_move_what_it_does_not_lead(self, published, english):
        publish(english.get_intakes()[0], closes_at=JUNE_9)
        assert changes() == []
        assert fresh(english).get_intakes()[0].closes_at == JUNE_2

    def test_what_another_language_shows_is_public_when_the_first_is_published(
        self, published, english
    ):
        page = fresh(published.page)
        page.unpublish()
        page = fresh(page)
        page.first_published_at = None
        page.save()
        publish(published, closes_at=JUNE_9)
        assert fresh(english).get_intakes()[0].closes_at == JUNE_9
        assert changes() == [("deadline", JUNE_2, JUNE_9, NOW)]

    def test_nothing_is_public_while_no_language_is(self, published, english):
        for page in (published.page, english):
            page = fresh(page)
            page.unpublish()
            page.first_published_at = None
            page.save()
        publish(published, closes_at=JUNE_9)
        assert changes() == []

    def test_moved_session_moves_in_every_language(self, home, intake):
        session = SessionFactory(intake=intake, starts_at=JUNE_9)
        locale = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(locale)
        translated = fresh(intake.page).copy_for_translation(locale)
        session.starts_at, session.ends_at = JUNE_2, JUNE_2 + dt.timedelta(hours=1)
        session.save()
        own = translated.get_intakes()[0].sessions.get()
        assert (own.starts_at, own.ends_at) == (JUNE_2, JUNE_2 + dt.timedelta(hours=1))
        assert own.pk != session.pk


def test_row_saved_outside_a_publish_is_noted_too(published):
    publish(published)
    published.refresh_from_db()
    published.closes_at = JUNE_9
    with time_machine.travel(NOW, tick=False):
        published.save()
    assert changes() == [("deadline", JUNE_2, JUNE_9, NOW)]


def test_fixtures_are_loaded_as_they_are(published):
    publish(published)
    published.closes_at = timezone.now()
    published.save_base(raw=True)
    assert changes() == []
