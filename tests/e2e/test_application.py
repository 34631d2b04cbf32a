"""An application with an attachment, from the form to the caseworker."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .forms import APPLICATION, introduce_yourself, send

pytestmark = pytest.mark.e2e

LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FILE = {"name": "opbakning.pdf", "mimeType": "application/pdf", "buffer": LETTER}
REGISTER = "/admin/inddragelse/submissions/"


def begin(page: Page) -> None:
    """Say who applies, and go on to the first of the editor's steps."""
    page.goto(APPLICATION)
    say_who_applies(page)
    go_on(page, "Jeres udgangspunkt")


def go_on(page: Page, title: str) -> None:
    """Press Next, which leads to the step ``title``."""
    send(page, "Næste")
    expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()


def say_who_applies(page: Page) -> None:
    introduce_yourself(page)
    page.get_by_label("Dit telefonnummer").fill("00 00 00 00")
    page.get_by_role("textbox", name="Organisation").fill("Odense Kommune")


def write_texts(page: Page) -> None:
    """Fill in all long texts of a step."""
    for question in page.locator("main textarea:visible").all():
        question.fill("Vi spørger børnene, før vi beslutter noget.")


def say_why(page: Page) -> None:
    write_texts(page)
    page.get_by_label("Myndighed").check()


def say_who_takes_part(page: Page) -> None:
    page.get_by_label("Hvor mange medarbejdere").fill("20")
    page.get_by_label("Hvor mange af dem").fill("4")
    page.get_by_role("radio", name="Ja").check()
    for consent in ("Vi sætter tid af", "Vi sørger for lokaler"):
        page.get_by_label(consent).check()
    page.get_by_label("Hvem bliver jeres faste kontaktperson?").fill("Rita Prøve")


def fill_in(page: Page) -> None:
    """Answer all of the steps, with one mistake on the last one."""
    begin(page)
    page.get_by_role("radio", name="Ja").check()
    write_texts(page)
    go_on(page, "Motivation og ambition")
    say_why(page)
    go_on(page, "Deltagere og tid")
    say_who_takes_part(page)
    go_on(page, "Opbakning og deling")
    page.get_by_label("Ledelsens skriftlige opbakning").set_input_files(FILE)
    send(page, "Næste")


def apply(page: Page) -> str:
    """Apply, with one mistake on the way. Returns the reference."""
    fill_in(page)
    page.get_by_label("Vi accepterer").check()
    go_on(page, "Tjek dine svar")
    send(page, "Send ansøgning")
    page.wait_for_url("**/receipt/**")
    return page.locator(".inddragelse-receipt__reference strong").inner_text()


class TestCitizen:
    def test_an_error_keeps_the_file(self, citizen: Page):
        fill_in(citizen)

        expect(citizen.get_by_role("alert").get_by_role("link")).to_have_count(1)
        expect(citizen.locator(".inddragelse-kept")).to_contain_text("opbakning.pdf")

    def test_the_receipt_names_the_file(self, citizen: Page):
        apply(citizen)

        attached = citizen.get_by_role("heading", name="Vedhæftet").locator("+ ul")
        expect(attached).to_have_text("opbakning.pdf (69 bytes)")


class TestOffice:
    @pytest.fixture
    def reference(self, citizen: Page) -> str:
        return apply(citizen)

    @pytest.fixture
    def case_url(self, log_in, reference: str) -> str:
        """The address of the case, as an administrator finds it."""
        page = log_in("admin")
        page.goto(REGISTER)
        return open_case(page, reference)

    def test_the_caseworker_finds_and_reads_it(self, log_in, reference: str, tmp_path: Path):
        page = log_in("sagsbehandler")
        page.get_by_role("link", name="Tilmeldinger", exact=True).click()
        open_case(page, reference)
        declare(page, "Nej, jeg er ikke inhabil")
        expect(page.get_by_role("main")).to_contain_text("Vi spørger børnene")
        with page.expect_download() as download:
            page.get_by_role("link", name="opbakning.pdf").click()
        download.value.save_as(tmp_path / "letter")

        assert (tmp_path / "letter").read_bytes() == LETTER

    def test_the_editor_reaches_neither_case_nor_file(self, log_in, case_url: str):
        page = log_in("redaktor")
        expect(page.get_by_role("link", name="Tilmeldinger", exact=True)).to_have_count(0)
        addresses = [REGISTER, case_url, "/admin/inddragelse/attachments/1/"]
        ends = [page.request.get(address) for address in addresses]

        assert [(end.url.partition("/admin/")[2], end.status) for end in ends] == [
            ("", 200),
            ("", 200),
            ("inddragelse/attachments/1/", 404),
        ]


def open_case(page: Page, reference: str) -> str:
    """Open a case from the register; its address."""
    row = page.get_by_role("row").filter(has_text=reference)
    row.hover()
    page.goto(row.get_by_role("link").first.get_attribute("href"))
    expect(page.get_by_role("main")).to_contain_text(reference)
    return page.url


def declare(page: Page, answer: str) -> None:
    """Say whether one has a conflict of interest, on the case that is open."""
    page.get_by_label(answer).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Gem mit svar").click()
