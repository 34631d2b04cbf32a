"""What an editor does in Wagtail's admin."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, TimeoutError, expect

DATES = ("Begynder", "Slutter")
NEXT_YEAR = dt.date.today().year + 1
EDITOR_READY = 1500  # milliseconds until the admin's scripts have taken over the fields


AUTOSAVE = 1000  # milliseconds after which a change is being saved


def log_in(page: Page, username: str) -> None:
    """Open the admin for one of the demo's users."""
    page.goto("/admin/login/")
    page.get_by_label("Brugernavn").fill(username)
    page.locator("[name=password]").fill("demo")
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url("**/admin/")


def open_page(page: Page, title: str) -> int:
    """Find a page by its title and open it in the editor; its primary key."""
    page.goto(f"/admin/pages/search/?q={quote(title)}")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")
    page.wait_for_timeout(EDITOR_READY)
    return int(re.search(r"/pages/(\d+)/", page.url)[1])


def add_page(page: Page, parent: str, kind: str, title: str) -> None:
    """Begin a new page of a ``kind`` below the page with the title ``parent``."""
    page.goto(f"/admin/pages/{open_page(page, parent)}/add_subpage/")
    link = page.get_by_role("link", name=re.compile(f"^{kind}"))
    if link.count():  # with one kind to choose from, the admin has chosen it
        link.first.click()
    page.wait_for_url("**/add/**")
    page.wait_for_timeout(EDITOR_READY)
    page.get_by_role("textbox", name="Titel").first.fill(title)


def open_tab(page: Page, name: str) -> None:
    """Open the tab of that name in the editor."""
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def publish(page: Page) -> None:
    """Publish the page that is open in the editor, when Wagtail has saved the last change of it.

    What is published in the middle of being saved for the first time is refused by Wagtail.
    """
    page.wait_for_timeout(AUTOSAVE)
    expect(page.locator(".w-autosave-indicator__state--saving")).to_be_hidden()
    page.get_by_role("button", name="More actions").click()
    page.locator("[name=action-publish]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def add_block(stream: Locator, label: str) -> Locator:
    """Add a block as the last one of ``stream``; the new one."""
    blocks = stream.get_by_role("region", name=label)
    before = blocks.count()
    insert = stream.get_by_role("button", name="Insert a block").last
    option = stream.page.get_by_role("option", name=label, exact=True).last
    insert.click()
    try:
        option.click(timeout=5 * AUTOSAVE)
    except TimeoutError:  # the list is closed again when Wagtail saves at that moment
        insert.click()
        option.click()
    expect(blocks).not_to_have_count(before)
    return blocks.last


def choose_page(field: Locator, title: str) -> None:
    """Choose a page by searching for its title."""
    dialog = field.page.get_by_role("dialog")
    field.get_by_role("button", name="Vælg en side").click()
    dialog.get_by_role("textbox").first.fill(title)
    dialog.get_by_role("link", name=title, exact=True).first.click()
    expect(dialog).to_be_hidden()


def rich_text(page: Page, name: str) -> Locator:
    """Where the rich text of the field ``name`` is written; it has no name of its own."""
    return page.locator(f"[data-contentpath={name}] [contenteditable=true]")


def write_rich_text(page: Page, name: str, text: str) -> None:
    """Write ``text`` into the field ``name``, and wait until the field holds what will be sent."""
    rich_text(page, name).fill(text)
    kept = page.locator(f"[data-contentpath={name}] input[name={name}]")
    expect(kept).to_have_value(re.compile(re.escape(text)))


def fill_date(field: Locator, text: str) -> None:
    """Type a date and leave the field, which closes its calendar; that opens after a moment."""
    calendars = field.page.locator(".xdsoft_datetimepicker:visible")
    field.click()
    expect(calendars).to_have_count(1)
    field.fill(text)
    field.press("Tab")
    expect(calendars).to_have_count(0)


def add_intake(page: Page, title: str) -> Locator:
    """Add a start date as the last one; the tab with the start dates is open."""
    page.get_by_role("button", name="Tilføj Startdato").click()
    return _name_last_intake(page, title)


def _name_last_intake(page: Page, title: str) -> Locator:
    rows = page.get_by_role("region", name=re.compile(r"^Startdato \d+"))
    intake = page.get_by_role("region", name=f"Startdato {rows.count()}")
    intake.get_by_role("textbox", name="Titel").first.fill(title)
    return intake


def add_session(intake: Locator) -> Locator:
    """Add a session as the last one."""
    intake.get_by_role("button", name="Tilføj Mødegang").click()
    return intake.get_by_role("region", name="Mødegang").last


def fill_session(session: Locator, starts: str, ends: str, **texts: str) -> None:
    """Fill in the times, and by their labels other fields."""
    for name, value in zip(DATES, (starts, ends), strict=True):
        fill_date(session.get_by_role("textbox", name=name), value)
    for name, value in texts.items():
        session.get_by_role("textbox", name=name).fill(value)


def duplicate(intake: Locator, title: str) -> Locator:
    """Duplicate a start date; the copy, which has that title."""
    intake.get_by_role("button", name="Kopiér med mødegange").click()
    expect(intake.get_by_role("status").first).to_contain_text("En kopi af")
    return _name_last_intake(intake.page, title)


def move_dates(intake: Locator, days: int) -> None:
    """Move all dates of a start date."""
    intake.locator("[data-inddragelse-days]").fill(str(days))
    intake.get_by_role("button", name="Flyt alle datoer").click()
    expect(intake.get_by_role("status").first).to_contain_text("Flyttede datoer")


def begin_from_pattern(page: Page, pattern: str, title: str) -> None:
    """Make an offer below the list of events; its editor is open then."""
    page.goto(f"/admin/inddragelse/new-offer/{open_page(page, 'Arrangementer')}/")
    page.get_by_role("radio", name=pattern).check()
    page.get_by_role("textbox", name="Sidens titel").fill(title)
    fill_date(page.get_by_role("textbox", name="Første dato"), f"{NEXT_YEAR}-11-07")
    page.get_by_role("button", name="Opret tilbuddet").click()
    page.wait_for_url("**/edit/")


def says(page: Page, text: str) -> None:
    """Wait until the admin says that something is done."""
    expect(page.locator(".messages .success")).to_contain_text(text)
