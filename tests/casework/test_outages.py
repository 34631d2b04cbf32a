"""What is around the site fails while the case office works: it is told, and nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.mail.test_outbox import DOWN
from tests.public.browser import read_fields
from wagtail_inddragelse.domain.casework import notes
from wagtail_inddragelse.models import Delivery, Export, Message, Note, UsedForm

from .case.test_attachments import attach
from .export.conftest import Office, exporter, exporter_client
from .test_once import WORDS, opened, writing

__all__ = ["exporter", "exporter_client", "writing"]  # fixtures for the tests here

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

KILL = {
    "postgresql": "SELECT pg_terminate_backend(pg_backend_pid())",
    "mysql": "KILL CONNECTION_ID()",
    "sqlite": "SELECT no_such_function()",
}


def cut(*args, **kwargs):
    raise OperationalError("server closed the connection: ada@example.dk")


def kill(*args, **kwargs):
    """Cut the connection for good, where there is a server that can cut it."""
    with connection.cursor() as cursor:
        cursor.execute(KILL[connection.vendor])


@pytest.fixture
def case(own_submission):
    return reverse("inddragelse_submissions_modeladmin_inspect", args=[own_submission.pk])


def send_again(client, response):
    form = BeautifulSoup(response.content, "html.parser").form
    return client.post(form["action"], read_fields(form))


class TestDatabase:
    def test_a_mail_is_not_lost(self, writer_client, writing, monkeypatch):
        form = opened(writer_client, writing, **WORDS, drafts="")
        monkeypatch.setattr("wagtail_inddragelse.casework.mails.write.redirect", cut)
        answer = writer_client.post(writing, form)
        assert answer.status_code == 503
        assert WORDS["text"] in answer.content.decode()

    def test_its_address_says_for_whom_it_is(self, writer_client, writing, monkeypatch):
        monkeypatch.setattr("wagtail_inddragelse.casework.mails.write.redirect", cut)
        answer = writer_client.post(writing, {**WORDS, "drafts": ""})
        assert BeautifulSoup(answer.content, "html.parser").form["action"] == writing

    def test_a_note_is_written_once_it_is_back(self, caseworker_client, case, monkeypatch):
        form = opened(caseworker_client, case, text="Called. No answer.")
        monkeypatch.setattr(notes, "add", cut)
        answer = caseworker_client.post(case, form)
        monkeypatch.undo()
        assert (answer.status_code, Note.objects.count()) == (503, 0)
        send_again(caseworker_client, answer)
        assert [note.text for note in Note.objects.all()] == ["Called. No answer."]

    def test_so_does_every_page_of_ours_in_the_admin(self):
        ours = {name: view for name, view in _views(get_resolver()) if _is_ours(view)}
        assert len(ours) > 25
        assert [name for name, view in ours.items() if not _keeps(view)] == []


def _views(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _views(pattern)
        else:
            yield pattern.name, pattern.callback


def _is_ours(view) -> bool:
    """Whether it is a page of the case office that is no viewset of Wagtail's."""
    return view.__module__.startswith("wagtail_inddragelse.casework") and not hasattr(
        getattr(view, "view_class", None), "index_url_name"
    )


def _keeps(view) -> bool:
    """Whether one of the functions around it keeps what was typed."""
    while view is not None:
        if view.__code__.co_qualname.startswith("keeps_what_was_typed"):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


@pytest.mark.django_db(transaction=True)
class TestDatabaseConnection:
    def test_nobody_is_told_that_it_was_done(self, home, caseworker_client, case, monkeypatch):
        form = opened(caseworker_client, case, text="Called. No answer.")
        monkeypatch.setattr(notes, "add", kill)
        answer = caseworker_client.post(case, form)
        monkeypatch.undo()
        connection.close()
        assert (answer.status_code, UsedForm.objects.count()) == (503, 0)
        send_again(caseworker_client, answer)
        assert [note.text for note in Note.objects.all()] == ["Called. No answer."]


class TestBroker:
    @pytest.fixture
    def take_down(self, settings):
        """A function that takes the broker down, once what the test needs is there."""
        kept = {**settings.WAGTAIL_INDDRAGELSE, "EXPORT_AT_ONCE": 0}

        def take_down():
            settings.TASKS, settings.WAGTAIL_INDDRAGELSE = DOWN, kept

        return take_down

    def test_a_mail_waits(
        self, writer_client, writing, take_down, django_capture_on_commit_callbacks
    ):
        form = opened(writer_client, writing, **WORDS, send="")
        take_down()
        with django_capture_on_commit_callbacks(execute=True):
            assert writer_client.post(writing, form).status_code == 302
        assert Message.objects.get().delivery == Delivery.QUEUED

    def test_an_export_says_that_it_failed(
        self, exporter_client, own_submission, take_down, caplog, django_capture_on_commit_callbacks
    ):
        take_down()
        with django_capture_on_commit_callbacks(execute=True):
            answer = Office(exporter_client).post(format="xlsx", columns=["reference"])
        assert (answer.status_code, Export.objects.get().state) == (302, Export.State.FAILED)
        page = exporter_client.get(answer.url)
        assert "Failed" in page.content.decode()
        assert f"No task for export {Export.objects.get().pk}: ConnectionError" in caplog.messages


class Lazy:
    """A file that its storage is asked for only when it is read, and that is gone by then."""

    def read(self, size=-1):
        raise ConnectionError("brev.pdf")

    def seek(self, *args):
        """From the start."""

    def close(self):
        """Nothing to close."""


class TestStorage:
    def test_a_file_is_had_before_it_is_handed_out(
        self, caseworker_client, own_submission, monkeypatch
    ):
        attachment = attach(own_submission)
        monkeypatch.setattr(type(attachment.file), "open", lambda *args: Lazy())
        url = reverse("inddragelse_attachment", args=[attachment.pk])
        assert caseworker_client.get(url).status_code == 503

    def test_an_export_that_is_gone_is_not_called_ready(self, exporter_client, exporter):
        kinds = {"participants": False, "assessments": False}
        export = Export.objects.create(
            user=exporter,
            order={"format": "xlsx", "columns": [], **kinds},
            submission_ids=[],
            total=0,
            state=Export.State.READY,
            file="exports/gone",
            expires_at=timezone.now() + dt.timedelta(hours=1),
        )
        url = reverse("inddragelse_export_file", args=[export.pk])
        assert exporter_client.get(url).status_code == 503
        export.refresh_from_db()
        assert export.state == Export.State.FAILED
