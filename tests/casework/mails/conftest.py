import pytest

from wagtail_inddragelse.models import Delivery
from wagtail_inddragelse.testing.factories import MessageFactory


@pytest.fixture
def draft(own_submission):
    return MessageFactory(submission=own_submission, delivery=Delivery.DRAFT)


@pytest.fixture
def own_mail(own_submission):
    return MessageFactory(submission=own_submission, to="own@example.dk")


@pytest.fixture
def other_mail(other_submission):
    return MessageFactory(submission=other_submission, to="leaky@example.dk")
