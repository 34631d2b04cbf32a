"""Files for those who must not know who the applicants are."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.casework.cases import FACTS, REDACTED, WHO, WORDS, body, clear, give, leaks, make_case
from wagtail_inddragelse.casework.export.background import may_still_fetch
from wagtail_inddragelse.domain.assessment import conflicts, redaction
from wagtail_inddragelse.domain.assessment.reader import Reader
from wagtail_inddragelse.models import Export, Role
from wagtail_inddragelse.testing.factories import AttachmentFactory

from ..conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def blind(own_offer, exporter):
    return declared(exporter, make_case(own_offer, blind=True))


@pytest.fixture
def open_case(own_offer, exporter):
    return declared(
        exporter, make_case(own_offer, contact_name="Åben Ansøger", journal_number="J-1")
    )


def declared(user, case):
    conflicts.declare(user, case, has_conflict=False)
    return case


@pytest.fixture
def decider(own_offer):
    return give(make_user("decider"), own_offer, Role.DECIDE)


def file_of(office, format: str) -> str:
    data = {"columns": office.columns(), "participants": "on", "assessments": "on"}
    if format == "xlsx":
        book = office.workbook(**data)
        return str([list(sheet.values) for sheet in book.worksheets])
    return body(office.post(format=format, **data))


@pytest.mark.parametrize("format", ["csv", "csv-comma", "xlsx", "zip"])
class TestEveryFormat:
    def test_tells_nothing_before_it_is_cleared(self, office, blind, format):
        assert leaks(file_of(office, format), WHO + WORDS) == []

    def test_tells_nothing_of_who_it_is_afterwards(self, office, blind, decider, format):
        clear(blind, decider)
        assert leaks(file_of(office, format)) == []

    def test_tells_everything_to_those_who_decide(self, office, exporter, own_offer, blind, format):
        give(exporter, own_offer, Role.DECIDE)
        assert leaks(file_of(office, format), ("opbakning-fra",)) == ["opbakning-fra"]


def test_facts_and_the_redacted_copy_are_in_it(office, blind, decider):
    clear(blind, decider)
    assert leaks(file_of(office, "csv"), (*FACTS, REDACTED, "Bilag 1.pdf")) == [
        *FACTS,
        REDACTED,
        "Bilag 1.pdf",
    ]


def test_it_names_the_files_that_are_shown_and_no_earlier_one(office, exporter, blind, decider):
    """A file that was replaced counts neither in the names nor in their numbers."""
    old = blind.attachments.get()
    new = AttachmentFactory(submission=blind, question_id="backing", name="ny.pdf")
    clear(blind, decider)
    blind.redaction.attachments.set([old, new])
    type(old).objects.filter(pk=old.pk).update(last_version=1)
    shown = Reader(exporter, type(blind).objects.get(pk=blind.pk)).files
    names = [record["Opbakning"] for record in office.records()]
    assert names == [row.name for row in shown] == ["Bilag 1.pdf"]


def test_a_case_beside_it_that_is_not_blind_keeps_its_names(office, blind, open_case):
    names = [record["Kontaktperson"] for record in office.records()]
    assert sorted(names) == ["", "Åben Ansøger"]


def test_participants_count_though_they_are_nameless(office, blind):
    lines = office.csv(columns=["participants"], participants="on")
    assert lines[1] == ["1", "", "", "", "", "", "Ja"]


def test_a_zip_has_neutral_folders_and_names(office, blind, decider):
    clear(blind, decider)
    assert f"{blind.reference}/Bilag 1.pdf" in file_of(office, "zip")


def test_a_zip_holds_the_redacted_file_and_not_the_original(office, blind, decider):
    row = blind.attachments.get()
    row.file.save("x", ContentFile(b"Hjoerring original"))
    copy = SimpleUploadedFile("Hjørring.odt", b"without names")
    redaction.save(blind, {"why": REDACTED}, [row], {row: copy}, user=decider)
    redaction.clear(blind, user=decider)
    with ZipFile(BytesIO(office.post(format="zip").getvalue())) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {f"{blind.reference}/Bilag 1.odt": b"without names"}


def test_each_case_has_on_record_whether_it_was_taken_out_blind(office, blind, open_case):
    office.post(format="csv", columns=["reference"])
    log = ModelLogEntry.objects.filter(action__startswith="wagtail_inddragelse.take_out")
    assert {int(row.object_id): row.action.split(".")[1] for row in log} == {
        blind.pk: "take_out_blind",
        open_case.pk: "take_out",
    }


def test_the_page_says_what_is_left_out(office, blind, open_case):
    assert office.page().context["hidden"] == 1


class TestFilesMadeEarlier:
    def export(self, user, submission, **values) -> Export:
        return Export.objects.create(
            user=user,
            order={},
            submission_ids=[submission.pk],
            total=1,
            expires_at=timezone.now(),
            **values,
        )

    def test_one_with_names_is_closed_when_the_round_becomes_blind(self, exporter, open_case):
        export = self.export(exporter, open_case)
        assert may_still_fetch(export)
        open_case.intake.assesses_blind = True
        open_case.intake.save()
        assert not may_still_fetch(export)

    def test_one_with_names_is_closed_to_who_decides_no_longer(self, exporter, own_offer, blind):
        give(exporter, own_offer, Role.DECIDE)
        export = self.export(exporter, blind)
        assert may_still_fetch(export)
        exporter.groups.get().inddragelse_grants.filter(role=Role.DECIDE).delete()
        assert not may_still_fetch(export)

    def test_one_without_names_is_open(self, exporter, blind):
        assert may_still_fetch(self.export(exporter, blind, hidden_ids=[blind.pk]))

    def test_one_is_closed_when_a_case_is_redacted_anew(self, exporter, decider, blind):
        clear(blind, decider)
        export = self.export(exporter, blind, hidden_ids=[blind.pk])
        assert may_still_fetch(export)
        redaction.save(blind, {"why": "Kort"}, [], user=decider)
        assert not may_still_fetch(export)

    def test_one_made_in_the_background_knows_what_it_hides(
        self, office, blind, settings, django_capture_on_commit_callbacks
    ):
        settings.WAGTAIL_INDDRAGELSE = {**settings.WAGTAIL_INDDRAGELSE, "EXPORT_AT_ONCE": 0}
        with django_capture_on_commit_callbacks(execute=True):
            office.post(format="xlsx", columns=office.columns())
        export = Export.objects.get()
        url = reverse("inddragelse_export_file", args=[export.pk])
        assert (export.hidden_ids, office.client.get(url).status_code) == ([blind.pk], 200)
