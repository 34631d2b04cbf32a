"""“Tell me when it opens”: the page, and who is asked."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import PageViewRestriction

from wagtail_inddragelse.models import Intake, Subscription
from wagtail_inddragelse.testing.factories import IntakeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    return IntakeFactory(publication=Intake.Publication.ANNOUNCED)


def url(intake) -> str:
    return reverse("wagtail_inddragelse:subscribe", kwargs={"intake_id": intake.pk})


def test_address_is_remembered_and_the_answer_redirects(client, announced):
    response = client.post(url(announced), {"email": "Ada@Example.dk"})
    assert response["Location"] == f"{url(announced)}?noted"
    assert Subscription.objects.get().email == "ada@example.dk"


def test_same_address_is_kept_once(client, announced):
    for _ in range(2):
        client.post(url(announced), {"email": "ada@example.dk"})
    assert Subscription.objects.count() == 1


def test_no_cookie_is_set(client, announced):
    client.get(url(announced))
    client.post(url(announced), {"email": "ada@example.dk"})
    assert client.cookies == {}


def test_wrong_address_is_shown_again_with_an_error(client, announced):
    response = client.post(url(announced), {"email": "ada@"})
    assert response.status_code == 422
    assert response.context["form"]["email"].value() == "ada@"
    assert Subscription.objects.count() == 0


def test_honeypot_stores_nothing(client, announced):
    response = client.post(url(announced), {"email": "a@example.dk", "website_url": "x"})
    assert response.status_code == 429
    assert Subscription.objects.count() == 0


def test_open_intake_takes_no_subscription(client):
    client.post(url(IntakeFactory()), {"email": "ada@example.dk"})
    assert Subscription.objects.count() == 0


def test_unpublished_page_does_not_exist(client, announced):
    announced.page.unpublish()
    assert client.get(url(announced)).status_code == 404


def test_restricted_page_does_not_exist(client, announced):
    PageViewRestriction.objects.create(
        page_id=announced.page_id, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.post(url(announced), {"email": "ada@example.dk"}).status_code == 404
    assert Subscription.objects.count() == 0


class TestTheSummary:
    @pytest.fixture
    def soup(self, client, announced):
        response = client.post(url(announced), {"email": "ada@"})
        return BeautifulSoup(response.content, "html.parser")

    def test_it_stands_above_the_heading_and_takes_the_focus(self, soup):
        summary = soup.select_one("[data-error-summary]")

        assert summary.has_attr("autofocus")
        assert summary.find_next("h1") is soup.h1

    def test_it_says_what_the_field_says_and_leads_to_it(self, soup):
        link, field = soup.select_one("[data-error-summary] a"), soup.select_one("[name=email]")
        error = soup.find(id=field["aria-describedby"].split()[-1])

        assert link["href"] == f"#{field['id']}"
        assert error.text == f"Error: {link.text}"

    def test_what_concerns_no_field_leads_nowhere(self, client, announced):
        values = {"email": "a@example.dk", "website_url": "x"}
        soup = BeautifulSoup(client.post(url(announced), values).content, "html.parser")

        assert [item.find("a") for item in soup.select("[data-error-summary] li")] == [None]

    def test_there_is_none_before_anything_is_sent(self, client, announced):
        soup = BeautifulSoup(client.get(url(announced)).content, "html.parser")

        assert soup.select("[data-error-summary]") == []


def test_the_trail_leads_to_the_offer(client, announced):
    soup = BeautifulSoup(client.get(url(announced)).content, "html.parser")
    *_above, offer, here = soup.select(".breadcrumbs__list-item")

    assert (offer.a["href"], offer.text) == (announced.page.specific.url, announced.page.title)
    assert (here["aria-current"], here.text) == ("page", soup.h1.text)


@pytest.mark.parametrize("query", ["", "?noted"])
def test_says_until_when_the_address_is_kept(client, announced, query):
    with time_machine.travel("2026-11-29 12:00+01:00"):
        page = BeautifulSoup(client.get(f"{url(announced)}{query}").content, "html.parser")
    assert "on 29 November 2027 at the latest" in page.get_text()
