"""A caseworker writes to several applicants, keeps drafts, changes one and sends them together."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .demo import Demo
from .editor import says
from .test_application import REGISTER
from .test_mail_texts import violations

pytestmark = pytest.mark.e2e

OUTBOX = "/admin/inddragelse/messages/"
DRAFTS = f"{OUTBOX}?state=draft"


def write_to_two(page: Page) -> None:
    """Choose two cases of the register, write to them and keep the mails as drafts."""
    page.goto(f"{REGISTER}?state=confirmed")
    for box in page.locator("[name=submission]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Skriv en besked").click()
    page.get_by_label("Emne").fill("Nyt om {offer}")
    page.get_by_label("Tekst").fill("Hej {name}\n\nVi har fået flere lokaler.")
    page.get_by_role("button", name="Forhåndsvis").click()
    expect(page.get_by_role("heading", name="Hvad der kommer til at stå")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Gem som kladder").click()


def waiting(page: Page) -> int:
    page.goto(DRAFTS)
    return page.locator("table.listing tbody tr").count()


def test_mails_are_written_kept_changed_and_sent(log_in, demo: Demo):
    demo.send_submissions(20)
    page = log_in("sagsbehandler")
    write_to_two(page)
    assert waiting(page) == 2
    assert violations(page) == []

    page.locator("table.listing tbody tr").first.get_by_role("link").first.click()
    expect(page.get_by_text("Vi har fået flere lokaler.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Rediger").click()
    page.get_by_label("Tekst").fill("Hej {nmae}")
    page.get_by_role("button", name="Gem ændringerne").click()
    expect(page.locator(".error-message")).to_contain_text("Mente du ”{name}”?")
    assert violations(page) == []
    page.get_by_label("Tekst").fill("Hej {name}\n\nVi har fået et lokale mere.")
    page.get_by_role("button", name="Gem ændringerne").click()
    says(page, "Mailen er ændret.")

    page.goto(DRAFTS)
    page.get_by_role("link", name="Send alle, der venter på listen").click()
    send = page.get_by_role("button", name="Send 2 mails")
    expect(send).to_be_visible()
    assert violations(page) == []
    send.click()
    says(page, "2 mails er på vej.")
    assert waiting(page) == 0
    sent = [mail.get_body(("plain",)).get_content() for mail in demo.mails_to("@")]
    assert sum("flere lokaler" in text for text in sent) == 1
    assert sum("et lokale mere" in text for text in sent) == 1
