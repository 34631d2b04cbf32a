"""The page of the admin that makes an offer from a pattern."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale

from tests.editors import log_in, make_editor, messages_of
from wagtail_inddragelse.domain.offers.patterns import get_patterns
from wagtail_inddragelse.pages.models import EventPage
from wagtail_inddragelse.testing.factories import (
    ContactPersonFactory,
    EventPageFactory,
    OfferIndexPageFactory,
)

pytestmark = pytest.mark.django_db

FILLED_IN = {"pattern": "course", "title": "New course", "first_date": "2030-11-07"}


@pytest.fixture
def parent(home):
    return OfferIndexPageFactory(parent=home)


def url_of(page) -> str:
    return reverse("inddragelse_new_offer", args=[page.pk])


def page_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def button(client, page) -> bool:
    explorer = client.get(reverse("wagtailadmin_explore", args=[page.pk]))
    return url_of(page) in explorer.content.decode()


def test_asks_for_each_pattern(editor, parent):
    shown = page_of(editor.get(url_of(parent)))
    values = [radio["value"] for radio in shown.select("[name=pattern]")]
    assert values == [pattern.name for pattern in get_patterns()]


def test_opens_the_editor_and_leads_to_the_form(editor, parent):
    response = editor.post(url_of(parent), FILLED_IN)
    offer = EventPage.objects.get(title="New course")
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[offer.pk])
    form_page = offer.get_children().get()
    [message] = messages_of(response)
    assert "“New course” has been created as a draft." in message
    assert reverse("wagtailadmin_pages:edit", args=[form_page.pk]) in message
    assert page_of(editor.get(response["Location"])).select_one("#page-edit-form")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pattern", "no-such"),
        ("title", ""),
        ("title", "x" * 5000),
        ("first_date", "2030-02-31"),
        ("intakes", "0"),
        ("intakes", "5000"),
        ("contact", "999"),
    ],
)
def test_error_is_at_its_field_and_nothing_is_made(editor, parent, field, value):
    shown = page_of(editor.post(url_of(parent), {**FILLED_IN, field: value}))
    with_errors = [li for li in shown.select("ul.fields > li") if li.select(".error-message")]
    assert [li.select_one("[name]")["name"] for li in with_errors] == [field]
    assert not parent.get_children().exists()


def test_offers_the_contact_people_of_the_language(editor, parent):
    ours = ContactPersonFactory(locale=parent.locale)
    ContactPersonFactory(locale=Locale.objects.create(language_code="en"))
    shown = page_of(editor.get(url_of(parent)))
    values = [option["value"] for option in shown.select("[name=contact] option")]
    assert values == ["", str(ours.pk)]


@pytest.mark.parametrize(
    ("field", "shown_at"), [("slug", "title"), ("title", "title"), ("body", None)]
)
def test_what_is_wrong_with_the_page_is_told_at_the_field_it_comes_from(
    editor, parent, monkeypatch, field, shown_at
):
    def refuse(page) -> None:
        raise ValidationError({field: "Not like this."})

    monkeypatch.setattr(EventPage, "clean", refuse)
    form = editor.post(url_of(parent), FILLED_IN).context["form"]
    assert form.errors == {shown_at or "__all__": ["Not like this."]}


class TestWhere:
    @pytest.fixture
    def url(self):
        return reverse("inddragelse_new_offer_where")

    def test_the_only_place_is_chosen(self, editor, parent, url):
        assert editor.get(url)["Location"] == url_of(parent)

    def test_of_several_one_is_asked_for(self, editor, home, parent, url):
        other = OfferIndexPageFactory(parent=home, title="Events")
        shown = page_of(editor.get(url))
        values = [radio["value"] for radio in shown.select("[name=parent]")]
        assert values == [str(parent.pk), str(other.pk)]
        assert editor.post(url, {"parent": other.pk})["Location"] == url_of(other)

    def test_another_page_is_an_error(self, editor, home, parent, url):
        OfferIndexPageFactory(parent=home)
        assert editor.post(url, {"parent": home.pk}).context["form"].errors["parent"]

    def test_a_page_that_holds_an_offer_is_a_place(self, editor, home, parent, url):
        EventPageFactory(parent=home)
        shown = page_of(editor.get(url))
        assert [radio["value"] for radio in shown.select("[name=parent]")] == [
            str(home.pk),
            str(parent.pk),
        ]

    def test_nobody_else(self, home, parent, url):
        other = log_in(make_editor(EventPageFactory(parent=parent), "other"))
        assert other.get(url)["Location"] == reverse("wagtailadmin_home")

    def test_the_list_of_offers_leads_there(self, editor, parent, url):
        listing = editor.get(reverse("inddragelse_offers:index"))
        assert BeautifulSoup(listing.content, "html.parser").select(f'a[href="{url}"]')


class TestMay:
    def test_button_stands_where_offers_may(self, editor, parent):
        assert button(editor, parent)

    def test_no_button_below_an_offer(self, editor, parent):
        offer = EventPageFactory(parent=parent)
        assert not button(editor, offer)
        assert editor.get(url_of(offer)).status_code == 302

    def test_nobody_else(self, home, parent):
        other = log_in(make_editor(EventPageFactory(parent=home), "other"))
        assert other.post(url_of(parent), FILLED_IN).status_code == 302
        assert not parent.get_children().exists()

    def test_not_who_has_not_logged_in(self, client, parent):
        client.post(url_of(parent), FILLED_IN)
        assert not parent.get_children().exists()

    def test_page_that_is_not_there(self, editor, parent):
        url = reverse("inddragelse_new_offer", args=[99999])
        assert editor.get(url).status_code == 404
