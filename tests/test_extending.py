"""The examples of docs/how-to/extend.md, run as they stand there."""

from __future__ import annotations

import importlib
import json
import logging
import re
import socketserver
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from wagtail.blocks import StreamBlock

from tests.questions.builders import PDF, errors, form, question, schema, steps
from wagtail_inddragelse.blocks import offer_blocks
from wagtail_inddragelse.checks.setup import check_dotted_paths, check_settings
from wagtail_inddragelse.mail.rendering import render
from wagtail_inddragelse.questions import registry
from wagtail_inddragelse.questions.blocks import StepsBlock
from wagtail_inddragelse.questions.display import display_answers
from wagtail_inddragelse.questions.files import check_file
from wagtail_inddragelse.signals import submission_received
from wagtail_inddragelse.testing.factories import MessageFactory, SubmissionFactory

PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "extend.md"
FILES = dict(
    re.findall(r"^`(agency/[\w./]+)`:\n\n```[\w+]+\n(.*?)```", PAGE.read_text(), re.M | re.S)
)
PLACES = {
    "STREAMFIELD_BLOCKS": ["agency.blocks.offer_blocks"],
    "ATTACHMENT_SCANNER": "agency.scanner.is_clean",
}
EICAR = PDF + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def agency(tmp_path, monkeypatch, settings):
    """A function that imports a module of the app whose files the page shows."""
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    monkeypatch.syspath_prepend(tmp_path)
    templates = settings.TEMPLATES[0]
    folders = [tmp_path / "agency" / "templates", *templates["DIRS"]]
    settings.TEMPLATES = [{**templates, "DIRS": folders}]
    settings.WAGTAIL_INDDRAGELSE = settings.WAGTAIL_INDDRAGELSE | PLACES
    yield lambda name: importlib.import_module(f"agency.{name}")
    for name in [name for name in sys.modules if name.partition(".")[0] == "agency"]:
        del sys.modules[name]


def test_every_file_of_the_page_is_run_here():
    assert list(FILES) == [
        "agency/apps.py",
        "agency/questions.py",
        "agency/blocks.py",
        "agency/templates/agency/directions.html",
        "agency/receivers.py",
        "agency/templates/wagtail_inddragelse/mail/occasions/confirmed.txt",
        "agency/scanner.py",
    ]


def test_the_settings_are_those_that_the_examples_are_run_with(agency):
    shown = PAGE.read_text().partition("## The settings")[2]
    lines = [f'    "{name}": {json.dumps(value)},' for name, value in PLACES.items()]
    assert [line for line in lines if line not in shown] == []
    assert list(check_settings()) + list(check_dotted_paths()) == []


def test_the_app_imports_what_registers_itself(agency):
    assert agency("apps").AgencyConfig.name == "agency"


class TestQuestion:
    @pytest.fixture(autouse=True)
    def _registered(self, agency):
        agency("questions")
        yield
        del registry._types["stars"]
        inner = StepsBlock.base_blocks["step"].child_blocks["questions"]
        inner.child_blocks.pop("stars", None)

    def test_an_editor_can_set_it(self):
        cleaned = StepsBlock().clean(steps(question("stars", most=3)))
        assert cleaned[0].value["questions"][0].value["most"] == 3

    def test_an_editor_is_told_what_is_wrong(self):
        with pytest.raises(ValidationError):
            StepsBlock().clean(steps(question("stars", most=11)))

    def test_it_is_asked_and_answered(self):
        sent = form(question("stars", most=3), data={"q-stars": "2"})
        assert sent.is_valid()
        assert sent.submission_data().answers == {"stars": 2}

    def test_an_answer_beyond_its_limit_is_refused(self):
        sent = form(question("stars", most=3), data={"q-stars": "4"})
        with override("en"):
            assert list(errors(sent)) == ["q-stars"]

    def test_an_answer_is_read_as_stars(self):
        ((_step, answers),) = display_answers(schema(question("stars")), {"stars": 3})
        assert answers == [("stars", "★★★")]


def test_a_block_is_offered_and_drawn(agency):
    block = StreamBlock(offer_blocks())
    value = block.to_python(
        [{"type": "directions", "value": {"place": "Odense", "text": "Take the train."}}]
    )
    html = str(value)
    assert "How to get to Odense" in html
    assert "<p>Take the train.</p>" in html


def test_a_signal_is_received(home, agency, caplog):
    receivers = agency("receivers")
    submission = SubmissionFactory()
    try:
        with caplog.at_level(logging.INFO, logger="agency.journal"):
            submission_received.send(sender=type(submission), submission=submission)
    finally:
        submission_received.disconnect(receivers.tell_the_journal)
    expected = f"New case {submission.reference} for intake {submission.intake_id}"
    assert [record.getMessage() for record in caplog.records] == [expected]


def test_a_mail_says_it_in_the_sites_words(home, agency):
    message = MessageFactory(language="en")
    title = message.submission.intake.page.title
    opening = f"You have a place at {title}. Bring something to write with."
    subject, text, html = render(message)
    assert subject.startswith("You are signed up: ")
    assert (text.splitlines()[0], opening in html) == (opening, True)


class Clamd(socketserver.StreamRequestHandler):
    """Speaks ClamAV's INSTREAM, and finds the test virus alone."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        found = b"Win.Test.EICAR_HDB-1 FOUND" if b"EICAR" in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


class TestScanner:
    @pytest.fixture
    def clamd(self, agency, settings):
        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
            settings.CLAMD_ADDRESS = server.server_address
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server
            server.shutdown()

    def upload(self, content: bytes) -> SimpleUploadedFile:
        return SimpleUploadedFile("letter.pdf", content, "application/pdf")

    def test_a_clean_file_is_taken(self, clamd):
        check_file(self.upload(PDF), {})

    def test_another_is_refused(self, clamd):
        with pytest.raises(ValidationError):
            check_file(self.upload(EICAR), {})

    def test_so_is_every_file_while_the_scanner_is_down(self, agency, settings):
        settings.CLAMD_ADDRESS = ("127.0.0.1", 1)
        with pytest.raises(ValidationError):
            check_file(self.upload(PDF), {})
