"""The list of what is on a long page."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.template import engines
from django.utils.translation import override

ABOUT = "<h2>About &amp; <b>around</b></h2><p>Text</p>"
LONG = f"{ABOUT}<h2>When</h2><h2 class='card-heading'>A card</h2><h2>Where</h2><h2>When</h2>"


def page(html: str) -> BeautifulSoup:
    source = "{% load inddragelse_contents %}{% contents %}" + html + "{% endcontents %}"
    with override("en"):
        return BeautifulSoup(engines["django"].from_string(source).render(), "html.parser")


def test_a_long_page_lists_its_headings_in_order():
    links = page(LONG).select("nav li a")

    assert [link.text for link in links] == ["About & around", "When", "Where", "When"]


def test_each_link_leads_to_its_heading():
    soup = page(LONG)
    targets = [soup.find(id=link["href"].removeprefix("#")) for link in soup.select("nav a")]

    assert targets == soup.select("h2:not(.anchortitle, .card-heading)")


def test_the_list_has_a_name():
    nav = page(LONG).nav

    assert nav.find(id=nav["aria-labelledby"]).text == "On this page"


def test_a_short_page_has_no_list():
    soup = page(ABOUT)

    assert (soup.nav, soup.h2.decode_contents()) == (None, "About &amp; <b>around</b>")


def test_markup_in_a_heading_stays_text():
    soup = page(LONG.replace("Where", "&lt;script&gt;x&lt;/script&gt;"))

    assert soup.select("script") == []
    assert soup.select("nav a")[2].text == "<script>x</script>"
