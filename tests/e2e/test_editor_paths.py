"""The whole way from an empty page to the citizen, as an editor who knows Wagtail goes it."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Locator, Page, expect

from .editor import (
    EDITOR_READY,
    add_block,
    add_intake,
    add_page,
    add_session,
    duplicate,
    fill_date,
    fill_session,
    move_dates,
    open_page,
    open_tab,
    publish,
    write_rich_text,
)
from .forms import introduce_yourself, send, take_time
from .test_editing import EVENT_TITLE, add_event, add_form, sign_up

pytestmark = pytest.mark.e2e

YEAR = dt.date.today().year + 1
COURSE = "Temakursus om børn i egen sag"
APPLICATION = "Nyt rådgivningsforløb"
TRANSLATION = "Open house"
PLACES = {"Sted": "Odense Rådhus", "Adresse": "Flakhaven 2, Odense"}


@pytest.fixture
def editor(log_in) -> Page:
    return log_in("redaktor")


def begin_form(page: Page, parent: str, title: str) -> Locator:
    """Begin a form below the page with the title ``parent``; its first step, with a heading."""
    add_page(page, parent, "Ansøgningsskema", title)
    stream = page.locator("[data-contentpath=steps]")
    stream.get_by_role("button", name="Insert a block").click()
    step = stream.get_by_role("region", name="Trin")
    step.get_by_role("textbox", name="Overskrift").fill("Om jer")
    return step


def ask(step: Locator, kind: str, question: str, *, required: bool = False) -> None:
    """Add a question as the last one of ``step``."""
    block = add_block(step, kind)
    block.get_by_role("textbox", name="Spørgsmål").first.fill(question)
    if required:
        block.get_by_role("checkbox", name="Skal besvares").check()


def finish_form(page: Page) -> None:
    open_tab(page, "Tekster og persondata")
    write_rich_text(page, "privacy", "Vi sletter efter et år.")
    publish(page)


def build_course(page: Page) -> None:
    """Three start dates of two days and a follow-up day: one is written, the others are copies."""
    add_page(page, "Arrangementer", "Arrangement", COURSE)
    open_tab(page, "Startdatoer")
    intake = add_intake(page, "Start 8. november")
    fill_date(intake.get_by_role("textbox", name="Frist"), f"{YEAR}-06-09 10:00")
    intake.get_by_role("spinbutton", name="Pladser").first.fill("20")
    first = add_session(intake)
    times = (f"{YEAR}-11-08 09:00", f"{YEAR}-11-08 16:00")
    fill_session(first, *times, Titel="Dag 1", **PLACES)
    add_session(intake)
    follow_up = add_session(intake)
    times = (f"{YEAR}-12-01 09:00", f"{YEAR}-12-01 15:00")
    fill_session(follow_up, *times, Titel="Opfølgningsdag")
    move_dates(duplicate(intake, "Start 13. november"), 5)
    move_dates(duplicate(intake, "Start 15. november"), 7)
    publish(page)


def test_a_course_held_three_times_is_built_from_an_empty_page(editor: Page, citizen: Page):
    build_course(editor)
    step = begin_form(editor, COURSE, "Tilmeld dig kurset")
    ask(step, "Kort tekst", "Hvor arbejder du?")
    finish_form(editor)

    citizen.goto("/arrangementer/")
    citizen.get_by_role("link", name=COURSE).click()
    cards = citizen.locator(".inddragelse-intake")
    expect(cards).to_have_count(3)
    for number, day in enumerate(("8", "13", "15")):
        card = cards.nth(number)
        expect(card.get_by_role("heading")).to_have_text(f"Start {day}. november")
        expect(card).to_contain_text(f"{day}. november {YEAR}")
        expect(card).to_contain_text("Opfølgningsdag")
        expect(card).to_contain_text("Odense Rådhus")
    cards.nth(1).get_by_role("link", name="Tilmeld dig").click()
    introduce_yourself(citizen)
    take_time(citizen)
    send(citizen, "Send")
    citizen.wait_for_url("**/receipt/**")
    expect(citizen.get_by_role("main")).to_contain_text("Start 13. november")


def add_criteria(page: Page) -> None:
    """A criterion with one below it."""
    open_tab(page, "Kriterier")
    stream = page.locator("[data-contentpath=criteria]").first
    # There is one kind of block to insert, so that nothing is asked
    stream.get_by_role("button", name="Insert a block").first.click()
    criterion = stream.get_by_role("region", name="Kriterium").first
    criterion.get_by_role("textbox", name="Kriterium").first.fill("Ledelsen bakker op")
    criterion.get_by_role("button", name="Insert a block").last.click()
    part = criterion.get_by_role("region", name="Kriterium").last
    part.get_by_role("textbox", name="Kriterium").first.fill("Der er sat timer af")


def test_an_application_is_built_with_criteria_attachment_and_consent(editor: Page, citizen: Page):
    add_page(editor, "Forløb", "Forløb", APPLICATION)
    add_block(editor.locator("[data-contentpath=body]").first, "Kriterier")
    open_tab(editor, "Startdatoer")
    intake = add_intake(editor, "Runde 1")
    fill_date(intake.get_by_role("textbox", name="Frist"), f"{YEAR}-11-30 23:59")
    intake.get_by_role("combobox", name="Hvordan deltagerne vælges").select_option("assessed")
    intake.get_by_role("textbox", name="Svar, med ord").fill("midt i december")
    publish(editor)
    step = begin_form(editor, APPLICATION, "Søg om forløbet")
    ask(step, "Vedhæftet fil", "Opbakning fra ledelsen", required=True)
    ask(step, "Erklæring eller samtykke", "Vi deler ansøgningen med partneren", required=True)
    add_criteria(editor)
    finish_form(editor)

    citizen.goto("/forloeb/")
    citizen.get_by_role("link", name=APPLICATION).click()
    nested = citizen.locator(".inddragelse-criteria .inddragelse-criteria li")
    expect(nested).to_have_text(["Der er sat timer af"])
    citizen.locator(".inddragelse-intake").get_by_role("link").first.click()
    introduce_yourself(citizen)
    take_time(citizen)
    send(citizen, "Send")
    errors = citizen.locator("[data-error-summary]").first.get_by_role("listitem")
    expect(errors).to_have_count(2)


def translate(page: Page, title: str, translated: str) -> None:
    """Translate the page with its form into English, and publish it under another title."""
    page.goto(f"/admin/translation/submit/page/{open_page(page, title)}/")
    page.get_by_role("checkbox", name="English").check()
    page.locator("[name=include_subtree]").check()
    page.locator("main [type=submit]").click()
    page.wait_for_url("**/edit/")
    page.wait_for_timeout(EDITOR_READY)
    page.get_by_role("textbox", name="Titel").first.fill(translated)
    publish(page)


def test_a_translated_page_shares_its_places(editor: Page, citizen: Page):
    add_event(editor)
    add_form(editor)
    translate(editor, EVENT_TITLE, TRANSLATION)
    sign_up(citizen)
    editor.get_by_role("link", name="Tilbud", exact=True).click()
    rows = editor.locator("table.listing").get_by_role("row")
    for title in (EVENT_TITLE, TRANSLATION):
        expect(rows.filter(has_text=title)).to_contain_text("1 af 10")
