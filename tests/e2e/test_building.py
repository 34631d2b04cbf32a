"""What spares an editor the typing, and pages built with it from the first click to the citizen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .editor import (
    DATES,
    add_intake,
    add_page,
    add_session,
    begin_from_pattern,
    fill_date,
    fill_session,
    move_dates,
    open_page,
    open_tab,
    publish,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def editor(log_in) -> Page:
    return log_in("redaktor")


def times(session: Locator) -> list[str]:
    return [session.get_by_role("textbox", name=name).input_value() for name in DATES]


def begin_course(page: Page) -> Locator:
    """A new event with one start date of one session, on the last Thursday before winter time."""
    add_page(page, "Arrangementer", "Arrangement", "Kursus i samtaler")
    open_tab(page, "Startdatoer")
    intake = add_intake(page, "Start i Odense")
    fill_session(
        add_session(intake),
        "2030-10-24 09:00",
        "2030-10-24 15:30",
        Titel="Dag 1",
        Sted="Odense Rådhus",
        Adresse="Flakhaven 2, Odense",
    )
    return intake


class TestDates:
    @pytest.mark.parametrize(
        "typed", ["8.11.2030 9:30", "08-11-2030 kl. 9.30", "8/11 2030 09.30", "2030-11-08 9:30"]
    )
    def test_one_that_is_typed_as_people_do_is_written_as_the_site_does(self, editor: Page, typed):
        intake = begin_course(editor)
        deadline = intake.get_by_role("textbox", name="Frist")
        fill_date(deadline, typed)
        expect(deadline).to_have_value("08.11.2030 09:30")

    @pytest.mark.parametrize("typed", ["8. november 2030 kl. 9.30", "i morgen", "8.11.2030"])
    def test_what_the_calendar_can_not_read_stays_for_the_server(self, editor: Page, typed):
        intake = begin_course(editor)
        deadline = intake.get_by_role("textbox", name="Frist")
        fill_date(deadline, typed)
        expect(deadline).to_have_value(typed)


class TestComforts:
    def test_a_new_session_goes_on_from_the_one_above(self, editor: Page):
        intake = begin_course(editor)
        second = add_session(intake)

        assert times(second) == ["25.10.2030 09:00", "25.10.2030 15:30"]
        expect(second.get_by_role("textbox", name="Titel")).to_have_value("Dag 2")
        expect(second.get_by_role("textbox", name="Sted")).to_have_value("Odense Rådhus")
        expect(intake.get_by_role("status").first).to_contain_text("25.10.2030 09:00")

    def test_after_a_friday_comes_a_monday_at_the_same_time(self, editor: Page):
        intake = begin_course(editor)
        add_session(intake)

        assert times(add_session(intake)) == ["28.10.2030 09:00", "28.10.2030 15:30"]

    def test_weekly_sessions_go_on_weekly(self, editor: Page):
        intake = begin_course(editor)
        fill_session(add_session(intake), "2030-10-31 09:00", "2030-10-31 15:30")

        assert times(add_session(intake)) == ["07.11.2030 09:00", "07.11.2030 15:30"]

    def test_a_start_date_is_duplicated_and_moved_with_the_keyboard(self, editor: Page):
        intake = begin_course(editor)
        add_session(intake)
        fill_date(intake.get_by_role("textbox", name="Frist"), "2030-09-30 12:00")
        intake.get_by_role("button", name="Kopiér med mødegange").press("Enter")
        expect(intake.get_by_role("status").first).to_contain_text("En kopi af ”Start i Odense”")
        editor.keyboard.type("Start i Aarhus")
        copy = editor.get_by_role("region", name="Startdato 2")
        copy.get_by_role("spinbutton", name="Dage, som alle datoer skal flyttes").fill("28")
        editor.keyboard.press("Enter")

        expect(copy.get_by_role("status").first).to_contain_text("Flyttede datoer: 5, med 28 dage.")
        expect(copy.get_by_role("textbox", name="Frist")).to_have_value("28.10.2030 12:00")
        sessions = copy.get_by_role("region", name="Mødegang")
        assert times(sessions.nth(0)) == ["21.11.2030 09:00", "21.11.2030 15:30"]
        assert times(sessions.nth(1)) == ["22.11.2030 09:00", "22.11.2030 15:30"]
        assert times(intake.get_by_role("region", name="Mødegang").first)[0] == "24.10.2030 09:00"
        publish(editor)
        open_page(editor, "Kursus i samtaler")
        open_tab(editor, "Startdatoer")
        keys = editor.locator("[name$=row_key]").evaluate_all("all => all.map(one => one.value)")
        found = [key for key in keys if key]
        assert len(set(found)) == 6


class TestMovedDates:
    @pytest.fixture
    def intake(self, editor: Page) -> Locator:
        """A start date with the day of its first session in its title, and a deadline."""
        intake = begin_course(editor)
        intake.get_by_role("textbox", name="Titel").first.fill("Start 24. oktober 2030 i Odense")
        fill_date(intake.get_by_role("textbox", name="Frist"), "2030-09-30 12:00")
        return intake

    def move(self, intake: Locator) -> Locator:
        """Move the first session by a week; the question about the deadline."""
        session = intake.get_by_role("region", name="Mødegang 1")
        fill_date(session.get_by_role("textbox", name="Begynder"), "2030-10-31 09:00")
        return intake.locator("[data-inddragelse-asked]")

    def test_the_title_follows(self, intake: Locator):
        self.move(intake)
        title = intake.get_by_role("textbox", name="Titel").first
        expect(title).to_have_value("Start 31. oktober 2030 i Odense")

    def test_a_title_that_says_something_else_stays(self, intake: Locator):
        title = intake.get_by_role("textbox", name="Titel").first
        title.fill("Efterårshold")
        self.move(intake)
        expect(title).to_have_value("Efterårshold")

    def test_the_deadline_is_asked_about_and_moved(self, intake: Locator):
        question = self.move(intake)
        expect(question).to_contain_text("fra 30.09.2030 12:00 til 07.10.2030 12:00?")
        question.get_by_role("button", name="Flyt fristen").press("Enter")
        expect(question).to_have_count(0)
        deadline = intake.get_by_role("textbox", name="Frist")
        expect(deadline).to_have_value("07.10.2030 12:00")

    def test_or_stays(self, intake: Locator):
        question = self.move(intake)
        question.get_by_role("button", name="Lad den stå").click()
        expect(question).to_have_count(0)
        deadline = intake.get_by_role("textbox", name="Frist")
        expect(deadline).to_have_value("30.09.2030 12:00")

    def test_all_dates_but_the_deadline(self, intake: Locator):
        intake.get_by_label("Også åbning, frist og svar").uncheck()
        move_dates(intake, 7)
        title = intake.get_by_role("textbox", name="Titel").first
        expect(title).to_have_value("Start 31. oktober 2030 i Odense")
        expect(intake.get_by_role("textbox", name="Frist")).to_have_value("30.09.2030 12:00")
        expect(intake.locator("[data-inddragelse-asked]")).to_have_count(0)


TEXT_IS_INSIDE = """button => {
  const range = document.createRange();
  range.selectNodeContents(button);
  const [text, box] = [range.getBoundingClientRect(), button.getBoundingClientRect()];
  return text.left >= box.left && text.right <= box.right
    && text.top >= box.top && text.bottom <= box.bottom;
}"""


def middle(locator: Locator) -> float:
    """How far down the middle of it is, in pixels."""
    box = locator.bounding_box()
    return box["y"] + box["height"] / 2


class TestIntake:
    def test_buttons_hold_their_icon_and_text(self, editor: Page):
        intake = begin_course(editor)
        for name in ("Kopiér med mødegange", "Flyt alle datoer"):
            button = intake.get_by_role("button", name=name)
            icon = button.locator("svg").bounding_box()
            assert max(icon["width"], icon["height"]) <= 20
            assert button.evaluate(TEXT_IS_INSIDE)
        label = intake.get_by_text("Dage, som alle datoer skal flyttes")
        assert abs(middle(label) - middle(intake.locator("[data-inddragelse-days]"))) < 5

    def test_shows_what_its_other_fields_call_for(self, editor: Page):
        intake = begin_course(editor)
        announced, answer = (
            intake.get_by_role("textbox", name=name)
            for name in ("Hvornår det kommer", "Svar, med ord")
        )
        expect(announced).to_be_hidden()
        expect(answer).to_be_hidden()
        intake.get_by_role("combobox", name="Offentliggørelse").select_option("announced")
        intake.get_by_role("combobox", name="Hvordan deltagerne vælges").select_option("assessed")
        expect(announced).to_be_visible()
        expect(answer).to_be_visible()

    def test_more_choices_open_with_a_button(self, editor: Page):
        intake = begin_course(editor)
        button = intake.get_by_role("button", name="Flere valg")
        limit = intake.get_by_role("spinbutton", name="Tilmeldinger pr. organisation")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(limit).to_be_hidden()
        button.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(limit).to_be_visible()

    def test_a_new_round_is_called_a_round(self, editor: Page):
        intake = begin_course(editor)
        intake.get_by_role("combobox", name="Kaldes").select_option("round")
        editor.get_by_role("button", name="Tilføj Ansøgningsrunde").click()
        rounds = editor.get_by_role("region", name=re.compile(r"^Ansøgningsrunde \d"))
        expect(rounds).to_have_count(2)
        expect(rounds.last.get_by_role("combobox", name="Kaldes")).to_have_value("round")

    def test_a_copy_is_assessed_blind_as_well(self, editor: Page):
        intake = begin_course(editor)
        intake.get_by_role("combobox", name="Hvordan deltagerne vælges").select_option("assessed")
        intake.locator("[name$=assesses_blind]").check()
        intake.get_by_role("button", name="Kopiér med mødegange").click()
        copy = editor.get_by_role("region", name="Startdato 2")
        expect(copy.locator("[name$=assesses_blind]")).to_be_checked()


PATTERNS = {
    "Et kursus, der holdes flere gange": (3, "Tilmeld dig"),
    "Et forløb med løbende optag": (1, "Send ansøgning"),
    "En runde med frist og kriterier": (1, "Send ansøgning"),
    "Et møde på én dag": (1, "Tilmeld dig"),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_an_offer_from_a_pattern_is_seen_as_a_citizen_will(editor: Page, pattern: str):
    intakes, button = PATTERNS[pattern]
    begin_from_pattern(editor, pattern, "Nyt tilbud")
    told = editor.locator(".messages .success")
    expect(told).to_contain_text("”Nyt tilbud” er oprettet som skitse")
    form_url = editor.get_by_role("link", name="Rediger skemaet").get_attribute("href")
    offer_id, form_id = (re.search(r"/pages/(\d+)/", url)[1] for url in (editor.url, form_url))

    editor.goto(f"/admin/pages/{offer_id}/view_draft/?mode=open")
    expect(editor.get_by_role("heading", level=1)).to_have_text("Nyt tilbud")
    expect(editor.locator("[id^=intake-]")).to_have_count(intakes)
    editor.goto(f"/admin/pages/{form_id}/view_draft/")
    expect(editor.get_by_role("button", name=button)).to_be_visible()
    expect(editor.get_by_role("main")).to_contain_text("Dette er en forhåndsvisning")
