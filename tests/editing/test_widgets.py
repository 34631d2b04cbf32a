"""Tick boxes that can be searched when there are many."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.editors import edit_url
from wagtail_inddragelse.editing.widgets import MANY
from wagtail_inddragelse.testing.factories import ContactPersonFactory

pytestmark = pytest.mark.django_db


def shown(editor, page) -> BeautifulSoup:
    return BeautifulSoup(editor.get(edit_url(page)).content.decode(), "html.parser")


def names(html: BeautifulSoup) -> list[str]:
    boxes = html.select("input[name=contacts]")
    return [box.find_parent("label").get_text(strip=True) for box in boxes]


def test_few_stand_as_they_are(editor, offer):
    people = ContactPersonFactory.create_batch(MANY, locale=offer.locale)
    offer.contacts = people[1:2]
    offer.save_revision().publish()
    html = shown(editor, offer)
    assert names(html) == sorted(person.name for person in people)
    assert html.select("[data-inddragelse-tick-boxes]") == []


def test_of_many_the_ticked_come_first_and_the_others_can_be_searched(editor, offer):
    people = ContactPersonFactory.create_batch(MANY + 1, locale=offer.locale)
    offer.contacts = [people[-1]]
    offer.save_revision().publish()
    html = shown(editor, offer)
    others = sorted(person.name for person in people[:-1])
    assert names(html) == [people[-1].name, *others]
    search = html.select_one("[data-inddragelse-tick-boxes] input[type=search]")
    assert html.find("label", attrs={"for": search["id"]}) is not None
    assert not search.has_attr("name")  # it is no part of the page
