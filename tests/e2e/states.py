"""Every public page of the demo and every state it can be in: the table that several tests share.

A way leads a browser through states, with or without JavaScript, and tells the name of each when
it is there. The addresses of what ``stage`` has added are given to it by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from .demo import PATHS
from .forms import (
    BUTTONS,
    COURSE_FORM,
    ENGLISH_FORM,
    MAIL,
    apply_for,
    choose_municipality,
    municipality_of,
    send,
    take_time,
)
from .test_application import FILE, say_who_applies, say_who_takes_part, say_why, write_texts

Addresses = dict[str, str]
Key = tuple[str, str]
"""Language and name of a way."""
Way = Callable[[Page, Addresses], Iterator[str]]
FORMS = {"da": COURSE_FORM, "en": ENGLISH_FORM}
INDEXES = {"da": "/arrangementer/", "en": "/en/events/"}
OFFERS = (
    *("announced", "not-open", "few-places", "waiting-list", "full", "closed", "cancelled"),
    "undated",
)
APPLICATIONS = {
    "da": "/forloeb/raadgivningsforloeb/ansoegning/",
    "en": "/en/events/programme/form/",
}
NEXT = {"da": "Næste", "en": "Next"}
ADD = {"da": "Tilføj en deltager", "en": "Add a participant"}
NO = {"da": "Nej", "en": "No"}
EMAIL = {"da": "Din e-mail", "en": "Your e-mail"}
MUNICIPALITY = {"da": "Kommune", "en": "Municipality"}
NEEDS = {"da": "hensyn til", "en": "take into account"}
TOO_MUCH = 3_000_000  # characters, more than Django takes


def press(page: Page, button: str) -> None:
    """Press a button that leads to a page, and wait for the page."""
    with page.expect_navigation():
        send(page, button)


def language_of(path: str) -> str:
    """The language of the page at the path."""
    return "en" if path.startswith("/en/") else "da"


def visit(*paths: str) -> Way:
    """A way through pages that are there as soon as they are asked for."""

    def way(page: Page, _addresses: Addresses) -> Iterator[str]:
        for path in paths:
            page.goto(path)
            yield path

    return way


def visit_staged(language: str) -> Way:
    """A way through all that is behind a secret link."""

    def way(page: Page, addresses: Addresses) -> Iterator[str]:
        for name, address in addresses.items():
            if name.startswith(language) and address.startswith("/"):
                page.goto(address)
                yield name

    return way


def restricted(language: str) -> Way:
    """The page before one with a password. Only it sets a cookie."""

    def way(page: Page, _addresses: Addresses) -> Iterator[str]:
        page.goto(f"{INDEXES[language]}restricted/")
        yield "restricted"
        with page.expect_navigation():
            page.locator("main button").click()
        yield "restricted with errors"
        page.context.clear_cookies()

    return way


def course_form(language: str) -> Way:
    """The form of the course, sent when it should not be."""

    def way(page: Page, addresses: Addresses) -> Iterator[str]:
        page.goto(FORMS[language])
        send(page, ADD[language])
        expect(page.locator("main").get_by_role("group").filter(has_text="1").last).to_be_visible()
        yield "with a participant"
        page.goto(FORMS[language])
        press(page, BUTTONS[FORMS[language]])
        yield "sent at once"
        page.goto(FORMS[language])
        take_time(page)
        press(page, BUTTONS[FORMS[language]])
        yield "with errors"
        page.goto(FORMS[language])
        gone = addresses[f"{language} token of a form that is gone"]
        page.locator("main [name=token]").evaluate(
            "(field, token) => { field.value = token }", gone
        )
        press(page, BUTTONS[FORMS[language]])
        yield "locked, as what it was for is gone"
        page.goto(FORMS[language])
        needs = page.get_by_label(NEEDS[language])
        needs.evaluate("(field, length) => { field.value = 'x'.repeat(length) }", TOO_MUCH)
        press(page, BUTTONS[FORMS[language]])
        yield "too much"

    return way


def subscription(language: str) -> Way:
    """Asking to be told when sign-up opens."""

    def way(page: Page, _addresses: Addresses) -> Iterator[str]:
        page.goto(f"{INDEXES[language]}announced/")
        with page.expect_navigation():
            page.locator("main a[href*='/tell-me/']").first.click()
        yield "subscription"
        with page.expect_navigation():
            page.locator("main button").click()
        yield "subscription with errors"
        page.get_by_label(EMAIL[language]).fill(MAIL)
        with page.expect_navigation():
            page.locator("main button").click()
        yield "subscribed"

    return way


def municipalities(language: str) -> Way:
    """The list of municipalities, open: with what is found, and with nothing. Needs JavaScript."""

    def way(page: Page, _addresses: Addresses) -> Iterator[str]:
        for typed in ("borg", "xyz"):
            page.goto(FORMS[language])
            field = municipality_of(page, MUNICIPALITY[language])
            expect(field).to_have_attribute("aria-autocomplete", "list")
            field.press_sequentially(typed)
            field.press("ArrowDown")
            expect(field.locator("~ [role=status]")).not_to_be_empty()
            yield f"municipalities with {typed}"

    return way


def more_errors(language: str) -> Way:
    """The form for more, sent without an answer."""

    def way(page: Page, addresses: Addresses) -> Iterator[str]:
        page.goto(addresses[f"{language} more wanted"])
        for text in page.locator("main textarea").all():
            text.fill("")
        with page.expect_navigation():
            page.locator("main form .button-primary").click()
        yield "more with errors"

    return way


def application(language: str, *answers: Callable[[Page], None]) -> Way:
    """Each step of the form that is asked in steps, empty, with errors and answered.

    ``answers`` fill in one step each. The first step of the editor's can end the way.
    """

    def way(page: Page, _addresses: Addresses) -> Iterator[str]:
        page.goto(APPLICATIONS[language])
        for number, answer in enumerate(answers, 1):
            yield f"step {number}"
            press(page, NEXT[language])
            yield f"step {number} with errors"
            if number == 2:
                page.get_by_role("radio", name=NO[language], exact=True).check()
                press(page, NEXT[language])
                yield "not eligible"
                with page.expect_navigation():
                    page.locator("main form button").last.click()
                yield "back at step 2"
            answer(page)
            press(page, NEXT[language])
        yield "check your answers"

    return way


def describe(page: Page) -> None:
    """Answer the editor's first step in Danish."""
    page.get_by_role("radio", name="Ja", exact=True).check()
    write_texts(page)


def back_up(page: Page) -> None:
    """Attach the letter, and consent."""
    page.get_by_label("Ledelsens skriftlige opbakning").set_input_files(FILE)
    page.get_by_label("Vi accepterer").check()


def introduce_in_english(page: Page) -> None:
    """Say who applies."""
    page.get_by_label("Your name").fill("Rita Prøve")
    page.get_by_label("Your e-mail").fill(MAIL)
    apply_for(page, "A municipality")
    choose_municipality(municipality_of(page, "Municipality"))


def describe_in_english(page: Page) -> None:
    """Answer the editor's first step in English."""
    page.get_by_role("radio", name="Yes", exact=True).check()
    write_texts(page)


def say_when(page: Page) -> None:
    """Answer the editor's second step in English."""
    page.get_by_label("How many employees").fill("20")
    for part, value in {"Day": "1", "Month": "5", "Year": "2030"}.items():
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("A letter").set_input_files(FILE)


ANSWERS = {
    "da": (say_who_applies, describe, say_why, say_who_takes_part, back_up),
    "en": (introduce_in_english, describe_in_english, say_when),
}


def ways_in(language: str) -> dict[str, Way]:
    """The ways of one language by name."""
    index = INDEXES[language]
    prefix = "/en" if language == "en" else ""
    return {
        "pages": visit(*(path for path in PATHS if language_of(path) == language)),
        "offers": visit(*(f"{index}{slug}/" for slug in OFFERS)),
        "forms of the offers": visit(*(f"{index}{slug}/form/" for slug in OFFERS)),
        "errors of the site": visit(f"{prefix}/404/", f"{prefix}/500/"),
        "restricted": restricted(language),
        "course form": course_form(language),
        "subscription": subscription(language),
        "receipts": visit_staged(language),
        "more": more_errors(language),
        "application": application(language, *ANSWERS[language]),
    }


WAYS: dict[Key, Way] = {
    (language, name): way for language in INDEXES for name, way in ways_in(language).items()
}
"""All ways, by language and name."""
SCRIPTED_WAYS = WAYS | {
    (language, "municipalities"): municipalities(language) for language in INDEXES
}
"""The same, with what only JavaScript shows."""
REFUSALS = {"errors of the site": ["404", "500"], "course form": ["400", "413"]}
"""By name of the way: the pages on it that are answered with another status than a form's."""
