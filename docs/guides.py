"""What the pictures in the guides show, in the order in which they are taken.

A scene is a name for the file, who looks, and what brings that person's browser there. Each finds
what the ones before it have made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Locator, Page

from tests.e2e.editor import begin_from_pattern, duplicate, open_page, open_tab

EDITOR = "redaktor"
OFFER, FORM = "Kursus i svære samtaler", "Tilmelding"
EVENTS = "Arrangementer"
APPLICATION = "Søg om rådgivning og kompetenceudvikling"
A_MOMENT = 800  # milliseconds until what opens has come to rest


class Scene(NamedTuple):
    """One picture, ``<name>.png``; ``first`` are lines of Python that the site runs before."""

    name: str
    user: str
    arrive: Callable[[Page], None]
    first: str = ""


def show(element: Locator) -> None:
    """Scroll so that the element is at the top, below the admin's own header."""
    element.evaluate("it => { it.scrollIntoView(); window.scrollBy(0, -120); }")
    element.page.mouse.move(0, 0)
    element.page.wait_for_timeout(A_MOMENT)


def see_front_page(page: Page) -> None:
    page.goto("/admin/")


def see_places(page: Page) -> None:
    page.goto("/admin/inddragelse/new-offer/")


def see_patterns(page: Page) -> None:
    see_places(page)
    page.get_by_role("radio", name=EVENTS).check()
    page.locator("main [type=submit]").click()
    page.get_by_role("radio").first.wait_for()


def see_new_offer(page: Page) -> None:
    begin_from_pattern(page, "Et kursus, der holdes flere gange", OFFER)
    page.wait_for_timeout(A_MOMENT)


def see_start_date(page: Page) -> None:
    open_page(page, OFFER)
    open_tab(page, "Startdatoer")
    show(page.locator("#inline_child_inddragelse_intakes-0"))


def see_duplicate(page: Page) -> None:
    open_page(page, OFFER)
    open_tab(page, "Startdatoer")
    duplicate(page.locator("#inline_child_inddragelse_intakes-0"), "Et fjerde hold")
    show(page.locator("#inline_child_inddragelse_intakes-0 .inddragelse-tools"))


def see_questions(page: Page) -> None:
    open_page(page, APPLICATION)
    show(page.locator("[data-contentpath=steps]").first)


def see_criteria(page: Page) -> None:
    open_page(page, APPLICATION)
    open_tab(page, "Kriterier")
    page.wait_for_timeout(A_MOMENT)


def see_steps(page: Page) -> None:
    page.goto(f"/admin/pages/{open_page(page, APPLICATION)}/view_draft/?mode=steps")


def see_checks(page: Page) -> None:
    open_page(page, OFFER)
    page.locator('[data-side-panel-toggle="checks"]').click()
    page.locator("[data-content-checker-row]").first.wait_for()
    page.wait_for_timeout(A_MOMENT)


def see_offers(page: Page) -> None:
    page.goto("/admin/inddragelse/offers/")


def see_translation(page: Page) -> None:
    page.goto(f"/admin/translation/submit/page/{open_page(page, OFFER)}/")


EDITORS = [
    Scene("front-page", EDITOR, see_front_page),
    Scene("where", EDITOR, see_places),
    Scene("patterns", EDITOR, see_patterns),
    Scene("new-offer", EDITOR, see_new_offer),
    Scene("start-date", EDITOR, see_start_date),
    Scene("duplicate", EDITOR, see_duplicate),
    Scene("questions", EDITOR, see_questions),
    Scene("criteria", EDITOR, see_criteria),
    Scene("steps", EDITOR, see_steps),
    Scene("checks", EDITOR, see_checks),
    Scene("offers", EDITOR, see_offers),
    Scene("translation", EDITOR, see_translation),
]
