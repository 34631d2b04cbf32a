"""Files of a submission: private, under names that tell nothing, and never left behind."""

from __future__ import annotations

import datetime as dt
import re
import stat
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from wagtail_inddragelse.domain.signup import attachments
from wagtail_inddragelse.models import Attachment
from wagtail_inddragelse.models.attachment import PrivateStorage
from wagtail_inddragelse.questions.sent import UploadedAnswer
from wagtail_inddragelse.testing.factories import AttachmentFactory, SubmissionFactory

from ..builders import NOW, pdf

pytestmark = pytest.mark.django_db


def answers(*files: SimpleUploadedFile) -> list[UploadedAnswer]:
    return [UploadedAnswer(f"q{n}", file) for n, file in enumerate(files)]


class FullDisk(InMemoryStorage):
    """Takes one file and no more."""

    def _save(self, name, content):
        if self.exists("attachments") and self.listdir("attachments")[1]:
            raise OSError("No space left on device")
        return super()._save(name, content)


class TestPrivateStorage:
    @pytest.fixture
    def folder(self, tmp_path, settings, use_storage):
        """A site that names no storage, only a folder."""
        settings.STORAGES = {
            alias: options
            for alias, options in settings.STORAGES.items()
            if alias != "wagtail_inddragelse_private"
        }
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.WAGTAIL_INDDRAGELSE = {"PRIVATE_ROOT": tmp_path / "private"}
        use_storage(PrivateStorage())
        return tmp_path / "private"

    @pytest.fixture
    def row(self, folder):
        return attachments.keep("q", pdf())

    def test_the_name_tells_nothing_of_the_applicant(self, row):
        assert re.fullmatch(r"attachments/[0-9a-f]{32}", row.file.name)

    def test_two_files_of_one_name_are_kept_apart(self, folder):
        first, second = (attachments.keep("q", pdf(content=text)) for text in (b"1", b"2"))

        assert first.file.name != second.file.name
        with first.file.open() as one, second.file.open() as other:
            assert (one.read(), other.read()) == (b"1", b"2")

    def test_the_applicants_name_for_it_is_kept_in_the_row(self, row):
        assert (row.name, row.size, row.content_type) == ("Ada Holm, cv.pdf", 11, "application/pdf")

    def test_only_the_server_can_read_it(self, row, folder):
        path = folder / row.file.name

        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_it_is_not_among_the_public_files(self, row, tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["private"]

    def test_no_url_leads_to_it(self, row):
        with pytest.raises(ValueError, match="not accessible via a URL"):
            str(row.file.url)

    def test_a_path_in_the_name_leads_nowhere(self, folder, tmp_path):
        file = pdf()
        file._name = "../../outside.pdf"
        attachments.keep("q", file)

        stored = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path.parent for path in stored] == [folder / "attachments"]


class TestStored:
    def test_rows_are_ready_to_be_saved(self, private_files):
        with attachments.stored(answers(pdf(), pdf(name="plan.pdf"))) as rows:
            assert [(row.question_id, row.name) for row in rows] == [
                ("q0", "Ada Holm, cv.pdf"),
                ("q1", "plan.pdf"),
            ]
        assert len(private_files()) == 2

    def test_an_error_inside_removes_the_files(self, private_files):
        with pytest.raises(LookupError), attachments.stored(answers(pdf(), pdf())):
            raise LookupError

        assert private_files() == []

    def test_a_worker_that_is_stopped_leaves_none(self, private_files):
        with pytest.raises(SystemExit), attachments.stored(answers(pdf())):
            raise SystemExit

        assert private_files() == []

    def test_a_disk_that_runs_full_leaves_none(self, use_storage):
        storage = use_storage(FullDisk())
        two = answers(pdf(), pdf())
        with pytest.raises(attachments.CannotStore), attachments.stored(two):
            pass

        assert storage.listdir("attachments")[1] == []

    @pytest.mark.django_db(transaction=True)
    def test_an_error_after_commit_leaves_them_where_their_rows_say(self, private_files):
        def crash():
            raise ConnectionError

        def commit_and_crash():
            with attachments.stored(answers(pdf())) as rows, transaction.atomic():
                transaction.on_commit(rows.clear)
                attachments.attach(SubmissionFactory(), list(rows))
                transaction.on_commit(crash)

        with pytest.raises(ConnectionError):
            commit_and_crash()

        assert private_files() == [Attachment.objects.get().file.name.removeprefix("attachments/")]


class TestAttach:
    def test_new_and_kept_files_become_the_submissions(self, private_files):
        submission, kept = SubmissionFactory(), attachments.keep("kept", pdf())

        attachments.attach(submission, [attachments.write("new", pdf())], [("kept", kept)])

        rows = submission.attachments.values_list("question_id", flat=True)
        assert sorted(rows) == ["kept", "new"]

    def test_a_kept_file_that_another_submission_has_stays_there(self, private_files):
        first, kept = SubmissionFactory(), attachments.keep("kept", pdf())
        attachments.attach(first, [], [("kept", kept)])

        with pytest.raises(attachments.KeptFileGone):
            attachments.attach(SubmissionFactory(), [], [("kept", kept)])

        assert Attachment.objects.get().submission == first

    def test_a_kept_file_that_was_removed_is_missed(self, private_files):
        kept = attachments.keep("kept", pdf())
        Attachment.objects.all().delete()

        with pytest.raises(attachments.KeptFileGone):
            attachments.attach(SubmissionFactory(), [], [("kept", kept)])


class TestRemoveAbandoned:
    @pytest.fixture
    def kept(self, clock, private_files):
        """One file of a submission and one that waits for its form."""
        attachments.attach(SubmissionFactory(), [attachments.write("q", pdf(name="sent.pdf"))])
        return attachments.keep("q", pdf(name="kept.pdf"))

    def names(self) -> list[str]:
        return sorted(Attachment.objects.values_list("name", flat=True))

    def test_a_file_waits_for_a_day(self, kept, private_files):
        assert attachments.remove_abandoned(NOW + dt.timedelta(hours=24)) == 0
        assert (self.names(), len(private_files())) == (["kept.pdf", "sent.pdf"], 2)

    def test_after_that_row_and_file_are_removed(self, kept, private_files):
        assert attachments.remove_abandoned(NOW + dt.timedelta(hours=24, seconds=1)) == 1
        assert (self.names(), len(private_files())) == (["sent.pdf"], 1)

    def test_one_that_is_claimed_meanwhile_stays(self, kept, private_files):
        abandoned = Attachment.objects.filter(submission=None)
        Attachment.objects.update(submission=SubmissionFactory())

        assert not attachments._remove(kept, abandoned)
        assert (self.names(), len(private_files())) == (["kept.pdf", "sent.pdf"], 2)

    def test_a_file_that_is_gone_already_does_no_harm(self, kept, private_files):
        kept.file.storage.delete(kept.file.name)

        assert attachments.remove_abandoned(NOW + dt.timedelta(days=2)) == 1
        assert self.names() == ["sent.pdf"]

    def test_the_command_says_how_many(self, kept, clock, capsys):
        clock.shift(dt.timedelta(days=2))
        call_command("clean_attachments")

        assert capsys.readouterr().out == "1 removed, 0 without a row\n"
        assert self.names() == ["sent.pdf"]

    def test_a_storage_that_fails_keeps_the_row_for_the_next_run(self, kept, monkeypatch, caplog):
        monkeypatch.setattr(type(kept.file), "delete", _full_disk)

        assert attachments.remove_abandoned(NOW + dt.timedelta(days=2)) == 0
        assert self.names() == ["kept.pdf", "sent.pdf"]
        assert "A kept file could not be removed: OSError" in caplog.messages


def _full_disk(*args, **kwargs):
    raise OSError


class TestRemoveStrays:
    """Files that no row names, as a worker leaves them that is killed before it commits."""

    LATER = NOW + dt.timedelta(hours=24, seconds=1)

    @pytest.fixture
    def storage(self, clock, use_storage):
        storage = use_storage(InMemoryStorage())
        attachments.keep("q", pdf())
        AttachmentFactory().redacted_file.save("x", ContentFile(b"redacted"))
        for folder in ("attachments", "exports"):
            storage.save(f"{folder}/stray", ContentFile(b"personal data"))
        storage.save("elsewhere/file", ContentFile(b"the site's own"))
        return storage

    def test_they_are_removed_after_a_day(self, storage):
        assert attachments.remove_strays(self.LATER) == 2
        left = [storage.exists(f"{folder}/stray") for folder in ("attachments", "exports")]
        assert left == [False, False]

    def test_not_before(self, storage):
        assert attachments.remove_strays(NOW + dt.timedelta(hours=23)) == 0

    def test_what_a_row_names_stays(self, storage):
        attachments.remove_strays(self.LATER)
        found = [file for row in Attachment.objects.all() for file in (row.file, row.redacted_file)]
        assert [storage.exists(file.name) for file in found if file] == [True] * 3

    def test_other_files_stay(self, storage):
        attachments.remove_strays(self.LATER)
        assert storage.exists("elsewhere/file")

    def test_one_that_cannot_be_removed_stops_nothing(self, storage, monkeypatch):
        monkeypatch.setattr(storage, "delete", _full_disk)
        assert attachments.remove_strays(self.LATER) == 0

    def test_a_storage_that_lists_nothing_is_left_alone(self, use_storage):
        use_storage(Storage())
        assert attachments.remove_strays(self.LATER) == 0


class TestWithCopies:
    @pytest.fixture
    def row(self, private_files):
        return AttachmentFactory()

    def test_a_broken_transaction_leaves_no_file(self, row, private_files):
        before = private_files()
        with pytest.raises(ZeroDivisionError), attachments.with_copies({row: pdf()}):
            1 / 0  # noqa: B018
        assert private_files() == before
        assert Attachment.objects.get().redacted_name == ""

    @pytest.mark.django_db(transaction=True)
    def test_a_broken_transaction_keeps_the_one_before(self, row, private_files):
        with attachments.with_copies({row: pdf()}):
            pass
        before = private_files()
        with pytest.raises(ZeroDivisionError), attachments.with_copies({row: pdf(b"%PDF new")}):
            1 / 0  # noqa: B018
        assert private_files() == before
        assert Attachment.objects.get().redacted_file.read() == b"%PDF-1.7 cv"

    @pytest.mark.django_db(transaction=True)
    def test_the_one_before_is_removed_after_the_commit(self, row, private_files):
        for content in (b"%PDF old", b"%PDF new"):
            with attachments.with_copies({row: pdf(content)}):
                pass
        assert len(private_files()) == 2
        assert Attachment.objects.get().redacted_file.read() == b"%PDF new"

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_one_file_is_left(self, row, private_files):
        first, second = row, Attachment.objects.get()
        for each, content in ((first, b"%PDF one"), (second, b"%PDF two")):
            with attachments.with_copies({each: pdf(content)}):
                pass
        assert len(private_files()) == 2
        assert Attachment.objects.get().redacted_file.read() == b"%PDF two"

    @pytest.mark.django_db(transaction=True)
    def test_what_fails_after_the_commit_removes_no_file(self, row, private_files):
        with pytest.raises(ZeroDivisionError), attachments.with_copies({row: pdf()}):
            transaction.on_commit(lambda: 1 / 0)
        assert Attachment.objects.get().redacted_file.read() == b"%PDF-1.7 cv"

    def test_a_full_disk_leaves_nothing_half_done(self, use_storage):
        storage = use_storage(FullDisk())
        row = AttachmentFactory()
        with pytest.raises(attachments.CannotStore), attachments.with_copies({row: pdf()}):
            pass
        assert Attachment.objects.get().redacted_name == ""
        assert len(storage.listdir("attachments")[1]) == 1


class TestMissing:
    """Files that rows name and this server does not see, as when servers share no folder."""

    @pytest.fixture
    def row(self, use_storage, tmp_path):
        use_storage(FileSystemStorage(tmp_path))
        return attachments.keep("plan", SimpleUploadedFile("plan.pdf", b"x"))

    def test_a_file_that_is_there_is_none(self, row):
        assert attachments.count_missing() == 0

    def test_one_that_is_gone_is_counted(self, row):
        attachments.keep("plan", SimpleUploadedFile("plan.pdf", b"x"))
        row.file.storage.delete(row.file.name)
        assert attachments.count_missing() == 1

    def test_without_the_folder_all_are(self, row, use_storage, tmp_path):
        use_storage(FileSystemStorage(tmp_path / "elsewhere"))
        assert attachments.count_missing() == 1

    def test_the_command_says_so(self, row, use_storage, tmp_path, caplog):
        use_storage(FileSystemStorage(tmp_path / "elsewhere"))
        call_command("clean_attachments", stdout=StringIO())
        assert caplog.messages == [
            "1 files are in the database and not in the storage as this server sees it. Do all "
            "servers and workers share one?"
        ]
