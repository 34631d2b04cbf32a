"""The events that search engines read, against https://schema.org/Event."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from bs4 import BeautifulSoup

from wagtail_inddragelse.templatetags.inddragelse_json_ld import json_ld
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    OrganisationFactory,
    SessionFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

NOW = dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)
START = dt.datetime(2026, 11, 8, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page():
    page = EventPageFactory(title="Course", slug="course", summary="Two days.")
    ApplicationFormPageFactory(parent=page)
    return page


@pytest.fixture
def intake(page):
    return IntakeFactory(page=page, title="Start 8 November")


@pytest.fixture
def session(intake):
    return SessionFactory(intake=intake, starts_at=START, venue="Town Hall", address="Square 1")


def markup_of(page) -> str:
    return str(json_ld({}, page, page.get_statuses()))


def events_of(page) -> list[dict]:
    script = BeautifulSoup(markup_of(page), "html.parser").script
    assert script["type"] == "application/ld+json"
    return json.loads(script.string)["@graph"]


def test_an_intake_is_an_event(page, session):
    url = page.full_url
    assert events_of(page) == [
        {
            "@type": "EducationEvent",
            "name": "Course: Start 8 November",
            "description": "Two days.",
            "url": url,
            "startDate": "2026-11-08T08:00:00+00:00",
            "endDate": "2026-11-08T14:00:00+00:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": {"@type": "Place", "name": "Town Hall", "address": "Square 1"},
            "isAccessibleForFree": True,
            "offers": {
                "@type": "Offer",
                "url": url,
                "availability": "https://schema.org/InStock",
                "price": "0",
                "priceCurrency": "DKK",
            },
        }
    ]


def test_each_session_of_several_is_a_part(page, intake, session):
    later = START + dt.timedelta(days=21)
    SessionFactory(intake=intake, title="Follow-up", starts_at=later, venue="Library")
    event = events_of(page)[0]
    assert event["endDate"] == "2026-11-29T14:00:00+00:00"
    assert [part["name"] for part in event["subEvent"]] == [
        "Course: Start 8 November",
        "Follow-up",
    ]
    assert event["subEvent"][1]["location"]["name"] == "Library"


def test_a_cancelled_intake_says_so_and_offers_nothing(page, intake, session):
    intake.publication = "cancelled"
    intake.save()
    event = events_of(page)[0]
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in event


def test_a_full_intake_is_sold_out(page, intake, session):
    intake.capacity, intake.waiting_list = 1, "off"
    intake.save()
    SubmissionFactory(intake=intake)
    availability = events_of(page)[0]["offers"]["availability"]
    assert availability == "https://schema.org/SoldOut"


def test_the_offer_is_valid_while_sign_up_is_open(page, intake, session):
    intake.opens_at, intake.closes_at = NOW, NOW + dt.timedelta(days=9)
    intake.save()
    offer = events_of(page)[0]["offers"]
    assert (offer["validFrom"], offer["validThrough"]) == (
        "2026-09-01T10:00:00+00:00",
        "2026-09-10T10:00:00+00:00",
    )


def test_nothing_is_on_offer_without_a_form_to_sign_up_with(page, session):
    page.get_children().update(live=False)
    assert "offers" not in events_of(page)[0]


def test_an_offer_with_a_price_is_not_called_free(page, session):
    page.price_text = "500 kr."
    event = events_of(page)[0]
    assert event["isAccessibleForFree"] is False
    assert "price" not in event["offers"]


def test_the_organiser_is_named(page, session):
    page.organiser = OrganisationFactory(name="The Agency")
    assert events_of(page)[0]["organizer"] == {"@type": "Organization", "name": "The Agency"}


def test_the_online_link_is_never_given_away(page, intake):
    link = "https://meet.example.dk/secret"
    SessionFactory(intake=intake, starts_at=START, online_link=link)
    assert link not in markup_of(page)
    assert events_of(page)[0]["location"] == {"@type": "VirtualLocation", "url": page.full_url}


def test_an_intake_without_sessions_is_no_event(page, intake):
    assert markup_of(page) == ""


def test_a_page_that_is_not_saved_has_no_events():
    page = EventPageFactory.build(parent=None, title="Draft")
    assert markup_of(page) == ""


def test_a_title_cannot_end_the_script(page, session):
    page.title = "</script><script>alert(1)</script>"
    assert markup_of(page).count("</script>") == 1
    assert events_of(page)[0]["name"] == f"{page.title}: Start 8 November"
