"""The calendar file, read back with the library and by hand where that hides the lines."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from icalendar import Calendar

from wagtail_inddragelse.mail.calendar import intake_calendar
from wagtail_inddragelse.models import Intake, IntakeChange, Session

from .conftest import COPENHAGEN, NOW, add_session

UTC = dt.UTC
URL = "https://www.example.dk/theme-course/"


def write(intake: Intake, *, for_participant=True) -> bytes:
    return intake_calendar(intake, for_participant=for_participant, url=URL)


def read(intake: Intake, **options) -> Calendar:
    return Calendar.from_ical(write(intake, **options))


def lines(intake: Intake) -> list[str]:
    return write(intake).decode().replace("\r\n ", "").split("\r\n")


@pytest.fixture
def bare(intake):
    """The intake without sessions."""
    Session.objects.all().delete()
    return intake


class TestEvents:
    def test_each_session_is_one(self, intake):
        summaries = [event["summary"] for event in read(intake).events]
        assert summaries == ["Theme course & talks – Day 1", "Theme course & talks – Day 2"]

    def test_it_is_published(self, intake):
        calendar = read(intake)
        assert (calendar["method"], calendar["version"]) == ("PUBLISH", "2.0")

    def test_times_are_the_sites(self, intake):
        assert "DTSTART;TZID=Europe/Copenhagen:20261108T090000" in lines(intake)
        assert "DTEND;TZID=Europe/Copenhagen:20261108T160000" in lines(intake)

    def test_it_says_where(self, intake):
        first, second = read(intake).events
        assert first["location"] == "Town Hall"
        assert second["location"] == "https://meet.example.dk/secret-room"

    def test_it_leads_to_the_offer(self, intake):
        assert [event["url"] for event in read(intake).events] == [URL, URL]

    def test_without_an_address_it_leads_nowhere(self, intake):
        assert b"\r\nURL" not in intake_calendar(intake, for_participant=True)

    def test_a_session_without_a_title_is_called_as_the_offer(self, bare):
        add_session(bare, dt.datetime(2026, 11, 8, 9), hours=1)
        assert read(bare).events[0]["summary"] == "Theme course & talks"

    def test_lines_are_folded_and_end_as_asked(self, bare):
        add_session(bare, dt.datetime(2026, 11, 8, 9), hours=1, title="æ,;\\\n" * 40)
        content = write(bare)
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert max(map(len, content.split(b"\r\n"))) <= 75
        assert read(bare).events[0]["summary"].endswith("æ,;\\\n" * 40)

    def test_without_sessions_it_is_empty(self, bare):
        assert read(bare).events == []


class TestOnlineLink:
    @pytest.fixture(autouse=True)
    def english(self):
        with translation.override("en"):
            yield

    def test_others_do_not_get_it(self, intake):
        content = write(intake, for_participant=False).replace(b"\r\n ", b"")
        assert b"meet.example.dk" not in content

    def test_with_a_venue_it_is_in_the_description(self, bare):
        add_session(
            bare, dt.datetime(2026, 11, 8, 9), hours=1, venue="Hall", online_link="https://m.dk/x"
        )
        [event] = read(bare).events
        assert event["location"] == "Hall"
        assert event["description"] == (
            "Start 8 November in Odense\nTake part online: https://m.dk/x"
        )


class TestUpdates:
    def test_an_event_keeps_its_uid_when_it_moves(self, intake):
        before = [event["uid"] for event in read(intake).events]
        for session in Session.objects.all():
            session.starts_at -= dt.timedelta(days=1)
            session.save()
        assert [event["uid"] for event in read(Intake.objects.get()).events] == before

    def test_the_uid_names_session_and_intake(self, intake):
        session = intake.in_order()[0]
        assert read(intake).events[0]["uid"] == (
            f"{session.uid}-{intake.translation_key}@wagtail-inddragelse"
        )

    def test_the_uid_does_not_depend_on_the_language(self, intake):
        uids = {event["uid"] for event in read(intake).events}
        copy = Intake.objects.create(
            page=intake.page,
            title="English",
            locale=intake.locale.__class__.objects.create(language_code="en"),
            translation_key=intake.translation_key,
        )
        for session in intake.in_order():
            Session.objects.create(
                intake=copy, uid=session.uid, starts_at=NOW, ends_at=NOW + dt.timedelta(hours=1)
            )
        assert {event["uid"] for event in read(copy).events} == uids

    def test_the_sequence_counts_the_changes(self, intake):
        assert [event["sequence"] for event in read(intake).events] == [0, 0]
        for day in (1, 2):
            IntakeChange.objects.create(
                intake=intake,
                kind=IntakeChange.Kind.SESSION,
                created_at=dt.datetime(2026, 10, day, tzinfo=UTC),
            )
        assert [event["sequence"] for event in read(intake).events] == [2, 2]
        assert "DTSTAMP:20261002T000000Z" in lines(intake)

    def test_a_change_of_the_leading_row_counts_in_every_language(self, intake):
        twin = Intake.objects.create(
            page=intake.page,
            title="English",
            locale=intake.locale.__class__.objects.create(language_code="en"),
            translation_key=intake.translation_key,
        )
        add_session(twin, dt.datetime(2026, 11, 8, 9), hours=1)
        IntakeChange.objects.create(intake=intake, kind="session", created_at=NOW)
        assert [event["sequence"] for event in read(twin).events] == [1]

    @pytest.mark.parametrize(
        ("publication", "method"), [("scheduled", "PUBLISH"), ("cancelled", "CANCEL")]
    )
    def test_the_method_fits_and_somebody_organises_it(self, intake, publication, method):
        intake.publication = publication
        calendar = read(intake)
        assert calendar["method"] == method
        assert {event["organizer"] for event in calendar.events} == {"mailto:post@example.dk"}

    def test_before_any_change_it_is_stamped_with_when_it_was_made(self, intake):
        stamp = intake.created_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        assert f"DTSTAMP:{stamp}" in lines(intake)

    def test_the_same_file_comes_out_each_time(self, intake):
        assert write(intake) == write(intake)

    @pytest.mark.parametrize(
        ("publication", "status"), [("scheduled", "CONFIRMED"), ("cancelled", "CANCELLED")]
    )
    def test_a_cancelled_intake_cancels_its_events(self, intake, publication, status):
        intake.publication = publication
        assert {event["status"] for event in read(intake).events} == {status}


class TestDaylightSaving:
    """The clock goes forward at 2.00 on 29 March 2026, and back at 3.00 on 25 October 2026."""

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            ("2026-03-28T23:00", "2026-03-29T04:00"),
            ("2026-03-29T00:30", "2026-03-29T01:30"),
            ("2026-10-25T00:00", "2026-10-25T00:30"),
            ("2026-10-25T00:30", "2026-10-25T01:30"),
            ("2026-10-25T01:00", "2026-10-25T01:30"),
            ("2026-10-24T22:00", "2026-10-25T03:00"),
        ],
    )
    def test_each_moment_comes_back_as_it_was(self, bare, start, end):
        moments = [dt.datetime.fromisoformat(f"{moment}+00:00") for moment in (start, end)]
        Session.objects.create(intake=bare, starts_at=moments[0], ends_at=moments[1])
        [event] = read(bare).events
        assert [event["dtstart"].dt.astimezone(UTC), event["dtend"].dt.astimezone(UTC)] == moments

    def test_the_hour_that_comes_twice_is_told_apart(self, bare):
        first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        Session.objects.create(intake=bare, starts_at=first, ends_at=first + dt.timedelta(hours=1))
        assert "DTSTART;TZID=Europe/Copenhagen:20261025T023000" in lines(bare)
        assert "DTEND:20261025T013000Z" in lines(bare)

    def test_the_changes_of_the_clock_are_in_it(self, bare):
        add_session(bare, dt.datetime(2026, 3, 1, 9), hours=1)
        add_session(bare, dt.datetime(2026, 11, 1, 9), hours=1)
        assert self.observances(bare) == [
            ("STANDARD", dt.datetime(2026, 2, 28, 9), 1, 1),
            ("DAYLIGHT", dt.datetime(2026, 3, 29, 2), 1, 2),
            ("STANDARD", dt.datetime(2026, 10, 25, 3), 2, 1),
        ]

    def test_a_summer_needs_no_change(self, bare):
        add_session(bare, dt.datetime(2026, 6, 9, 10), hours=1)
        assert self.observances(bare) == [("DAYLIGHT", dt.datetime(2026, 6, 8, 10), 2, 2)]

    def test_the_zone_stands_before_the_events(self, intake):
        content = lines(intake)
        assert content.index("BEGIN:VTIMEZONE") < content.index("BEGIN:VEVENT")
        assert read(intake).get_missing_tzids() == set()

    def test_a_site_on_utc_needs_no_zone(self, intake, settings):
        settings.TIME_ZONE = "UTC"
        assert "DTSTART:20261108T080000Z" in lines(intake)
        assert "BEGIN:VTIMEZONE" not in lines(intake)

    def test_another_zone_than_the_servers(self, intake, settings):
        settings.TIME_ZONE = "America/Nuuk"
        assert "TZID:America/Nuuk" in lines(intake)
        assert read(intake).events[0]["dtstart"].dt == dt.datetime(
            2026, 11, 8, 9, tzinfo=COPENHAGEN
        )

    def observances(self, intake: Intake) -> list[tuple[str, dt.datetime, float, float]]:
        [zone] = read(intake).timezones
        hour = dt.timedelta(hours=1)
        return [
            (
                part.name,
                part["dtstart"].dt,
                part["tzoffsetfrom"].td / hour,
                part["tzoffsetto"].td / hour,
            )
            for part in zone.subcomponents
        ]
