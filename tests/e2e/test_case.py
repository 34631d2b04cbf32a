"""A caseworker goes through a list of cases by keyboard, and asks a colleague to look."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import PHONE
from .demo import Demo
from .inspection import AXE_OPTIONS
from .test_application import REGISTER

pytestmark = pytest.mark.e2e

LIST = f"{REGISTER}?state=confirmed"
OURS = ".inddragelse-case__toolbar, .inddragelse-case"


def violations(page: Page) -> list[tuple[str, list]]:
    """What axe-core finds on the page of a case: rules, each with the elements."""
    found = Axe().run(page, OURS, AXE_OPTIONS).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def number(page: Page, text: str) -> None:
    expect(page.get_by_role("navigation", name="Listen")).to_contain_text(text)


@pytest.fixture
def caseworker(demo: Demo, log_in) -> Page:
    """On the first of the confirmed sign-ups."""
    demo.send_submissions(16)
    page = log_in("sagsbehandler")
    page.goto(LIST)
    page.locator("main table tbody a[href*=inspect]").first.click()
    number(page, "1 af")
    expect(page.locator("#wagtail-sidebar .sidebar")).to_be_visible()  # and so the keys work
    expect(page.get_by_role("button", name="Udskriv")).to_be_visible()
    return page


def test_goes_through_the_list_by_keyboard(caseworker: Page):
    first = caseworker.url
    caseworker.keyboard.press("j")
    number(caseworker, "2 af")
    expect(caseworker.locator("#wagtail-sidebar .sidebar")).to_be_visible()
    caseworker.keyboard.press("k")
    expect(caseworker).to_have_url(first)
    number(caseworker, "1 af")
    expect(caseworker.locator("#wagtail-sidebar .sidebar")).to_be_visible()
    caseworker.keyboard.press("u")
    expect(caseworker).to_have_url(re.compile(re.escape(LIST) + "$"))


def test_keys_are_letters_while_one_types(caseworker: Page):
    url = caseworker.url
    caseworker.keyboard.press("n")
    note = caseworker.get_by_label("Ny note")
    expect(note).to_be_focused()
    caseworker.keyboard.type("junk")
    expect(note).to_have_value("junk")
    expect(caseworker).to_have_url(url)


def test_keys_are_listed_beside_wagtails_own(caseworker: Page):
    caseworker.keyboard.press("?")
    dialog = caseworker.locator("#keyboard-shortcuts-dialog")
    expect(dialog.get_by_role("row", name="Næste på listen")).to_contain_text("j")


def test_asks_a_colleague_to_look(caseworker: Page, log_in):
    reference = caseworker.get_by_role("heading", level=1).inner_text().split()[-1]
    caseworker.get_by_text("Hvem du kan bede om at se på den").click()
    caseworker.get_by_role("button", name="@leder").click()
    note = caseworker.get_by_label("Ny note")
    expect(note).to_have_value("@leder ")
    note.press_sequentially("kig lige")
    caseworker.get_by_role("button", name="Gem noten").click()
    expect(caseworker.locator("#notes-section")).to_contain_text("@leder kig lige")
    number(caseworker, "1 af")

    leader = log_in("leder")
    panel = leader.locator("#inddragelse-notes-section")
    expect(panel.get_by_role("row", name=reference)).to_contain_text("Ny")
    panel.get_by_role("link", name=reference, exact=True).click()
    expect(leader.locator("#notes-section")).to_contain_text("@leder kig lige")
    leader.goto("/admin/")
    expect(panel.get_by_role("row", name=reference)).to_contain_text("Set")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1400, "height": 900}], ids=["phone", "wide"])
def test_fits_and_is_accessible(caseworker: Page, viewport):
    caseworker.set_viewport_size(viewport)
    assert caseworker.evaluate("document.querySelector('main').scrollWidth") <= viewport["width"]
    assert violations(caseworker) == []


def test_paper_has_the_case_and_not_the_tools(caseworker: Page):
    caseworker.emulate_media(media="print")
    expect(caseworker.locator(".inddragelse-case__paper")).to_be_visible()
    expect(caseworker.locator("#case-answers-section")).to_be_visible()
    for hidden in ("#notes-section", ".inddragelse-case__toolbar", "#wagtail-sidebar .sidebar"):
        expect(caseworker.locator(hidden)).to_be_hidden()
