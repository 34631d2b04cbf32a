"""The main job: a citizen signs up on a phone, without JavaScript and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .demo import PATHS, Demo
from .forms import (
    COURSE,
    COURSE_FORM,
    ENGLISH_COURSE,
    ENGLISH_FORM,
    MAIL,
    introduce_yourself,
    municipality_of,
    send,
    take_time,
)
from .keyboard import Keyboard

pytestmark = pytest.mark.e2e

PLACES = re.compile(r"(\d+) (?:pladser tilbage|places left)")
OF_THE_COURSE = (COURSE, COURSE_FORM, ENGLISH_COURSE, ENGLISH_FORM)


def places_left(page: Page) -> dict[str, list[int]]:
    """The numbers of places left that each page of the demo shows, from top to bottom."""
    shown = {}
    for path in PATHS:
        page.goto(path)
        texts = page.locator("main").inner_text()
        shown[path] = [int(number) for number in PLACES.findall(texts)]
    return {path: numbers for path, numbers in shown.items() if numbers}


def sign_up_with_a_colleague(page: Page) -> None:
    """Two people for the course that starts on the second date."""
    page.goto(COURSE)
    second = page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=3)).nth(1)
    second.get_by_role("link", name="Tilmeld dig").click()
    introduce_yourself(page)
    you = page.get_by_role("group", name="Dig", exact=True)
    you.get_by_label("Myndighed").check()
    page.get_by_role("button", name="Tilføj en deltager").click()
    colleague = page.get_by_role("group", name="Deltager 1")
    colleague.get_by_label("Navn").fill("Kaj Kollega")
    colleague.get_by_label("E-mail").fill("kaj.kollega@example.dk")
    colleague.get_by_label("Udfører").check()
    take_time(page)
    send(page, "Tilmeld")
    page.wait_for_url("**/receipt/**")


def open_form(page: Page, keyboard: Keyboard) -> None:
    """Go by keyboard from the course to the form for its second start date."""
    page.goto(COURSE)
    keyboard.press(page.get_by_role("link", name="Tilmeld dig").nth(1), "Enter")
    page.wait_for_url("**/tilmelding/*")


class TestWithoutJavaScript:
    @pytest.fixture
    def citizen(self, open_citizen) -> Page:
        return open_citizen(java_script_enabled=False)

    def test_the_receipt_names_both(self, citizen: Page):
        sign_up_with_a_colleague(citizen)

        expect(citizen.get_by_role("heading", level=1)).to_have_text("I er alle tilmeldt")
        expect(citizen.get_by_role("status")).to_contain_text("I har 2 pladser.")
        expect(citizen.get_by_role("main")).to_contain_text("Kaj Kollega")

    def test_the_mail_brings_the_days_as_a_calendar_file(self, citizen: Page, demo: Demo):
        sign_up_with_a_colleague(citizen)
        (mail,) = demo.mails_to(MAIL)
        (calendar,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]

        assert calendar.get_content().count("BEGIN:VEVENT") == 3

    def test_the_calendar_file_can_be_had_from_the_receipt(self, citizen: Page):
        sign_up_with_a_colleague(citizen)
        with citizen.expect_download() as download:
            citizen.get_by_role("link", name="kalender").click()

        assert download.value.suggested_filename == "temaforloeb.ics"

    def test_two_places_less_wherever_they_are_shown(self, citizen: Page):
        before = places_left(citizen)
        assert before == before | {path: [40, 40, 40] for path in OF_THE_COURSE}
        sign_up_with_a_colleague(citizen)

        lists = {
            path: [118 if n == 120 else n for n in numbers] for path, numbers in before.items()
        }
        assert places_left(citizen) == lists | {path: [40, 38, 40] for path in OF_THE_COURSE}


class TestByKeyboard:
    """In both looks. ``Keyboard`` asserts at each stop that the focus is seen."""

    @pytest.fixture
    def citizen(self, visitor: Page) -> Page:
        return visitor

    @pytest.fixture
    def keyboard(self, citizen: Page) -> Keyboard:
        return Keyboard(citizen)

    def test_signing_up_with_a_colleague(self, citizen: Page, keyboard: Keyboard):
        open_form(citizen, keyboard)
        keyboard.write(citizen.get_by_label("Dit navn"), "Rita Prøve")
        keyboard.write(citizen.get_by_label("Din e-mail"), MAIL)
        keyboard.press(citizen.get_by_label("En kommune"), "Space")
        keyboard.write(municipality_of(citizen, "Kommune"), "Odense")
        you = citizen.get_by_role("group", name="Dig", exact=True)
        keyboard.press(you.get_by_label("Myndighed"), "Space")
        citizen.evaluate("window.isSamePage = true")
        keyboard.press(citizen.get_by_role("button", name="Tilføj en deltager"), "Enter")
        colleague = citizen.get_by_role("group", name="Deltager 1")
        expect(colleague.get_by_label("Navn")).to_be_focused()
        assert citizen.evaluate("window.isSamePage")

        citizen.keyboard.type("Kaj Kollega")
        citizen.evaluate("window.lastFocused = document.activeElement")
        keyboard.write(colleague.get_by_label("E-mail"), "kaj.kollega@example.dk")
        keyboard.press(colleague.get_by_label("Myndighed"), "Space")
        citizen.keyboard.press("ArrowDown")
        expect(colleague.get_by_label("Udfører")).to_be_checked()
        take_time(citizen)
        keyboard.press(citizen.get_by_role("button", name="Tilmeld", exact=True), "Space")

        expect(citizen.get_by_role("status")).to_contain_text("I har 2 pladser.")

    def test_the_error_summary_takes_the_focus_and_leads_to_the_field(
        self, citizen: Page, keyboard: Keyboard
    ):
        open_form(citizen, keyboard)
        take_time(citizen)
        keyboard.press(citizen.get_by_role("button", name="Tilmeld", exact=True), "Enter")

        expect(citizen.get_by_role("alert")).to_be_focused()
        expect(citizen).to_have_title(re.compile("^Fejl: "))
        keyboard.press(citizen.get_by_role("link", name="Skriv dit navn"), "Enter")
        expect(citizen.get_by_label("Dit navn")).to_be_focused()

    def test_enter_in_a_field_sends_the_form_and_adds_nobody(self, citizen: Page):
        citizen.goto(COURSE_FORM)
        take_time(citizen)
        citizen.get_by_label("Dit navn").press("Enter")

        expect(citizen.get_by_role("link", name="Skriv dit navn")).to_be_visible()
        expect(citizen.get_by_role("group", name="Deltager 1")).to_have_count(0)
