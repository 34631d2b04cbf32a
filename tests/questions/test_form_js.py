"""form.js in a real browser, on forms as they are drawn."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

import wagtail_inddragelse
from wagtail_inddragelse.questions.forms import get_form_class
from wagtail_inddragelse.questions.layout import Layout
from wagtail_inddragelse.questions.sent import PeopleLimits

from .builders import form, only_if, question, schema

pytestmark = pytest.mark.e2e

STATIC = Path(wagtail_inddragelse.__file__).parent / "static" / "wagtail_inddragelse"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
TEMPLATES = (
    "wagtail_inddragelse/public/error_summary.html",
    "wagtail_inddragelse/form/form.html",
)
FOUR = PeopleLimits(max_participants=3, guests_allowed=1)
PEOPLE = question(
    "participants",
    questions=[
        question("yes_no", "Diet"),
        question("long_text", "Which", limit=10, **only_if("Diet", "yes")),
    ],
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.failures = []
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    yield page
    assert page.failures == []
    page.close()


def serve(route: Route) -> None:
    """Answer with the file of the package that an address names."""
    name = route.request.url.rpartition("wagtail_inddragelse/")[2]
    route.fulfill(path=STATIC / name, content_type="text/javascript")


def open_form(page: Page, bound) -> None:
    """Show the form under a policy that allows our own files and nothing inline."""
    with override("en"):
        context = {"form": bound, "problems": Layout(bound).problems}
        html = "".join(render_to_string(template, context) for template in TEMPLATES)
    policy = "default-src 'none'; script-src 'self'"
    page.route(
        "http://form.test/",
        lambda route: route.fulfill(
            body=f"<!doctype html><meta charset=utf-8>{html}",
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        ),
    )
    page.route("**/*.js", serve)
    page.goto("http://form.test/")


def blank(*questions, limits=None):
    return get_form_class(schema(*questions))(limits=limits)


def names(page: Page) -> list[str]:
    """The names of the rows' fields for the person's name."""
    return page.locator("[data-list] input[name$=-name]").evaluate_all(
        "inputs => inputs.map((input) => input.name)"
    )


class TestConditions:
    food = question("one_of", "Food", choices=["Meat", "Fish"])
    raw = question("yes_no", "Raw", **only_if("Food", "Fish"))
    sauce = question("short_text", "Sauce", **only_if("Raw", "yes"))

    def test_questions_come_and_go_with_the_answers_they_wait_for(self, page: Page):
        open_form(page, blank(self.food, self.raw, self.sauce))
        raw, sauce = page.get_by_role("radiogroup", name="Raw"), page.get_by_label("Sauce")

        expect(raw).to_be_hidden()
        page.get_by_label("Fish").check()
        expect(raw).to_be_visible()
        expect(sauce).to_be_hidden()
        raw.get_by_label("Yes").check()
        expect(sauce).to_be_visible()
        page.get_by_label("Meat").check()
        expect(sauce).to_be_hidden()

    def test_the_hint_for_those_without_the_script_is_gone(self, page: Page):
        open_form(page, blank(self.food, self.raw))
        page.get_by_label("Fish").check()

        expect(page.get_by_text("Only if you answered")).to_be_hidden()

    def test_a_box_that_is_not_ticked_is_a_no(self, page: Page):
        why = question("short_text", "Why", **only_if("Agree", "no"))
        open_form(page, blank(question("consent", "Agree"), why))

        expect(page.get_by_label("Why")).to_be_visible()
        page.get_by_label("Agree").check()
        expect(page.get_by_label("Why")).to_be_hidden()

    @pytest.mark.parametrize("shown_as", ["radios", "list"])
    def test_what_was_sent_decides_from_the_start(self, page: Page, shown_as: str):
        food = question("one_of", "Food", choices=["Meat", "Fish"], shown_as=shown_as)
        open_form(page, form(food, self.raw, data={"q-Food": "fish"}))

        expect(page.get_by_role("radiogroup", name="Raw")).to_be_visible()


class TestPeople:
    def test_adding_up_to_the_limit(self, page: Page):
        open_form(page, blank(PEOPLE, limits=FOUR))
        add = page.get_by_role("button", name="Add a participant")

        add.click()
        add.click()
        assert names(page) == ["participant-0-name", "participant-1-name"]
        assert page.locator("[name=participants-total]").input_value() == "2"
        expect(add).to_be_hidden()

    def test_loading_the_script_twice_adds_one_row_at_a_time(self, page: Page):
        open_form(page, blank(PEOPLE, limits=FOUR))
        page.add_script_tag(url="http://form.test/wagtail_inddragelse/form.js")
        page.get_by_role("button", name="Add a participant").click()

        assert names(page) == ["participant-0-name"]

    def test_a_new_row_takes_the_focus(self, page: Page):
        open_form(page, blank(PEOPLE, limits=FOUR))
        page.get_by_role("button", name="Add a guest").click()

        expect(page.locator("[name=guest-0-name]")).to_be_focused()

    def test_removing_one_moves_the_rest_up(self, page: Page):
        sent = {
            "takes_part": "yes",
            "participants-total": "2",
            "participant-0-name": "Ida",
            "participant-1-name": "Uma",
            "participant-1-q-Diet": "yes",
        }
        open_form(page, form(PEOPLE, data=sent, limits=FOUR))
        page.get_by_role("button", name="Remove Participant 1").click()

        assert names(page) == ["participant-0-name"]
        expect(page.get_by_role("group", name="Participant 1")).to_have_count(1)
        expect(page.locator("[name=participant-0-name]")).to_have_value("Uma")
        expect(page.locator("[name=participant-0-q-Diet][value=yes]")).to_be_checked()
        expect(page.locator("[name=participant-0-q-Which]")).to_be_visible()
        assert page.locator("[name=participants-total]").input_value() == "1"

    def test_one_more_may_come_when_the_contact_person_stays_away(self, page: Page):
        sent = {"takes_part": "yes", "participants-total": "2"}
        open_form(page, form(PEOPLE, data=sent, limits=FOUR))
        add = page.get_by_role("button", name="Add a participant")

        expect(add).to_be_hidden()
        page.get_by_label("I take part myself").uncheck()
        expect(add).to_be_visible()
        expect(page.get_by_role("group", name="You")).to_be_hidden()

    def test_a_new_row_has_conditions_and_counters_of_its_own(self, page: Page):
        open_form(page, blank(PEOPLE, limits=FOUR))
        page.get_by_role("button", name="Add a participant").click()
        which = page.locator("[name=participant-0-q-Which]")

        expect(which).to_be_hidden()
        page.locator("[name=participant-0-q-Diet][value=yes]").check()
        which.fill("1234")
        expect(page.locator(f"#{which.get_attribute('id')}-counter")).to_have_text(
            "6 characters left"
        )

    def test_rows_are_sent_as_the_server_reads_them(self, page: Page):
        open_form(page, blank(PEOPLE, limits=FOUR))
        page.get_by_role("button", name="Add a participant").click()
        page.locator("[name=participant-0-name]").fill("Ida")
        sent = page.locator("form").evaluate(
            "form => Object.fromEntries(new FormData(form).entries())"
        )

        assert {key: sent[key] for key in sent if key.startswith("participant")} == {
            "participants-total": "1",
            "participant-0-name": "Ida",
            "participant-0-email": "",
            "participant-0-role": "",
            "participant-0-q-Which": "",
        }


class TestCounter:
    def test_counts_characters_as_the_server_does(self, page: Page):
        open_form(page, blank(question("long_text", "Aim", limit=5)))
        counter = page.locator("[data-counter]")

        expect(counter).to_have_text("5 characters left")
        page.get_by_label("Aim").fill("🙂a\n")
        expect(counter).to_have_text("3 characters left")
        page.get_by_label("Aim").fill("1234567")
        expect(counter).to_have_text("2 characters too many")

    def test_screen_readers_hear_it_after_a_pause(self, page: Page):
        open_form(page, blank(question("long_text", "Aim", limit=5)))
        page.get_by_label("Aim").fill("123")

        spoken = page.locator("[data-counter] + [aria-live=polite]")
        assert spoken.inner_text() == ""
        expect(spoken).to_have_text("2 characters left", timeout=3000)


class TestMunicipality:
    where = question("municipality", "Where", help_text="The one you live in")

    @pytest.fixture
    def field(self, page: Page) -> Locator:
        """The field of a form that asks for a municipality."""
        open_form(page, blank(self.where))
        return self.search(page)

    def search(self, page: Page | Locator) -> Locator:
        """The field, once it has taken the place of the list."""
        field = page.get_by_role("combobox", name="Where")
        expect(field).to_have_attribute("aria-autocomplete", "list")
        return field

    def options(self, page: Page) -> list[str]:
        """The names in the open list."""
        return page.get_by_role("option").all_inner_texts()

    def answer(self, page: Page) -> str:
        """The code that the form sends."""
        return page.locator("form").evaluate("form => new FormData(form).get('q-Where')")

    def test_finds_any_part_of_a_name_however_it_is_spelled(self, field: Locator):
        found = {
            "vej": ["Vejen", "Vejle"],
            "rup": ["Ballerup", "Glostrup", "Høje-Taastrup"],
            "Ålborg": ["Aalborg"],
            "arhus": ["Aarhus"],
            "ÅRHUS": ["Aarhus"],
            "kobenhavn": ["København"],
            "koebenhavn": ["København"],
            "A\u030arhus": ["Aarhus"],
            "aero": ["Ærø"],
            "odense kommune": ["Odense"],
            "copen": ["København"],
            "aar": ["Aarhus", "Lyngby-Taarbæk", "Tårnby"],
            "Elsinore": ["Helsingør"],
            "Apenrade": ["Aabenraa"],
            "xyz": [],
        }

        assert found == {typed: self.found(field, typed) for typed in found}

    def found(self, field: Locator, typed: str) -> list[str]:
        field.fill(typed)
        shown = field.locator("~ [role=listbox] [role=option]:not([hidden])")
        return shown.all_text_contents()

    def test_typing_alone_chooses_nothing_but_a_whole_name(self, field: Locator):
        field.press_sequentially("Odens")
        assert self.answer(field.page) == ""
        field.press_sequentially("e")
        assert self.answer(field.page) == "0461"
        field.press_sequentially("x")
        assert self.answer(field.page) == ""

    def test_a_name_in_another_language_is_an_answer(self, field: Locator):
        field.fill("copenhagen")
        assert self.answer(field.page) == "0101"
        field.press("Tab")
        expect(field).to_have_value("København")

    def test_a_whole_name_closes_the_list(self, field: Locator):
        field.press_sequentially("vejle")

        expect(field).to_have_attribute("aria-expanded", "false")
        expect(field.page.get_by_role("listbox")).to_be_hidden()
        expect(field.locator("~ [role=status]")).to_have_text("1 municipality matches")

    def test_the_list_of_a_whole_name_opens_again(self, field: Locator):
        field.fill("Vejle")
        field.press("ArrowDown")

        expect(field.page.get_by_role("listbox")).to_be_visible()

    def test_leaving_the_field_writes_the_name_in_full(self, field: Locator):
        field.fill("arhus")
        field.press("Tab")

        expect(field).to_have_value("Aarhus")

    def test_a_tap_beside_the_field_closes_the_list(self, field: Locator):
        field.press_sequentially("vej")
        field.page.locator("form").dispatch_event("pointerdown")

        expect(field.page.get_by_role("listbox")).to_be_hidden()

    def test_choosing_by_keyboard(self, field: Locator):
        field.press_sequentially("vejl")
        self.go_down(field)
        field.press("Enter")

        expect(field).to_have_value("Vejle")
        expect(field).to_have_attribute("aria-expanded", "false")
        assert self.answer(field.page) == "0630"

    def go_down(self, field: Locator) -> None:
        """Go to an option, and wait until it is told, as somebody does who listens."""
        field.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", re.compile("."))

    def test_choosing_by_mouse(self, field: Locator):
        field.click()
        assert len(self.options(field.page)) == 98
        field.page.get_by_role("option", name="Vejle").click()

        expect(field).to_have_value("Vejle")
        assert self.answer(field.page) == "0630"

    def test_a_tap_and_an_arrow_count_before_the_keys_are_fetched(self, page: Page):
        waiting: list[Route] = []
        open_form(page, blank(self.where))
        page.route("**/combobox-nav.min.js", lambda route: waiting.append(route))
        field = self.search(page)
        field.click()
        page.get_by_role("option", name="Vejle").click()
        chosen = self.answer(page)
        field.fill("vej")
        field.press("ArrowDown")
        serve(waiting[0])

        expect(page.get_by_role("option", name="Vejen")).to_have_attribute("aria-selected", "true")
        assert chosen == "0630"

    def test_going_on_keeps_what_the_arrows_lead_to(self, field: Locator):
        self.go_down(field)
        field.press("Tab")

        expect(field).to_have_value("Albertslund")
        assert self.answer(field.page) == "0165"

    def test_the_active_option_is_told(self, field: Locator):
        field.press_sequentially("vejl")
        self.go_down(field)
        active = field.get_attribute("aria-activedescendant")

        assert field.page.locator(f"#{active}").inner_text() == "Vejle"
        expect(field).to_be_focused()

    def test_enter_sends_nothing_while_the_list_is_open(self, field: Locator):
        field.press_sequentially("vejl")
        field.press("Enter")

        expect(field).to_have_attribute("aria-expanded", "true")

    def test_escape_closes_the_list(self, field: Locator):
        field.press_sequentially("vejl")
        field.press("Escape")

        expect(field.page.get_by_role("listbox")).to_be_hidden()
        expect(field).to_have_value("vejl")

    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            ("vejl", "1 municipality matches"),
            ("vej", "2 municipalities match"),
            ("xyz", "No municipality matches what you typed"),
        ],
    )
    def test_screen_readers_hear_how_many_match(self, field: Locator, typed: str, text: str):
        field.press_sequentially(typed)

        expect(field.locator("~ [role=status]")).to_have_text(text)

    def test_label_and_hint_are_kept(self, field: Locator):
        expect(field).to_have_accessible_description("The one you live in")
        field.page.get_by_text("Where").click()
        expect(field).to_be_focused()

    def test_what_was_chosen_is_shown_again(self, page: Page):
        open_form(page, form(self.where, data={"q-Where": "0461"}))

        expect(self.search(page)).to_have_value("Odense")
        assert self.answer(page) == "0461"

    def test_what_was_typed_is_shown_again_with_the_error(self, page: Page):
        open_form(page, form(self.where, data={"q-Where": "", "q-Where-typed": "Odnse <b>"}))
        message = "Choose a municipality from the list. “Odnse <b>” is not on it."
        field = self.search(page)

        expect(field).to_have_id("id_q-Where")  # where the error summary leads
        expect(field).to_have_value("Odnse <b>")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(f"The one you live in Error: {message}")

    def test_a_question_can_wait_for_it(self, page: Page):
        open_form(page, blank(self.where, question("yes_no", "Island", **only_if("Where", "Ærø"))))
        island = page.get_by_role("radiogroup", name="Island")

        expect(island).to_be_hidden()
        self.search(page).fill("Ærø")
        expect(island).to_be_visible()

    def test_a_new_row_has_one_of_its_own(self, page: Page):
        people = question("participants", questions=[self.where])
        open_form(page, blank(people, limits=FOUR))
        page.get_by_role("button", name="Add a participant").click()
        row = page.get_by_role("group", name="Participant 1")
        self.search(row).fill("Odense")

        assert page.locator("[name='participant-0-q-Where']").input_value() == "0461"

    def test_without_the_files_the_list_stays(self, page: Page):
        open_form(page, blank())
        page.route("**/combobox.js", lambda route: route.abort())
        page.reload()

        expect(page.get_by_label("Municipality")).to_have_js_property("tagName", "SELECT")
        page.failures.clear()


class TestFile:
    plan = question("attachment", "Plan", help_text="As it is", max_megabytes=1)

    @pytest.fixture
    def field(self, page: Page) -> Locator:
        open_form(page, blank(self.plan))
        return page.get_by_label("Plan")

    def choose(self, field: Locator, name: str, size: int) -> None:
        field.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": bytes(size)})

    def test_one_that_is_too_large_is_never_sent(self, field: Locator):
        self.choose(field, "$&.jpg", 1024 * 1024 + 1)

        expect(field.page.get_by_role("alert")).to_have_text(
            "“$&.jpg” is too large. A file can be at most 1.0\xa0MB."
        )
        assert field.evaluate("input => input.files.length") == 0
        assert "is too large" in field.evaluate(
            "input => input.getAttribute('aria-describedby').split(' ')"
            ".map((id) => document.getElementById(id).textContent).join(' ')"
        )

    def test_another_takes_the_message_away(self, field: Locator):
        self.choose(field, "a.jpg", 1024 * 1024 + 1)
        self.choose(field, "a.jpg", 1024 * 1024)

        expect(field.page.get_by_role("alert")).to_have_text("")
        assert field.evaluate("input => input.files[0].name") == "a.jpg"


def test_the_error_summary_takes_the_focus(page: Page):
    open_form(page, form(data={"contact_name": ""}))

    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Enter your name").click()
    expect(page.locator("[name=contact_name]")).to_be_focused()
