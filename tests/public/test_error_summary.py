"""The summary of what is wrong: one, above the heading, or right above a form that is embedded."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from wagtail_inddragelse.public.rendering import render_sign_up
from wagtail_inddragelse.questions.forms import get_form_class


@pytest.fixture
def answer(browser, form):
    return browser.send(form, contact_name="")


def test_it_is_above_the_heading_of_the_page(answer):
    first = answer.soup.main.select_one("h1, [data-error-summary]")

    assert first.has_attr("data-error-summary")
    assert len(answer.soup.select("[data-error-summary]")) == 1


def test_it_says_what_is_wrong_with_the_form_as_a_whole_too(browser, form):
    answer = browser.send(form, website_url="x")

    assert answer.problem == "One field must stay empty. Please send the form again."
    assert list(answer.errors) == ["contact_name", "contact_email"]
    assert len(answer.soup.select("[role=alert]")) == 1


def test_the_title_begins_with_it(answer):
    assert answer.title == "Error: Sign up"


def test_it_takes_the_focus_without_javascript(answer):
    assert answer.soup.select_one("[autofocus]").has_attr("data-error-summary")


@pytest.mark.usefixtures("_english")
def test_a_page_that_places_all_of_it_has_it_right_above_the_form(rf, form_page, intake):
    form = get_form_class(form_page.get_schema())({"contact_name": ""})
    sign_up = render_sign_up(form_page, rf.get("/"), form=form, intake_id=intake.pk)
    soup = BeautifulSoup(sign_up, "html.parser")

    assert soup.select_one("[data-error-summary], form").has_attr("data-error-summary")
    assert str(sign_up) == sign_up.error_summary + sign_up.form


def test_nothing_stands_above_a_form_that_was_not_sent(rf, form_page, intake):
    assert render_sign_up(form_page, rf.get("/")).error_summary == ""
