"""Who may see a case says the same as asking for each user."""

import pytest

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.domain.casework.caseworkers import who_may_see
from wagtail_inddragelse.models import Role, Submission
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    SubmissionFactory,
    UserFactory,
)

from ..people import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("blind", [False, True])
def test_agrees_with_visible_to_and_identified_to(blind, home):
    page = EventPageFactory(parent=home)
    submission = SubmissionFactory(intake=IntakeFactory(page=page, assesses_blind=blind))
    users = [
        *(make_user(role, page, role) for role in Role.values),
        make_user("above", home, Role.DECIDE),
        make_user("elsewhere", EventPageFactory(parent=home), Role.DECIDE),
        make_user("nothing"),
        UserFactory(username="root", is_superuser=True),
        UserFactory(username="left", is_superuser=True, is_active=False),
        make_user("interested", page, Role.DECIDE),
    ]
    conflicts.declare(users[-1], submission, has_conflict=True)
    expected = [
        user.username
        for user in users
        if Submission.objects.visible_to(user).identified_to(user).exists()
    ]
    assert [user.username for user in who_may_see(submission)] == sorted(expected)
