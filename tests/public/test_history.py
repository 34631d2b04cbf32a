"""What a browser may keep, so that Back and Forward show pages as they were."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from tests.questions.builders import question, several_steps
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.public import views

from .browser import CONTACT
from .conftest import FORM_PATH

BY_THE_BROWSER = {"private", "max-age=600"}
FOR_BACK_ALONE = {"private", "max-age=0"}
BY_NOBODY = {"private", "no-store", "no-cache", "max-age=0", "must-revalidate"}


def kept(page) -> set[str]:
    return set(page.response["Cache-Control"].split(", "))


class TestSignUp:
    def test_an_error(self, browser, form):
        page = browser.send(form)
        assert (page.status, kept(page)) == (422, BY_THE_BROWSER)

    def test_one_more_person(self, browser, intake):
        Intake.objects.update(max_participants=2)
        page = browser.send(browser.get(FORM_PATH), add_participant="1")
        assert (page.status, kept(page)) == (200, BY_THE_BROWSER)

    def test_a_step(self, browser, form_page):
        form_page.steps = several_steps([question("short_text", "Why")])
        form_page.one_step_at_a_time = True
        form_page.save()
        page = browser.send(browser.get(FORM_PATH), **CONTACT)
        assert (page.status, kept(page)) == (200, BY_THE_BROWSER)

    def test_too_much(self, browser, form, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
        page = browser.send(form)
        assert (page.status, kept(page)) == (413, BY_THE_BROWSER)

    def test_an_outage(self, browser, form, monkeypatch):
        def fail(*_args):
            raise OperationalError

        monkeypatch.setattr(views, "make_attempt", fail)
        page = browser.send(form)
        assert (page.status, kept(page)) == (503, BY_THE_BROWSER)

    def test_what_leads_to_the_receipt(self, browser, form):
        page = browser.send(form, **CONTACT)
        assert (page.status, kept(page)) == (303, BY_NOBODY)

    def test_the_receipt(self, browser, form):
        assert kept(browser.receipt(browser.send(form, **CONTACT))) == BY_NOBODY

    def test_its_address_asked_for_anew(self, browser, form_page):
        page = browser.get(f"/inddragelse/sign-up/{form_page.pk}/")
        assert (page.status, kept(page)) == (302, BY_NOBODY)


class TestTellMe:
    @pytest.fixture
    def path(self, intake):
        Intake.objects.update(publication=Intake.Publication.ANNOUNCED)
        return f"/inddragelse/tell-me/{intake.pk}/"

    def test_the_form(self, browser, path):
        page = browser.get(path)
        assert (page.status, kept(page)) == (200, FOR_BACK_ALONE)

    def test_an_error(self, browser, path):
        page = browser.post(path, {"email": "x"})
        assert (page.status, kept(page)) == (422, BY_THE_BROWSER)

    def test_noted(self, browser, path):
        page = browser.post(path, {"email": "ada@example.dk"})
        assert (page.status, kept(page)) == (302, BY_NOBODY)


class TestTheNumberOfTheOpening:
    """The script's number, by which a second click is known, goes with the form."""

    def test_it_comes_back_with_an_error(self, browser, form):
        assert form.fields["opened"] == ""
        assert browser.send(form, opened="1-2-3").fields["opened"] == "1-2-3"

    def test_a_longer_one_is_cut(self, browser, form):
        assert browser.send(form, opened="x" * 99).fields["opened"] == "x" * 64

    def test_it_is_sent_from_the_last_step_too(self, browser, form_page, ask):
        ending = {"answer": "No", "heading": "Not you", "text": "<p>x</p>", "url": "https://x.dk/"}
        endings = [{"type": "item", "id": "1", "value": ending}]
        form_page.one_step_at_a_time = True
        ask(question("yes_no", "Sure", endings=endings))
        step = browser.send(browser.get(FORM_PATH), **CONTACT, opened="1-2-3")
        ended = browser.send(step, **{"q-Sure": "no"})

        assert step.fields["opened"] == "1-2-3"
        assert ended.soup.select_one("main form [name=opened]")["value"] == "1-2-3"
