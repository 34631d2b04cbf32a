from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.utils.translation import override

from wagtail_inddragelse.questions.forms import SchemaForm, get_form_class
from wagtail_inddragelse.questions.layout import Layout
from wagtail_inddragelse.questions.sent import IntakeChoice, PeopleLimits

from .builders import form, only_if, question, schema

FOOD = question("one_of", "Food", choices=["Meat", "Fish"])
FOUR = PeopleLimits(max_participants=4, guests_allowed=2)
EVERYTHING = (
    FOOD,
    question("one_of", "Drink", choices=["Tea", "Water"], shown_as="list"),
    question("several_of", "Days", choices=["Mon", "Tue"], help_text="Tick all"),
    question("short_text", "Short", help_text="In brief"),
    question("long_text", "Long", limit=100, rows=9),
    question("email", "Mail", autocomplete="email"),
    question("phone", "Phone"),
    question("url", "Site"),
    question("number", "Staff"),
    question("date", "Start", help_text="First day"),
    question("yes_no", "Diet"),
    question("municipality", "Where"),
    question("cvr", "CVR"),
    question("attachment", "Plan"),
    question("consent", "Agree", help_text="You can change your mind"),
    question("information", "Facts", text="<p>Hej</p>"),
    question("participants", "People", questions=[question("yes_no", "Vegan")]),
)
WRONG = {
    "contact_email": "x",
    "q-Drink": "x",
    "q-Food": "x",
    "q-Short": "x" * 256,
    "q-Long": "x" * 101,
    "q-Days": ["x"],
    "q-Start-day": "32",
    "q-Mail": "x",
    "participants-total": "2",
    "takes_part": "yes",
}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def page(bound: SchemaForm, **context: Any) -> BeautifulSoup:
    html = render_to_string("wagtail_inddragelse/form/form.html", {"form": bound, **context})
    return BeautifulSoup(html, "html.parser")


def summary(bound: SchemaForm, **context: Any) -> BeautifulSoup:
    template = "wagtail_inddragelse/public/error_summary.html"
    context = {"problems": Layout(bound).problems, **context}
    return BeautifulSoup(render_to_string(template, context), "html.parser")


def blank(*questions: dict[str, Any], limits: PeopleLimits | None = None, **context: Any):
    return page(get_form_class(schema(*questions))(limits=limits), **context)


def group(soup: BeautifulSoup, name: str) -> Tag:
    return soup.find(attrs={"name": name}).find_parent(class_="form-group")


def parts(tag: Tag) -> list[str]:
    """What comes in which order, by class."""
    known = ("form-label", "form-hint", "form-error-message", "form-input", "form-select")
    return [name for part in tag.find_all(True) for name in part.get("class", []) if name in known]


class TestMarkup:
    def test_label_hint_error_and_input_come_in_this_order(self):
        soup = page(form(*EVERYTHING, data=WRONG))

        assert parts(group(soup, "q-Short")) == [
            "form-label",
            "form-hint",
            "form-error-message",
            "form-input",
        ]
        assert parts(group(soup, "q-Drink")) == ["form-label", "form-error-message", "form-select"]

    def test_an_editors_own_error_text_is_at_the_field_and_in_the_summary(self):
        own = "Write what {you} are good at"
        bound = form(question("short_text", "Skills", required=True, missing=own), data={})
        error = page(bound).find(id="id_q-Skills-error").text

        assert error == f"Error: {own}"
        assert own in [link.text for link in summary(bound).find_all("a")]

    def test_an_input_is_described_by_its_hint_and_error(self):
        field = page(form(*EVERYTHING, data=WRONG)).find(attrs={"name": "q-Short"})

        assert field["aria-describedby"] == "id_q-Short-hint id_q-Short-error"
        assert field["aria-invalid"] == "true"

    def test_an_input_without_fault_is_not_called_invalid(self):
        field = blank(*EVERYTHING).find(attrs={"name": "q-Short"})

        assert field["aria-describedby"] == "id_q-Short-hint"
        assert "aria-invalid" not in field.attrs

    @pytest.mark.parametrize("name", ["q-Food", "q-Days", "q-Diet", "q-Start-day"])
    def test_several_inputs_have_a_fieldset_and_a_legend(self, name):
        fieldset = blank(*EVERYTHING).find(attrs={"name": name}).find_parent("fieldset")

        assert fieldset.find("legend")["class"] == ["form-label"]

    def test_a_fieldset_is_described_by_its_hint_and_error(self):
        fieldset = group(page(form(*EVERYTHING, data=WRONG)), "q-Days").find("fieldset")

        assert fieldset["aria-describedby"] == "id_q-Days-hint id_q-Days-error"

    def test_errors_start_with_a_word_for_screen_readers(self):
        error = page(form(*EVERYTHING, data=WRONG)).find(id="id_q-Mail-error")

        assert error.find(class_="sr-only").text == "Error:"
        assert error.text == "Error: Enter an e-mail address, like name@example.dk"

    @pytest.mark.parametrize("data", [{}, WRONG])
    def test_ids_are_unique_and_all_references_lead_somewhere(self, data):
        soup = page(form(*EVERYTHING, data=data, limits=FOUR))
        ids = [tag["id"] for tag in soup.find_all(id=True)]

        assert len(ids) == len(set(ids))
        for tag in soup.find_all(True):
            targets = [tag.get("for"), *tag.get("aria-describedby", "").split()]
            assert set(filter(None, targets)) <= set(ids), tag

    def test_every_input_has_a_label(self):
        soup = blank(*EVERYTHING, limits=FOUR)
        labelled = {label.get("for") for label in soup.find_all("label")}
        inputs = soup.select(":is(input, select, textarea):not([type=hidden], [hidden] *)")

        assert {tag["id"] for tag in inputs} <= labelled

    def test_two_forms_on_a_page_share_no_ids(self):
        form_class = get_form_class(schema(*EVERYTHING))
        pages = [page(form_class(limits=FOUR, auto_id=f"{name}_%s")) for name in ("a", "b")]
        first, second = ({tag["id"] for tag in soup.find_all(id=True)} for soup in pages)

        assert first.isdisjoint(second)

    def test_nothing_is_inline(self):
        soup = page(form(*EVERYTHING, data=WRONG, limits=FOUR))
        attributes = {name for tag in soup.find_all(True) for name in tag.attrs}

        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert soup.find("style") is None
        assert [(tag["src"], tag.text) for tag in soup.find_all("script")] == [
            ("/static/wagtail_inddragelse/form.js", "")
        ]

    def test_what_people_and_editors_write_is_text(self):
        evil = "<img src=x onerror=alert(1)>\"'"
        soup = page(
            form(
                question("short_text", "q", label=evil, help_text=evil),
                question("long_text", "long"),
                data={"contact_name": evil, "q-q": evil, "q-long": f"</textarea>{evil}"},
                kept={},
            )
        )

        assert soup.find("img") is None
        assert soup.find(attrs={"name": "contact_name"})["value"] == evil
        assert soup.find("textarea").text.strip() == f"</textarea>{evil}"

    def test_purposes_help_the_browser_fill_in(self):
        soup = blank(*EVERYTHING, question("date", "Birth", autocomplete="bday"))
        filled = {tag["name"]: tag["autocomplete"] for tag in soup.find_all(autocomplete=True)}

        assert filled == {
            "contact_name": "name",
            "contact_email": "email",
            "contact_phone": "tel",
            "organisation": "organization",
            "q-Mail": "email",
            "q-Birth-day": "bday-day",
            "q-Birth-month": "bday-month",
            "q-Birth-year": "bday-year",
        }

    def test_a_long_text_has_a_counter(self):
        soup = blank(*EVERYTHING)
        area = soup.find("textarea", attrs={"name": "q-Long"})

        assert (area["data-limit"], area["rows"]) == ("100", "9")
        assert soup.find(id=area["aria-describedby"]).text == "At most 100 characters"

    def test_a_file_says_what_is_taken(self):
        soup = blank(question("attachment", "Plan", types=["pdf"], max_megabytes=2))

        assert soup.find(type="file")["accept"] == ".pdf"
        assert soup.find(id="id_q-Plan-hint").text.split() == ["PDF,", "at", "most", "2.0", "MB"]

    def test_what_was_written_comes_back(self):
        sent = {
            "q-Food": "fish",
            "q-Drink": "tea",
            "q-Days": ["mon", "tue"],
            "q-Start-day": "3",
            "q-Start-month": "13",
            "q-Start-year": "2026",
            "q-Agree": "yes",
            "q-Where": "0751",
        }
        soup = page(form(*EVERYTHING, data=sent))

        chosen = [tag["value"] for tag in soup.select("input[checked], option[selected]")]
        assert chosen == ["fish", "tea", "mon", "tue", "0751", "yes"]
        assert [tag["value"] for tag in soup.select(".date-group input")] == ["3", "13", "2026"]

    @pytest.mark.parametrize(
        ("required", "marks"), [(True, ["(optional)"] * 3), (False, ["(required)"] * 2)]
    )
    def test_the_rarer_kind_is_marked(self, required, marks):
        asked = [question("email", name, required=required) for name in "abcd"]

        assert [tag.text for tag in blank(*asked).find_all(class_="weight-normal")] == marks


class TestConditions:
    asked = (FOOD, question("short_text", "Which", **only_if("Food", "Fish", "Meat")))

    def test_the_script_learns_the_condition(self):
        tag = group(blank(*self.asked), "q-Which")

        assert tag["data-only-if"] == "q-Food"
        assert json.loads(tag["data-only-if-answers"]) == ["fish", "meat"]

    def test_without_the_script_it_is_shown_with_a_hint(self):
        tag = group(blank(*self.asked), "q-Which")

        assert "hidden" not in tag.attrs
        assert tag.find(attrs={"data-only-if-hint": True}).text == (
            "Only if you answered “Meat” or “Fish” to “Food”"
        )

    def test_a_row_looks_at_its_own_answer(self):
        inner = [question("yes_no", "Diet"), question("email", "Mail", **only_if("Diet", "yes"))]
        soup = page(
            form(
                question("participants", questions=inner),
                data={"participants-total": "2"},
                limits=FOUR,
            )
        )

        assert group(soup, "participant-1-q-Mail")["data-only-if"] == "participant-1-q-Diet"

    def test_an_information_text_can_have_one(self):
        soup = blank(FOOD, question("information", text="<p>Fresh</p>", **only_if("Food", "Fish")))

        assert soup.find(class_="inddragelse-information")["data-only-if"] == "q-Food"


class TestErrorSummary:
    def test_is_not_there_before_the_form_is_sent(self):
        assert summary(get_form_class(schema(*EVERYTHING))()).find(class_="alert") is None

    def test_is_announced_and_can_be_focused(self):
        alert = summary(form(data={"contact_name": ""})).find(class_="alert-error")

        assert (alert["role"], alert["tabindex"]) == ("alert", "-1")
        assert alert.has_attr("autofocus")
        assert alert.find(class_="alert-heading").text == "There are problems"

    def test_links_lead_to_inputs_that_can_take_focus(self):
        bound = form(*EVERYTHING, data=WRONG, limits=FOUR)
        soup = page(bound)
        targets = [link["href"][1:] for link in summary(bound).find_all("a")]

        assert targets == [
            "id_contact_email",
            "id_q-Food-0",
            "id_q-Drink",
            "id_q-Days-0",
            "id_q-Short",
            "id_q-Long",
            "id_q-Mail",
            "id_q-Start-day",
            "id_participant-0-name",
            "id_participant-0-email",
            "id_participant-1-name",
            "id_participant-1-email",
        ]
        assert {soup.find(id=target).name for target in targets} == {"input", "select", "textarea"}

    def test_says_whose_field_it_is(self):
        bound = form(data={"participants-total": "1", "takes_part": "yes"}, limits=FOUR)

        assert Layout(bound).problems[0] == (
            "id_participant-0-name",
            "Participant 1: Enter the person's name",
        )

    def test_errors_of_the_party_lead_to_its_section(self):
        bound = form(limits=FOUR)
        soup = page(bound)

        assert [problem.id for problem in Layout(bound).problems] == ["id_participants"]
        assert soup.find(id="id_participants")["tabindex"] == "-1"

    def test_errors_of_the_whole_form_come_first_without_a_link(self):
        bound = form(data={"contact_name": ""})
        bound.add_error(None, "The form has changed")

        assert Layout(bound).problems == [
            ("", "The form has changed"),
            ("id_contact_name", "Enter your name"),
        ]
        assert summary(bound).find("li").find("a") is None


class TestParticipants:
    def test_are_not_asked_for_when_only_one_can_come(self):
        assert blank(FOOD).find(class_="inddragelse-participants") is None

    def test_come_after_the_contact_person(self):
        parts = ["inddragelse-contact", "inddragelse-participants", "inddragelse-step"]
        found = blank(FOOD, limits=FOUR).find_all(class_=parts)

        assert [tag["class"][0] for tag in found] == parts

    def test_come_where_the_editor_put_them(self):
        soup = blank(FOOD, question("participants", label="Who comes?"), limits=FOUR)

        section = soup.find(class_="inddragelse-participants")
        assert section.find_parent(class_="inddragelse-step") is not None
        assert section.find("h3").text == "Who comes?"

    def test_rows_are_as_many_as_were_posted(self):
        soup = page(form(data={"participants-total": "2", "guests-total": "1"}, limits=FOUR))

        assert [tag.text for tag in soup.select("[data-list] legend")] == [
            "Participant 1",
            "Participant 2",
            "Guest 1",
        ]
        assert soup.find(attrs={"name": "participants-total"})["value"] == "2"

    def test_buttons_work_without_the_script(self):
        soup = page(form(data={"participants-total": "1"}, limits=FOUR), action_url="/x/")
        buttons = {
            (tag["name"], tag["value"], tag["formaction"])
            for tag in soup.find_all("button", attrs={"name": True})
            if not tag.find_parent("template")
        }

        assert buttons == {
            ("add_participant", "1", "/x/#id_participants"),
            ("remove_participant", "0", "/x/#id_participants"),
            ("add_guest", "1", "/x/#id_participants"),
        }

    def test_the_add_button_goes_when_there_is_no_more_room(self):
        soup = page(form(data={"participants-total": "4"}, limits=FOUR))

        assert soup.find(attrs={"name": "add_participant"}).has_attr("hidden")

    def test_guests_are_offered_only_where_they_are_allowed(self):
        soup = blank(limits=PeopleLimits(2, 0))

        assert soup.find(attrs={"name": "add_guest"}) is None
        assert soup.find(attrs={"name": "add_participant"}) is not None

    def test_blank_rows_are_left_to_the_script(self):
        soup = blank(*EVERYTHING, limits=FOUR)
        rows = soup.find_all(attrs={"name": "participant-__index__-name"})

        assert [row.find_parent("template") is not None for row in rows] == [True]

    def test_enter_sends_the_form(self):
        first = blank(limits=FOUR).find("button")

        assert (first.get("name"), first.get("formaction")) == (None, None)


class TestContext:
    def test_the_form_tag(self):
        tag = blank(action_url="/send/").find("form")

        assert (tag["action"], tag["method"]) == ("/send/", "post")
        assert "enctype" not in tag.attrs
        assert "novalidate" in tag.attrs

    def test_files_need_their_own_encoding(self):
        tag = blank(question("attachment")).find("form")

        assert tag["enctype"] == "multipart/form-data"

    def test_hidden_inputs_and_token(self):
        soup = blank(token="t", hidden_inputs=[("return", "/a?b=c&d")])
        hidden = {tag["name"]: tag["value"] for tag in soup.find_all(type="hidden")}

        assert hidden == {"token": "t", "return": "/a?b=c&d"}

    def test_honeypot_is_out_of_everybodys_way(self):
        trap = blank(honeypot_name="website").find(attrs={"name": "website"})

        assert trap.find_parent("div").has_attr("hidden")
        assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")

    def test_the_button_says_what_it_does(self):
        button = blank(submit_label="Apply").find(attrs={"data-submit": True})

        assert button.text == "Apply"

    def test_start_dates_come_first(self):
        intakes = (IntakeChoice("7", "8 November"), IntakeChoice("8", "13 November", False))
        soup = page(form(data={"intake": "7"}, intakes=intakes))
        radios = soup.find_all(attrs={"name": "intake"})

        assert [tag["value"] for tag in radios] == ["7", "8"]
        assert [tag.has_attr("checked") for tag in radios] == [True, False]
        assert [tag.has_attr("disabled") for tag in radios] == [False, True]
        assert radios[0] is soup.find("input")

    def test_radio_buttons_are_a_group_that_is_wrong_as_a_whole(self):
        soup = page(form(FOOD, data={"q-Food": "x"}))
        fieldset = soup.find("fieldset", role="radiogroup")

        assert fieldset["aria-invalid"] == "true"
        assert soup.select("[type=radio][aria-invalid]") == []

    def test_tick_boxes_are_each_marked_as_wrong(self):
        soup = page(form(question("several_of", "Days", choices=["Mon"]), data={"q-Days": ["x"]}))
        fieldset = group(soup, "q-Days").find("fieldset")

        assert soup.find(attrs={"name": "q-Days"})["aria-invalid"] == "true"
        assert (fieldset.get("role"), fieldset.get("aria-invalid")) == (None, None)

    def test_privacy_information(self):
        bound = get_form_class(schema(privacy="<p>Vi sletter efter <b>5 år</b>.</p>"))()

        assert page(bound).find(class_="inddragelse-privacy").find("b").text == "5 år"

    def test_privacy_information_stands_before_the_first_answer(self):
        bound = get_form_class(schema(question("short_text", "q"), privacy="<p>x</p>"))()
        first = page(bound).select_one(".inddragelse-privacy, .form-group")

        assert first["class"] == ["inddragelse-privacy"]

    def test_a_kept_file(self):
        file = SimpleNamespace(name="plan <1>.pdf", size=2048, token="signed")
        soup = page(form(question("attachment", "Plan"), kept={"Plan": file}))

        text = " ".join(soup.find(class_="inddragelse-kept").text.split())
        assert text == "Already uploaded: plan <1>.pdf (2.0 KB). Choose another file to replace it."
        assert soup.find(attrs={"name": "kept-Plan"})["value"] == "signed"
        assert soup.find(attrs={"name": "drop-Plan"})["type"] == "checkbox"

    def test_a_step(self):
        soup = blank(FOOD)

        assert soup.find(class_="inddragelse-step").find("h2").text == "Om jer"
