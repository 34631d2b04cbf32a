"""tick_boxes.js in a real browser, on the widget as an editor has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect

import wagtail_inddragelse
from tests.questions.test_form_js import browser, page
from wagtail_inddragelse.editing.widgets import MANY, TickBoxes

__all__ = ["browser", "page"]
pytestmark = pytest.mark.e2e

SCRIPT = Path(wagtail_inddragelse.__file__).parent / "static/wagtail_inddragelse/tick_boxes.js"
NAMES = ["Åse Ægidius", "Karin Holm", *(f"Person {n}" for n in range(MANY))]


@pytest.fixture
def editor(page: Page) -> Page:
    """A form with many tick boxes."""
    widget = TickBoxes(choices=list(enumerate(NAMES)))
    with override("en"):
        boxes = widget.render("contacts", [1], attrs={"id": "id_contacts"})
    page.set_content(
        f"<form>{boxes}<button>Save</button></form><script>{SCRIPT.read_text()}</script>"
    )
    return page


def visible(editor: Page) -> list[str]:
    rows = editor.locator("label:has(input):visible").all()
    return [row.inner_text().strip() for row in rows]


def test_the_list_is_searched_while_one_types(editor):
    editor.get_by_label("Search these").fill("ÆGI")
    assert visible(editor) == ["Åse Ægidius"]
    expect(editor.get_by_role("status")).to_have_text(f"Shows 1 of {len(NAMES)}")


def test_an_empty_search_shows_all_again_the_ticked_first(editor):
    search = editor.get_by_label("Search these")
    search.fill("karin")
    search.fill("")
    assert visible(editor)[:2] == ["Karin Holm", "Åse Ægidius"]
    assert len(visible(editor)) == len(NAMES)
    expect(editor.get_by_role("status")).to_have_text("")


def test_what_is_ticked_stays_ticked_while_it_is_not_shown(editor):
    editor.get_by_label("Search these").fill("person 3")
    editor.get_by_label("Person 3").check()
    ticked = editor.locator("input[name=contacts]:checked").evaluate_all(
        "all => all.map(e => e.value)"
    )
    assert ticked == ["1", "5"]


def test_enter_does_not_send_the_form(editor):
    editor.evaluate("document.forms[0].addEventListener('submit', () => (window.sent = true))")
    editor.get_by_label("Search these").press("Enter")
    assert editor.evaluate("window.sent") is None
