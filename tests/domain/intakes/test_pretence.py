"""How an intake would stand, for an editor who wants to see it."""

from __future__ import annotations

import datetime as dt

import pytest

from wagtail_inddragelse.domain.intakes.intakes import IntakeState, get_statuses
from wagtail_inddragelse.domain.intakes.pretence import Pretence, pretend
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.testing.factories import IntakeFactory, SessionFactory, SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

NOW = dt.datetime(2030, 5, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SITUATIONS = {
    "rolling": {},
    "before it opens": {"opens_at": NOW + DAY},
    "after the deadline": {"opens_at": NOW - 9 * DAY, "closes_at": NOW - DAY},
    "cancelled": {"publication": Intake.Publication.CANCELLED},
    "announced": {"publication": Intake.Publication.ANNOUNCED},
}
EXPECTED = {
    Pretence.OPEN: IntakeState.OPEN,
    Pretence.FEW_LEFT: IntakeState.FEW_LEFT,
    Pretence.FULL: IntakeState.FULL_WAITING,
    Pretence.CLOSED: IntakeState.CLOSED,
    Pretence.ANNOUNCED: IntakeState.ANNOUNCED,
}


def pretended(intake: Intake, pretence: str):
    [status] = pretend(get_statuses([intake], NOW), pretence, NOW)
    return status


@pytest.mark.parametrize("pretence", Pretence)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_whatever_the_intake_is_it_can_be_seen_as(situation, pretence):
    intake = IntakeFactory(capacity=20, **SITUATIONS[situation])
    assert pretended(intake, pretence).state == EXPECTED[pretence]


@pytest.mark.parametrize("pretence", Pretence)
def test_meetings_that_have_been_held_are_no_hindrance(pretence):
    intake = IntakeFactory(capacity=20, closes_at=NOW - 40 * DAY)
    SessionFactory(intake=intake, starts_at=NOW - 30 * DAY)
    assert pretended(intake, pretence).state == EXPECTED[pretence]


def test_places_that_are_taken_do_not_count():
    intake = IntakeFactory(capacity=20)
    SubmissionFactory(intake=intake, people=20)
    assert pretended(intake, Pretence.FEW_LEFT).places_left == 1


def test_without_a_waiting_list_full_is_full():
    intake = IntakeFactory(capacity=20, waiting_list=Intake.WaitingList.OFF)
    assert pretended(intake, Pretence.FULL).state == IntakeState.FULL


@pytest.mark.parametrize("pretence", [Pretence.FEW_LEFT, Pretence.FULL])
def test_an_intake_without_a_limit_is_never_full(pretence):
    assert pretended(IntakeFactory(), pretence).state == IntakeState.OPEN


def test_the_row_itself_is_left_alone():
    intake = IntakeFactory(capacity=20)
    for pretence in Pretence:
        pretended(intake, pretence)
    assert intake.closes_at is None
    assert intake.publication == Intake.Publication.SCHEDULED


def test_any_other_name_is_as_it_is():
    intake = IntakeFactory(closes_at=NOW - DAY)
    assert pretended(intake, "").state == IntakeState.CLOSED
