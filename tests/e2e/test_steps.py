"""A form that is asked one step at a time: by keyboard, on a phone, without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .forms import APPLICATION, MAIL
from .test_application import FILE

pytestmark = pytest.mark.e2e


class Hands:
    """Someone who uses the keyboard alone, where no script can look over their shoulder."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, target: Locator) -> None:
        for _stop in range(60):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} was not reached")

    def write(self, label: str, text: str) -> None:
        self.go_to(self.page.get_by_label(label).and_(self.page.locator(":not([type=radio])")))
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        self.go_to(self.page.get_by_label(label))
        self.page.keyboard.press("Space")

    def press(self, name: str) -> None:
        self.go_to(self.page.get_by_role("button", name=name, exact=True))
        self.page.keyboard.press("Enter")


@pytest.fixture
def citizen(open_citizen) -> Page:
    return open_citizen(java_script_enabled=False)


@pytest.fixture
def hands(citizen: Page) -> Hands:
    return Hands(citizen)


def expect_step(page: Page, number: str, title: str) -> None:
    """Wait for the step of this number and name."""
    expect(page.locator(".step-subheading + h2")).to_have_text(title)
    expect(page.locator(".step-subheading")).to_have_text(number)


def introduce_oneself(hands: Hands) -> None:
    hands.write("Dit navn", "Rita Prøve")
    hands.write("Din e-mail", MAIL)
    hands.write("Dit telefonnummer", "00 00 00 00")
    hands.tick("En kommune")
    hands.write("Organisation", "Odense Kommune")
    hands.write("Kommune", "Odense")
    hands.press("Næste")


def describe_the_start(hands: Hands) -> None:
    hands.tick("Ja")
    for question in ("Hvad er I gode til", "Hvilke udfordringer", "Hvad skal forløbet"):
        hands.write(question, "Vi spørger børnene.")
    hands.press("Næste")


class TestByKeyboardWithoutJavaScript:
    def test_the_whole_way(self, citizen: Page, hands: Hands):
        citizen.goto(APPLICATION)
        hands.press("Næste")
        expect(citizen).to_have_title(re.compile("^Fejl: Om dig"))
        introduce_oneself(hands)
        describe_the_start(hands)
        for question in ("Hvorfor vil medarbejderne", "Hvorfor vil de", "Hvilken ændring"):
            hands.write(question, "Fordi vi vil.")
        hands.tick("Myndighed")
        hands.press("Næste")
        hands.write("Hvor mange medarbejdere", "20")
        hands.write("Hvor mange af dem", "4")
        hands.tick("Ja")
        hands.tick("Vi sætter tid af")
        hands.tick("Vi sørger for lokaler")
        hands.write("Hvem bliver jeres faste", "Rita Prøve")
        hands.press("Tilbage")
        expect_step(citizen, "Trin 3 af 6", "Motivation og ambition")
        hands.press("Næste")
        expect(citizen.get_by_label("Hvor mange medarbejdere")).to_have_value("20")
        hands.press("Næste")
        citizen.get_by_label("Ledelsens skriftlige opbakning").set_input_files(FILE)
        hands.tick("Vi accepterer")
        hands.press("Næste")

        expect_step(citizen, "Trin 6 af 6", "Tjek dine svar")
        expect(citizen.get_by_role("main")).to_contain_text("opbakning.pdf")
        hands.press("Send ansøgning")
        citizen.wait_for_url("**/receipt/**")

    def test_who_cannot_apply_is_told_where_to_go(self, citizen: Page, hands: Hands):
        citizen.goto(APPLICATION)
        introduce_oneself(hands)
        hands.go_to(citizen.get_by_label("Ja"))
        citizen.keyboard.press("ArrowDown")
        expect(citizen.get_by_label("Nej")).to_be_checked()
        hands.press("Næste")

        expect(citizen.get_by_role("heading", level=1)).to_have_text("Kun kommuner kan søge")
        way_on = citizen.get_by_role("link", name="Se vores arrangementer")
        expect(way_on).to_have_attribute("href", re.compile("/arrangementer/$"))
        hands.press("Tilbage til dine svar")
        expect_step(citizen, "Trin 2 af 6", "Jeres udgangspunkt")
        expect(citizen.get_by_label("Nej")).to_be_checked()
