import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from wagtail_inddragelse.models import Intake, Role, RoleGrant
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

LIST = "inddragelse_submissions_modeladmin_index"


@pytest.fixture
def person(own_offer):
    """Makes a caseworker with these roles on the own offer."""

    def make(name: str, *roles: Role) -> User:
        user, group = User.objects.create_user(name, password="x"), Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        for role in roles:
            RoleGrant.objects.create(group=group, page_id=own_offer.pk, role=role)
        return user

    return make


@pytest.fixture
def assessor(person):
    return person("assessor", Role.ASSESS)


@pytest.fixture
def decider(person):
    return person("decider", Role.DECIDE)


@pytest.fixture
def intake(own_offer):
    return IntakeFactory(
        page=own_offer, selection=Intake.Selection.ASSESSED, assessors_see_all=True
    )


@pytest.fixture
def blind_submission(own_offer):
    intake = IntakeFactory(
        page=own_offer,
        selection=Intake.Selection.ASSESSED,
        assesses_blind=True,
        assessors_see_all=True,
    )
    return SubmissionFactory(
        intake=intake,
        reference="BLND-2345",
        contact_name="Secret Person",
        contact_email="secret@hjoerring.dk",
        organisation="Hjørring Kommune",
        municipality_code="0860",
        state="received",
    )


@pytest.fixture
def listed(client):
    """What the register lists for a user under a query: the references."""

    def get(user, **query) -> list[str]:
        client.force_login(user)
        response = client.get(reverse(LIST), query)
        return [submission.reference for submission in response.context["object_list"]]

    return get


@pytest.fixture(autouse=True)
def in_english(settings):
    """So that what is said can be compared with the source."""
    settings.LANGUAGE_CODE = "en"
