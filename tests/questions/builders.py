"""Short ways to write the forms that the tests ask about."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from wagtail_inddragelse.questions.blocks import StepsBlock
from wagtail_inddragelse.questions.compile import compile_form
from wagtail_inddragelse.questions.criteria_blocks import CriteriaBlock
from wagtail_inddragelse.questions.forms import SchemaForm, get_form_class
from wagtail_inddragelse.questions.schema import FormSchema
from wagtail_inddragelse.questions.sent import PeopleLimits

CONTACT = {"contact_name": "Bo Ås", "contact_email": "bo@example.dk"}
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(60)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(60)
MIME = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "heic": "image/heic",
    "heif": "image/heif",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}


def question(type_: str, id_: str = "", **value: Any) -> dict[str, Any]:
    """A question as a StreamField stores it."""
    choices = value.get("choices")
    if choices is not None:
        value["choices"] = [{"type": "item", "id": text.lower(), "value": text} for text in choices]
    return {"type": type_, "id": id_ or type_, "value": {"label": id_ or type_, **value}}


def only_if(question_name: str, *answers: str) -> dict[str, Any]:
    return {"only_if_question": question_name, "only_if_answers": list(answers)}


def steps(*questions: dict[str, Any]) -> Any:
    """A form of one step."""
    value = {"title": "Om jer", "questions": list(questions)}
    return StepsBlock().to_python([{"type": "step", "id": "step", "value": value}])


def several_steps(*parts: list[dict[str, Any]]) -> Any:
    return StepsBlock().to_python(
        [
            {"type": "step", "id": f"step{n}", "value": {"title": f"Trin {n}", "questions": part}}
            for n, part in enumerate(parts, start=1)
        ]
    )


def criteria(*texts: str) -> Any:
    return CriteriaBlock().to_python(
        [{"type": "criterion", "id": text, "value": {"text": text}} for text in texts]
    )


def schema(*questions: dict[str, Any], **options: Any) -> FormSchema:
    return compile_form(steps(*questions), **options)


def form(
    *questions: dict[str, Any],
    data: dict[str, Any] | None = None,
    files: dict[str, Any] | None = None,
    limits: PeopleLimits | None = None,
    **options: Any,
) -> SchemaForm:
    """A form that was sent with the contact person's particulars and ``data``."""
    form_class = get_form_class(schema(*questions))
    return form_class({**CONTACT, **(data or {})}, files or {}, limits=limits, **options)


def errors(bound: SchemaForm) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in bound.errors.items()}


def upload(name: str, content: bytes = PDF, claimed: str | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it; claims the type of its extension unless told otherwise."""
    mime = MIME.get(name.rpartition(".")[2], "") if claimed is None else claimed
    return SimpleUploadedFile(name, content, content_type=mime)


def archive(*names: str, mimetype: str = "") -> bytes:
    """A zip archive with these parts."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as zip_file:
        if mimetype:
            zip_file.writestr("mimetype", mimetype)
        for name in names:
            zip_file.writestr(name, "<x/>")
    return buffer.getvalue()
