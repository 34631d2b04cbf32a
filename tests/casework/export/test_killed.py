"""A worker that is killed while it makes an export leaves nothing half done or for ever."""

import datetime as dt
from contextlib import contextmanager, suppress
from io import BytesIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from wagtail_inddragelse.casework.export import background
from wagtail_inddragelse.models import Export
from wagtail_inddragelse.models.export import SILENT

pytestmark = pytest.mark.django_db

WRITES = 5
"""Taken, a chunk done, named, stored, ready."""


class Killed(BaseException):
    """The worker is gone: no handler of it can write any more."""


class Worker:
    """Lives until its write number ``last``, in the database or the storage, is to be made."""

    def __init__(self, last: int) -> None:
        self.last, self.writes, self.is_dead = last, 0, False

    def live_on(self) -> None:
        self.writes += 1
        self.is_dead = self.is_dead or self.writes == self.last
        if self.is_dead:
            raise Killed

    def query(self, execute, sql, params, many, context):
        if self.is_dead:
            raise Killed
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.live_on()
        return execute(sql, params, many, context)


@contextmanager
def killed_before(write: int, monkeypatch):
    """What is inside is done by a worker that is killed."""
    worker, storage = Worker(write), Export.file.field.storage
    save = storage.save

    def stored(*args, **kwargs):
        worker.live_on()
        return save(*args, **kwargs)

    with monkeypatch.context() as patch, connections["default"].execute_wrapper(worker.query):
        patch.setattr(storage, "save", stored)
        with suppress(Killed):
            yield worker
    transaction.set_rollback(False)  # outside the test each write stands by itself


def files() -> set[str]:
    """What is in the storage of exports."""
    try:
        return set(Export.file.field.storage.listdir("exports")[1])
    except FileNotFoundError:
        return set()


@pytest.fixture(autouse=True)
def _nothing_stored():
    for name in files():
        Export.file.field.storage.delete(f"exports/{name}")


@pytest.fixture
def ordered(office, own_submission, settings) -> Export:
    """An export that no worker has begun with."""
    settings.WAGTAIL_INDDRAGELSE = {**settings.WAGTAIL_INDDRAGELSE, "EXPORT_AT_ONCE": 0}
    office.post(format="xlsx", columns=["reference"])
    return Export.objects.get()


@pytest.fixture
def killed(ordered, monkeypatch):
    """Has the export made by a worker that is killed before this write of it."""

    def kill(write: int) -> Export:
        with killed_before(write, monkeypatch):
            background.make_export.func(ordered.pk)
        ordered.refresh_from_db()
        return ordered

    return kill


@pytest.fixture
def hourly(django_capture_on_commit_callbacks, capsys):
    """What cron does every hour; returns what it says."""

    def run() -> str:
        with django_capture_on_commit_callbacks(execute=True):
            call_command("clean_exports")
        return capsys.readouterr().out

    return run


def url(export) -> str:
    return reverse("inddragelse_export_status", args=[export.pk])


def later(export):
    """The time at which a silent worker is taken for gone."""
    return time_machine.travel(export.last_sign_at + SILENT + dt.timedelta(seconds=1), tick=False)


def is_whole(export, submission) -> bool:
    """Whether it is ready, holds the submission, and is all that the storage has."""
    export.refresh_from_db()
    with export.file.storage.open(export.file.name) as file:
        sheet = load_workbook(BytesIO(file.read())).active
    return (export.state, sheet["A2"].value, {f"exports/{name}" for name in files()}) == (
        "ready",
        submission.reference,
        {export.file.name},
    )


def test_so_many_writes_make_an_export(ordered, own_submission, monkeypatch):
    with killed_before(100, monkeypatch) as worker:
        background.make_export.func(ordered.pk)
    assert worker.writes == WRITES
    assert is_whole(ordered, own_submission)


@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_the_hourly_command_goes_on(killed, own_submission, hourly, write):
    with later(killed(write)):
        assert hourly() == "0 removed\n1 had been left by their workers\n"
    export = Export.objects.get()
    assert is_whole(export, own_submission)
    assert export.attempts == (1 if write == 1 else 2)


@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_so_does_its_user(
    exporter_client, killed, own_submission, django_capture_on_commit_callbacks, write
):
    export = killed(write)
    with later(export):
        page = exporter_client.get(url(export))
        assert ("Lav den igen" in page.content.decode(), "Refresh" in page) == (True, False)
        with django_capture_on_commit_callbacks(execute=True):
            exporter_client.post(url(export))
    assert is_whole(export, own_submission)


@pytest.mark.parametrize("write", range(2, WRITES + 1))
def test_nothing_of_it_stays_when_its_time_is_up(killed, hourly, write):
    export = killed(write)
    with time_machine.travel(export.expires_at, tick=False):
        assert hourly() == "1 removed\n"
    assert (files(), Export.objects.count()) == (set(), 0)


def test_who_is_still_at_work_is_left_alone(exporter_client, killed, hourly):
    export = killed(3)
    with time_machine.travel(export.last_sign_at + SILENT / 2, tick=False):
        assert hourly() == "0 removed\n"
        page = exporter_client.get(url(export))
        exporter_client.post(url(export))
    assert ("Lav den igen" in page.content.decode(), "Refresh" in page) == (False, True)
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("running", 1)


def test_what_kills_every_worker_is_given_up(exporter_client, killed, hourly):
    export = killed(3)
    Export.objects.update(attempts=background.MOST_ATTEMPTS)
    with later(export):
        hourly()
        page = exporter_client.get(url(export)).content.decode()
    export.refresh_from_db()
    assert (export.state, "Lav den igen" in page) == ("failed", True)


@pytest.mark.parametrize("write", range(2, WRITES + 1))
def test_a_worker_that_comes_back_late_changes_nothing(
    ordered, own_submission, hourly, monkeypatch, write
):
    """It was not dead but slow, and another has made the file since."""
    worker, resumed = Worker(write), []
    storage = ordered.file.storage
    save, update = storage.save, background._sign

    def overtake(*args, **kwargs):
        worker.writes += 1
        if worker.writes == write - 1 and not resumed:
            resumed.append(True)
            with later(ordered):
                hourly()

    def sign(*args, **kwargs):
        overtake()
        return update(*args, **kwargs)

    def stored(*args, **kwargs):
        overtake()
        return save(*args, **kwargs)

    monkeypatch.setattr(background, "_sign", sign)
    monkeypatch.setattr(storage, "save", stored)
    background.make_export.func(ordered.pk)
    assert is_whole(ordered, own_submission)
    assert (ordered.attempts, len(resumed)) == (2, 1)


class TestAStorageThatFails:
    @pytest.fixture
    def ready(self, ordered):
        background.make_export.func(ordered.pk)
        ordered.refresh_from_db()
        return ordered

    @pytest.fixture
    def failing(self, ready, monkeypatch):
        def refuse(name):
            raise OSError("the disk is gone")

        with monkeypatch.context() as patch:
            patch.setattr(ready.file.storage, "delete", refuse)
            yield

    def test_the_row_stays_as_long_as_its_file(self, ready, failing, hourly, caplog):
        Export.objects.update(expires_at=timezone.now())
        assert hourly() == "0 removed\n1 kept, as their files could not be removed\n"
        assert Export.objects.filter(pk=ready.pk).exists()
        assert caplog.messages == ["The file of an export could not be removed: OSError"]

    def test_the_others_are_removed(self, ready, hourly, monkeypatch):
        storage, delete = ready.file.storage, ready.file.storage.delete
        gone = Export.objects.create(
            order={}, submission_ids=[], total=0, expires_at=timezone.now(), file="exports/other"
        )
        Export.objects.update(expires_at=timezone.now())

        def refuse_one(name):
            if name == ready.file.name:
                raise OSError
            delete(name)

        monkeypatch.setattr(storage, "delete", refuse_one)
        hourly()
        assert list(Export.objects.all()) == [ready]
        assert gone.file.name != ready.file.name

    def test_a_file_that_is_gone_already_keeps_no_row(self, ready, hourly):
        ready.file.storage.delete(ready.file.name)
        Export.objects.update(expires_at=timezone.now())
        assert (hourly(), Export.objects.count()) == ("1 removed\n", 0)

    def test_a_new_attempt_never_forgets_a_file_that_it_could_not_remove(self, ready, failing):
        Export.objects.update(state="waiting")
        with pytest.raises(OSError, match="the disk is gone"):
            background.make_export.func(ready.pk)
        again = Export.objects.get()
        assert (again.state, again.file.name) == ("failed", ready.file.name)
