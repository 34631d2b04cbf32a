"""A caseworker writes the text of a mail."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .inspection import AXE_OPTIONS
from .test_application import REGISTER

pytestmark = pytest.mark.e2e


def violations(page: Page) -> list[str]:
    """What axe-core finds in our own part of the admin."""
    found = Axe().run(page, "main .nice-padding", AXE_OPTIONS).response["violations"]
    return [rule["id"] for rule in found]


def test_a_text_is_written_by_keyboard_tried_and_saved(log_in):
    page = log_in("sagsbehandler")
    page.goto(REGISTER)
    page.get_by_role("link", name="Mailtekster").click()
    page.get_by_role("link", name="Workshopforløb om inddragelse").click()
    expect(page.get_by_role("row", name="Ansøgning modtaget")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("row", name="Ansøgning modtaget").get_by_role("link").first.click()

    text = page.get_by_label("Tekst")
    text.fill("Kære ")
    text.press("End")
    page.get_by_role("button", name="{name}").press("Enter")
    expect(text).to_have_value("Kære {name}")
    expect(text).to_be_focused()
    text.press_sequentially("\n\nTak.")
    page.get_by_label("Prøv den på").select_option("En opdigtet ansøger")
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.get_by_role("heading", name="Forhåndsvis")).to_be_focused()
    mail = page.frame_locator("iframe").first
    expect(mail.get_by_text("Kære Anne Eksempel")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".messages .success")).to_contain_text("Teksten er gemt.")
    own = page.get_by_role("row", name="Ansøgning modtaget").get_by_role("cell").first
    expect(own).to_contain_text("Egen tekst")


def test_what_is_wrong_is_said_and_nothing_is_lost(log_in):
    page = log_in("sagsbehandler")
    page.goto(REGISTER)
    page.get_by_role("link", name="Mailtekster").click()
    page.get_by_role("link", name="Workshopforløb om inddragelse").click()
    page.get_by_role("row", name="Ansøgning modtaget").get_by_role("link").first.click()
    page.get_by_label("Tekst").fill("Kære {nmae}")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".error-message")).to_contain_text("Mente du ”{name}”?")
    expect(page.get_by_label("Tekst")).to_have_value("Kære {nmae}")
    assert violations(page) == []
