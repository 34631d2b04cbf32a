"""The round of the twelve-month programme: twelve municipalities, two places, one fair decision."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from example_site.demo.applicants import APPLICANTS
from tests.libreoffice import open_in_libreoffice

from .demo import Demo
from .editor import says
from .test_application import REGISTER, declare
from .test_casework import assess, violations

pytestmark = [pytest.mark.e2e, pytest.mark.office]

EXPORT = "/admin/inddragelse/export/"
BEST, FIRST_TO_APPLY, MOST_AMBITIOUS = "Aalborg Kommune", "Aarhus Kommune", "Randers Kommune"
THIRD_IN_BROWSER = "Gladsaxe Kommune"
SCORES = {
    BEST: "100,0",
    MOST_AMBITIOUS: "66,7",
    FIRST_TO_APPLY: "66,7",
    "Holbæk Kommune": "63,3",
    "Viborg Kommune": "56,7",
    "Lyngby-Taarbæk Kommune": "43,3",
    "Køge Kommune": "40,0",
    "Vejle Kommune": "36,7",
    THIRD_IN_BROWSER: "33,3",
    "Svendborg Kommune": "26,7",
    "Esbjerg Kommune": "23,3",
    "Guldborgsund Kommune": "0,0",
}
"""From the best on, where the ambition decides between the two that score the same."""
RANKING = list(SCORES)
ACCEPTED, REJECTED = RANKING[:2], RANKING[3:]
NO_CONFLICT, CONFLICT = "Nej, jeg er ikke inhabil", "Ja. Sagen lukkes for mig"
SHEET, SCORED = "Ansøgninger og tilmeldinger", "Vurderinger"


@pytest.fixture
def demo(demo: Demo) -> Demo:
    """With the applications of the twelve."""
    demo.send_submissions(len(APPLICANTS))
    return demo


def row_of(page: Page, organisation: str):
    return page.get_by_role("row").filter(has_text=organisation)


def open_case(page: Page, organisation: str, answer: str = "") -> None:
    """Open a case from the register, and answer whether one has a conflict of interest."""
    page.goto(REGISTER)
    row_of(page, organisation).get_by_role("rowheader").get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text(organisation)
    if answer:
        declare(page, answer)


def share_out(page: Page) -> None:
    """Write a note on a case, and share all cases between the two assessors."""
    open_case(page, BEST, NO_CONFLICT)
    expect(page.get_by_role("link", name="opbakning.pdf")).to_be_visible()
    page.get_by_label("Ny note").fill("Talte med Agnete: de sender en revideret tidsplan.")
    page.get_by_role("button", name="Gem noten").click()
    says(page, "Noten er gemt.")
    page.get_by_role("link", name="Til udvælgelsen").click()
    page.get_by_role("link", name="Tildel vurderere").click()
    for name in ("Vera Vurderer", "Viggo Vurderer"):
        page.get_by_role("group", name="Vurderere").first.get_by_label(name).check()
    assert violations(page) == []
    page.get_by_role("button", name="Fordel ligeligt").click()
    says(page, "12 vurderinger er tildelt.")


def find_no_trace(page: Page, organisation: str, reference: str) -> None:
    """After a declared conflict neither register, search, address nor export show the case."""
    case = page.url
    declare(page, CONFLICT)
    for address in (REGISTER, f"{REGISTER}?q={reference}", f"{REGISTER}?q={organisation}"):
        page.goto(address)
        expect(page.get_by_role("main").get_by_role("link", name=reference)).to_have_count(0)
    assert reference not in page.request.get(case).text()
    declare_for_the_rest(page, 10)
    page.goto(EXPORT)
    expect(page.get_by_role("heading", level=2)).to_contain_text("11 ansøgninger")


def declare_for_the_rest(page: Page, number: int) -> None:
    """Say of all cases of the round but those opened before that one has no conflict in them."""
    page.goto(EXPORT)
    page.get_by_role("main").get_by_role("link", name="Opstart i").click()
    declare_for_all(page, number)


def declare_in_selection(page: Page, selection: str, number: int) -> None:
    """Say the same from the selection, which shows what a decider may know only then."""
    page.goto(selection)
    page.get_by_role("link", name="Svar for alle rundens sager").click()
    declare_for_all(page, number)
    page.goto(selection)


def declare_for_all(page: Page, number: int) -> None:
    expect(page.get_by_role("checkbox", name=re.compile("^Inhabil i"))).to_have_count(number)
    page.get_by_label("Jeg er ikke inhabil i de sager").check()
    assert violations(page) == []
    page.get_by_role("button", name="Gem mit svar").click()
    says(page, f"Du har svaret for {number} sager.")


def assign_by_hand(page: Page, organisation: str, assessor: str) -> None:
    open_case(page, organisation, NO_CONFLICT)
    page.get_by_label("Tildel en vurderer").select_option(assessor)
    page.get_by_role("button", name="Tildel", exact=True).click()
    expect(page.get_by_text(f"{assessor}: ikke afleveret endnu")).to_be_visible()


def ranking(page: Page) -> list[str]:
    """The organisations of the selection, in the order in which they are shown."""
    return page.locator("table.listing tbody tr > td:nth-child(2)").all_inner_texts()


def outcomes(page: Page) -> dict[str, str]:
    """What is chosen for each, by organisation."""
    chosen = page.locator("table.listing select").evaluate_all("all => all.map(it => it.value)")
    return dict(zip(ranking(page), chosen, strict=True))


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page that comes of it."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def take_the_best(page: Page) -> None:
    """Have the best suggested: at the same score who applied first, then who is more ambitious."""
    press(page, "Tag de bedste")
    assert ranking(page)[1:3] == [FIRST_TO_APPLY, MOST_AMBITIOUS]
    assert outcomes(page)[MOST_AMBITIOUS] == "waiting"
    order = page.get_by_label("Ved lige mange point kommer først")
    order.select_option(order.get_by_role("option", name="ambition").get_attribute("value"))
    press(page, "Tag de bedste")
    assert ranking(page) == RANKING
    scores = page.locator("table.listing tbody tr > td:nth-child(5)")
    expect(scores).to_have_text(list(SCORES.values()))
    assert [name for name, it in outcomes(page).items() if it == "accept"] == ACCEPTED
    assert violations(page) == []


def reason(organisation: str) -> str:
    return f"{organisation} var mindre parat end andre."


def reject(page: Page) -> None:
    """Reject all but three; a reason that is missing is asked for, and nothing is lost."""
    for organisation in REJECTED:
        row = row_of(page, organisation)
        row.get_by_label(re.compile("^Afgørelse")).select_option("reject")
        if organisation != REJECTED[-1]:
            row.get_by_label(re.compile("^Begrundelse")).fill(reason(organisation))
    chosen = outcomes(page)
    press(page, "Gem afgørelser")
    expect(page.get_by_text("Skriv begrundelsen for afslaget.")).to_have_count(1)
    last = row_of(page, REJECTED[-1])
    expect(last).to_contain_text("Skriv begrundelsen for afslaget.")
    assert (outcomes(page), ranking(page)) == (chosen, RANKING)
    kept = row_of(page, REJECTED[0]).get_by_label(re.compile("^Begrundelse"))
    expect(kept).to_have_value(reason(REJECTED[0]))
    assert violations(page) == []
    last.get_by_label(re.compile("^Begrundelse")).fill(reason(REJECTED[-1]))
    press(page, "Gem afgørelser")
    says(page, "12 afgørelser er forberedt.")
    expect(page.get_by_role("main")).to_contain_text(
        "2 af 2 pladser er ledige. 2 er forberedt til at blive imødekommet."
    )


def approve(page: Page) -> None:
    """Stand behind what the other prepared, which the release page waits for."""
    page.get_by_role("link", name="Gå til frigivelse").click()
    expect(page.get_by_role("main")).to_contain_text(
        "12 sager bliver liggende, fordi en anden ikke har godkendt dem"
    )
    with page.expect_navigation():
        page.get_by_role("link", name="Tilbage").click()
    for box in page.locator("[name=approved]").all():
        box.check()
    press(page, "Godkend de valgte")
    expect(page.get_by_text("Godkendt", exact=True)).to_have_count(12)


def release(page: Page) -> None:
    page.get_by_role("link", name="Gå til frigivelse").click()
    outcomes = page.locator("main h3")
    expect(outcomes).to_have_text(["Imødekom: 2", "Venteliste: 1", "Afslå: 9"])
    assert violations(page) == []
    press(page, "Frigiv og send")
    says(page, "12 afgørelser er frigivet.")


def sheets_of(page: Page, folder: Path) -> dict[str, list[list[str]]]:
    """The selection sheet, exported as the form suggests, as LibreOffice opens it."""
    page.goto(REGISTER)
    page.get_by_role("link", name="Eksportér").first.click()
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("button", name="Eksportér").click()
    return open_in_libreoffice(Path(download.value.path()).read_bytes(), folder)


def points(row: dict[str, str]) -> str:
    """The weighted score as the selection shows it."""
    return f"{float(row['Vægtede point']):.1f}".replace(".", ",")


def receipt_of(demo: Demo, email: str) -> str:
    """The applicant's link, as the first mail has it."""
    [mail] = demo.mails_to(email)
    return re.search(r"https?://\S+/receipt/\S+", mail.get_body(("plain",)).get_content())[0]


def mail_counts(demo: Demo) -> list[int]:
    return [len(demo.mails_to(applicant.email)) for applicant in APPLICANTS]


def test_from_twelve_applications_to_released_decisions(demo, log_in, citizen, tmp_path):
    demo.run("from tests.e2e.assessors import let_export; let_export()")
    receipt = receipt_of(demo, APPLICANTS[0].email)

    caseworker = log_in("sagsbehandler")
    share_out(caseworker)

    viggo = log_in("vurderer2")
    open_case(viggo, THIRD_IN_BROWSER, NO_CONFLICT)
    assess(viggo, "2: I ringe grad")
    open_case(viggo, FIRST_TO_APPLY)
    reference = viggo.get_by_role("heading", level=1).inner_text().split()[-1]
    find_no_trace(viggo, FIRST_TO_APPLY, reference)
    assign_by_hand(caseworker, FIRST_TO_APPLY, "Vera Vurderer")

    vera = log_in("vurderer1")
    for organisation, level in ((BEST, "4: I høj grad"), (FIRST_TO_APPLY, "3: I nogen grad")):
        open_case(vera, organisation, NO_CONFLICT)
        assess(vera, level)
    demo.run("from tests.e2e.assessors import hand_in_the_rest; hand_in_the_rest()")

    caseworker.get_by_role("link", name="Til udvælgelsen").click()
    declare_in_selection(caseworker, caseworker.url, 10)
    take_the_best(caseworker)
    reject(caseworker)

    citizen.goto(receipt)
    expect(citizen.get_by_role("status")).to_contain_text("Vi har modtaget")
    assert mail_counts(demo) == [1] * 12

    leader = log_in("leder")
    declare_in_selection(leader, caseworker.url, 12)
    approve(leader)
    release(leader)
    leader.get_by_role("link", name="Gå til frigivelse").click()
    expect(leader.get_by_role("main")).to_contain_text("Der er ikke noget, du kan frigive.")

    citizen.reload()
    expect(citizen.get_by_role("status")).to_contain_text("Din organisation har en plads.")
    assert mail_counts(demo) == [2] * 12

    sheets = sheets_of(caseworker, tmp_path)
    heading, *lines = sheets[SHEET]
    rows = [dict(zip(heading, line, strict=True)) for line in lines]
    assert sorted(row["Organisation"] for row in rows) == sorted(RANKING)
    assert {row["Organisation"]: points(row) for row in rows} == SCORES
    reasons = {row["Organisation"]: row["Begrundelse for afgørelsen"] for row in rows}
    assert reasons == {name: reason(name) if name in REJECTED else "" for name in RANKING}
