"""Factories make rows that hold together, with nothing given."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from wagtail_inddragelse.domain.intakes.intakes import IntakeState, get_statuses
from wagtail_inddragelse.models import State
from wagtail_inddragelse.testing import factories, page_factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

ALL = [
    value
    for module in (factories, page_factories)
    for name, value in vars(module).items()
    if name.endswith("Factory") and value.__module__ == module.__name__
    if not value._meta.abstract
]


@pytest.mark.parametrize("factory", ALL, ids=lambda factory: factory.__name__)
def test_each_makes_two_rows_of_its_own(factory):
    first, second = factory(), factory()
    assert type(first) is factory._meta.model
    assert first.pk is not None
    if factory is not factories.FormVersionFactory:  # the same form is the same version
        assert first.pk != second.pk


def test_those_of_our_page_types_are_found_among_the_others():
    for name in factories.PAGE_FACTORIES:
        assert getattr(factories, name) is getattr(page_factories, name)


def test_a_factory_that_is_not_there_is_an_ordinary_error():
    assert not hasattr(factories, "CourseFactory")


def test_pages_stand_on_the_front_page_and_are_valid(home):
    for factory in (factories.EventPageFactory, factories.ProgrammePageFactory):
        page = factory()
        page.full_clean()
        assert (page.get_parent().pk, page.live) == (home.pk, True)


def test_intake_is_open_and_stands_on_a_page_in_its_language():
    intake = factories.IntakeFactory()
    intake.full_clean(exclude=["page"])
    assert get_statuses([intake])[0].state == IntakeState.OPEN
    assert intake.locale == intake.page.locale


def test_session_takes_six_hours_in_a_month():
    session = factories.SessionFactory()
    assert session.ends_at - session.starts_at == dt.timedelta(hours=6)
    assert (session.starts_at - timezone.now()).days in {29, 30}


def test_submission_is_confirmed_with_its_one_participant():
    submission = factories.SubmissionFactory()
    assert (submission.state, submission.participants.count()) == (State.CONFIRMED, 1)
    assert submission.intake_key == submission.intake.translation_key


@pytest.mark.parametrize("people", [0, 1, 3])
def test_submission_with_as_many_people_as_wanted(people):
    submission = factories.SubmissionFactory(people=people)
    assert submission.participants.count() == people
