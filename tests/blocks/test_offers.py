from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.site.models import PlainPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AudienceFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    ProgrammePageFactory,
    SessionFactory,
    ThemeFactory,
)

from .rendering import ATTACK, render, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(request_):
    """Render a list of offers with these choices on a page of the site's own."""

    def show(**choices):
        value = {"heading": "", "pages": [], "below": None, "audience": None, "theme": None}
        return render("offers", {**value, **choices}, request=request_, page=PlainPage())

    return show


def titles(markup):
    return texts(markup, ".card-heading")


def restrict(page):
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="open"
    )


class TestOfferList:
    def test_all_offers_when_nothing_is_chosen(self, show):
        EventPageFactory(title="Course")
        ProgrammePageFactory(title="Programme")
        assert titles(show()) == ["Course", "Programme"]

    def test_chosen_offers_in_the_editors_order(self, show):
        first, second = EventPageFactory(title="First"), ProgrammePageFactory(title="Second")
        EventPageFactory(title="Not chosen")
        assert titles(show(pages=[second.pk, first.pk])) == ["Second", "First"]

    def test_offers_below_a_page(self, show):
        index = OfferIndexPageFactory()
        EventPageFactory(parent=index, title="Below")
        EventPageFactory(title="Elsewhere")
        assert titles(show(below=index.pk)) == ["Below"]

    @pytest.mark.parametrize(
        ("choice", "factory", "relation"),
        [("audience", AudienceFactory, "audiences"), ("theme", ThemeFactory, "themes")],
    )
    def test_offers_by_audience_or_theme(self, choice, factory, relation, show):
        topic = factory()
        wanted, other = EventPageFactory(title="Wanted"), EventPageFactory(title="Other")
        for page, chosen in ((wanted, topic), (other, factory())):
            getattr(page, relation).set([chosen])
            page.save()
        assert titles(show(**{choice: topic.pk})) == ["Wanted"]

    def test_three_activities_under_their_three_audiences(self, show):
        for audience, title in (("Staff", "Course"), ("Chiefs", "Meeting"), ("Leaders", "Network")):
            page = EventPageFactory(title=title)
            page.audiences.set([AudienceFactory(name=audience)])
            page.save()
        EventPageFactory(title="For anybody")
        markup = show(by_audience=True)
        assert texts(markup, "h3:not(.card-heading)") == ["Chiefs", "Leaders", "Staff"]
        assert titles(markup) == ["Meeting", "Network", "Course", "For anybody"]

    def test_an_offer_for_two_audiences_stands_under_both(self, show):
        page = EventPageFactory(title="Course")
        page.audiences.set([AudienceFactory(name="A"), AudienceFactory(name="B")])
        page.save()
        assert titles(show(by_audience=True)) == ["Course", "Course"]

    @pytest.mark.parametrize("hide", [lambda page: page.unpublish(), restrict])
    def test_an_offer_that_not_all_may_see_is_left_out(self, hide, show):
        hidden = EventPageFactory(title="Hidden")
        hide(hidden)
        EventPageFactory(title="Shown")
        assert titles(show()) == ["Shown"]

    def test_chosen_offers_that_are_gone_do_not_become_all_offers(self, show):
        gone = EventPageFactory()
        choices = {"pages": [gone.pk]}
        gone.delete()
        EventPageFactory(title="Never chosen")
        assert titles(show(**choices)) == []

    def test_it_says_so_when_there_are_none(self, show):
        assert texts(show(), "p") == ["There are no offers at the moment."]

    def test_the_editor_can_say_it_in_other_words(self, show):
        assert texts(show(empty_text="Come back in May."), "p") == ["Come back in May."]

    def test_a_card_has_summary_state_and_next_start(self, show):
        page = EventPageFactory(title="Course", summary="Two days.")
        ApplicationFormPageFactory(parent=page)
        intake = IntakeFactory(page=page, capacity=10)
        start = timezone.make_aware(dt.datetime(2090, 11, 8, 9))
        for days in (0, 1):
            SessionFactory(intake=intake, starts_at=start + dt.timedelta(days))
        card = show().select_one(".card")
        assert texts(card, "p") == ["Two days.", "Next start: 8 November 2090", "10 places left"]
        assert card.select_one("a")["href"] == f"/{page.slug}/"

    def test_a_card_of_a_meeting_on_one_day_has_its_date(self, show):
        start = timezone.make_aware(dt.datetime(2090, 11, 8, 9))
        SessionFactory(intake=IntakeFactory(page=EventPageFactory()), starts_at=start)
        assert "Date: 8 November 2090" in texts(show(), ".card p")

    def test_a_card_of_several_intakes_counts_dates_and_places(self, show):
        page = EventPageFactory()
        ApplicationFormPageFactory(parent=page)
        IntakeFactory(page=page, capacity=10)
        IntakeFactory(page=page, capacity=20)
        IntakeFactory(page=page, capacity=40, publication="cancelled")
        assert texts(show(), ".badge") == ["30 places left on 2 start dates"]

    def test_a_card_counts_no_places_where_some_are_without_limit(self, show):
        page = EventPageFactory()
        ApplicationFormPageFactory(parent=page)
        IntakeFactory(page=page, capacity=10)
        IntakeFactory(page=page, capacity=None)
        assert texts(show(), ".badge") == ["Open"]

    def test_a_card_says_when_it_is_expected(self, show):
        page = EventPageFactory()
        IntakeFactory(page=page, publication="announced", announced_text="October 2027")
        assert texts(show(), ".card p") == ["Next start: October 2027", "Announced for later"]

    def test_markup_in_texts_is_shown_as_text(self, show):
        page = EventPageFactory(title=ATTACK, summary=ATTACK)
        page.audiences.set([AudienceFactory(name=ATTACK)])
        page.save()
        markup = show(by_audience=True, heading=ATTACK)
        assert texts(markup, "h2, h3, h4, p") == [ATTACK] * 4
        assert markup.select("script, b") == []


def make_offers(number: int) -> None:
    for _ in range(number):
        page = EventPageFactory()
        page.audiences.set([AudienceFactory()])
        page.save()
        SessionFactory(intake__page=page)


def test_a_hundred_offers_take_no_more_queries_than_ten(show):
    def count() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            found = len(titles(show(by_audience=True)))
        return found, len(queries)

    make_offers(10)
    count()  # content types and site roots are looked up once
    ten = count()
    make_offers(90)
    assert (ten[0], count()) == (10, (100, ten[1]))


class TestOneOffer:
    @pytest.fixture
    def offer(self):
        page = EventPageFactory(title="Course", slug="course", summary="Two days.")
        ApplicationFormPageFactory(parent=page, slug="sign-up")
        return page

    def test_its_start_dates_have_a_button_each(self, offer, request_):
        first, second = IntakeFactory(page=offer, title="Start 8"), IntakeFactory(page=offer)
        markup = render("offer", {"page": offer.pk}, request=request_, page=PlainPage())
        assert [a["href"] for a in markup.select("a.button")] == [
            f"/course/sign-up/?intake={first.pk}",
            f"/course/sign-up/?intake={second.pk}",
        ]
        assert texts(markup, "h2, h3")[:2] == ["Course", "Start 8"]

    def test_an_unpublished_offer_is_left_out(self, offer, request_):
        offer.unpublish()
        markup = render("offer", {"page": offer.pk}, request=request_)
        assert texts(markup, ".inddragelse") == [""]

    def test_a_deleted_offer_is_left_out(self, offer, request_):
        value = {"page": offer.pk}
        offer.get_children().delete()
        type(offer).objects.get(pk=offer.pk).delete()
        assert texts(render("offer", value, request=request_), ".inddragelse") == [""]


def criterion(text, *children):
    parts = [{"type": "criterion", "value": {"text": child}} for child in children]
    return {"type": "criterion", "value": {"text": text, "guidance": "Secret", "children": parts}}


class TestCriteria:
    @pytest.fixture
    def form_page(self):
        criteria = [criterion("Motivation", "Of staff", "Of managers"), criterion("Ambition")]
        return ApplicationFormPageFactory(criteria=json.dumps(criteria))

    def show(self, form_page=None, **context):
        chosen = form_page.pk if form_page else None
        return render("criteria", {"heading": "Criteria", "form_page": chosen}, **context)

    def test_they_are_nested_lists(self, form_page, request_):
        markup = self.show(form_page, request=request_)
        assert texts(markup, ".inddragelse > ul > li") == [
            "Motivation Of staff Of managers",
            "Ambition",
        ]
        assert texts(markup, "li li") == ["Of staff", "Of managers"]

    def test_an_offer_shows_those_of_its_own_form(self, form_page, request_):
        offer = form_page.get_parent().specific
        markup = self.show(request=request_, page=offer)
        assert texts(markup, "li li") == ["Of staff", "Of managers"]

    def test_a_page_of_the_sites_own_without_a_choice_shows_none(self, form_page, request_):
        assert self.show(request=request_, page=PlainPage()).select("li") == []

    def test_an_offer_being_written_shows_none(self, request_):
        offer = EventPageFactory.build(parent=None)
        assert self.show(request=request_, page=offer).select("li") == []

    def test_guidance_is_for_assessors(self, form_page, request_):
        assert "Secret" not in self.show(form_page, request=request_).get_text()

    def test_a_change_of_the_form_shows_at_once(self, form_page, request_):
        self.show(form_page, request=request_)
        form_page.criteria = json.dumps([criterion("Need")])
        form_page.save()
        assert texts(self.show(form_page, request=request_), "li") == ["Need"]

    @pytest.mark.parametrize("hide", [lambda page: page.unpublish(), restrict])
    def test_those_of_a_form_not_all_may_see_are_left_out(self, hide, form_page, request_):
        hide(form_page)
        assert self.show(form_page, request=request_).select("li") == []

    def test_an_editor_sees_those_of_an_unpublished_form(self, form_page, preview_request):
        form_page.unpublish()
        assert len(self.show(form_page, request=preview_request).select("li")) == 4

    def test_markup_in_a_criterion_is_shown_as_text(self, request_):
        criteria = json.dumps([criterion(ATTACK)])
        form_page = ApplicationFormPageFactory(criteria=criteria)
        assert texts(self.show(form_page, request=request_), "li") == [ATTACK]
