"""What one user may do about one submission. What they see blind is in ``test_blinding``."""

import pytest

from tests.casework.cases import make_case
from wagtail_inddragelse.domain.assessment.reader import Reader
from wagtail_inddragelse.models import Role, RoleGrant, State
from wagtail_inddragelse.testing.factories import AssessmentFactory, EventPageFactory

from ..people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return EventPageFactory()


def reader(offer, *roles: Role, **case) -> Reader:
    return Reader(make_user("reader", offer, *roles), make_case(offer, **case))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.SEE, (False, False, False)),
        (Role.ASSESS, (False, False, True)),
        (Role.DECIDE, (True, False, False)),
        (Role.MESSAGES, (False, True, False)),
        (Role.EXPORT, (False, False, False)),
    ],
)
def test_each_role_gives_its_own(offer, role, may):
    found = reader(offer, role)
    assert (found.may_decide, found.manages_mails, found.may_assess) == may


def test_who_decides_can_ask_for_more(offer):
    assert reader(offer, Role.DECIDE).may_ask


@pytest.mark.parametrize("role", [Role.SEE, Role.ASSESS, Role.MESSAGES])
def test_others_cannot(offer, role):
    assert not reader(offer, role).may_ask


def test_nor_can_anybody_when_it_is_decided(offer):
    found = reader(offer, *Role, state=State.REJECTED)
    assert (found.may_ask, found.may_assess) == (False, False)


def test_blind_they_assess_what_is_assigned_to_them(offer):
    found = reader(offer, Role.ASSESS, blind=True)
    AssessmentFactory(submission=found.submission, assessor=found.user)
    assert found.may_assess


def test_blind_they_assess_nothing_else(offer):
    assert not reader(offer, Role.ASSESS, blind=True).may_assess


def test_blind_nobody_assesses_who_knows_the_applicant(offer):
    found = reader(offer, Role.ASSESS, Role.DECIDE, blind=True)
    AssessmentFactory(submission=found.submission, assessor=found.user)
    assert not found.may_assess


def test_the_next_reader_knows_what_has_changed_since(offer):
    first = reader(offer, Role.DECIDE)
    assert first.may_decide
    RoleGrant.objects.all().delete()
    assert not Reader(first.user, first.submission).may_decide
