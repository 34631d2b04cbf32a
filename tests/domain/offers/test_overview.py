"""How offers stand for those who run them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User

from wagtail_inddragelse.domain.intakes.intakes import IntakeState
from wagtail_inddragelse.domain.offers.overview import NEW_FOR, get_overviews
from wagtail_inddragelse.models import Role, RoleGrant, State
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AssessmentFactory,
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from ..builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "clock")]

LONG_AGO = NOW - NEW_FOR - dt.timedelta(minutes=1)


@pytest.fixture
def admin():
    return User.objects.create_superuser("admin")


@pytest.fixture
def offer():
    page = EventPageFactory()
    ApplicationFormPageFactory(parent=page)
    return page


@pytest.fixture
def intake(offer):
    return IntakeFactory(page=offer, capacity=10)


def overview(page, user):
    return get_overviews([page], user)[page.pk]


class TestPlaces:
    def test_taken_of_all(self, offer, intake, admin):
        SubmissionFactory(intake=intake, people=2)
        SubmissionFactory(intake=IntakeFactory(page=offer, capacity=5))
        found = overview(offer, admin)
        assert (found.taken, found.capacity) == (3, 15)

    def test_one_without_limit(self, offer, intake, admin):
        IntakeFactory(page=offer, capacity=None)
        assert overview(offer, admin).capacity is None

    def test_cancelled_and_past_ones_do_not_count(self, offer, intake, admin):
        cancelled = IntakeFactory(page=offer, capacity=5, publication="cancelled")
        past = SessionFactory(
            intake__page=offer, intake__capacity=5, starts_at=NOW - dt.timedelta(days=9)
        ).intake
        SubmissionFactory(intake=cancelled)
        SubmissionFactory(intake=past)
        found = overview(offer, admin)
        assert (found.taken, found.capacity) == (0, 10)

    def test_offer_without_intakes(self, offer, admin):
        found = overview(offer, admin)
        assert (found.taken, found.capacity, found.new, found.rows) == (0, None, None, [])

    def test_an_alias_stands_as_the_page_that_it_follows_in_the_end(self, offer, intake, admin):
        SubmissionFactory(intake=intake)
        alias = offer.create_alias(update_slug="alias")
        second = alias.create_alias(update_slug="second")
        assert overview(second, admin).taken == 1


class TestState:
    def test_that_of_the_intake_people_can_do_most_about(self, offer, intake, admin):
        IntakeFactory(page=offer, publication="cancelled")
        assert overview(offer, admin).summary.state == IntakeState.OPEN


class TestNew:
    @pytest.mark.parametrize(
        ("state", "received_at", "expected"),
        [
            (State.CONFIRMED, NOW, 1),
            (State.CONFIRMED, LONG_AGO, 0),
            (State.RECEIVED, LONG_AGO, 1),
            (State.WAITING, NOW, 1),
            (State.OFFERED, NOW, 0),
            (State.UNDER_ASSESSMENT, NOW, 0),
            (State.UNDER_ASSESSMENT, LONG_AGO, 0),
            (State.MORE_WANTED, NOW, 0),
            (State.WITHDRAWN, NOW, 0),
            (State.REJECTED, NOW, 0),
        ],
    )
    def test_is_what_came_lately_or_still_lies_there(
        self, offer, intake, admin, state, received_at, expected
    ):
        SubmissionFactory(
            intake=intake, state=state, received_at=received_at, offered_until=received_at
        )
        assert overview(offer, admin).new == expected

    @pytest.mark.parametrize(
        "values", [{"pending_state": "accept"}, {"decided_at": NOW}, {"assigned_to": True}]
    )
    @pytest.mark.parametrize("state", [State.RECEIVED, State.CONFIRMED])
    def test_is_nothing_that_somebody_has_begun_with(self, offer, intake, admin, state, values):
        values = {name: admin if value is True else value for name, value in values.items()}
        SubmissionFactory(intake=intake, state=state, received_at=NOW, **values)
        assert overview(offer, admin).new == 0

    def test_is_nothing_that_is_given_to_assessors(self, offer, intake, admin):
        submission = SubmissionFactory(intake=intake, state=State.RECEIVED, received_at=NOW)
        for _each in range(2):
            AssessmentFactory(submission=submission)
        SubmissionFactory(intake=intake, state=State.RECEIVED, received_at=NOW)
        assert overview(offer, admin).new == 1

    def test_only_those_may_know_who_may_read(self, offer, intake):
        SubmissionFactory(intake=intake)
        user = User.objects.create_user("editor")
        found = overview(offer, user)
        assert (found.new, [row.new for row in found.rows], found.taken) == (None, [None], 1)

    def test_a_caseworker_knows_of_the_own_offers_alone(self, offer, intake):
        other = IntakeFactory().page
        SubmissionFactory(intake=intake)
        SubmissionFactory(intake=other.inddragelse_intakes.get())
        user = User.objects.create_user("caseworker")
        user.groups.add(Group.objects.create(name="Caseworkers"))
        RoleGrant.objects.create(group=user.groups.get(), page_id=offer.pk, role=Role.EXPORT)
        found = get_overviews([offer, other], user)
        assert [found[page.pk].new for page in (offer, other)] == [1, None]
