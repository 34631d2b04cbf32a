"""A caseworker narrows the register: how much of it is seen, with scripts and without."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .inspection import AXE_OPTIONS
from .test_application import REGISTER

pytestmark = pytest.mark.e2e

LAPTOP = {"width": 1366, "height": 768}
ENOUGH_ROWS = 8
NARROWED = f"{REGISTER}?state=confirmed"
OFFER, INTAKE = "Nationalt temamøde om inddragelse", "18. januar 2027"

SETTLED = """() => document.querySelector("main").getAnimations({ subtree: true })
  .every(it => it.playState !== "running")
"""
"""Whether what opens is open, and has its colours."""


@pytest.fixture
def register(demo: Demo, log_in) -> Page:
    """The confirmed sign-ups, on the screen of a laptop."""
    demo.send_submissions(40)
    page = log_in("sagsbehandler")
    page.set_viewport_size(LAPTOP)
    page.goto(NARROWED)
    return page


def rows(page: Page) -> Locator:
    return page.locator("table.listing tbody tr")


def found(page: Page) -> list[Locator]:
    """The rows, when it is said how many were found."""
    expect(page.get_by_role("alert").filter(has_text="fundet")).to_be_visible()
    expect(rows(page)).not_to_have_count(0)
    return rows(page).all()


def wholly_seen(page: Page) -> list[str]:
    """The texts of the rows that are on the screen from their upper to their lower edge."""
    boxes = [(row.bounding_box(), row.inner_text()) for row in rows(page).all()]
    height = page.viewport_size["height"]
    return [text for box, text in boxes if box["y"] >= 0 and box["y"] + box["height"] <= height]


def violations(page: Page) -> list[tuple[str, list]]:
    """What axe-core finds in the list and its header, in light and in dark colours."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(SETTLED)
        found += Axe().run(page, "main", AXE_OPTIONS).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def choose(page: Page, filter_name: str, choice: str) -> None:
    """Open a filter, choose in it and close it again."""
    page.get_by_role("button", name="Vis filtre").click()
    page.get_by_role("button", name=filter_name, exact=True).click()
    page.get_by_label(filter_name, exact=True).select_option(label=choice)
    page.keyboard.press("Escape")


def test_a_screen_of_rows_is_seen_with_a_filter_on(register: Page):
    expect(register.get_by_role("button", name="Vis filtre")).to_be_visible()
    assert len(wholly_seen(register)) >= ENOUGH_ROWS


def test_nothing_bars_anybody(register: Page):
    expect(register.locator("#wagtail-sidebar .sidebar")).to_be_visible()
    assert violations(register) == []
    register.get_by_role("button", name="Vis filtre").click()
    assert violations(register) == []
    register.get_by_role("button", name="Modtaget", exact=True).click()
    expect(register.get_by_label("Modtaget fra og med")).to_be_visible()
    assert violations(register) == []


def test_the_intakes_to_choose_are_those_of_the_offer(register: Page):
    choose(register, "Tilbud", OFFER)
    choose(register, "Hold", INTAKE)
    expect(register.get_by_role("button", name=f"Hold: {INTAKE}")).to_be_visible()
    for row in found(register):
        expect(row).to_contain_text(INTAKE)


def test_words_are_looked_for_in_the_order_that_was_chosen(register: Page):
    register.get_by_role("link", name="Reference").click()
    register.get_by_role("textbox", name="Søg").fill("Esther")
    register.wait_for_url("**q=Esther**")
    for row in found(register):
        expect(row).to_contain_text("Esther")
    expect(register.get_by_role("columnheader", name="Reference")).to_have_attribute(
        "aria-sort", "ascending"
    )


def test_it_narrows_without_scripts(register: Page, open_profile):
    state = register.context.storage_state()
    page = open_profile(viewport=LAPTOP, java_script_enabled=False, storage_state=state).new_page()
    page.goto(NARROWED)
    page.get_by_role("textbox", name="Søg").fill("Clara")
    page.get_by_label("Tilbud", exact=True).select_option(label=OFFER)
    page.get_by_role("button", name="Vis", exact=True).click()
    for row in found(page):
        expect(row).to_contain_text("Clara")
        expect(row).to_contain_text(OFFER)
