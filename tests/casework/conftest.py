import pytest
from django.contrib.auth.models import Group, Permission, User

from wagtail_inddragelse.models import Role, RoleGrant
from wagtail_inddragelse.testing.factories import EventPageFactory, IntakeFactory, SubmissionFactory


@pytest.fixture
def own_offer(db):
    return EventPageFactory(title="Own offer")


@pytest.fixture
def other_offer(db):
    return EventPageFactory(title="Other offer")


@pytest.fixture
def own_submission(own_offer):
    return SubmissionFactory(intake=IntakeFactory(page=own_offer), contact_name="Own Applicant")


@pytest.fixture
def other_submission(other_offer):
    intake = IntakeFactory(page=other_offer)
    return SubmissionFactory(intake=intake, contact_name="Leaky Applicant")


def make_user(name: str, *codenames: str) -> User:
    user = User.objects.create_user(name, password="x")
    group = Group.objects.create(name=name)
    group.permissions.add(*Permission.objects.filter(codename__in=("access_admin", *codenames)))
    user.groups.add(group)
    return user


@pytest.fixture
def caseworker(own_offer):
    """May see submissions for one offer."""
    user = make_user("caseworker")
    RoleGrant.objects.create(group=user.groups.get(), page_id=own_offer.pk, role=Role.SEE)
    return user


@pytest.fixture
def editor(db):
    """May edit every page, and see no submission."""
    user = make_user("editor")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def caseworker_client(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def writer(own_offer):
    """May write the mails of one offer."""
    user = make_user("writer")
    RoleGrant.objects.create(group=user.groups.get(), page_id=own_offer.pk, role=Role.MESSAGES)
    return user


@pytest.fixture
def writer_client(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def in_english(settings):
    """The admin in English, so that tests read the source texts."""
    settings.LANGUAGE_CODE = "en"
