"""A round: two apply, two assess, one of them with a conflict, one decides, another approves."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect

from .forms import MAIL
from .inspection import AXE_OPTIONS
from .test_application import REGISTER, apply, declare, open_case

pytestmark = pytest.mark.e2e

LOOKS_AT_THE_FORM, LOOKS_AGAIN = 3000, 1500
"""Milliseconds until Wagtail has noted what a form holds, and until it has seen a change."""


def violations(page: Page) -> list[tuple[str, list]]:
    """What axe-core finds in our own part of the admin: rules, each with the elements."""
    found = Axe().run(page, "main form[method=post]", AXE_OPTIONS).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


@pytest.fixture
def reference(citizen: Page) -> str:
    return apply(citizen)


def open_as(log_in, username: str, reference: str) -> Page:
    page = log_in(username)
    page.goto(REGISTER)
    open_case(page, reference)
    return page


def assess(page: Page, level: str) -> None:
    """Give every criterion the same level, and hand in."""
    page.get_by_role("link", name="Vurdér").click()
    expect(page.get_by_role("button", name="Aflevér")).to_be_visible()
    for criterion in page.get_by_role("radio", name=level).all():
        criterion.check()
    page.get_by_role("radio", name="Imødekom").check()
    assert violations(page) == []
    page.get_by_role("button", name="Aflevér").click()
    expect(page.locator(".messages .success")).to_contain_text("afleveret")


def asks_before_leaving(page: Page, link: str) -> bool:
    """Whether the browser asks before it follows ``link``, and then stays where it is."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    here = page.url
    page.wait_for_timeout(LOOKS_AGAIN)
    page.on("dialog", stay)
    page.get_by_role("link", name=link).first.click()
    page.wait_for_timeout(LOOKS_AGAIN)
    page.remove_listener("dialog", stay)
    assert (page.url == here) == bool(asked)
    return asked == ["beforeunload"]


def test_from_application_to_released_decision(log_in, citizen: Page, reference: str, demo):
    demo.run("from tests.e2e.assessors import ask_both; ask_both()")
    assessor = open_as(log_in, "vurderer1", reference)
    assert violations(assessor) == []
    declare(assessor, "Nej, jeg er ikke inhabil")
    assess(assessor, "4: I høj grad")

    other = open_as(log_in, "vurderer2", reference)
    case = other.url
    declare(other, "Ja. Sagen lukkes for mig")
    expect(other.get_by_role("main")).not_to_contain_text(reference)
    assert reference not in other.goto(case).text()

    decider = open_as(log_in, "sagsbehandler", reference)
    declare(decider, "Nej, jeg er ikke inhabil")
    expect(decider.get_by_role("main")).to_contain_text("100,0 af 100.")
    decider.get_by_role("link", name="Til udvælgelsen").click()
    decider.get_by_role("button", name="Tag de bedste").click()
    expect(decider.get_by_label(f"Afgørelse {reference}")).to_have_value("accept")
    assert violations(decider) == []
    assert asks_before_leaving(decider, "Gå til frigivelse")
    decider.get_by_role("button", name="Gem afgørelser").click()
    selection = decider.url
    decider.wait_for_timeout(LOOKS_AT_THE_FORM)
    decider.get_by_label(f"Afgørelse {reference}").select_option("waiting")
    assert asks_before_leaving(decider, "Gå til frigivelse")
    decider.get_by_label(f"Afgørelse {reference}").select_option("accept")
    decider.get_by_role("button", name="Gem afgørelser").click()
    assert not asks_before_leaving(decider, "Gå til frigivelse")
    decider.goto(selection)

    citizen.reload()
    expect(citizen.get_by_role("status")).to_contain_text("Vi har modtaget din ansøgning.")
    assert len(demo.mails_to(MAIL)) == 1

    leader = open_as(log_in, "leder", reference)
    declare(leader, "Nej, jeg er ikke inhabil")
    leader.goto(decider.url)
    leader.get_by_label(reference, exact=False).last.check()
    leader.get_by_role("button", name="Godkend de valgte").click()
    leader.get_by_role("link", name="Gå til frigivelse").click()
    expect(leader.get_by_role("heading", name="Imødekom: 1")).to_be_visible()
    leader.get_by_role("button", name="Frigiv og send").click()
    expect(leader.locator(".messages .success")).to_contain_text("1 afgørelse er frigivet.")

    citizen.reload()
    expect(citizen.get_by_role("status")).to_contain_text("Din organisation har en plads.")
    assert len(demo.mails_to(MAIL)) == 2
