"""How a person fills in the demo's forms."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

COURSE = "/arrangementer/temaforloeb/"
COURSE_FORM = f"{COURSE}tilmelding/"
ENGLISH_COURSE = "/en/events/themed-course/"
ENGLISH_FORM = f"{ENGLISH_COURSE}sign-up/"
NETWORK = "/arrangementer/netvaerksmoeder/"
APPLICATION = "/forloeb/raadgivningsforloeb/ansoegning/"
BUTTONS = {COURSE_FORM: "Tilmeld", ENGLISH_FORM: "Sign up", APPLICATION: "Næste"}
"""What the button says that sends each of these forms."""
MAIL = "rita.proeve@example.dk"
READING_TIME = 3500  # milliseconds; who is faster than 3 seconds is taken for a robot


def take_time(page: Page) -> None:
    """Be no faster than a person."""
    page.wait_for_timeout(READING_TIME)


def introduce_yourself(page: Page, email: str = MAIL) -> None:
    """Fill in the contact person of a Danish form."""
    page.get_by_label("Dit navn").fill("Rita Prøve")
    page.get_by_label("Din e-mail").fill(email)
    apply_for(page, "En kommune")
    choose_municipality(municipality_of(page, "Kommune"))


def introduce_yourself_in_english(page: Page, email: str = MAIL) -> None:
    """Fill in the contact person of an English form."""
    page.get_by_label("Your name").fill("Rita Prøve")
    page.get_by_label("Your e-mail").fill(email)
    apply_for(page, "A municipality")
    choose_municipality(municipality_of(page, "Municipality"))


def apply_for(page: Page, whom: str) -> None:
    """Say for whom one applies, where organisations are counted and the form asks for it."""
    asked = page.get_by_label(whom)
    if asked.count():
        asked.check()


def municipality_of(page: Page, label: str) -> Locator:
    """The field with the municipality, whether or not it must be filled in."""
    return page.get_by_role("combobox", name=re.compile(f"^{label}"))


def choose_municipality(field: Locator) -> None:
    """Choose Odense: from the list that is searched, or without JavaScript from the plain one."""
    if field.evaluate("field => 'isReady' in field.form.dataset"):
        expect(field).to_have_attribute("aria-autocomplete", "list")
        field.fill("Odense")
    else:
        field.select_option("Odense")


def sign_up(page: Page, path: str = COURSE_FORM) -> None:
    """Sign up for the first start date of the course, alone."""
    page.goto(path)
    page.get_by_role("radio", name="Start").first.check()
    if path.startswith("/en/"):
        introduce_yourself_in_english(page)
        page.get_by_role("group", name="You").get_by_label("Authority").check()
        button = "Sign up"
    else:
        introduce_yourself(page)
        page.get_by_role("group", name="Dig", exact=True).get_by_label("Myndighed").check()
        button = "Tilmeld"
    take_time(page)
    send(page, button)
    page.wait_for_url("**/receipt/**")


def send(page: Page, button: str) -> None:
    """Press the visible button that sends the form."""
    page.get_by_role("button", name=button, exact=True).click()


def open_subscription(page: Page) -> None:
    """Open the form that asks for a message when the network meetings open."""
    page.goto(NETWORK)
    page.get_by_role("link", name="Giv mig besked").click()


def open_with_errors(page: Page, path: str) -> None:
    """Send the form at ``path`` empty."""
    page.goto(path)
    take_time(page)
    send(page, BUTTONS[path])
    expect(page.get_by_role("alert").first).to_be_focused()
