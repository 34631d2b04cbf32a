"""Rows to write mails about, and real mail servers to send them to."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from zoneinfo import ZoneInfo

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from wagtail.models import Locale, Page, Site

from tests.mail_server import use_port
from tests.site.models import PlainPage
from wagtail_inddragelse.models import Intake, Message, Session, Submission
from wagtail_inddragelse.questions.schema import FormSchema, Question, Step
from wagtail_inddragelse.testing.factories import (
    FormVersionFactory,
    IntakeFactory,
    MessageFactory,
    SessionFactory,
    SubmissionFactory,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = dt.datetime(2026, 9, 1, 12, tzinfo=COPENHAGEN)


@pytest.fixture
def root(db):
    """The root of the page tree, which a test with real commits has to make anew."""
    Locale.objects.get_or_create(language_code="da")
    return Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")


@pytest.fixture
def offer(root):
    page = root.add_child(instance=PlainPage(title="Theme course & talks", slug="theme-course"))
    Site.objects.all().delete()
    Site.objects.create(hostname="www.example.dk", root_page=page, is_default_site=True, port=443)
    return page


@pytest.fixture
def before_the_course():
    """The clock before the sessions of ``intake``: of what was held mails say other things."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def intake(offer):
    intake = IntakeFactory(page=offer, title="Start 8 November in Odense")
    add_session(intake, dt.datetime(2026, 11, 8, 9), hours=7, title="Day 1", venue="Town Hall")
    add_session(
        intake,
        dt.datetime(2026, 11, 9, 9, 30),
        hours=5,
        title="Day 2",
        online_link="https://meet.example.dk/secret-room",
    )
    return intake


@pytest.fixture
def make_submission(intake):
    """Make a submission in English, without participants; ``texts`` are those of its form."""

    def make(reference="AB12-CD34", *, texts=None, **values) -> Submission:
        defaults = {
            "reference": reference,
            "intake": intake,
            "form_version": FormVersionFactory(form_schema=form_schema(texts or {})),
            "contact_email": f"{reference.lower()}@example.dk",
            "language": "en",
            "people": 0,
        }
        return SubmissionFactory(**{**defaults, **values})

    return make


@pytest.fixture
def submission(make_submission):
    return make_submission()


@pytest.fixture
def make_message(submission):
    """Make a row of the outbox that no task was made for."""

    def make(about=submission, **values) -> Message:
        defaults = {"submission": about, "to": about.contact_email, "language": about.language}
        return MessageFactory(**{**defaults, **values})

    return make


@pytest.fixture
def message(make_message):
    return make_message()


def add_session(intake: Intake, start: dt.datetime, *, hours: float, **values) -> Session:
    """A session that starts at the site's clock time ``start`` and lasts so many hours."""
    starts_at = start.replace(tzinfo=COPENHAGEN).astimezone(dt.UTC)
    ends_at = starts_at + dt.timedelta(hours=hours)
    return SessionFactory(intake=intake, starts_at=starts_at, ends_at=ends_at, **values)


def form_schema(texts: dict) -> FormSchema:
    """A form with one question, ``q1``."""
    why = Question(id="q1", type="long_text", label="Why do you want to take part?")
    return FormSchema(steps=(Step(id="s1", title="About you", questions=(why,)),), texts=texts)


class Inbox:
    """A mail server's handler that keeps what it takes, and may do something meanwhile."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.meanwhile = lambda: None

    async def handle_DATA(self, server, session, envelope) -> str:
        thread = threading.Thread(target=self.meanwhile)
        thread.start()
        thread.join(timeout=10)
        self.contents.append(envelope.content)
        return "250 OK"


class Refusing(Inbox):
    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        return f"550 5.1.1 <{address}> unknown"


class HangingUp(Inbox):
    async def handle_DATA(self, server, session, envelope) -> str:
        await super().handle_DATA(server, session, envelope)
        server.transport.close()
        return "451 gone"


class QuietController(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, enable_SMTPUTF8=True)


@pytest.fixture
def serve(settings):
    """Start a real mail server with a handler, and have the site send through it."""
    controllers = []

    def start(handler: Inbox) -> Inbox:
        controller = QuietController(handler, hostname="127.0.0.1", port=free_port())
        controller.start()
        controllers.append(controller)
        use_port(settings, controller.port)
        return handler

    yield start
    for controller in controllers:
        controller.stop()


@pytest.fixture
def mail_server(serve):
    return serve(Inbox())


@pytest.fixture
def no_mail_server(settings):
    use_port(settings, free_port())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
