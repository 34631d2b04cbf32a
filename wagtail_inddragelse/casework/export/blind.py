"""Rows of submissions that are assessed blind, for those who must not know the applicants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ...domain.assessment import blinding
from ...models import Attachment, FormVersion, Redaction
from ...questions.registry import Disclosure
from ...questions.schema import FormSchema
from .columns import Row

FIELDS = ("answers", "form_version_id")
"""Fields of Submission that are needed to know what may be shown."""

HIDDEN = {
    "contact_name": "",
    "contact_email": "",
    "contact_phone": "",
    "applies_for": "",
    "organisation": "",
    "organisation_cvr": "",
    "municipality_code": "",
    "journal_number": "",
    "decision_reason": "",
}
"""What is hidden, with what stands instead."""

Disclosed = dict[str, Disclosure]

OF_A_PERSON = {"name": "", "email": "", "role": ""}


def blind(rows: list[Row], hidden: set[int]) -> list[Row]:
    """The same rows, where those with keys in ``hidden`` tell nothing of who the applicant is."""
    concerned = [row.values.pk for row in rows if row.values.pk in hidden]
    if not concerned:
        return rows
    disclosed = _disclosed({row.values.form_version_id for row in rows if row.values.pk in hidden})
    redactions = _redactions(concerned)
    files = _files(concerned)
    return [
        _blinded(row, *disclosed[row.values.form_version_id], redactions.get(row.values.pk), files)
        if row.values.pk in hidden
        else row
        for row in rows
    ]


def _disclosed(versions: Iterable[int]) -> dict[int, tuple[Disclosed, Disclosed]]:
    """What the answers reveal, by form version: the submission's, and each participant's."""
    schemas = {
        version.pk: FormSchema.from_json(version.schema)
        for version in FormVersion.objects.filter(pk__in=versions)
    }
    return {
        pk: (
            blinding.disclosures(schema.questions),
            blinding.disclosures(schema.participant_questions),
        )
        for pk, schema in schemas.items()
    }


def _redactions(ids: list[int]) -> dict[int, Redaction]:
    rows = Redaction.objects.filter(submission__in=ids).prefetch_related("attachments")
    return {row.submission_id: row for row in rows}


def _files(ids: list[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for attachment in Attachment.objects.current().filter(submission__in=ids).order_by("pk"):
        found.setdefault(attachment.submission_id, []).append(attachment)
    return found


def _blinded(
    row: Row, disclosed: Disclosed, of_people: Disclosed, redaction: Redaction | None, files: dict
) -> Row:
    values = row.values
    words = blinding.redacted_words(redaction, values.answers)
    answers = blinding.blind_answers(disclosed, values.answers, words)
    return replace(
        row,
        values=_without(values, HIDDEN | {"answers": answers}),
        people=[_nameless(person, of_people) for person in row.people],
        files=_names(files.get(values.pk, []), redaction),
    )


def _without(values: Any, instead: dict) -> Any:
    return values._replace(**{name: instead[name] for name in instead if name in values._fields})


def _nameless(person: Any, disclosed: Disclosed) -> Any:
    answers = blinding.blind_answers(disclosed, getattr(person, "answers", {}), {})
    return _without(person, OF_A_PERSON | {"answers": answers})


def _names(attachments: list[Attachment], redaction: Redaction | None) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for attachment in blinding.renamed(attachments, redaction):
        names.setdefault(attachment.question_id, []).append(attachment.name)
    return names
