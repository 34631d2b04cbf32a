"""A site's own question types are treated as what they say they are."""

import pytest

from wagtail_inddragelse.domain.assessment.blinding import disclosures
from wagtail_inddragelse.questions import registry
from wagtail_inddragelse.questions.forms import get_form_class
from wagtail_inddragelse.questions.layout import Layout
from wagtail_inddragelse.questions.registry import Disclosure, QuestionType
from wagtail_inddragelse.questions.schema import FormSchema, Question, Step
from wagtail_inddragelse.questions.standard import first_cvr, has_file


@pytest.fixture
def own_types(monkeypatch):
    class Company(QuestionType):
        name, is_cvr = "company", True

    class Picture(QuestionType):
        name, is_file = "picture", True

    class Colleagues(QuestionType):
        name, has_answer, asks_participants = "colleagues", False, True

    for kind in (Company, Picture, Colleagues):
        monkeypatch.setitem(registry._types, kind.name, kind())


@pytest.mark.parametrize(
    ("answers", "number"),
    [
        ({"q": "DK 12 34 56 74"}, "12345674"),
        ({"q": "123", "r": "12345674"}, "12345674"),
        ({"q": "unknown"}, ""),
        ({}, ""),
    ],
)
def test_a_number_is_the_organisations(own_types, answers, number):
    questions = (Question("q", "company", "Company"), Question("r", "cvr", "CVR"))
    assert first_cvr(questions, answers) == number


def test_a_number_is_hidden_where_it_is_blind(own_types):
    assert disclosures([Question("q", "company", "Company")]) == {"q": Disclosure.IDENTITY}


def test_a_file_is_a_file(own_types):
    kinds = ("picture", "attachment", "company", "gone")
    assert [has_file(Question("q", kind, "Q")) for kind in kinds] == [True, True, False, False]


def test_participants_are_asked_where_it_says_so(own_types):
    asking = (Question("r", "yes_no", "R"), Question("q", "colleagues", "Who comes?"))
    form = get_form_class(FormSchema(steps=(Step("s", questions=asking),)))()
    assert (form.people.is_asked, Layout(form).asks_participants_first) == (True, False)
