"""The rendering of a form is reused, and never shows anything that has changed meanwhile."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page

from tests.domain.builders import NOW
from tests.questions.builders import question
from wagtail_inddragelse.domain.signup import self_service
from wagtail_inddragelse.models import ContactPerson, Intake, Session, Submission
from wagtail_inddragelse.testing.factories import (
    ContactPersonFactory,
    IntakeFactory,
    SubmissionFactory,
)

from .conftest import FORM_PATH

QUESTIONS = "wagtail_inddragelse/form/form.html"
AROUND = "wagtail_inddragelse/public/sign_up.html"
DEADLINE = NOW + dt.timedelta(days=2)


@pytest.fixture
def site(intake, form_page, event, clock, ask):
    """What there is to change: a form with a deadline, a contact person and one taken place."""
    Intake.objects.filter(pk=intake.pk).update(closes_at=DEADLINE)
    form_page.contacts.add(ContactPersonFactory(name="Grete"))
    ask(question("short_text", label="Your hopes"))
    submission = SubmissionFactory(intake=intake)
    return SimpleNamespace(
        intake=intake,
        form_page=form_page,
        event=event,
        clock=clock,
        ask=ask,
        submission=submission,
    )


def with_intake(**values):
    return lambda site: Intake.objects.filter(pk=site.intake.pk).update(**values)


def with_form(**values):
    return lambda site: type(site.form_page).objects.filter(pk=site.form_page.pk).update(**values)


def fill(site) -> None:
    SubmissionFactory.create_batch(2, intake=site.intake)


CHANGES = {
    "the deadline passes": lambda site: site.clock.shift(dt.timedelta(days=3)),
    "the day has been": lambda site: site.clock.shift(dt.timedelta(days=60)),
    "it opens later": with_intake(opens_at=NOW + dt.timedelta(days=1)),
    "the deadline moves": with_intake(closes_at=DEADLINE + dt.timedelta(hours=1)),
    "it is cancelled": with_intake(publication=Intake.Publication.CANCELLED),
    "it is announced for later": with_intake(publication=Intake.Publication.ANNOUNCED),
    "a place is taken": lambda site: SubmissionFactory(intake=site.intake),
    "all places are taken": fill,
    "a place comes free": lambda site: self_service.withdraw(
        Submission.objects.get(pk=site.submission.pk)
    ),
    "there are more places": with_intake(capacity=9),
    "places do not bind": with_intake(selection=Intake.Selection.ASSESSED),
    "one may bring more": with_intake(max_participants=4),
    "one may bring a guest": with_intake(guests_allowed=1),
    "the start date is renamed": with_intake(title="Start 9 November"),
    "a session moves": lambda site: Session.objects.filter(intake=site.intake).update(
        starts_at=NOW + dt.timedelta(days=37)
    ),
    "a session is elsewhere": lambda site: Session.objects.update(venue="Library"),
    "there is another start date": lambda site: IntakeFactory(page=site.event, title="Start 2"),
    "the offer is renamed": lambda site: Page.objects.filter(pk=site.event.pk).update(title="Day"),
    "the offer is withdrawn": lambda site: site.event.unpublish(),
    "another question is asked": lambda site: site.ask(question("short_text", label="Your fears")),
    "the introduction changes": with_form(intro="<p>Read this first</p>"),
    "the button changes": with_form(submit_label="Sign me up"),
    "the privacy information changes": with_form(privacy="<p>We keep it for a year</p>"),
    "more must be given": with_form(phone_required=True),
    "the form is renamed": with_form(title="Come along"),
    "a contact person marries": lambda site: ContactPerson.objects.update(name="Grete Holm"),
    "it is in another language": lambda site: Locale.objects.filter(
        pk=site.form_page.locale_id
    ).update(language_code="da"),
}


def html(page) -> str:
    """All of a page but the token, which is new each time."""
    return re.sub(r'name="token" value="[^"]+"', "", page.response.content.decode())


def templates(page) -> set[str]:
    """The templates that were rendered for a page."""
    return {template.name for template in page.response.templates}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_shows_at_once(site, browser, change):
    before = html(browser.get(FORM_PATH))
    change(site)
    after = html(browser.get(FORM_PATH))
    cache.clear()

    assert after == html(browser.get(FORM_PATH))
    assert after != before


@pytest.mark.parametrize(
    "name", ["the deadline moves", "a session moves", "a session is elsewhere"]
)
def test_a_change_shows_at_once_where_start_dates_are_chosen_between(site, browser, name):
    IntakeFactory(page=site.event, title="Start 2")

    test_a_change_shows_at_once(site, browser, CHANGES[name])


def test_a_rendering_is_reused(site, browser):
    first, second = browser.get(FORM_PATH), browser.get(FORM_PATH)

    assert templates(first) & {QUESTIONS, AROUND} == {QUESTIONS, AROUND}
    assert templates(second) & {QUESTIONS, AROUND} == set()
    assert html(second) == html(first)


def test_each_visitor_gets_a_token_of_the_moment(site, browser, clock):
    first = browser.get(FORM_PATH)
    clock.shift(dt.timedelta(seconds=30))

    assert browser.get(FORM_PATH).token != first.token


def test_a_place_taken_leaves_the_questions_alone(site, browser):
    browser.get(FORM_PATH)
    SubmissionFactory(intake=site.intake)

    assert templates(browser.get(FORM_PATH)) & {QUESTIONS, AROUND} == {AROUND}


def test_reuse_can_be_turned_off(site, browser, settings):
    settings.WAGTAIL_INDDRAGELSE = {**settings.WAGTAIL_INDDRAGELSE, "RENDER_CACHE_SECONDS": 0}
    browser.get(FORM_PATH)

    assert templates(browser.get(FORM_PATH)) >= {QUESTIONS, AROUND}


def test_nothing_typed_is_ever_reused(site, browser, form):
    """A form that comes back with somebody's answers is that person's alone."""
    again = browser.send(form, contact_name="Ada Holm", contact_email="no address")

    assert again.fields["contact_name"] == "Ada Holm"
    assert browser.get(FORM_PATH).fields["contact_name"] == ""


def test_a_form_is_sent_without_the_indentation_of_its_templates(site, browser):
    block = browser.get(FORM_PATH).response.content.decode().partition("<form ")[2]

    assert re.findall(r">\s*\n[ \n]+<", block.partition("</form>")[0]) == []


def test_a_text_typed_keeps_its_lines(site, browser, ask):
    ask(question("long_text", "why"))
    typed = "First\n\n\n   <b>\n  <i>"
    again = browser.send(browser.get(FORM_PATH), **{"contact_email": "no address", "q-why": typed})

    assert again.fields["q-why"] == typed
