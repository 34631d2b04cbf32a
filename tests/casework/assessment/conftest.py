import pytest

from wagtail_inddragelse.models import Intake, Role
from wagtail_inddragelse.testing.factories import IntakeFactory

from ..cases import give
from ..conftest import make_user
from .rounds import assessed, declared


@pytest.fixture
def intake(own_offer):
    return IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED, capacity=1)


@pytest.fixture
def decider(own_offer):
    return give(make_user("decider"), own_offer, Role.DECIDE)


@pytest.fixture
def second(own_offer):
    return give(make_user("second"), own_offer, Role.DECIDE)


@pytest.fixture
def decider_client(client, decider):
    client.force_login(decider)
    return client


@pytest.fixture
def best(intake, decider):
    return declared(decider, assessed(intake, 90))


@pytest.fixture
def weaker(intake, decider):
    return declared(decider, assessed(intake, 40))
