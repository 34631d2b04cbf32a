from __future__ import annotations

import pytest

from wagtail_inddragelse.domain.record.form_versions import find_schema, get_form_version
from wagtail_inddragelse.models import FormVersion
from wagtail_inddragelse.questions.schema import FormSchema, Question, Step

pytestmark = pytest.mark.django_db
SCHEMA = FormSchema(steps=(Step("s", "You", questions=(Question("q", "short_text", "Why?"),)),))


def test_a_form_is_stored_when_it_is_first_used():
    version = get_form_version(SCHEMA)

    assert (version.digest, version.schema) == (SCHEMA.digest, SCHEMA.to_json())


def test_the_same_form_is_stored_once():
    first = get_form_version(SCHEMA)

    assert get_form_version(FormSchema.from_json(SCHEMA.to_json())) == first
    assert FormVersion.objects.count() == 1


def test_a_changed_form_is_another_version():
    get_form_version(SCHEMA)
    get_form_version(FormSchema(steps=SCHEMA.steps, privacy="<p>New.</p>"))

    assert FormVersion.objects.count() == 2


def test_a_form_is_found_by_its_digest():
    get_form_version(FormSchema())
    get_form_version(SCHEMA)

    assert find_schema(SCHEMA.digest) == SCHEMA


def test_a_digest_that_was_never_used_finds_nothing():
    get_form_version(FormSchema())

    assert find_schema(SCHEMA.digest) is None
