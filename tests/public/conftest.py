"""A site in English with an event, an open intake and a form page, and a browser to see them by."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from wagtail.models import Locale

from tests.domain.builders import NOW
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
)

from ..domain.conftest import clock, private_files, use_storage
from ..questions.builders import steps
from .browser import Browser

__all__ = ["clock", "private_files", "use_storage"]  # fixtures for the tests here
FORM_PATH = "/course/sign-up/"


@pytest.fixture(autouse=True)
def _english(home):
    """Pages in English, so that tests read the source texts."""
    Locale.objects.filter(pk=home.locale_id).update(language_code="en")


@pytest.fixture
def event(home, clock):
    return EventPageFactory(parent=home, title="Course", slug="course")


@pytest.fixture
def intake(event) -> Intake:
    """Three places on one day in November."""
    intake = IntakeFactory(page=event, title="Start 8 November", capacity=3)
    SessionFactory(
        intake=intake,
        title="Day 1",
        starts_at=NOW + dt.timedelta(days=38),
        venue="Town Hall",
        online_link="https://meet.example.dk/secret-room",
    )
    return intake


@pytest.fixture
def form_page(event):
    return ApplicationFormPageFactory(parent=event, title="Sign up", slug="sign-up")


@pytest.fixture
def browser(intake, form_page, clock, django_capture_on_commit_callbacks) -> Browser:
    """A browser without cookies, on a site that checks for CSRF wherever it is not told to."""
    client = Client(enforce_csrf_checks=True)
    return Browser(client, clock, django_capture_on_commit_callbacks)


@pytest.fixture
def form(browser):
    """The form as a citizen has just opened it."""
    return browser.get(FORM_PATH)


@pytest.fixture
def ask(form_page):
    """Has the form ask these questions; see ``tests.questions.builders``."""

    def ask(*questions, **values):
        form_page.steps = steps(*questions)
        for name, value in values.items():
            setattr(form_page, name, value)
        form_page.save()
        return form_page

    return ask
