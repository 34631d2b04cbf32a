"""What the block picker of the editor shows of each block."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from wagtail_inddragelse.blocks import all_blocks
from wagtail_inddragelse.models import Intake

from .rendering import texts

BLOCKS = dict(all_blocks())

pytestmark = pytest.mark.django_db


def preview(client, name: str) -> BeautifulSoup:
    url = reverse("wagtailadmin_block_preview")
    response = client.get(url, {"id": BLOCKS[name].definition_prefix})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("text", "What you get"),
        ("facts", "The project in brief"),
        ("outcomes", "What the municipalities got out of it"),
        ("links", "Read more"),
        ("tracks", "What the course consists of"),
        ("criteria", "How we choose"),
        ("offers", "Our offers"),
        ("call_to_action", "Would you like to take part?"),
        ("contact_people", "Contact"),
        ("participants_by_year", "Municipalities that took part"),
        ("sign_up_form", "Sign up"),
    ],
)
def test_the_preview_shows_an_example(name, heading, admin_client):
    assert texts(preview(admin_client, name), "h2") == [heading]


def test_the_preview_of_a_quote_shows_who_said_it(admin_client):
    who = texts(preview(admin_client, "quote"), "figcaption")
    assert who == ["Case officer in a municipality that took part"]


def test_the_preview_of_an_offer_shows_a_start_date_that_no_site_has(admin_client):
    shown = preview(admin_client, "offer")
    assert texts(shown, "h2, h3") == ["Theme course", "Two days in the autumn"]
    assert texts(shown, ".badge") == ["12 places left"]
    assert texts(shown, ".inddragelse-facts dt") == ["When", "Place", "Deadline", "Places"]
    assert not Intake.objects.exists()


def test_the_preview_links_the_stylesheet_once(admin_client):
    sheets = preview(admin_client, "facts").select("link[rel=stylesheet]")
    assert [sheet["href"] for sheet in sheets] == ["/static/wagtail_inddragelse/inddragelse.css"]
