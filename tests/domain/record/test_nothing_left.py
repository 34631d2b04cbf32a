"""After deletion nothing of the person remains: not in any table, nor in the private storage.

A person who is easily recognised is planted wherever one can be, and then looked for everywhere.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex

from wagtail_inddragelse.domain.assessment import conflicts, decisions, redaction
from wagtail_inddragelse.domain.casework import by_hand, notes
from wagtail_inddragelse.domain.record.retention import delete_due
from wagtail_inddragelse.mail import outbox
from wagtail_inddragelse.models import (
    EarlierAnswers,
    Export,
    IntakeSummary,
    Occasion,
    Score,
    State,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    AttachmentFactory,
    IntakeFactory,
    MessageFactory,
    MoreWantedFactory,
    ParticipantFactory,
    SubmissionFactory,
    UserFactory,
)

WORD = "zebedee"
"""What stands in everything of theirs; letters that no database writes in another way."""
NOW = dt.datetime(2028, 2, 1, 4, tzinfo=dt.UTC)


def tables_with(text: str) -> set[str]:
    """The tables of the database in which ``text`` stands, in whichever case."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if text.lower() in repr(cursor.fetchall()).lower():
                found.add(table)
    return found


def files_in(storage, folder: str = "") -> list[str]:
    """The contents of all files in ``storage``."""
    folders, names = storage.listdir(folder)
    here = [storage.open(f"{folder}{name}").read() for name in names]
    return here + [text for each in folders for text in files_in(storage, f"{folder}{each}/")]


@pytest.fixture
def storage(use_storage, monkeypatch):
    """An empty private storage, for attachments and exports."""
    storage = use_storage(InMemoryStorage())
    monkeypatch.setattr(Export._meta.get_field("file").storage, "_wrapped", storage)
    return storage


@pytest.fixture
def lene():
    return UserFactory(username="lene", is_superuser=True)


@pytest.fixture
def person(storage, lene):
    """Somebody who left a trace wherever one can be left."""
    row = SubmissionFactory(
        intake=IntakeFactory(selection="assessed"),
        people=0,
        state=State.UNDER_ASSESSMENT,
        contact_name=f"{WORD} Holm",
        contact_email=f"{WORD}@example.dk",
        contact_phone=f"{WORD} 12",
        organisation=f"{WORD} ApS",
        organisation_key=f"name:{WORD}",
        municipality_code="0825",
        fingerprint=WORD,
        token_salt=WORD,
        answers={"why": f"As {WORD} I know"},
        delete_after=dt.date(2028, 1, 31),
    )
    ParticipantFactory(
        submission=row, name=WORD, email=f"{WORD}@x.dk", role=WORD, answers={"diet": WORD}
    )
    _plant_files(row, lene)
    _plant_casework(row, lene)
    _plant_mails(row)
    return row


def _plant_files(row: Submission, user) -> None:
    file = AttachmentFactory(
        submission=row, name=f"{WORD}.pdf", file=ContentFile(WORD.encode(), name="x")
    )
    kept = redaction.save(row, {}, [file], {file: _file(f"{WORD}.pdf")}, user=user)
    kept.words = {"why": {"text": f"As {WORD}", "of": ""}}
    kept.save()
    export = Export(
        user=user,
        order={},
        submission_ids=[row.pk],
        state=Export.State.READY,
        total=1,
        expires_at=NOW + dt.timedelta(days=1),
    )
    export.file.save("export", ContentFile(WORD.encode()), save=False)
    export.save()


def _file(name: str) -> ContentFile:
    return ContentFile(WORD.encode(), name=name)


def _plant_casework(row: Submission, user) -> None:
    by_hand.set_details(row, journal_number="1", assigned_to=user, user=user)
    by_hand.set_details(row, journal_number=f"{WORD}-17", user=user)
    by_hand.set_details(row, objection_since=timezone.localdate(), user=user)
    by_hand.set_details(row, objection_since=None, user=user)
    notes.add(row, f"{WORD} called. @{user.username}", author=user)
    given = AssessmentFactory(submission=row, total=80, comment=f"{WORD} is good")
    Score.objects.create(assessment=given, criterion_id="c", value=4, reason=WORD)
    conflicts.declare(UserFactory(), row, has_conflict=True)
    wanted = MoreWantedFactory(
        submission=row, text=f"Dear {WORD}", outcome="answered", closed_at=timezone.now()
    )
    EarlierAnswers.objects.create(
        submission=row, number=1, answers={"why": WORD}, replaced_by=wanted
    )
    decisions.prepare(row, "reject", reason=f"{WORD} is late", user=user)


def _plant_mails(row: Submission) -> None:
    outbox.queue_many([outbox.compose(row, Occasion.RECEIVED)])
    MessageFactory(
        submission=row,
        subject=WORD,
        text=WORD,
        html=WORD,
        own_subject=WORD,
        own_text=WORD,
        error=f"{WORD}@example.dk refused",
        provider_id=WORD,
    )


PLANTED = {
    "assessment",
    "attachment",
    "earlieranswers",
    "message",
    "morewanted",
    "note",
    "participant",
    "redaction",
    "score",
    "submission",
}
"""Where the person is found before, besides Wagtail's log."""


@pytest.mark.django_db
class TestAfterDeletion:
    @pytest.fixture(autouse=True)
    def _deleted(self, person, storage):
        own = {f"wagtail_inddragelse_{name}" for name in PLANTED}
        assert tables_with(WORD) == own | {"wagtailcore_modellogentry"}
        assert [text for text in files_in(storage) if WORD.encode() in text] == [WORD.encode()] * 3
        Submission.objects.filter(pk=person.pk).update(state=State.REJECTED)
        assert delete_due(NOW).deleted == 1

    def test_no_table_tells_of_them(self):
        assert tables_with(WORD) == set()

    def test_no_file_is_left(self, storage):
        assert files_in(storage) == []

    def test_their_reference_is_in_the_log_alone(self, person):
        assert tables_with(person.reference) == {"wagtailcore_modellogentry"}

    def test_nothing_points_at_them(self, person):
        kind = ContentType.objects.get_for_model(Submission)
        pointing = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(person.pk))
        assert list(pointing) == []

    def test_no_figure_is_of_them(self, person):
        assert IntakeSummary.objects.get().figures == {
            "days": {},
            "states": {},
            "regions": {},
            "municipalities": {},
            "decided_within": {},
            "scores": {},
            "places": {},
            "few": ["sent"],
        }


@pytest.mark.django_db
def test_the_log_tells_what_was_done_and_no_details(person):
    Submission.objects.update(state=State.REJECTED)
    delete_due(NOW)
    entries = ModelLogEntry.objects.filter(object_id=str(person.pk), label=person.reference)
    assert {str(entry.data) for entry in entries} == {"{}"}
    assert {"journal", "prepare", "note", "delete"} <= {
        entry.action.rpartition(".")[2] for entry in entries
    }
