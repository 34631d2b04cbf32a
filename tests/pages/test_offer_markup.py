"""What citizens read on the pages of offers, through HTTP."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from wagtail_inddragelse.models import IntakeChange
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
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

UTC = dt.UTC
NOW = dt.datetime(2026, 9, 1, 10, tzinfo=UTC)
START = dt.datetime(2026, 11, 8, 8, tzinfo=UTC)
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _frozen_in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(english):
    return EventPageFactory(title="Course", slug="course", locale=english)


@pytest.fixture
def form_page(event):
    return ApplicationFormPageFactory(parent=event, slug="sign-up", locale=event.locale)


@pytest.fixture
def english(home):
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def read(client):
    def read(page) -> BeautifulSoup:
        response = client.get(page.get_url())
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def texts(markup, selector):
    return [" ".join(element.get_text().split()) for element in markup.select(selector)]


def facts(markup):
    return dict(zip(texts(markup, "dt"), texts(markup, "dd"), strict=True))


class TestOffer:
    def test_facts_at_a_glance(self, event, read):
        agency = OrganisationFactory(name="The Agency", url="https://example.dk/")
        event.duration, event.organiser = "Two days", agency
        event.audiences.set([AudienceFactory(name="Managers"), AudienceFactory(name="Staff")])
        event.partners.set([OrganisationFactory(name="A Partner")])
        event.save()
        assert facts(read(event)) == {
            "Duration": "Two days",
            "Format": "In person",
            "Price": "Free of charge",
            "For": "Managers, Staff",
            "Organiser": "The Agency",
            "Together with": "A Partner",
        }

    def test_a_price_is_shown_as_written(self, event, read):
        event.price_text = "500 kr."
        event.save()
        assert facts(read(event))["Price"] == "500 kr."

    def test_breadcrumb_ends_at_the_page_itself(self, event, read, home):
        crumbs = read(event).select(".breadcrumbs__list-item")
        assert [crumb.get_text(strip=True) for crumb in crumbs] == [home.title, "Course"]
        assert crumbs[-1]["aria-current"] == "page"

    def test_last_updated(self, event, read):
        event.save_revision().publish()
        assert texts(read(event), ".inddragelse-updated") == ["Last updated 1 September 2026"]

    def test_contacts(self, event, read):
        event.contacts.set([ContactPersonFactory(name="Ada Holm", email="")])
        event.save()
        assert texts(read(event), ".inddragelse-cards .card-heading") == ["Ada Holm"]

    def test_one_h1_and_no_level_is_jumped(self, event, read):
        event.contacts.set([ContactPersonFactory()])
        event.eligibility = event.practical = "<p>Text</p>"
        event.save()
        IntakeFactory(page=event)
        levels = [int(tag.name[1]) for tag in read(event).select("h1, h2, h3, h4")]
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_description_for_search_engines_and_sharing(self, event, read):
        event.summary = 'Two "days"'
        event.save()
        head = read(event).head
        assert head.select_one("meta[name=description]")["content"] == 'Two "days"'
        assert head.select_one("meta[property='og:title']")["content"] == "Course"

    def test_a_sites_own_description_is_not_written_twice(self, event, read):
        event.summary, event.search_description = "Two days", "For managers"
        event.save()
        head = read(event).head
        assert head.select("meta[name=description]") == []
        assert head.select_one("meta[property='og:description']")["content"] == "For managers"

    def test_markup_in_texts_is_shown_as_text(self, event, read):
        event.title = event.summary = event.duration = event.price_text = ATTACK
        event.save()
        intake = IntakeFactory(page=event, title=ATTACK)
        SessionFactory(intake=intake, title=ATTACK, venue=ATTACK, address=ATTACK)
        page = read(event)
        assert [s["type"] for s in page.select("script")] == ["application/ld+json"]
        assert page.get_text().count(ATTACK) >= 8

    def test_the_stylesheet_is_linked_once(self, event, read):
        assert len(read(event).select("link[rel=stylesheet]")) == 1

    def test_looking_sets_no_cookie(self, event, client):
        assert client.get(event.get_url()).cookies == {}


class TestStartDate:
    def show(self, read, page, **values):
        intake = IntakeFactory(page=page, title="Start 8 November", **values)
        SessionFactory(
            intake=intake, title="Day 1", starts_at=START, venue="Town Hall", address="Square 1"
        )
        return read(page).select_one(".inddragelse-intake")

    def test_day_time_and_place(self, event, form_page, read):
        card = self.show(read, event)
        assert facts(card) == {
            "When": "Day 1: Sunday 8 November 2026 at 09:00–15:00",
            "Place": "Town Hall, Square 1",
            "Deadline": "No deadline: you can sign up at any time",
        }

    def test_each_day_has_its_place_where_they_differ(self, event, read):
        intake = IntakeFactory(page=event)
        for day, venue in enumerate(("Town Hall", "Library")):
            start = START + dt.timedelta(days=day)
            SessionFactory(intake=intake, title="", starts_at=start, venue=venue, address="")
        card = read(event).select_one(".inddragelse-intake")
        assert texts(card, "li") == [
            "Sunday 8 November 2026 at 09:00–15:00, Town Hall",
            "Monday 9 November 2026 at 09:00–15:00, Library",
        ]

    def test_deadline_places_and_how_many_one_may_bring(self, event, form_page, read):
        closes = dt.datetime(2026, 10, 9, 8, tzinfo=UTC)
        card = self.show(
            read, event, closes_at=closes, capacity=30, max_participants=3, guests_allowed=1
        )
        assert texts(card, ".badge") == ["30 places left"]
        assert list(facts(card).items())[2:] == [
            ("Deadline", "Friday 9 October 2026 at 10:00"),
            ("Places", "30 participants"),
            ("Each sign-up", "up to 3 participants, and 1 guest"),
        ]

    def test_a_rolling_intake_says_that_there_is_no_deadline(self, event, form_page, read):
        card = self.show(read, event)
        assert facts(card)["Deadline"] == "No deadline: you can sign up at any time"

    def test_nothing_is_open_without_a_form(self, event, read):
        card = self.show(read, event, capacity=30)
        assert texts(card, ".badge") == ["Not open for sign-up"]
        assert "Deadline" not in facts(card)

    def test_a_deadline_at_midnight_is_told_as_the_day_that_ends(self, event, form_page, read):
        closes = dt.datetime(2026, 10, 8, 22, tzinfo=UTC)
        card = self.show(read, event, closes_at=closes)
        assert facts(card)["Deadline"] == "Thursday 8 October 2026 at 23:59"

    def test_when_it_opens(self, event, read):
        card = self.show(read, event, opens_at=dt.datetime(2026, 10, 1, 7, tzinfo=UTC))
        assert facts(card)["Opens"] == "Thursday 1 October 2026 at 09:00"

    def test_the_button_names_its_start_date(self, event, form_page, read):
        card = self.show(read, event)
        assert texts(card, "a.button") == ["Sign up: Start 8 November"]

    def test_an_assessed_intake_is_applied_for(self, event, form_page, read):
        card = self.show(
            read,
            event,
            selection="assessed",
            capacity=2,
            unit="organisations",
            decision_expected_text="mid-December",
        )
        assert texts(card, "a.button") == ["Apply: Start 8 November"]
        assert facts(card)["Places"] == "2 organisations"
        assert facts(card)["Answer"] == "mid-December"

    def test_a_full_one_leads_to_the_waiting_list(self, event, form_page, read):
        intake = IntakeFactory(page=event, title="Start", capacity=1)
        SubmissionFactory(intake=intake)
        assert texts(read(event), "a.button") == ["Join the waiting list: Start"]

    @pytest.mark.parametrize(
        "values",
        [
            {"publication": "cancelled"},
            {"publication": "announced"},
            {"closes_at": NOW - dt.timedelta(days=1)},
            {"opens_at": NOW + dt.timedelta(days=1)},
        ],
    )
    def test_nobody_can_sign_up_where_it_is_not_open(self, values, event, form_page, read):
        assert self.show(read, event, **values).select("a.button-primary") == []

    @pytest.mark.parametrize(
        "values", [{"publication": "announced"}, {"opens_at": NOW + dt.timedelta(days=1)}]
    )
    def test_who_is_early_can_be_told_when_it_opens(self, values, event, form_page, read):
        card = self.show(read, event, **values)
        assert texts(card, "a.button") == ["Tell me when it opens: Start 8 November"]

    def test_no_button_without_a_form(self, event, read):
        assert self.show(read, event).select("a.button") == []

    def test_one_announced_for_later_says_when(self, event, read):
        card = self.show(read, event, publication="announced", announced_text="October 2027")
        assert texts(card, "p")[:2] == [
            "Announced for later",
            "October 2027. Sign-up is announced on this page.",
        ]

    def test_the_online_link_is_not_given_away(self, event, client):
        link = "https://meet.example.dk/secret"
        SessionFactory(intake__page=event, online_link=link)
        content = client.get(event.get_url()).content.decode()
        assert "<dd>online</dd>" in content
        assert link not in content


class TestChanges:
    OLD = dt.datetime(2026, 10, 2, 8, tzinfo=UTC)
    NEW = dt.datetime(2026, 10, 9, 8, tzinfo=UTC)

    def note(self, read, event, kind, **values):
        # noted for one of two start dates, so that the note has to say which
        intake = IntakeFactory(page=event, title="Start 8")
        IntakeFactory(page=event, title="Start 13")
        IntakeChange.objects.create(intake=intake, kind=kind, created_at=NOW, **values)
        return texts(read(event), ".alert li")

    def test_a_moved_deadline(self, event, read):
        assert self.note(read, event, "deadline", old_value=self.OLD, new_value=self.NEW) == [
            "Start 8: The deadline has been moved from 2 October 2026 at 10:00 to "
            "9 October 2026 at 10:00. (1 September 2026)"
        ]

    def test_a_deadline_that_was_set(self, event, read):
        assert self.note(read, event, "deadline", new_value=self.NEW) == [
            "Start 8: There is now a deadline: 9 October 2026 at 10:00. (1 September 2026)"
        ]

    def test_a_deadline_that_was_lifted(self, event, read):
        assert self.note(read, event, "deadline", old_value=self.OLD) == [
            "Start 8: The deadline on 2 October 2026 at 10:00 no longer applies. (1 September 2026)"
        ]

    def test_a_moved_meeting(self, event, read):
        assert self.note(read, event, "session", old_value=self.OLD, new_value=self.NEW) == [
            "Start 8: The meeting on 2 October 2026 at 10:00 has been moved to "
            "9 October 2026 at 10:00. (1 September 2026)"
        ]

    def test_a_cancellation(self, event, read):
        assert self.note(read, event, "cancelled") == ["Start 8: Cancelled. (1 September 2026)"]

    def test_what_happened_to_several_is_said_once(self, event, read):
        titles = ("Start 8", "Start 13", "Start 15")
        intakes = [IntakeFactory(page=event, title=title) for title in titles]
        for intake in intakes[:2]:
            IntakeChange.objects.create(intake=intake, kind="cancelled", created_at=NOW)
        assert texts(read(event), ".alert li") == [
            "Start 8, Start 13: Cancelled. (1 September 2026)"
        ]

    def test_what_happened_to_all_names_none(self, event, read):
        for title in ("Start 8", "Start 13"):
            intake = IntakeFactory(page=event, title=title)
            IntakeChange.objects.create(intake=intake, kind="cancelled", created_at=NOW)
        assert texts(read(event), ".alert li") == ["Cancelled. (1 September 2026)"]

    def test_no_note_without_a_change(self, event, read):
        IntakeFactory(page=event)
        assert read(event).select(".alert") == []


class TestProgramme:
    def test_a_talk_comes_first(self, english, read):
        person = ContactPersonFactory(name="Ada Holm", phone="12 34 56 78", email="")
        page = ProgrammePageFactory(
            locale=english,
            preliminary_talk_required=True,
            preliminary_talk_text="We look at your needs.",
            preliminary_contact=person,
        )
        section = next(s for s in read(page).select("section") if "Talk to us" in s.get_text())
        assert texts(section, "h2, p") == [
            "Talk to us first",
            "We look at your needs.",
            "Ada Holm",
            "Phone: 12 34 56 78",
        ]

    def test_without_a_talk_nothing_is_said_of_one(self, english, read):
        page = ProgrammePageFactory(locale=english, preliminary_talk_text="We look at your needs.")
        assert "We look at your needs." not in read(page).get_text()

    def test_the_period_is_a_fact(self, english, read):
        page = ProgrammePageFactory(locale=english, period="January to December")
        assert facts(read(page))["Period"] == "January to December"


class TestForm:
    def test_intro_form_and_contacts(self, form_page, read):
        IntakeFactory(page=form_page.get_parent().specific)
        form_page.intro = "<p>Takes ten minutes.</p>"
        form_page.contacts.set([ContactPersonFactory(name="Ada Holm")])
        form_page.save()
        page = read(form_page)
        assert len(page.select("form.inddragelse-form")) == 1
        assert "Takes ten minutes." in page.get_text()
        assert texts(page, ".card-heading") == ["Ada Holm"]


class TestIndex:
    @pytest.fixture
    def index(self, english):
        return OfferIndexPageFactory(intro="<p>Courses.</p>", locale=english)

    def test_its_offers_are_cards(self, index, read):
        EventPageFactory(parent=index, title="Course")
        assert texts(read(index), "h2.card-heading") == ["Course"]

    def test_an_empty_list_says_so(self, index, read):
        assert "There are no offers at the moment." in texts(read(index), "p")

    def test_a_hundred_offers_take_no_more_queries_than_ten(self, index, read):
        def count() -> tuple[int, int]:
            with CaptureQueriesContext(connection) as queries:
                found = len(read(index).select(".card"))
            return found, len(queries)

        for _ in range(10):
            SessionFactory(intake__page=EventPageFactory(parent=index))
        count()  # content types and site roots are looked up once
        ten = count()
        for _ in range(90):
            SessionFactory(intake__page=EventPageFactory(parent=index))
        assert (ten[0], count()) == (10, (100, ten[1]))
