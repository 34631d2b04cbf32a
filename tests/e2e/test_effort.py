"""What it takes an editor to build an offer that citizens can sign up for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .editor import (
    NEXT_YEAR,
    add_intake,
    add_page,
    add_session,
    duplicate,
    fill_date,
    fill_session,
    move_dates,
    open_tab,
    publish,
)
from .effort import measured
from .test_editor_paths import PLACES, ask, begin_form, finish_form

pytestmark = pytest.mark.e2e

COURSE = "Kursus i samtaler med børn"
QUESTIONS = [
    ("Kort tekst", "Hvor arbejder du?"),
    ("Kort tekst", "Hvad er din stilling?"),
    ("Lang tekst", "Hvad vil du gerne lære?"),
    ("Ja eller nej", "Har du været på kursus hos os før?"),
    ("Tal", "Hvor mange børn taler du med om måneden?"),
    ("Dato", "Hvornår begyndte du i dit job?"),
    ("Lang tekst", "Hvad skal vi tage hensyn til?"),
    ("Erklæring eller samtykke", "Min leder er enig i, at jeg deltager"),
]


@pytest.fixture
def editor(log_in) -> Page:
    return log_in("redaktor")


def build_course(page: Page) -> None:
    """Two start dates of two days and a follow-up day."""
    add_page(page, "Arrangementer", "Arrangement", COURSE)
    open_tab(page, "Startdatoer")
    intake = add_intake(page, "Start 8. november")
    fill_date(intake.get_by_role("textbox", name="Frist"), f"{NEXT_YEAR}-10-09 10:00")
    intake.get_by_role("spinbutton", name="Pladser").first.fill("20")
    first = add_session(intake)
    times = (f"{NEXT_YEAR}-11-08 09:00", f"{NEXT_YEAR}-11-08 16:00")
    fill_session(first, *times, Titel="Dag 1", **PLACES)
    add_session(intake)
    times = (f"{NEXT_YEAR}-12-01 09:00", f"{NEXT_YEAR}-12-01 15:00")
    fill_session(add_session(intake), *times, Titel="Opfølgningsdag")
    move_dates(duplicate(intake, "Start 15. november"), 7)
    publish(page)


def test_an_offer_with_two_start_dates_and_eight_questions_takes_less_than_ten_minutes(
    editor: Page, citizen: Page
):
    with measured(editor) as effort:
        build_course(editor)
        step = begin_form(editor, COURSE, "Tilmeld dig kurset")
        for kind, question in QUESTIONS:
            ask(step, kind, question)
        finish_form(editor)

    citizen.goto("/arrangementer/")
    citizen.get_by_role("link", name=COURSE).click()
    expect(citizen.locator(".inddragelse-intake")).to_have_count(2)
    citizen.get_by_role("link", name="Tilmeld dig").first.click()
    for _kind, question in QUESTIONS:
        expect(citizen.get_by_role("main")).to_contain_text(question)
    assert effort.seconds < 600
