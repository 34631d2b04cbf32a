"""The files themselves: safe to open, readable everywhere, streamed."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile

from wagtail_inddragelse.casework.export import contents, xlsx_file
from wagtail_inddragelse.casework.export.formulas import guarded
from wagtail_inddragelse.casework.export.zip_file import safe_name
from wagtail_inddragelse.models import Attachment
from wagtail_inddragelse.testing.factories import SubmissionFactory

from .conftest import Question, form_of

pytestmark = pytest.mark.django_db

FORMULAS = [
    "=1+1",
    "+45 12",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text_in_a_workbook(office, own_submission, answered, text):
    answered(form_of(Question("q", "short_text", "Svar")), {"q": text})
    sheet = office.workbook(columns=["answer:q"]).active
    assert (sheet["A2"].data_type, sheet["A2"].value.replace("_x000D_", "\r")) == ("s", text)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_prefixed_in_csv(office, own_submission, answered, text):
    answered(form_of(Question("q", "short_text", "Svar")), {"q": text})
    assert office.records()[0]["Svar"] == f"'{text}"


def test_a_label_is_no_formula_either(office, own_submission, answered):
    answered(form_of(Question("q", "short_text", "=1+1")))
    heading = office.csv()[0]
    assert [label for label in heading if "1+1" in label] == ["'=1+1"]


@pytest.mark.parametrize("text", ["", "Odense", "1-2", "a=b", "é@x"])
def test_other_texts_are_left_alone(text):
    assert guarded(text) == text


def test_a_link_stays_text_in_a_workbook(office, own_submission, answered):
    answered(form_of(Question("q", "url", "Link")), {"q": "https://example.dk/"})
    assert office.workbook(columns=["answer:q"]).active["A2"].hyperlink is None


def test_what_a_cell_cannot_hold_is_cut(office, own_submission, answered):
    answered(form_of(Question("q", "long_text", "Svar")), {"q": "x" * 40_000})
    value = office.workbook(columns=["answer:q"]).active["A2"].value
    assert (len(value), value[-2:]) == (32_002, " …")


def test_signs_that_xml_has_no_room_for_do_no_harm(office, own_submission, answered):
    answered(form_of(Question("q", "short_text", "Svar")), {"q": "a\x01b"})
    assert office.workbook(columns=["answer:q"]).active["A2"].value == "a_x0001_b"


@pytest.mark.parametrize(("format", "separator"), [("csv", ";"), ("csv-comma", ",")])
def test_csv_begins_with_a_mark_and_has_its_separator(office, own_submission, format, separator):
    content = office.post(format=format, columns=["reference", "contact_name"]).getvalue()
    first = content.decode().splitlines()[0]
    assert first == f"\ufeffReference{separator}Kontaktperson"


def test_separators_and_line_breaks_stay_in_their_cell(office, own_submission, answered):
    answered(form_of(Question("q", "long_text", "Svar")), {"q": 'a;b,"c"\nd'})
    assert office.records()[0]["Svar"] == 'a;b,"c"\nd'


def test_csv_comes_in_pieces(office, own_submission, monkeypatch):
    monkeypatch.setattr(contents, "CHUNK", 2)
    SubmissionFactory.create_batch(4, intake=own_submission.intake)
    response = office.post(format="csv", columns=["reference"])
    assert [piece.count(b"\n") for piece in response.streaming_content] == [1, 2, 2, 1]


def test_a_submission_that_is_gone_meanwhile_is_left_out(office, own_submission, monkeypatch):
    other = SubmissionFactory(intake=own_submission.intake)
    response = office.post(format="csv", columns=["reference"])
    own_submission.delete()
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["Reference", other.reference]


def test_a_workbook_is_frozen_below_its_heading_and_can_be_filtered(office, own_submission):
    sheet = office.workbook(columns=["reference", "state"]).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B2")


def test_progress_is_told_by_chunk(own_submission, monkeypatch):
    told = []
    xlsx_file.write_workbook(BytesIO(), [[], []], [], progress=told.append)
    assert told == [0, 0]


def attach(submission, name, content=b"%PDF", question_id="q"):
    row = Attachment(submission=submission, question_id=question_id, name=name, size=len(content))
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def open_zip(office):
    return ZipFile(BytesIO(office.post(format="zip").getvalue()))


def test_a_zip_has_a_folder_for_each_submission(office, own_submission):
    own_submission.organisation = "Odense Kommune"
    own_submission.save()
    attach(own_submission, "Støttebrev æøå.pdf", b"hej")
    archive = open_zip(office)
    name = f"{own_submission.reference} Odense Kommune/Støttebrev æøå.pdf"
    assert (archive.namelist(), archive.read(name), archive.testzip()) == ([name], b"hej", None)


def test_attachments_of_other_offers_are_not_in_the_zip(office, own_submission, other_submission):
    attach(other_submission, "leak.pdf")
    assert open_zip(office).namelist() == []


def test_files_of_one_name_are_told_apart(office, own_submission):
    for name in ("brev.pdf", "BREV.pdf", "brev.pdf"):
        attach(own_submission, name)
    names = [name.split("/")[1] for name in open_zip(office).namelist()]
    assert names == ["brev.pdf", "BREV (2).pdf", "brev (3).pdf"]


MISSING = "1 fil kunne ikke læses og er ikke med i denne zip:"


def test_a_missing_file_is_named(office, own_submission, caplog):
    attachment = attach(own_submission, "brev.pdf")
    attachment.file.storage.delete(attachment.file.name)
    archive = open_zip(office)
    path = f"{own_submission.reference}/brev.pdf"
    assert archive.namelist() == ["Manglende filer.txt"]
    assert archive.read("Manglende filer.txt").decode().splitlines() == [MISSING, path]
    assert caplog.messages == ["A file could not be read for an export: FileNotFoundError"]


class Broken(ContentFile):
    """Gives some of it and then fails, as a storage far away does, with an error of its own."""

    def read(self, size=None):
        if self.tell():
            raise RuntimeError("brev.pdf: connection reset")
        return super().read(2)


def test_a_file_that_breaks_off_is_named_and_not_there_by_half(
    office, own_submission, monkeypatch, caplog
):
    broken, whole = attach(own_submission, "brev.pdf"), attach(own_submission, "b.pdf", b"hej")
    storage = broken.file.storage
    opened = storage.open

    def open_or_break(name, mode="rb"):
        return Broken(b"%PDF") if name == broken.file.name else opened(name, mode)

    monkeypatch.setattr(storage, "open", open_or_break)
    archive = open_zip(office)
    folder = own_submission.reference
    assert archive.namelist() == [f"{folder}/{whole.name}", "Manglende filer.txt"]
    assert archive.read(f"{folder}/b.pdf") == b"hej"
    assert archive.read("Manglende filer.txt").decode().splitlines() == [
        MISSING,
        f"{folder}/brev.pdf",
    ]
    assert caplog.messages == ["A file could not be read for an export: RuntimeError"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\temp\\x.pdf", "C_temp_x.pdf"),
        ("con.txt", "_con.txt"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        (" . ", "_"),
        ("x" * 200 + ".pdf", "x" * 76 + ".pdf"),
        ("linje\nto.pdf", "linje_to.pdf"),
    ],
)
def test_names_are_safe_on_every_system(name, safe):
    assert safe_name(name) == safe
