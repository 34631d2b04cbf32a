from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils.translation import override

from wagtail_inddragelse.questions.fields import AttachmentField
from wagtail_inddragelse.questions.files import (
    accepted_names,
    allowed_types,
    max_bytes,
    too_large_text,
)

from .builders import HEIC, JPG, MIME, PDF, PNG, archive, upload

DOCX = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")
ODD_DOCX = archive("customXml/item1.xml", "docMetadata/x.xml", "word/document.xml")


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def clean(file, **options):
    return AttachmentField(label="Plan", options=options).clean(file, None)


def refused(file, **options) -> str:
    with pytest.raises(ValidationError) as caught:
        clean(file, **options)
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", PDF),
        ("PLAN.PDF", PDF),
        ("plan.docx", DOCX),
        ("plan.xlsx", XLSX),
        ("plan.odt", ODT),
        ("plan.docx", ODD_DOCX),
        ("billede.png", PNG),
        ("IMG_0001.JPG", JPG),
        ("img.jpeg", JPG),
        ("IMG_0001.HEIC", HEIC),
        ("IMG_0001.heif", HEIC),
    ],
)
def test_files_that_are_what_they_say(name, content):
    file = upload(name, content, MIME[name.rpartition(".")[2].lower()])

    assert clean(file) is file


@pytest.mark.parametrize("claimed", ["image/heic", "image/heif", "application/octet-stream", ""])
def test_pictures_of_phones_whatever_they_call_them(claimed):
    assert clean(upload("IMG_0001.HEIC", HEIC, claimed)).name == "IMG_0001.HEIC"


@pytest.mark.parametrize(("name", "content"), [("a.heic", JPG), ("a.jpg", HEIC), ("a.heic", PDF)])
def test_pictures_are_what_their_bytes_say(name, content):
    mime = MIME[name.rpartition(".")[2]]
    assert "is not what its name says" in refused(upload(name, content, mime))


def test_a_file_dialogue_offers_the_other_names_too():
    assert accepted_names({"types": ["pdf", "jpg", "heic"]}) == [
        ".pdf",
        ".jpg",
        ".heic",
        ".jpeg",
        ".heif",
    ]


def test_the_browser_says_what_the_server_says_of_a_large_file():
    options = {"max_megabytes": 1}
    said = refused(upload("plan.pdf", PDF + bytes(1024 * 1024)), **options)
    assert too_large_text(options).replace("{name}", "plan.pdf") == said


def test_the_file_is_rewound():
    assert clean(upload("plan.pdf")).read() == PDF


def test_a_browser_that_does_not_know_the_type_is_believed():
    assert clean(upload("plan.docx", DOCX, "application/octet-stream")).name == "plan.docx"


@pytest.mark.parametrize(
    ("name", "content", "claimed"),
    [
        ("plan.pdf", PNG, "application/pdf"),
        ("plan.pdf", b"MZ\x90\x00" + bytes(300), "application/pdf"),
        ("plan.pdf", b"<script>alert(1)</script>", "application/pdf"),
        ("plan.pdf", PDF, "text/html"),
        ("plan.docx", XLSX, MIME["docx"]),
        ("plan.docx", archive("readme.txt"), MIME["docx"]),
        ("plan.odt", DOCX, MIME["odt"]),
        pytest.param("plan.docx", DOCX[:40], MIME["docx"], id="broken"),
    ],
)
def test_files_that_are_something_else(name, content, claimed):
    types = "PDF, DOCX, ODT, XLSX, ODS, PNG, JPG or HEIC"
    message = f"“{name}” is not what its name says. Save it again as {types}."

    assert refused(upload(name, content, claimed)) == message


@pytest.mark.parametrize("name", ["plan.exe", "plan.html", "plan.txt", "plan", "plan.pdf.svg"])
def test_types_that_are_not_taken(name):
    types = "PDF, DOCX, ODT, XLSX, ODS, PNG, JPG or HEIC"

    assert refused(upload(name)) == (
        f"“{name}” is a type of file we cannot take. Choose a file in {types}."
    )


@override_settings(WAGTAIL_INDDRAGELSE={"ATTACHMENT_TYPES": ["txt"]})
def test_a_type_that_bytes_cannot_tell_is_never_taken():
    assert "not what its name says" in refused(upload("plan.txt", b"hello", "text/plain"))


def test_a_question_can_take_fewer_types():
    message = "“plan.pdf” is a type of file we cannot take. Choose a file in PNG."

    assert refused(upload("plan.pdf"), types=["png", "exe"]) == message


def test_too_large():
    file = upload("plan.pdf", PDF + bytes(1024 * 1024))
    message = "“plan.pdf” is too large. A file can be at most 1.0\xa0MB."

    assert refused(file, max_megabytes=1) == message


@override_settings(WAGTAIL_INDDRAGELSE={"ATTACHMENT_MAX_BYTES": 100})
def test_the_site_limit_holds_over_the_question():
    assert max_bytes({"max_megabytes": 5}) == 100


def test_empty():
    assert refused(upload("plan.pdf", b"")) == "The file in “Plan” is empty."


def test_long_name():
    message = "The file name in “Plan” is too long. Give the file a shorter name."

    assert refused(upload("a" * 150 + ".pdf")) == message


def test_types_keep_the_order_of_the_site():
    assert allowed_types({"types": ["png", "pdf"]}) == ["pdf", "png"]


def clean_scanner(file) -> bool:
    return file.read() == PDF


def dirty_scanner(file) -> bool:
    return False


def broken_scanner(file) -> bool:
    raise ConnectionError


def scanner(name: str):
    return override_settings(WAGTAIL_INDDRAGELSE={"ATTACHMENT_SCANNER": f"{__name__}.{name}"})


@scanner("clean_scanner")
def test_a_scanner_lets_clean_files_through():
    assert clean(upload("plan.pdf")).read() == PDF


@pytest.mark.parametrize("name", ["dirty_scanner", "broken_scanner", "no_such_scanner"])
def test_a_scanner_that_does_not_say_clean_refuses(name):
    with scanner(name):
        message = refused(upload("plan.pdf"))

    assert message == "“plan.pdf” could not be checked for viruses. Try another file."
