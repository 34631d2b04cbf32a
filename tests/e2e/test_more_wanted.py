"""More is asked for: the caseworker chooses, the applicant answers, the case shows the change."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .forms import MAIL
from .inspection import AXE_OPTIONS
from .test_application import apply, declare
from .test_casework import open_as

pytestmark = pytest.mark.e2e

LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n% signed\n%%EOF\n"
NEW_FILE = {"name": "opbakning-underskrevet.pdf", "mimeType": "application/pdf", "buffer": LETTER}
QUESTION = "Ledelsens skriftlige opbakning"


def violations(page: Page, selector: str) -> list[tuple[str, list]]:
    """What axe-core finds in a part of the page: rules, each with the elements."""
    found = Axe().run(page, selector, AXE_OPTIONS).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


@pytest.fixture
def reference(citizen: Page) -> str:
    return apply(citizen)


@pytest.fixture
def decider(log_in, reference: str) -> Page:
    """The case, as one who decides has it open."""
    page = open_as(log_in, "sagsbehandler", reference)
    declare(page, "Nej, jeg er ikke inhabil")
    return page


def ask(page: Page) -> None:
    page.get_by_role("link", name="Bed om flere oplysninger").click()
    page.get_by_label(QUESTION).check()
    page.get_by_label("Hvad vil du gerne vide?").fill("Vi mangler en underskrift.")
    assert violations(page, "main form[method=post]") == []
    page.get_by_role("button", name="Spørg ansøgeren").click()
    expect(page.locator(".messages .success")).to_contain_text("Ansøgeren er spurgt")


def answer(page: Page, receipt: str) -> None:
    page.goto(receipt)
    expect(page.get_by_text("Vi mangler en underskrift.")).to_be_visible()
    page.get_by_role("link", name="Svar nu").click()
    expect(page.locator(".inddragelse-kept")).to_contain_text("opbakning.pdf")
    page.get_by_label(QUESTION).set_input_files(NEW_FILE)
    page.get_by_role("button", name="Send dine svar").click()
    page.wait_for_url("**/receipt/**")
    expect(page.get_by_text("Vi modtog dine svar")).to_be_visible()


def test_from_asking_to_the_change_on_the_case(decider: Page, citizen: Page, open_citizen, demo):
    ask(decider)
    [_received, wanted] = demo.mails_to(MAIL)
    assert QUESTION in wanted.get_body(("plain",)).get_content()

    citizen.reload()
    assert violations(citizen, "main") == []
    citizen.get_by_role("link", name="Svar nu").click()
    assert violations(citizen, "main") == []

    answer(open_citizen(java_script_enabled=False), citizen.url.removesuffix("more/"))

    decider.reload()
    row = decider.get_by_role("row").filter(has_text=QUESTION)
    expect(row.get_by_role("link")).to_have_text(["opbakning.pdf", NEW_FILE["name"]])
    assert violations(decider, "main table.listing") == []
