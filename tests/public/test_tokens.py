"""The signed, dated token that ties a form to its page, version and intake."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing

from wagtail_inddragelse.models import Submission
from wagtail_inddragelse.public import tokens
from wagtail_inddragelse.testing.factories import ApplicationFormPageFactory, IntakeFactory

from .browser import CONTACT

UNSEEN = "We could not tell which form it came from. Check it and send it again."


def assert_shown_again(browser, answer, problem: str) -> None:
    """Told why, with what was typed and a token that works."""
    assert (answer.status, answer.problem, answer.title) == (400, problem, "Error: Sign up")
    assert answer.fields["contact_name"] == "Ada Holm"
    assert Submission.objects.count() == 0
    assert browser.send(answer).status == 303


@pytest.mark.parametrize("token", ["", None, "x", "a:b:c", "\x00", "é" * 9, "W10:1:x"])
def test_a_form_without_a_good_token_is_shown_again(browser, form, token):
    assert_shown_again(browser, browser.send(form, **CONTACT, token=token), UNSEEN)


def test_a_tampered_token(browser, form):
    token = form.token[:-1] + ("A" if form.token[-1] != "A" else "B")

    assert_shown_again(browser, browser.send(form, **CONTACT, token=token), UNSEEN)


def test_a_token_signed_for_something_else(browser, form, form_page):
    other = signing.dumps([form_page.pk, "", None, 0], salt="other")

    assert_shown_again(browser, browser.send(form, **CONTACT, token=other), UNSEEN)


def test_a_token_of_another_page(browser, form, intake):
    elsewhere = IntakeFactory()
    ApplicationFormPageFactory(parent=elsewhere.page, slug="sign-up")
    other = browser.get(f"{elsewhere.page.url}sign-up/").token

    answer = browser.send(form, **CONTACT, token=other)

    assert_shown_again(browser, answer, UNSEEN)
    assert Submission.objects.get().intake == intake


def test_a_token_of_a_key_that_was_just_changed_still_works(browser, form, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new"

    assert browser.send(form, **CONTACT).status == 303


class TestAge:
    OLD = "The form has been open for a long time. Check it and send it again."
    HASTY = "That was very fast. Check your answers and send them again."

    def test_a_form_can_be_open_for_a_day(self, browser, form):
        assert browser.send(form, after=dt.timedelta(hours=24), **CONTACT).status == 303

    def test_one_that_was_open_longer_is_looked_through_once_more(self, browser, form):
        answer = browser.send(form, after=dt.timedelta(hours=24, seconds=1), **CONTACT)

        assert_shown_again(browser, answer, self.OLD)

    def test_the_site_says_how_long(self, browser, form, settings):
        settings.WAGTAIL_INDDRAGELSE = {"TOKEN_MAX_AGE_HOURS": 1}

        assert browser.send(form, after=dt.timedelta(hours=2), **CONTACT).problem == self.OLD

    def test_one_that_comes_at_once_is_taken_for_a_robots(self, browser, form):
        answer = browser.send(form, after=dt.timedelta(seconds=2), **CONTACT)

        assert_shown_again(browser, answer, self.HASTY)

    def test_three_seconds_are_enough(self, browser, form):
        assert browser.send(form, after=dt.timedelta(seconds=3), **CONTACT).status == 303

    def test_mending_a_slip_may_be_fast(self, browser, form):
        answer = browser.send(form, contact_name="Ada Holm")

        mended = browser.send(answer, after=dt.timedelta(seconds=1), **CONTACT)

        assert mended.status == 303

    def test_adding_people_makes_the_form_no_younger_or_older(self, browser, form, form_page):
        again = browser.send(form, add_participant="1")

        shown, first = (tokens.read(page.token, form_page.pk) for page in (again, form))
        assert shown.issued_at == first.issued_at

    def test_a_form_that_comes_back_is_the_same_opening(self, browser, form, form_page):
        again = browser.send(form, contact_name="Ada Holm")

        shown, first = (tokens.read(page.token, form_page.pk) for page in (again, form))
        assert first.opening
        assert shown.opening == first.opening


class TestHoneypot:
    def test_it_is_hidden_from_people(self, form):
        (field,) = form.form.select("input[name=website_url]")

        assert field.find_parent("div").has_attr("hidden")
        assert (field["tabindex"], field["autocomplete"]) == ("-1", "off")

    def test_whoever_fills_it_is_told_and_can_send_again(self, browser, form):
        answer = browser.send(form, **CONTACT, website_url="https://spam.example")

        problem = "One field must stay empty. Please send the form again."
        assert_shown_again(browser, answer, problem)
