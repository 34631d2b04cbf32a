"""Form versions: a row per distinct form, made when it is first used."""

from __future__ import annotations

from collections.abc import Iterable

from ...models import FormVersion, Submission
from ...models.prepared import Prepared
from ...questions.schema import Criterion, FormSchema


def get_form_version(schema: FormSchema) -> FormVersion:
    """The row of ``schema``, made now if this form was never used before."""
    return _find(schema.digest) or _make(schema)


def form_of(submission: Submission) -> FormSchema:
    """The form as it was when ``submission`` answered it; read anew with each call."""
    return FormSchema.from_json(submission.form_version.schema)


def find_schema(digest: str) -> FormSchema | None:
    """The form that was used under ``digest``, or None."""
    version = _find(digest)
    return FormSchema.from_json(version.schema) if version else None


def criteria_by_version(keys: Iterable[int]) -> dict[int, tuple[Criterion, ...]]:
    """The criteria of the forms with these primary keys, by key; one query."""
    rows = FormVersion.objects.in_bulk(set(keys))
    return {key: FormSchema.from_json(row.schema).criteria for key, row in rows.items()}


def _find(digest: str) -> FormVersion | None:
    return next(iter(_by_digest(digest=digest)), None)


def _make(schema: FormSchema) -> FormVersion:
    version, _created = FormVersion.objects.get_or_create(
        digest=schema.digest, defaults={"schema": schema.to_json()}
    )
    return version


_by_digest = Prepared(
    lambda digest: FormVersion.objects.filter(digest=digest),
    digest=FormVersion._meta.get_field("digest"),
)
