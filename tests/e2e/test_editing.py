"""The editor moves a deadline, and builds an event from an empty page that people sign up to."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from .editor import add_block, add_page, fill_date, open_page, open_tab, publish, write_rich_text
from .forms import COURSE, introduce_yourself, send, take_time

pytestmark = pytest.mark.e2e

COURSE_TITLE = "Temaforløb om inddragelse af børn og unge"
EVENT_TITLE = "Åbent hus"
FORM_TITLE = "Kom til åbent hus"
NEXT_YEAR = dt.date.today().year + 1


@pytest.fixture
def editor(log_in) -> Page:
    return log_in("redaktor")


def add_event(page: Page) -> None:
    """An event with one start date of one session."""
    add_page(page, "Arrangementer", "Arrangement", EVENT_TITLE)
    open_tab(page, "Startdatoer")
    page.get_by_role("button", name="Tilføj Startdato").click()
    intake = page.get_by_role("region", name="Startdato 1")
    intake.get_by_role("textbox", name="Titel").first.fill("Åbent hus i maj")
    intake.get_by_role("spinbutton", name="Pladser").first.fill("10")
    intake.get_by_role("button", name="Tilføj Mødegang").click()
    session = intake.get_by_role("region", name="Mødegang 1")
    fill_date(session.get_by_role("textbox", name="Begynder"), f"{NEXT_YEAR}-05-04 09:00")
    fill_date(session.get_by_role("textbox", name="Slutter"), f"{NEXT_YEAR}-05-04 12:00")
    publish(page)


def add_form(page: Page) -> None:
    """A form of two questions below the event."""
    add_page(page, EVENT_TITLE, "Ansøgningsskema", FORM_TITLE)
    stream = page.locator("[data-contentpath=steps]")
    stream.get_by_role("button", name="Insert a block").click()
    step = stream.get_by_role("region", name="Trin")
    step.get_by_role("textbox", name="Overskrift").fill("Om dig")
    job = add_block(step, "Kort tekst")
    job.get_by_role("textbox", name="Spørgsmål").fill("Hvad laver du?")
    food = add_block(step, "Ja eller nej")
    food.get_by_role("textbox", name="Spørgsmål").fill("Spiser du med?")
    open_tab(page, "Tekster og persondata")
    write_rich_text(page, "privacy", "Vi sletter efter et år.")
    publish(page)


def sign_up(page: Page) -> None:
    """Sign up for the new event."""
    page.goto("/arrangementer/")
    page.get_by_role("link", name=EVENT_TITLE).click()
    page.get_by_role("link", name="Tilmeld dig").click()
    introduce_yourself(page)
    page.get_by_label("Hvad laver du?").fill("Rådgiver")
    page.get_by_role("radiogroup", name="Spiser du med?").get_by_label("Ja").check()
    take_time(page)
    send(page, "Send")
    page.wait_for_url("**/receipt/**")


def test_a_moved_deadline_is_told_on_the_page(editor: Page, citizen: Page):
    open_page(editor, COURSE_TITLE)
    open_tab(editor, "Startdatoer")
    intake = editor.get_by_role("region", name="Hold 2")
    intake.get_by_role("textbox", name="Titel").first.fill("Hold i Aarhus")
    fill_date(intake.get_by_role("textbox", name="Frist"), f"{NEXT_YEAR}-01-15 12:00")
    publish(editor)
    citizen.goto(COURSE)
    second = citizen.locator(".inddragelse-intake").nth(1)

    expect(second.get_by_role("heading")).to_have_text("Hold i Aarhus")
    deadline = second.locator("dt:text-is('Frist') + dd")
    expect(deadline).to_have_text(re.compile(rf"^\w+ 15\. januar {NEXT_YEAR} kl\. 12\.00$"))
    note = citizen.locator(".alert-info li").filter(has_text="Hold i Aarhus").first
    expect(note).to_contain_text(f"til 15. januar {NEXT_YEAR} kl. 12.00")


def test_an_event_made_from_an_empty_page_takes_sign_ups_and_then_stays(
    editor: Page, citizen: Page, log_in
):
    add_event(editor)
    add_form(editor)
    sign_up(citizen)
    expect(citizen.get_by_role("main")).to_contain_text("Hvad laver du?")
    admin = log_in("admin")
    admin.goto(f"/admin/pages/{open_page(admin, EVENT_TITLE)}/delete/")

    expect(admin.locator(".messages .error")).to_contain_text("kan ikke flyttes eller slettes")
