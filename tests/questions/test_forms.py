from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.questions.conditions import visible
from wagtail_inddragelse.questions.forms import get_form_class
from wagtail_inddragelse.questions.layout import Layout
from wagtail_inddragelse.questions.schema import ContactOptions
from wagtail_inddragelse.questions.sent import (
    Contact,
    ParticipantData,
    PeopleLimits,
    SubmissionData,
    UploadedAnswer,
)

from .builders import CONTACT, PDF, errors, form, only_if, question, schema, upload


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


FOOD = question("one_of", "Food", choices=["Meat", "Fish"])
WHICH = question("short_text", "Which", required=True, **only_if("Food", "Fish"))
KEPT = SimpleNamespace(name="plan.pdf", size=2048, token="signed")


def unanswered(*questions):
    return errors(form(*questions))


class TestContact:
    def test_is_always_asked(self):
        bound = get_form_class(schema())({})

        assert errors(bound) == {
            "contact_name": ["Enter your name"],
            "contact_email": ["Enter your e-mail"],
        }

    def test_can_be_asked_for_more(self):
        contact = ContactOptions(True, True, True)
        bound = get_form_class(schema(contact=contact))(CONTACT)

        assert errors(bound) == {
            "contact_phone": ["Enter your phone number"],
            "organisation": ["Enter your organisation"],
            "municipality": ["Choose a municipality"],
        }

    def test_is_handed_over(self):
        bound = form(
            question("cvr"),
            data={
                "contact_phone": "12 34 56 78",
                "organisation": "Aarhus Kommune",
                "municipality": "0751",
                "q-cvr": "12 34 56 74",
            },
        )

        assert bound.is_valid()
        assert bound.submission_data().contact == Contact(
            name="Bo Ås",
            email="bo@example.dk",
            phone="12 34 56 78",
            organisation="Aarhus Kommune",
            cvr="12345674",
            municipality_code="0751",
        )

    def test_an_e_mail_with_a_line_break_is_refused(self):
        bound = form(data={"contact_email": "bo@example.dk\r\nBcc: all@example.dk"})

        assert errors(bound) == {"contact_email": ["Enter an e-mail address, like name@example.dk"]}

    def test_names_from_right_to_left_and_with_emoji_are_kept(self):
        bound = form(data={"contact_name": "שרה أحمد 👩‍👧"})

        assert bound.is_valid()
        assert bound.submission_data().contact.name == "שרה أحمد 👩‍👧"

    def test_a_municipality_that_does_not_exist_is_refused(self):
        bound = form(data={"municipality": "9999"})

        assert errors(bound) == {
            "municipality": ["Choose a municipality from the list. “9999” is not on it."]
        }

    def test_a_municipality_that_was_typed_but_not_chosen_is_refused(self):
        bound = form(data={"municipality": "", "municipality-typed": "Odense\x00 "})

        assert errors(bound) == {
            "municipality": ["Choose a municipality from the list. “Odense” is not on it."]
        }

    def test_a_chosen_municipality_counts_whatever_was_typed(self):
        bound = form(data={"municipality": "0461", "municipality-typed": "Aarhus"})

        assert bound.is_valid()
        assert bound.submission_data().contact.municipality_code == "0461"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (question("short_text", "Aim"), "Fill in “Aim”"),
        (question("long_text", "Aim"), "Fill in “Aim”"),
        (question("email", "Mail"), "Fill in “Mail”"),
        (question("number", "Staff"), "Fill in “Staff”"),
        (question("date", "Start"), "Enter a date in “Start”"),
        (question("yes_no", "Diet"), "Choose yes or no to “Diet”"),
        (question("one_of", "Food", choices=["A"]), "Choose an answer to “Food”"),
        (question("several_of", "Food", choices=["A"]), "Choose an answer to “Food”"),
        (question("municipality", "Where"), "Choose a municipality in “Where”"),
        (question("cvr", "CVR"), "Enter the CVR number in “CVR”"),
        (question("attachment", "Plan"), "Choose a file for “Plan”"),
        (question("consent", "I agree"), "Tick “I agree” to continue"),
        (question("short_text", "100% {sure}?"), "Fill in “100% {sure}?”"),
    ],
)
def test_a_required_answer_is_asked_for_in_plain_words(asked, message):
    asked["value"]["required"] = True

    assert unanswered(asked) == {f"q-{asked['id']}": [message]}


def test_nothing_else_is_required():
    asked = [
        question(type_)
        for type_ in ("short_text", "number", "date", "yes_no", "attachment", "consent")
    ]

    bound = form(*asked)

    assert bound.is_valid()
    assert bound.submission_data().answers == {"consent": False}


@pytest.mark.parametrize(
    ("asked", "posted", "answer"),
    [
        (question("short_text"), {"q-short_text": " a\x00 b "}, "a b"),
        (question("long_text"), {"q-long_text": "a\r\nb"}, "a\nb"),
        (question("number"), {"q-number": "0"}, 0),
        (question("number", decimals=True), {"q-number": "1,5"}, 1.5),
        (question("date"), {"q-date": "3/12 2026"}, "2026-12-03"),
        (
            question("date"),
            {"q-date-day": "3", "q-date-month": "12", "q-date-year": "2026"},
            "2026-12-03",
        ),
        (question("date"), {"q-date-day": "3/12 2026"}, "2026-12-03"),
        (question("yes_no"), {"q-yes_no": "yes"}, True),
        (question("yes_no"), {"q-yes_no": "no"}, False),
        (question("one_of", choices=["A", "B"]), {"q-one_of": "b"}, "b"),
        (question("several_of", choices=["A", "B"]), {"q-several_of": ["b", "a"]}, ["b", "a"]),
        (question("municipality"), {"q-municipality": "0101"}, "0101"),
        (question("consent"), {"q-consent": "yes"}, True),
        (question("url"), {"q-url": "example.dk"}, "https://example.dk"),
    ],
)
def test_answers_are_plain_json(asked, posted, answer):
    bound = form(asked, data=posted)

    assert errors(bound) == {}
    answers = bound.submission_data().answers
    assert answers == json.loads(json.dumps(answers)) == {asked["id"]: answer}


def test_a_text_of_ten_megabytes_is_refused_with_the_limit():
    bound = form(question("long_text", limit=2000), data={"q-long_text": "x" * 10 * 1024**2})

    assert errors(bound) == {
        "q-long_text": [
            "“long_text” can be at most 2,000 characters long. You have written 10,485,760."
        ]
    }


def test_the_site_limits_the_longest_text(settings):
    settings.WAGTAIL_INDDRAGELSE = {"MAX_TEXT_LENGTH": 10}
    bound = form(question("long_text", "Aim", limit=2001), data={"q-Aim": "x" * 11})

    assert list(errors(bound)) == ["q-Aim"]


class TestConditions:
    def test_a_shown_question_must_be_answered(self):
        bound = form(FOOD, WHICH, data={"q-Food": "fish"})

        assert errors(bound) == {"q-Which": ["Fill in “Which”"]}

    def test_a_hidden_question_need_not_be_answered(self):
        assert form(FOOD, WHICH, data={"q-Food": "meat"}).is_valid()

    def test_a_hidden_answer_is_cleared(self):
        bound = form(FOOD, WHICH, data={"q-Food": "meat", "q-Which": "Cod"})

        assert bound.is_valid()
        assert bound.submission_data().answers == {"Food": "meat"}

    def test_what_is_wrong_with_a_hidden_answer_does_not_matter(self):
        number = question("number", "Grams", **only_if("Food", "Fish"))

        assert form(FOOD, number, data={"q-Food": "meat", "q-Grams": "many"}).is_valid()

    def test_hiding_reaches_what_depends_on_the_hidden(self):
        deep = question("yes_no", "Raw", **only_if("Food", "Fish"))
        deeper = question("short_text", "Sauce", required=True, **only_if("Raw", "yes"))
        bound = form(FOOD, deep, deeper, data={"q-Food": "meat", "q-Raw": "yes", "q-Sauce": "Soy"})

        assert bound.is_valid()
        assert bound.submission_data().answers == {"Food": "meat"}

    def test_a_box_not_ticked_counts_as_no(self):
        box = question("consent", "Agree")
        bound = form(box, question("short_text", "Why", required=True, **only_if("Agree", "no")))

        assert errors(bound) == {"q-Why": ["Fill in “Why”"]}

    def test_a_hidden_file_is_not_handed_over(self):
        plan = question("attachment", "Plan", **only_if("Food", "Fish"))
        bound = form(FOOD, plan, data={"q-Food": "meat"}, files={"q-Plan": upload("plan.pdf")})

        assert bound.is_valid()
        assert bound.submission_data().files == ()

    @given(
        st.fixed_dictionaries(
            {},
            optional={
                "q-A": st.sampled_from(["yes", "no", "x"]),
                "q-B": st.sampled_from(["p", "q", "x"]),
                "q-C": st.lists(st.sampled_from(["r", "s", "x"]), max_size=3),
                "q-D": st.text(max_size=5),
                "q-E": st.just("yes"),
            },
        )
    )
    def test_hidden_answers_are_always_cleared(self, posted):
        bound = form(
            question("yes_no", "A"),
            question("one_of", "B", choices=["P", "Q"], **only_if("A", "yes")),
            question("several_of", "C", choices=["R", "S"], **only_if("B", "Q")),
            question("number", "D", required=True, **only_if("C", "R", "S")),
            question("consent", "E", **only_if("A", "no")),
            data=posted,
        )
        bound.is_valid()

        shown = {q.id for q in visible(bound.schema.questions, bound.answers)}
        assert set(bound.answers) <= shown
        assert {name.removeprefix("q-") for name in bound.errors} <= shown


class TestFiles:
    plan = question("attachment", "Plan", required=True)

    def test_are_kept_out_of_the_answers(self):
        file = upload("plan.pdf")
        bound = form(self.plan, files={"q-Plan": file})

        assert bound.is_valid()
        assert bound.submission_data() == SubmissionData(
            contact=Contact("Bo Ås", "bo@example.dk"),
            answers={},
            participants=(ParticipantData("Bo Ås", "bo@example.dk"),),
            files=(UploadedAnswer("Plan", file),),
        )

    def test_of_the_wrong_type_are_refused(self):
        bound = form(self.plan, files={"q-Plan": upload("plan.exe")})

        assert errors(bound)["q-Plan"][0].startswith("“plan.exe” is a type of file we cannot take")
        assert bound.valid_uploads() == ()

    def test_that_are_valid_survive_an_error_elsewhere(self):
        file = upload("plan.pdf")
        bound = form(self.plan, data={"contact_name": ""}, files={"q-Plan": file})

        assert bound.valid_uploads() == (UploadedAnswer("Plan", file),)
        assert errors(bound) == {"contact_name": ["Enter your name"]}

    def test_kept_from_before_count_as_the_answer(self):
        bound = form(self.plan, kept={"Plan": KEPT})

        assert bound.is_valid()
        data = bound.submission_data()
        assert (data.files, data.kept) == ((), (("Plan", KEPT),))

    def test_a_new_file_replaces_the_kept(self):
        file = upload("ny.pdf", PDF)
        bound = form(self.plan, files={"q-Plan": file}, kept={"Plan": KEPT})

        assert bound.is_valid()
        data = bound.submission_data()
        assert (data.files, data.kept) == ((UploadedAnswer("Plan", file),), ())

    def test_a_kept_file_can_be_dropped(self):
        bound = form(self.plan, data={"drop-Plan": "yes"}, kept={"Plan": KEPT})

        assert errors(bound) == {"q-Plan": ["Choose a file for “Plan”"]}

    def test_a_new_file_comes_instead_of_the_dropped(self):
        file = upload("ny.pdf")
        files = {"q-Plan": file}
        bound = form(self.plan, data={"drop-Plan": "yes"}, files=files, kept={"Plan": KEPT})

        assert bound.valid_uploads() == (UploadedAnswer("Plan", file),)
        bound.keep({"Plan": KEPT})
        assert bound.kept == {"Plan": KEPT}

    def test_a_kept_file_answers_only_its_own_question(self):
        bound = form(
            self.plan, question("attachment", "Budget", required=True), kept={"Plan": KEPT}
        )

        assert errors(bound) == {"q-Budget": ["Choose a file for “Budget”"]}


class TestFormClass:
    def test_is_made_once_for_equal_forms(self):
        assert get_form_class(schema(FOOD)) is get_form_class(schema(FOOD))

    def test_differs_for_other_forms(self):
        assert get_form_class(schema(FOOD)) is not get_form_class(schema(WHICH))

    def test_is_forgotten_in_the_end(self):
        assert get_form_class.cache_info().maxsize == 256

    def test_one_applicant_leaves_nothing_for_the_next(self):
        form(FOOD, WHICH, data={"q-Food": "meat", "q-Which": "Cod"}).is_valid()
        bound = form(FOOD, WHICH, data={"q-Food": "fish"})

        assert errors(bound) == {"q-Which": ["Fill in “Which”"]}
        assert errors(get_form_class(bound.schema)()) == {}

    @pytest.mark.parametrize(("language", "label"), [("en", "Name"), ("da", "Navn")])
    def test_speaks_the_language_of_the_request(self, language, label):
        bound = form(data={"participants-total": "1"}, limits=PeopleLimits(2))

        with override(language):
            assert str(bound["participant-0-name"].label) == label


def test_a_query_dict_is_read_as_a_browser_sends_it():
    query = QueryDict("contact_name=Bo&contact_email=bo@example.dk&q-C=r&q-C=s")
    bound = get_form_class(schema(question("several_of", "C", choices=["R", "S"])))(query)

    assert bound.is_valid()
    assert bound.submission_data().answers == {"C": ["r", "s"]}


class TestForWhom:
    ASKED = PeopleLimits(by_organisation=True)

    def test_it_is_asked_where_organisations_are_counted(self):
        assert errors(form(limits=self.ASKED)) == {"applies_for": ["Choose who you represent"]}
        assert errors(form()) == {}

    @pytest.mark.parametrize(
        ("who", "missing"),
        [
            ("municipality", {"municipality": ["Choose a municipality"]}),
            ("organisation", {"organisation": ["Enter your organisation"]}),
        ],
    )
    def test_and_its_name(self, who, missing):
        data = {"applies_for": who, "organisation": "", "municipality": ""}
        assert errors(form(data=data, limits=self.ASKED)) == missing

    @pytest.mark.parametrize("who", ["municipality", "organisation"])
    def test_what_is_said(self, who):
        data = {"applies_for": who, "organisation": "Fonden", "municipality": "0461"}
        bound = form(data=data, limits=self.ASKED)
        assert errors(bound) == {}
        assert bound.submission_data().contact.applies_for == who

    def test_where_it_is_not_asked_nothing_is_said(self):
        bound = form(data={"applies_for": "municipality"})
        assert bound.is_valid()
        assert bound.submission_data().contact.applies_for == ""

    def test_the_form_is_no_other_for_it(self):
        assert form(limits=self.ASKED).schema.digest == form().schema.digest

    def test_it_stands_before_the_organisation(self):
        names = [item.name for item in Layout(form(limits=self.ASKED)).contact_items]
        assert names[-3:] == ["applies_for", "organisation", "municipality"]
