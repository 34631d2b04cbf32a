"""What Wagtail's API tells of offers, lists and forms, and what it does not."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from wagtail.images.tests.utils import get_test_image_file
from wagtail_factories import ImageFactory

from tests.example_site.conftest import WAGTAIL_LEAVES_FILES_OPEN
from tests.pages.test_query_counts import counted
from wagtail_inddragelse.models import State
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AudienceFactory,
    ContactPersonFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    OrganisationFactory,
    ProgrammePageFactory,
    SessionFactory,
    SubmissionFactory,
    ThemeFactory,
)

pytestmark = [
    WAGTAIL_LEAVES_FILES_OPEN,
    pytest.mark.django_db,
    pytest.mark.urls("tests.pages.api_urls"),
    pytest.mark.usefixtures("home"),
]

EVENTS = "/api/pages/?type=wagtail_inddragelse_pages.EventPage&fields=*"
START = dt.datetime(2030, 11, 8, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))


def read(client, page) -> dict:
    response = client.get(f"/api/pages/{page.pk}/")
    assert response.status_code == 200
    return response.json()


def add_session(intake, **values):
    values = {"starts_at": START, "ends_at": START + dt.timedelta(hours=7), **values}
    return SessionFactory(intake=intake, **values)


def make_rich_event(**values):
    """An event with one of everything that lists might look up for each of them."""
    page = EventPageFactory(
        organiser=OrganisationFactory(name="The Agency", url="https://agency.example/"),
        image=ImageFactory(file=get_test_image_file(), title="People at a table"),
        **values,
    )
    page.audiences = [AudienceFactory(name="Managers")]
    page.themes = [ThemeFactory(name="Talks")]
    page.partners = [OrganisationFactory(name="A partner")]
    page.contacts = [
        ContactPersonFactory(name="Karin", email="karin@example.dk", organisation=page.organiser)
    ]
    page.save()
    add_session(IntakeFactory(page=page, capacity=10), title="Day 1", venue="Town Hall")
    return page


class TestOffer:
    def test_its_texts(self, client):
        page = EventPageFactory(
            summary="Two days", duration="2 days", practical="<p>Lunch</p>", price_text="200 kr."
        )
        told = read(client, page)
        names = ("summary", "format", "duration", "price_text", "eligibility", "body", "practical")
        assert {name: told[name] for name in names} == {
            "summary": "Two days",
            "format": "in_person",
            "duration": "2 days",
            "price_text": "200 kr.",
            "eligibility": "",
            "body": [],
            "practical": "<p>Lunch</p>",
        }

    def test_a_programmes_period(self, client):
        assert read(client, ProgrammePageFactory(period="2027"))["period"] == "2027"

    def test_who_is_behind_it_and_whom_it_is_for(self, client):
        told = read(client, make_rich_event())
        assert (told["audiences"], told["themes"]) == (["Managers"], ["Talks"])
        assert told["organiser"] == {"name": "The Agency", "url": "https://agency.example/"}
        assert told["partners"] == [{"name": "A partner", "url": ""}]
        assert told["contacts"] == [
            {
                "name": "Karin",
                "role": "",
                "organisation": "The Agency",
                "email": "karin@example.dk",
                "phone": "",
                "hours": "",
            }
        ]

    def test_its_picture_in_the_size_of_the_page(self, client):
        picture = read(client, make_rich_event())["image"]
        assert (picture["width"], picture["height"]) == (640, 480)
        assert "max-1200x600" in picture["url"]

    def test_one_with_nothing_filled_in(self, client):
        told = read(client, EventPageFactory())
        names = ("state", "next_start", "intakes", "audiences", "organiser", "contacts", "image")
        assert [told[name] for name in names] == [None, None, [], [], None, [], None]


class TestIntakes:
    def test_a_start_date_with_its_state_and_sessions(self, client):
        intake = IntakeFactory(page=EventPageFactory(), title="November", capacity=10)
        add_session(intake, title="Day 1", venue="Town Hall", address="Square 1, Odense")
        ApplicationFormPageFactory(parent=intake.page)
        SubmissionFactory(intake=intake, people=2)
        told = read(client, intake.page)
        assert (told["state"], told["next_start"]) == ("open", "2030-11-08T09:00:00+01:00")
        assert told["intakes"] == [
            {
                "id": intake.pk,
                "title": "November",
                "kind": "start_date",
                "state": "open",
                "announced_text": "",
                "opens_at": None,
                "closes_at": None,
                "selection": "first_come",
                "capacity": 10,
                "unit": "participants",
                "places_left": 8,
                "next_start": "2030-11-08T09:00:00+01:00",
                "sessions": [
                    {
                        "title": "Day 1",
                        "starts_at": "2030-11-08T09:00:00+01:00",
                        "ends_at": "2030-11-08T16:00:00+01:00",
                        "venue": "Town Hall",
                        "address": "Square 1, Odense",
                    }
                ],
            }
        ]

    def test_a_place_that_somebody_waits_for_is_not_left(self, client):
        intake = IntakeFactory(page=EventPageFactory(), capacity=1)
        ApplicationFormPageFactory(parent=intake.page)
        SubmissionFactory(intake=intake, state=State.WAITING)
        (told,) = read(client, intake.page)["intakes"]
        assert (told["state"], told["places_left"]) == ("line_first", 0)

    @pytest.mark.parametrize(
        "values", [{"capacity": None}, {"capacity": 5, "publication": "cancelled"}]
    )
    def test_without_a_limit_or_a_way_to_sign_up_no_number_is_left(self, client, values):
        intake = IntakeFactory(page=EventPageFactory(), **values)
        (told,) = read(client, intake.page)["intakes"]
        assert told["places_left"] is None

    def test_nothing_is_open_without_a_form(self, client):
        intake = IntakeFactory(page=EventPageFactory(), capacity=10)
        told = read(client, intake.page)
        assert (told["state"], told["intakes"][0]["state"]) == ("no_form", "no_form")
        assert told["intakes"][0]["places_left"] is None

    def test_an_alias_tells_of_those_of_the_page_it_follows(self, client, home):
        intake = IntakeFactory(page=EventPageFactory(), title="November")
        alias = intake.page.specific.create_alias(parent=home, update_slug="again")
        assert [told["title"] for told in read(client, alias)["intakes"]] == ["November"]


class TestListAndForm:
    def test_a_list_tells_of_its_offers(self, client):
        listing = OfferIndexPageFactory(intro="<p>All of them</p>")
        intake = IntakeFactory(page=EventPageFactory(parent=listing, title="Course", summary="Two"))
        ApplicationFormPageFactory(parent=intake.page)
        add_session(intake)
        EventPageFactory(parent=listing, title="Draft", live=False)
        told = read(client, listing)
        assert told["intro"] == "<p>All of them</p>"
        assert told["offers"] == [
            {
                "id": intake.page.pk,
                "title": "Course",
                "summary": "Two",
                "html_url": intake.page.full_url,
                "state": "open",
                "next_start": "2030-11-08T09:00:00+01:00",
            }
        ]

    def test_a_form_tells_its_introduction_criteria_and_contacts(self, client):
        part = {"text": "Management backs it", "guidance": "Look at the letter", "weight": 3}
        stream = [{"type": "criterion", "value": {**part, "children": []}}]
        form = ApplicationFormPageFactory(intro="<p>Hi</p>", criteria=json.dumps(stream))
        form.contacts = [ContactPersonFactory(name="Karin")]
        form.save()
        told = read(client, form)
        assert told["intro"] == "<p>Hi</p>"
        assert told["criteria"] == [{"text": "Management backs it", "children": []}]
        assert [person["name"] for person in told["contacts"]] == ["Karin"]


class TestNeverTold:
    def test_submissions_links_to_meetings_and_the_case_office(self, client):
        form = ApplicationFormPageFactory(case_office_email="secret@example.dk")
        event = form.get_parent().specific
        intake = IntakeFactory(page=event)
        add_session(intake, online_link="https://meet.example.dk/secret-room")
        submission = SubmissionFactory(intake=intake, contact_name="Åse Ægidius")
        secrets = ("secret", "gidius", submission.reference, "submission", "online_link")
        for page in (form, event, OfferIndexPageFactory(parent=event.get_parent())):
            text = client.get(f"/api/pages/{page.pk}/?fields=*").content.decode()
            assert [secret for secret in secrets if secret in text] == []

    def test_a_draft_is_not_there(self, client):
        page = EventPageFactory(live=False)
        assert client.get(f"/api/pages/{page.pk}/").status_code == 404


class TestQueries:
    def asked(self, client) -> int:
        with counted() as asked:
            items = client.get(EVENTS).json()["items"]
        assert all(item["image"]["alt"] for item in items)
        return asked()

    def test_more_offers_ask_no_more_of_ours(self, client):
        for _ in range(2):
            make_rich_event()
        client.get(EVENTS)  # which makes the pictures
        few = self.asked(client)
        for _ in range(8):
            make_rich_event()
        client.get(EVENTS)
        assert self.asked(client) == few
