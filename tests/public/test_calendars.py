"""Calendars to subscribe to: public, cookie-free, kept by caches, and without anybody's secrets."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import Page, PageViewRestriction

from wagtail_inddragelse.models import Intake, IntakeChange, Session
from wagtail_inddragelse.testing.factories import EventPageFactory, IntakeFactory, SessionFactory

from ..domain.builders import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(event):
    """An event with two intakes of one session each."""
    for number in (1, 2):
        intake = IntakeFactory(page=event, title=f"Start {number}")
        SessionFactory(
            intake=intake,
            title=f"Day of {number}",
            starts_at=NOW + dt.timedelta(days=10 * number),
            online_link="https://meet.example.dk/secret-room",
        )
    return event


def url(page) -> str:
    return reverse("wagtail_inddragelse:calendar", args=[page.pk])


def intake_url(intake) -> str:
    return reverse("wagtail_inddragelse:intake_calendar", args=[intake.pk])


def fetch(address: str, **headers):
    return Client().get(address, headers=headers)


def events(address: str) -> list:
    return Calendar.from_ical(fetch(address).content).events


class TestWhat:
    def test_all_dates_of_an_offer(self, course):
        assert [event["summary"] for event in events(url(course))] == [
            "Course – Day of 1",
            "Course – Day of 2",
        ]

    def test_or_those_of_one_intake(self, course):
        second = course.get_intakes()[1]
        assert [event["summary"] for event in events(intake_url(second))] == ["Course – Day of 2"]

    def test_it_is_called_as_the_offer_and_asked_for_again(self, course):
        calendar = Calendar.from_ical(fetch(url(course)).content)
        assert (calendar["name"], calendar["x-wr-calname"]) == ("Course", "Course")
        assert calendar["refresh-interval"].dt == dt.timedelta(hours=6)
        assert calendar["x-published-ttl"].to_ical() == b"PT6H"

    def test_no_online_link_and_no_secret(self, course):
        content = fetch(url(course)).content.replace(b"\r\n ", b"")
        assert b"meet.example.dk" not in content
        assert b"receipt" not in content

    def test_a_cancelled_intake_cancels_its_events_only(self, course):
        first = course.get_intakes()[0]
        first.publication = Intake.Publication.CANCELLED
        first.save()
        calendar = Calendar.from_ical(fetch(url(course)).content)
        assert calendar["method"] == "PUBLISH"
        assert [event["status"] for event in calendar.events] == ["CANCELLED", "CONFIRMED"]

    def test_a_moved_session_counts_up_and_keeps_its_uid(self, course):
        days = {"first_published_at": NOW - dt.timedelta(days=2), "last_published_at": NOW}
        Page.objects.filter(pk=course.pk).update(**days)
        before = events(url(course))[0]
        session = Session.objects.order_by("pk").first()
        session.starts_at += dt.timedelta(hours=1)
        session.save()
        after = events(url(course))[0]
        assert IntakeChange.objects.count() == 1
        assert (before["uid"], before["sequence"] + 1) == (after["uid"], after["sequence"])

    def test_a_session_taken_off_is_cancelled_where_it_was(self, course):
        days = {"first_published_at": NOW - dt.timedelta(days=2), "last_published_at": NOW}
        Page.objects.filter(pk=course.pk).update(**days)
        Session.objects.update(revision=4)
        before, other = events(url(course))
        Session.objects.order_by("pk").first().delete()
        left, after = sorted(events(url(course)), key=lambda event: event["status"], reverse=True)
        assert (left["uid"], left["status"]) == (other["uid"], "CONFIRMED")
        assert [after[name] for name in ("uid", "status", "sequence", "summary")] == [
            before["uid"],
            "CANCELLED",
            before["sequence"] + 1,
            "Course",
        ]
        assert (after.start, after.end) == (before.start, before.end)

    def test_a_session_that_is_back_takes_place(self, course):
        days = {"first_published_at": NOW - dt.timedelta(days=2), "last_published_at": NOW}
        Page.objects.filter(pk=course.pk).update(**days)
        session = Session.objects.order_by("pk").first()
        before = events(url(course))[0]
        session.delete()
        session.save()
        after = events(url(course))[0]
        assert [after[name] for name in ("uid", "status", "sequence")] == [
            before["uid"],
            "CONFIRMED",
            before["sequence"] + 2,
        ]

    def test_more_intakes_take_no_more_queries(self, course, django_assert_max_num_queries):
        fetch(url(course))
        with CaptureQueriesContext(connection) as few:
            fetch(url(course))
        for _ in range(5):
            SessionFactory(intake=IntakeFactory(page=course))
        with django_assert_max_num_queries(len(few)):
            fetch(url(course))


class TestHow:
    def test_no_cookie_and_any_cache_may_keep_it(self, course):
        response = fetch(url(course))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert sorted(response["Cache-Control"].split(", ")) == ["max-age=900", "public"]
        assert not response.cookies
        assert not response.has_header("Vary")

    def test_who_has_it_gets_it_no_second_time(self, course):
        tag = fetch(url(course))["ETag"]
        assert fetch(url(course), if_none_match=tag).status_code == 304
        Session.objects.update(title="Another")
        assert fetch(url(course), if_none_match=tag).status_code == 200

    def test_the_page_leads_there(self, course):
        content = fetch(course.get_url()).content.decode()
        assert f'href="{url(course)}"' in content

    def test_a_page_without_dates_leads_nowhere(self, event):
        IntakeFactory(page=event)
        assert "calendar" not in fetch(event.get_url()).content.decode()


class TestWhose:
    def test_not_of_a_draft(self, course):
        course.unpublish()
        assert fetch(url(course)).status_code == 404

    def test_not_of_a_page_for_members(self, course):
        PageViewRestriction.objects.create(page=course, restriction_type="login")
        for address in (url(course), intake_url(course.get_intakes()[0])):
            assert fetch(address).status_code == 404

    @pytest.mark.parametrize("name", ["calendar", "intake_calendar"])
    def test_not_of_what_is_not_there(self, home, name):
        address = reverse(f"wagtail_inddragelse:{name}", args=[999])
        assert fetch(address).status_code == 404

    def test_a_page_without_intakes_has_none(self, home):
        assert fetch(url(EventPageFactory())).status_code == 404
