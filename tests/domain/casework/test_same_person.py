"""Who is entered twice for one start date is noticed, by those who may know who it is."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from wagtail_inddragelse.domain.casework.same_person import also_in
from wagtail_inddragelse.models import State, Submission
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    ParticipantFactory,
    SubmissionFactory,
)

from ..people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def intake():
    return IntakeFactory(capacity=5)


@pytest.fixture
def boss():
    return get_user_model().objects.create_superuser("boss")


def group(intake, *people: dict, **values) -> Submission:
    submission = SubmissionFactory(intake=intake, people=0, **values)
    for position, person in enumerate(people):
        ParticipantFactory(submission=submission, position=position, **person)
    return submission


def twice(submission: Submission, user) -> list[tuple[str, Submission]]:
    return [(person.name, other) for person, other in also_in(submission, user)]


BO = {"name": "Bo Borger", "email": "bo@åben.dk"}
ADA = {"name": "Ada Holm", "email": "ada@example.dk"}


@pytest.mark.parametrize("email", ["bo@åben.dk", "BO@ÅBEN.dk", "bo@xn--ben-tla.dk"])
def test_the_same_e_mail_whoever_sent_it(intake, boss, email):
    own = group(intake, BO)
    ada = group(intake, ADA, {"name": "B. Borger", "email": email})

    assert twice(own, boss) == [("Bo Borger", ada)]
    assert twice(ada, boss) == [("B. Borger", own)]


def test_the_same_name_in_the_same_organisation(intake, boss):
    first = group(intake, BO, organisation_key="name:skive")
    guest = {"name": " bo  BORGER", "email": "", "is_guest": True}
    second = group(intake, guest, organisation_key="name:skive")

    assert twice(first, boss) == [("Bo Borger", second)]


@pytest.mark.parametrize(
    ("person", "values"),
    [
        ({**BO, "email": ""}, {"organisation_key": "name:odder"}),
        ({**BO, "email": "bo@aben.dk"}, {"organisation_key": "name:skive"}),
        ({"name": "Bø Borger", "email": ""}, {"organisation_key": "name:skive"}),
        (BO, {"state": State.WITHDRAWN}),
    ],
)
def test_others_are_not(intake, boss, person, values):
    group(intake, person, **values)

    assert twice(group(intake, BO, organisation_key="name:skive"), boss) == []


def test_another_start_date_is_another(intake, boss):
    group(IntakeFactory(page=intake.page), BO)

    assert twice(group(intake, BO), boss) == []


def test_what_one_may_not_see_is_not_told(intake, boss):
    own, _other = group(intake, BO), group(intake, BO)

    assert len(twice(own, boss)) == 1
    assert twice(own, make_user("outsider")) == []
