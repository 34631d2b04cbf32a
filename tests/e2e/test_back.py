"""Back and Forward bring pages back with all that was typed, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .forms import (
    COURSE_FORM,
    MAIL,
    choose_municipality,
    introduce_yourself,
    municipality_of,
    open_subscription,
    send,
    sign_up,
    take_time,
)
from .states import press
from .test_application import FILE, fill_in, go_on, say_who_applies, write_texts
from .test_steps import APPLICATION, expect_step

pytestmark = pytest.mark.e2e

TEXT = "Vi spørger børnene, før vi beslutter noget."


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def citizen(open_citizen, request: pytest.FixtureRequest) -> Page:
    return open_citizen(java_script_enabled=request.param)


def colleague(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=f"Deltager {number}")


def add_colleague(page: Page, number: int, name: str) -> None:
    """Press the button, and write a name and tick a box."""
    page.get_by_role("button", name="Tilføj en deltager").click()
    colleague(page, number).get_by_label("Navn").fill(name)
    colleague(page, number).get_by_label("Udfører").check()


def expect_colleague(page: Page, number: int, name: str) -> None:
    expect(colleague(page, number).get_by_label("Navn")).to_have_value(name)
    expect(colleague(page, number).get_by_label("Udfører")).to_be_checked()


def expect_municipality(page: Page, shown: str) -> None:
    """What a reader sees in the field, whether it is searched or a plain list."""
    field = municipality_of(page, "Kommune")
    if field.evaluate("field => field.localName") == "select":
        expect(field.locator("option:checked")).to_have_text(shown)
    else:
        expect(field).to_have_value(shown)


def expect_introduced(page: Page) -> None:
    """All that ``introduce_yourself`` typed."""
    expect(page.get_by_label("Dit navn")).to_have_value("Rita Prøve")
    expect(page.get_by_label("Din e-mail")).to_have_value(MAIL)
    expect_municipality(page, "Odense")


def send_with_error(page: Page) -> None:
    """Fill in the form of the course without a start date, and send it."""
    page.goto(COURSE_FORM)
    introduce_yourself(page)
    add_colleague(page, 1, "Kaj Kollega")
    take_time(page)
    press(page, "Tilmeld")
    expect(page.get_by_role("alert").first).to_be_focused()


def expect_errors(page: Page) -> None:
    expect(page).to_have_title(re.compile("^Fejl:"))
    expect_introduced(page)
    expect_colleague(page, 1, "Kaj Kollega")


class TestOnOnePage:
    def test_back_from_an_error(self, citizen: Page):
        send_with_error(citizen)
        citizen.go_back()

        expect(citizen.locator("[data-error-summary]")).to_have_count(0)
        expect_introduced(citizen)
        expect_colleague(citizen, 1, "Kaj Kollega")
        citizen.go_forward()
        expect_errors(citizen)

    def test_back_from_a_link_to_an_error(self, citizen: Page):
        send_with_error(citizen)
        citizen.get_by_label("Dit navn").fill("Rita Rettet")
        colleague(citizen, 1).get_by_label("Navn").fill("Kaj Rettet")
        add_colleague(citizen, 2, "Ulla Ulv")
        citizen.goto("/")
        citizen.go_back()

        expect(citizen.get_by_label("Dit navn")).to_have_value("Rita Rettet")
        expect_colleague(citizen, 1, "Kaj Rettet")
        expect_colleague(citizen, 2, "Ulla Ulv")

    def test_who_was_removed_stays_away(self, citizen: Page):
        send_with_error(citizen)
        citizen.get_by_role("button", name=re.compile("^Fjern Deltager 1")).click()
        expect(colleague(citizen, 1)).to_have_count(0)
        citizen.goto("/")
        citizen.go_back()

        expect_introduced(citizen)
        expect(colleague(citizen, 1)).to_have_count(0)

    def test_back_from_the_receipt_and_sent_again(self, citizen: Page, demo: Demo):
        sign_up(citizen)
        receipt = citizen.url
        citizen.go_back()
        expect_introduced(citizen)
        citizen.go_forward()
        expect(citizen).to_have_url(receipt)
        citizen.go_back()
        take_time(citizen)
        send(citizen, "Tilmeld")

        expect(citizen).to_have_url(receipt)
        assert len(demo.mails_to(MAIL)) == 1

    def test_back_from_an_error_that_was_mended(self, citizen: Page):
        send_with_error(citizen)
        citizen.get_by_role("radio", name="Start").first.check()
        you = citizen.get_by_role("group", name="Dig", exact=True)
        you.get_by_label("Myndighed").check()
        colleague(citizen, 1).get_by_label("E-mail").fill("kaj@example.dk")
        press(citizen, "Tilmeld")
        citizen.wait_for_url("**/receipt/**")
        citizen.go_back()

        expect_errors(citizen)
        expect(citizen.get_by_role("radio", name="Start").first).to_be_checked()
        expect(you.get_by_label("Myndighed")).to_be_checked()
        citizen.go_back()
        expect_introduced(citizen)


class TestMunicipality:
    @pytest.fixture
    def citizen(self, open_citizen) -> Page:
        return open_citizen()

    def test_what_matches_nothing_is_still_there(self, citizen: Page):
        citizen.goto(COURSE_FORM)
        field = municipality_of(citizen, "Kommune")
        expect(field).to_have_attribute("aria-autocomplete", "list")
        field.press_sequentially("Atlantis")
        citizen.goto("/")
        citizen.go_back()

        expect(field).to_have_value("Atlantis")

    def test_what_is_changed_after_an_error(self, citizen: Page):
        send_with_error(citizen)
        field = municipality_of(citizen, "Kommune")
        field.fill("Aarhus")
        citizen.goto("/")
        citizen.go_back()

        expect(field).to_have_value("Aarhus")
        choose_municipality(field)
        expect(field).to_have_value("Odense")


class TestSteps:
    def test_back_and_forward_through_all(self, citizen: Page):
        fill_in(citizen)
        expect(citizen).to_have_title(re.compile("^Fejl: Opbakning"))
        citizen.go_back()

        expect_step(citizen, "Trin 5 af 6", "Opbakning og deling")
        expect(citizen.locator("[data-error-summary]")).to_have_count(0)
        citizen.go_back()
        expect_step(citizen, "Trin 4 af 6", "Deltagere og tid")
        expect(citizen.get_by_label("Hvor mange medarbejdere")).to_have_value("20")
        expect(citizen.get_by_label("Vi sørger for lokaler")).to_be_checked()
        citizen.go_back()
        expect_step(citizen, "Trin 3 af 6", "Motivation og ambition")
        expect(citizen.locator("main textarea:visible").first).to_have_value(TEXT)
        citizen.go_back()
        expect(citizen.get_by_role("radio", name="Ja")).to_be_checked()
        citizen.go_back()
        expect_introduced(citizen)
        for _step in range(4):
            citizen.go_forward()
        expect_step(citizen, "Trin 5 af 6", "Opbakning og deling")
        citizen.go_forward()
        expect(citizen.locator(".inddragelse-kept")).to_contain_text("opbakning.pdf")

    def test_what_is_changed_on_a_step_before_is_sent(self, citizen: Page):
        fill_in(citizen)
        citizen.go_back()
        citizen.go_back()
        citizen.get_by_label("Hvor mange medarbejdere").fill("21")
        go_on(citizen, "Opbakning og deling")
        citizen.get_by_label("Ledelsens skriftlige opbakning").set_input_files(FILE)
        citizen.get_by_label("Vi accepterer").check()
        go_on(citizen, "Tjek dine svar")

        expect(citizen.locator("dd", has_text=re.compile("^21$"))).to_have_count(1)
        expect(citizen.get_by_role("main")).to_contain_text("opbakning.pdf")

    def test_back_from_the_receipt_and_sent_again(self, citizen: Page, demo: Demo):
        fill_in(citizen)
        citizen.get_by_label("Vi accepterer").check()
        go_on(citizen, "Tjek dine svar")
        press(citizen, "Send ansøgning")
        receipt = citizen.url
        citizen.go_back()
        expect_step(citizen, "Trin 6 af 6", "Tjek dine svar")
        citizen.go_back()
        expect(citizen.get_by_label("Vi accepterer")).to_be_checked()
        go_on(citizen, "Tjek dine svar")
        press(citizen, "Send ansøgning")

        assert citizen.url == receipt
        assert len(demo.mails_to(MAIL)) == 1

    def test_back_from_the_end_for_who_cannot_apply(self, citizen: Page):
        citizen.goto(APPLICATION)
        say_who_applies(citizen)
        go_on(citizen, "Jeres udgangspunkt")
        citizen.get_by_role("radio", name="Nej").check()
        write_texts(citizen)
        press(citizen, "Næste")
        expect(citizen.get_by_role("heading", level=1)).to_have_text("Kun kommuner kan søge")
        citizen.get_by_role("link", name="Se vores arrangementer").click()
        citizen.wait_for_url("**/arrangementer/")
        citizen.go_back()

        expect(citizen.get_by_role("heading", level=1)).to_have_text("Kun kommuner kan søge")
        citizen.go_back()
        expect_step(citizen, "Trin 2 af 6", "Jeres udgangspunkt")
        expect(citizen.get_by_role("radio", name="Nej")).to_be_checked()


class TestOtherForms:
    def test_the_address_to_write_to(self, citizen: Page):
        open_subscription(citizen)
        citizen.get_by_label("Din e-mail").fill("rita")
        press(citizen, "Giv mig besked")
        expect(citizen).to_have_title(re.compile("^Fejl:"))
        citizen.get_by_label("Din e-mail").fill(MAIL)
        press(citizen, "Giv mig besked")
        citizen.go_back()

        expect(citizen.get_by_label("Din e-mail")).to_have_value(MAIL)
        citizen.go_back()
        expect(citizen.get_by_label("Din e-mail")).to_have_value("rita")

    def test_the_questions_that_are_open_again(self, citizen: Page, demo: Demo):
        citizen.goto(demo.stage()["da more wanted"])
        text = citizen.locator("main textarea").first
        text.fill("")
        citizen.locator("main form .button-primary").click()
        expect(citizen).to_have_title(re.compile("^Fejl:"))
        citizen.go_back()
        expect(citizen.locator("[data-error-summary]")).to_have_count(0)
        expect(text).to_have_value("")
        citizen.go_forward()
        text.fill(TEXT)
        press(citizen, "Send dine svar")
        expect(citizen.get_by_role("status").first).to_be_visible()
        citizen.go_back()

        expect(text).to_have_value(TEXT)
