"""A mail server that stops in the middle of a release: decisions stand, and mails wait."""

from __future__ import annotations

import datetime as dt
import email
from collections import Counter
from email import policy

import pytest
from django.utils import timezone

from tests.mail_server import use_port
from tests.releases import after, cases, make_round
from wagtail_inddragelse.domain.assessment import decisions
from wagtail_inddragelse.mail.delivery import send_due
from wagtail_inddragelse.models import Delivery, Intake, Message
from wagtail_inddragelse.signals import message_sent
from wagtail_inddragelse.testing.factories import UserFactory

from .conftest import Inbox, QuietController, free_port

pytestmark = pytest.mark.django_db(transaction=True)

COUNT, SENT_BEFORE = 6, 2


class StoppingServer:
    """A mail server that is stopped when it has taken so many mails, and can be started again."""

    def __init__(self, port: int, takes: int) -> None:
        self.inbox, self.port, self.takes = Inbox(), port, takes
        self.start()

    def start(self) -> None:
        self.controller = QuietController(self.inbox, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        self.is_up = True

    def stop(self) -> None:
        if self.is_up:
            self.controller.stop()
        self.is_up = False

    def note(self, sender, **kwargs) -> None:
        """Stop once the mails that it was to take have come."""
        if len(self.inbox.contents) == self.takes:
            self.stop()

    @property
    def recipients(self) -> Counter[str]:
        """How many mails each address got."""
        contents = self.inbox.contents
        return Counter(email.message_from_bytes(c, policy=policy.default)["To"] for c in contents)


@pytest.fixture
def server(settings):
    server = StoppingServer(free_port(), SENT_BEFORE)
    use_port(settings, server.port)
    message_sent.connect(server.note)
    yield server
    message_sent.disconnect(server.note)
    server.stop()


@pytest.fixture
def round_(home) -> Intake:
    return make_round(COUNT)


def deliveries() -> Counter[str]:
    return Counter(Message.objects.values_list("delivery", flat=True))


def test_decisions_stand_while_it_is_down_and_no_mail_goes_twice(round_, server):
    outcomes = {pk: case.pending for pk, case in cases(round_).items()}

    assert decisions.release(round_, user=UserFactory()).released == COUNT
    assert cases(round_) == {pk: after(outcome) for pk, outcome in outcomes.items()}
    assert deliveries() == {Delivery.SENT: SENT_BEFORE, Delivery.QUEUED: COUNT - SENT_BEFORE}

    server.start()
    decisions.release(round_, user=UserFactory())
    for hours in (1, 2):
        send_due(timezone.now() + dt.timedelta(hours=hours))
    assert deliveries() == {Delivery.SENT: COUNT}
    assert server.recipients == {f"applicant{number}@example.dk": 1 for number in range(COUNT)}
