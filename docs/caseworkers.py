"""The pictures of the caseworker's guide, in the order in which they are taken: see ``guides``."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.e2e.test_application import REGISTER, declare

from .guides import Scene, show

CASEWORKER, ASSESSOR = "sagsbehandler", "vurderer1"
BEST, SECOND, LAST = "Aalborg Kommune", "Aarhus Kommune", "Guldborgsund Kommune"
NO_CONFLICT = "Nej, jeg er ikke inhabil"


def follow(link: Locator) -> None:
    """Press a link or a button, and wait for the page that comes of it."""
    with link.page.expect_navigation():
        link.click()


def open_case(page: Page, organisation: str) -> None:
    """Open a case from the register, and declare no conflict of interest."""
    page.goto(f"{REGISTER}?state=under_assessment")
    row = page.get_by_role("row").filter(has_text=organisation)
    follow(row.get_by_role("rowheader").get_by_role("link"))
    if page.get_by_label(NO_CONFLICT).count():
        declare(page, NO_CONFLICT)


def see_register(page: Page) -> None:
    page.goto(f"{REGISTER}?state=under_assessment")
    for box in page.locator("[name=submission]").all()[:3]:
        box.check()
    show(page.get_by_role("button", name="Vis", exact=True))


def see_case(page: Page) -> None:
    open_case(page, BEST)


def see_question(page: Page) -> None:
    open_case(page, LAST)
    follow(page.get_by_role("link", name="Bed om flere oplysninger"))
    page.get_by_label("Ledelsens skriftlige opbakning").check()
    page.get_by_label("Hvad vil du gerne vide?").fill("Brevet mangler en underskrift.")
    show(page.get_by_text("Hvorfor vil de strategiske og faglige ledere være med?"))


def see_assessment(page: Page) -> None:
    link = page.get_by_role("link", name="Vurdér")
    for organisation in (BEST, SECOND, LAST):  # whichever of them was assigned to the assessor
        open_case(page, organisation)
        if link.count():
            break
    follow(link)
    page.get_by_role("radio", name="4: I høj grad").first.check()


def declare_for_the_round(page: Page) -> None:
    """Declare no conflict of interest in the rest of the round, as one must before deciding."""
    link = page.get_by_role("link", name="Svar for alle rundens sager")
    if link.count():
        follow(link)
        page.locator("[name=is_looked_through]").check()
        follow(page.get_by_role("button", name="Gem mit svar"))


def open_selection(page: Page) -> None:
    open_case(page, BEST)
    follow(page.get_by_role("link", name="Til udvælgelsen"))


def see_selection(page: Page) -> None:
    open_selection(page)
    declare_for_the_round(page)
    open_selection(page)
    follow(page.get_by_role("button", name="Tag de bedste"))


def see_release(page: Page) -> None:
    open_selection(page)
    follow(page.get_by_role("link", name="Gå til frigivelse"))


def see_outbox(page: Page) -> None:
    page.goto("/admin/inddragelse/messages/")


def see_mail_texts(page: Page) -> None:
    page.goto("/admin/inddragelse/mail-texts/")
    follow(page.get_by_role("main").get_by_role("link", name="kompetenceudvikling").first)


def see_figures(page: Page) -> None:
    page.goto("/admin/inddragelse/figures/")
    follow(page.get_by_role("main").get_by_role("link", name="kompetenceudvikling").first)


def see_redaction(page: Page) -> None:
    open_case(page, SECOND)
    follow(page.get_by_role("link", name="Anonymisér").first)


def _site(function: str) -> str:
    return f"from tests.e2e import assessors; assessors.{function}()"


CASEWORKERS = [
    Scene("register", CASEWORKER, see_register, _site("share_out")),
    Scene("case", CASEWORKER, see_case),
    Scene("ask-for-more", CASEWORKER, see_question),
    Scene("assess", ASSESSOR, see_assessment),
    Scene("selection", CASEWORKER, see_selection, _site("hand_in_the_rest")),
    Scene("release", CASEWORKER, see_release, _site("decide")),
    Scene("outbox", CASEWORKER, see_outbox),
    Scene("mail-texts", CASEWORKER, see_mail_texts),
    Scene("figures", CASEWORKER, see_figures),
    Scene("redact", CASEWORKER, see_redaction, _site("assess_blind")),
]
