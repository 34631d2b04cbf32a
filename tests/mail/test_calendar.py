"""The calendar file, read back with the library and by hand where that hides the lines."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from icalendar import Calendar

from wagtail_inddragelse.mail.calendar import calendar_feed, own_calendar
from wagtail_inddragelse.mail.time_zone import time_zone
from wagtail_inddragelse.models import (
    FormVersion,
    Intake,
    IntakeChange,
    Session,
    State,
    Submission,
)
from wagtail_inddragelse.models.states import ENDED_STATES
from wagtail_inddragelse.testing.factories import ContactPersonFactory, EventPageFactory

from .conftest import COPENHAGEN, NOW, add_session

UTC = dt.UTC
DAY = dt.timedelta(days=1)
EPOCH = dt.datetime(2020, 1, 1, tzinfo=UTC)
URL = "https://www.example.dk/theme-course/"


def signed_up(intake: Intake, state=State.CONFIRMED, **values) -> Submission:
    """Somebody who stands like that; nothing is stored."""
    defaults = {"reference": "AB12-CD34", "state_changed_at": EPOCH}
    texts = {"texts": {"case_office_email": "office@example.dk"}}
    version = FormVersion(schema=texts)
    return Submission(intake=intake, form_version=version, state=state, **{**defaults, **values})


def write(intake: Intake, state=State.CONFIRMED, **values) -> bytes:
    return own_calendar(signed_up(intake, state, **values), url=URL)


def read(intake: Intake, state=State.CONFIRMED, **values) -> Calendar:
    return Calendar.from_ical(write(intake, state, **values))


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
        assert b"\r\nURL" not in own_calendar(signed_up(intake))

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

    @pytest.mark.parametrize("state", sorted(set(State) - {State.CONFIRMED}))
    def test_others_do_not_get_it(self, intake, state):
        content = write(intake, state).replace(b"\r\n ", b"")
        assert b"meet.example.dk" not in content

    def test_nobody_takes_part_in_what_is_cancelled(self, intake):
        intake.publication = Intake.Publication.CANCELLED
        assert b"meet.example.dk" not in write(intake).replace(b"\r\n ", b"")

    def test_with_a_venue_it_is_in_the_description(self, bare):
        add_session(
            bare, dt.datetime(2026, 11, 8, 9), hours=1, venue="Hall", online_link="https://m.dk/x"
        )
        [event] = read(bare).events
        assert event["location"] == "Hall"
        assert event["description"].splitlines()[0] == "Take part online: https://m.dk/x"


class TestDescription:
    @pytest.fixture(autouse=True, params=["en", "da"])
    def language(self, request):
        with translation.override(request.param):
            yield request.param

    def test_it_says_what_for_by_which_reference_and_whom_to_ask(self, intake, language):
        words = {"en": ("Reference", "Questions?"), "da": ("Reference", "Spørgsmål?")}[language]
        assert read(intake).events[0]["description"].splitlines() == [
            "Theme course & talks",
            "Start 8 November in Odense",
            f"{words[0]}: AB12-CD34",
            words[1],
            "office@example.dk",
        ]

    def test_the_offers_own_contact_people_go_first(self, intake):
        person = ContactPersonFactory(name="Bo Example", phone="11 22 33 44", email="bo@example.dk")
        offer = EventPageFactory(title="Course", contacts=[person])
        intake.page, intake.title = offer, "Course"
        description = read(intake).events[0]["description"].splitlines()
        assert description[0] == "Course"
        assert "Course" not in description[1:]
        assert description[-1].startswith("Bo Example, 11 22 33 44")
        assert "office@example.dk" not in description

    def test_a_feed_names_no_submission(self, intake):
        feed = Calendar.from_ical(calendar_feed([intake], name="Course", url=URL))
        assert [event["description"] for event in feed.events] == [
            "Theme course & talks\nStart 8 November in Odense"
        ] * 2


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

    def test_a_session_that_is_there_is_not_taken_off_whatever_was_noted(self, intake):
        first = intake.in_order()[0]
        noted = {"session_uid": first.uid, "old_value": EPOCH.isoformat(), "created_at": NOW}
        IntakeChange.objects.create(intake=intake, kind="session", **noted)
        assert [event["status"] for event in read(intake).events] == ["CONFIRMED"] * 2

    @pytest.mark.parametrize(
        ("publication", "method"), [("scheduled", "PUBLISH"), ("cancelled", "CANCEL")]
    )
    def test_the_method_fits_and_somebody_organises_it(self, intake, publication, method):
        intake.publication = publication
        calendar = read(intake)
        assert calendar["method"] == method
        assert {event["organizer"] for event in calendar.events} == {"mailto:post@example.dk"}

    def test_a_feed_is_asked_for_again_after_six_hours(self, intake):
        content = calendar_feed([intake], name="Course", url=URL).decode().split("\r\n")
        assert "X-PUBLISHED-TTL:PT6H" in content
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content

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

    @pytest.mark.parametrize("month", [1, 6])
    def test_both_halves_are_in_it_with_a_yearly_rule(self, bare, month):
        add_session(bare, dt.datetime(2026, month, 9, 10), hours=1)
        [zone] = read(bare).timezones
        assert [
            (
                part.name,
                part["dtstart"].dt,
                part["tzoffsetfrom"].to_ical(),
                part["tzoffsetto"].to_ical(),
                part["tzname"],
                part["rrule"].to_ical().decode(),
            )
            for part in zone.subcomponents
        ] == [
            (
                "STANDARD",
                dt.datetime(2025, 10, 26, 3),
                "+0200",
                "+0100",
                "CET",
                "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            ),
            (
                "DAYLIGHT",
                dt.datetime(2025, 3, 30, 2),
                "+0100",
                "+0200",
                "CEST",
                "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            ),
        ]

    @pytest.mark.parametrize(
        ("name", "rules"),
        [
            ("Europe/Copenhagen", ["-1SU", "-1SU"]),
            ("America/New_York", ["1SU", "2SU"]),
            ("Australia/Sydney", ["1SU", "1SU"]),
            ("America/Nuuk", []),
            ("Asia/Kolkata", []),
        ],
    )
    def test_every_hour_is_told_as_the_zone_has_it(self, name, rules):
        zone = ZoneInfo(name)
        first, last = dt.datetime(2026, 2, 1, tzinfo=UTC), dt.datetime(2027, 12, 1, tzinfo=UTC)
        component = time_zone(zone, first, last)
        told = component.to_tz(lookup_tzid=False)
        found = [part["rrule"].to_ical().decode() for part in component.walk() if "rrule" in part]
        assert [rule.split("BYDAY=")[1].split(";")[0] for rule in found] == rules
        days = [first + dt.timedelta(days=n) for n in range((last - first).days)]
        changes = [day for day in days if _offset(day, zone) != _offset(day + DAY, zone)]
        hours = [day + dt.timedelta(hours=n) for day in changes for n in range(25)]
        assert [h for h in [*days[::20], *hours] if _clock(h, told) != _clock(h, zone)] == []

    def test_a_zone_without_summer_time_has_one_half(self):
        moment = dt.datetime(2026, 2, 1, tzinfo=UTC)
        component = time_zone(ZoneInfo("Asia/Kolkata"), moment, moment)
        assert [part.name for part in component.subcomponents] == ["STANDARD"]

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


def _offset(moment: dt.datetime, zone: dt.tzinfo) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset()


def _clock(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


class TestWhereTheyStand:
    """What the file of somebody in each state does to a calendar."""

    @pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
    def test_it_follows_the_state(self, intake, state):
        calendar = read(intake, state)
        expected = {
            **dict.fromkeys(ENDED_STATES, ("CANCEL", "CANCELLED")),
            **dict.fromkeys(
                (State.CONFIRMED, State.ATTENDED, State.ABSENT), ("PUBLISH", "CONFIRMED")
            ),
        }.get(state, ("PUBLISH", "TENTATIVE"))
        assert {(calendar["method"], event["status"]) for event in calendar.events} == {expected}

    @pytest.mark.parametrize("state", ENDED_STATES)
    def test_it_is_heard_after_the_one_before(self, intake, state):
        confirmed, ended = read(intake), read(intake, state)
        assert [event["uid"] for event in ended.events] == [e["uid"] for e in confirmed.events]
        for before, after in zip(confirmed.events, ended.events, strict=True):
            assert after["sequence"] > before["sequence"]

    def test_who_signs_up_anew_is_heard_after_the_withdrawal(self, intake):
        intake.created_at = EPOCH
        withdrawn = read(intake, State.WITHDRAWN, state_changed_at=NOW)
        again = read(intake, state_changed_at=NOW + dt.timedelta(minutes=1))
        assert again.events[0]["uid"] == withdrawn.events[0]["uid"]
        assert again.events[0]["sequence"] > withdrawn.events[0]["sequence"]
        assert again.events[0]["dtstamp"].dt > withdrawn.events[0]["dtstamp"].dt

    def test_both_languages_count_alike(self, intake):
        numbers = set()
        for language in ("da", "en"):
            with translation.override(language):
                numbers |= {event["sequence"] for event in read(intake).events}
        assert len(numbers) == 1

    @pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
    def test_it_has_what_the_standard_asks_of_its_method(self, intake, state):
        """RFC 5546, 3.2.1 and 3.2.5."""
        for event in read(intake, state, state_changed_at=NOW).events:
            for name in ("uid", "dtstamp", "dtstart", "organizer", "summary", "sequence"):
                assert name in event
            assert "attendee" not in event
            assert event["sequence"] < 2**31
