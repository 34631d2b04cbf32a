"""Who may not see a form page is shown nothing of it and stores nothing through it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from tests.questions.builders import question
from wagtail_inddragelse.models import Submission
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
)

from .browser import CONTACT

SECRETS = ("Members only question", "Start 8 November", "Secret page", "Course", "secret-slug")


@pytest.fixture(autouse=True)
def _secret(ask):
    ask(
        question("short_text", "why", label="Members only question"),
        title="Secret page",
        slug="secret-slug",
    )


PATH = "/course/secret-slug/"


def restrict(page, kind: str) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="sesame" if kind == "password" else ""
    )
    if kind == "groups":
        restriction.groups.set([Group.objects.create(name="Members")])
    return restriction


@pytest.fixture(params=["password", "login", "groups"])
def restricted(request, form_page):
    return restrict(form_page, request.param)


def leaks(response) -> list[str]:
    return [secret for secret in SECRETS if secret in response.content.decode()]


def post(browser, form_page, **data):
    return browser.client.post(f"/inddragelse/sign-up/{form_page.pk}/", {**CONTACT, **data})


def test_nobody_gets_a_token_without_being_let_in(browser, restricted):
    response = browser.client.get(PATH)

    assert b"token" not in response.content.replace(b"csrfmiddlewaretoken", b"")
    assert b"inddragelse-form" not in response.content


def test_sending_a_form_without_a_token_stores_and_shows_nothing(browser, form_page, restricted):
    response = post(browser, form_page)

    assert (response.status_code, leaks(response)) == (404, [])
    assert Submission.objects.count() == 0


def test_nor_does_a_token_of_another_page(browser, form_page, restricted, home):
    elsewhere = IntakeFactory(page=EventPageFactory(parent=home))
    other = ApplicationFormPageFactory(parent=elsewhere.page, slug="open")

    response = post(browser, form_page, token=browser.get(other.url).token)

    assert (response.status_code, leaks(response)) == (404, [])
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("data", [{"add_participant": "1"}, {"website_url": "x"}])
def test_nor_does_anything_else_that_shows_a_form_again(browser, form_page, restricted, data):
    response = post(browser, form_page, **data)

    assert (response.status_code, leaks(response)) == (404, [])


def test_nor_does_too_much_text(browser, form_page, restricted):
    response = post(browser, form_page, why="x" * 3_000_000)

    assert (response.status_code, leaks(response)) == (413, [])


def test_nor_does_opening_the_address_the_form_is_sent_to(browser, form_page, restricted):
    response = browser.client.get(f"/inddragelse/sign-up/{form_page.pk}/")

    assert response.status_code == 404


def test_the_same_holds_for_what_is_below_a_restricted_page(browser, form_page, event):
    restrict(event, "login")

    assert post(browser, form_page).status_code == 404


def test_a_draft_is_shown_to_nobody(browser, form_page):
    form_page.unpublish()

    response = post(browser, form_page)

    assert (response.status_code, leaks(response)) == (404, [])


def test_members_sign_up_as_anybody_does(browser, restricted, admin_user):
    browser.client = Client(enforce_csrf_checks=True)
    browser.client.force_login(admin_user)
    session = browser.client.session
    session["passed_page_view_restrictions"] = [restricted.pk]
    session.save()

    form = browser.get(PATH)

    assert browser.send(form, **CONTACT).status == 303


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_token_does_not_outlive_a_restriction(browser, form_page, kind):
    form = browser.get(PATH)
    restrict(form_page, kind)

    answer = browser.send(form, **CONTACT)

    assert (answer.status, leaks(answer.response)) == (404, [])
    assert Submission.objects.count() == 0


def test_nor_does_that_of_a_member_who_left(browser, form_page, admin_user):
    restrict(form_page, "login")
    browser.client.force_login(admin_user)
    form = browser.get(PATH)
    browser.client.logout()

    assert browser.send(form, **CONTACT).status == 404


def test_an_open_form_reads_no_session(browser, form_page, admin_user):
    browser.client.force_login(admin_user)
    answer = browser.send(browser.get(PATH), **CONTACT)

    assert "Cookie" not in answer.response.get("Vary", "")


class TestAnotherSite:
    @pytest.fixture
    def elsewhere(self, root_page):
        """A form on another site of the same installation."""
        home = EventPageFactory(parent=root_page, title="Other site", slug="other")
        Site.objects.create(hostname="other.example", root_page=home)
        IntakeFactory(page=home)
        return ApplicationFormPageFactory(parent=home, title="Their form", slug="sign-up")

    def test_its_form_is_not_taken_here(self, browser, elsewhere):
        response = post(browser, elsewhere)

        assert (response.status_code, b"Their form" in response.content) == (404, False)

    def test_not_even_with_its_token(self, browser, elsewhere):
        form = browser.get("/sign-up/", headers={"host": "other.example"})

        assert post(browser, elsewhere, token=form.token).status_code == 404
        assert Submission.objects.count() == 0

    def test_there_it_is(self, browser, elsewhere):
        form = browser.get("/sign-up/", headers={"host": "other.example"})

        answer = browser.send(form, headers={"HTTP_HOST": "other.example"}, **CONTACT)

        assert answer.status == 303


def test_a_page_outside_all_sites_takes_nothing(browser, root_page):
    outside = ApplicationFormPageFactory(parent=EventPageFactory(parent=root_page))

    assert post(browser, outside).status_code == 404


def test_opening_the_address_of_an_open_form_leads_to_it(browser, form_page):
    response = browser.client.get(f"/inddragelse/sign-up/{form_page.pk}/")

    assert (response.status_code, response["Location"]) == (302, PATH)
