"""What the editor is told: what is missing, and how the offers stand."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .editor import EDITOR_READY, open_page, open_tab, rich_text

pytestmark = pytest.mark.e2e

FORM_TITLE = "Tilmeld dig temamødet"
OFFER_TITLE = "Nationalt temamøde om inddragelse"
MISSING = "Oplysning om persondata mangler"
READINESS = "[data-inddragelse-readiness]"
SIGN_UPS = "[data-inddragelse-sign-ups]"


@pytest.fixture
def editor(log_in) -> Page:
    return log_in("redaktor")


def problems(page: Page, part: str) -> list[str]:
    """What axe finds in one part of an admin page, which is ours; the rest is Wagtail's."""
    return [found["id"] for found in Axe().run(page, context=part).response["violations"]]


def privacy(page: Page) -> Locator:
    return rich_text(page, "privacy")


def without_privacy(page: Page) -> None:
    """Open the form in the editor and empty what the field of its privacy information sends."""
    open_page(page, FORM_TITLE)
    page.locator("[name=privacy]").evaluate("field => { field.value = 'null'; }")


def test_a_form_without_privacy_information_is_not_published(editor: Page):
    without_privacy(editor)
    editor.get_by_role("button", name="More actions").click()
    editor.locator("[name=action-publish]").click()
    expect(editor.locator(".messages .error")).to_be_visible()
    open_tab(editor, "Tekster og persondata")
    field = editor.locator("[data-contentpath=privacy]")
    expect(field.locator("[data-field-errors]")).to_contain_text("Loven kræver")

    open_tab(editor, "Spørgsmål")
    editor.locator(READINESS).get_by_role("link", name=MISSING).click()
    expect(privacy(editor)).to_be_focused()
    assert problems(editor, READINESS) == []


def test_the_checks_beside_the_preview_follow_what_is_typed(editor: Page):
    without_privacy(editor)
    editor.locator('[data-side-panel-toggle="checks"]').click()
    rows = editor.locator("[data-content-checker-row]")
    expect(rows.filter(has_text=MISSING)).to_have_count(1)

    open_tab(editor, "Tekster og persondata")
    privacy(editor).click()
    editor.keyboard.type("Vi sletter efter et halvt år.")
    expect(rows.filter(has_text=MISSING)).to_have_count(0)


def test_a_link_opens_the_panel_that_the_field_is_in(editor: Page):
    open_page(editor, OFFER_TITLE)
    open_tab(editor, "Startdatoer")
    intake = editor.get_by_role("region", name=re.compile("1$")).first
    field = intake.get_by_role("textbox", name="Frist")
    field.fill("2099-01-01 10:00")
    field.press("Tab")
    editor.get_by_role("button", name="Gem skitse").click()
    expect(editor.locator(".messages .success")).to_be_visible()
    editor.wait_for_timeout(EDITOR_READY)
    open_tab(editor, "Startdatoer")
    intake.locator("[data-panel-toggle]").first.click()
    expect(field).to_be_hidden()

    open_tab(editor, "Tekst")
    editor.locator(READINESS).get_by_role("link", name=re.compile("Fristen.* ligger efter")).click()
    expect(field).to_be_focused()


def test_an_editor_sees_the_offers_and_nothing_of_submissions(editor: Page):
    editor.get_by_role("link", name="Tilbud", exact=True).click()
    table = editor.locator("table.listing")
    expect(table.get_by_role("row").filter(has_text=OFFER_TITLE)).to_contain_text("af 150")
    expect(table).not_to_contain_text("Nye tilmeldinger")
    assert problems(editor, "table.listing") == []

    open_page(editor, OFFER_TITLE)
    expect(editor.locator(SIGN_UPS)).to_contain_text("af 150")
    expect(editor.locator(SIGN_UPS).get_by_role("link")).to_have_count(0)
    assert problems(editor, SIGN_UPS) == []
