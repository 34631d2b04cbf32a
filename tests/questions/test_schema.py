from __future__ import annotations

import json

import pytest
from hypothesis import strategies as st

from tests.properties import given
from wagtail_inddragelse.questions.schema import (
    Condition,
    ContactOptions,
    Criterion,
    FormSchema,
    Question,
    Step,
)

texts = st.text(max_size=20)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
conditions = st.builds(Condition, texts, st.lists(texts, max_size=3).map(tuple))
questions = st.builds(
    Question,
    texts,
    texts,
    texts,
    texts,
    st.booleans(),
    texts,
    st.none() | conditions,
    st.dictionaries(texts, plain, max_size=3),
    texts,
)
several = st.lists(questions, max_size=3).map(tuple)
steps = st.builds(Step, texts, texts, texts, several)
leaves = st.builds(Criterion, texts, texts, texts, st.integers(1, 9))
criteria = st.builds(
    Criterion, texts, texts, texts, st.integers(1, 9), st.lists(leaves, max_size=2).map(tuple)
)
schemas = st.builds(
    FormSchema,
    st.lists(steps, max_size=3).map(tuple),
    several,
    st.lists(criteria, max_size=2).map(tuple),
    st.builds(ContactOptions, st.booleans(), st.booleans(), st.booleans()),
    texts,
    st.dictionaries(texts, plain, max_size=3),
)


@given(schemas)
def test_json_and_back_is_the_same_form(schema: FormSchema):
    stored = json.loads(json.dumps(schema.to_json()))

    assert FormSchema.from_json(stored).to_json() == schema.to_json()


@given(schemas)
def test_digest_survives_json(schema: FormSchema):
    stored = json.loads(json.dumps(schema.to_json()))

    assert FormSchema.from_json(stored).digest == schema.digest


@given(st.dictionaries(texts, plain, min_size=2, max_size=6))
def test_order_of_keys_does_not_change_the_digest(options: dict):
    turned = dict(reversed(options.items()))
    forms = [
        FormSchema(
            steps=(Step("s", questions=(Question("q", "t", options=given_),)),), texts=given_
        )
        for given_ in (options, turned)
    ]

    assert forms[0].digest == forms[1].digest


@pytest.mark.parametrize(
    "other",
    [
        FormSchema(steps=(Step("s", questions=(Question("q", "email", "Other"),)),)),
        FormSchema(steps=(Step("s", questions=(Question("q2", "email", "Mail"),)),)),
        FormSchema(steps=(Step("s", questions=(Question("q", "email", "Mail", required=True),)),)),
        FormSchema(
            steps=(Step("s", questions=(Question("q", "email", "Mail", missing="Write"),)),)
        ),
        FormSchema(
            steps=(Step("s", questions=(Question("q", "email", "Mail"),)),), privacy="<p>x</p>"
        ),
    ],
)
def test_any_other_content_has_another_digest(other: FormSchema):
    schema = FormSchema(steps=(Step("s", questions=(Question("q", "email", "Mail"),)),))

    assert schema.digest != other.digest


def test_a_form_that_says_nothing_new_keeps_its_digest():
    schema = FormSchema(steps=(Step("s", questions=(Question("q", "email", "Mail"),)),))
    (asked,) = schema.to_json()["steps"][0]["questions"]

    assert sorted(asked) == [
        "autocomplete",
        "condition",
        "help_text",
        "id",
        "label",
        "options",
        "required",
        "type",
    ]
    assert schema.digest == "e7a67677ef77df6f45ab1a0db013cd3fb5f818fad183366fcfc1c1b8c0190053"


def test_equal_forms_are_one_key():
    assert len({FormSchema(privacy="a"), FormSchema(privacy="a"), FormSchema(privacy="b")}) == 2


def test_schema_cannot_be_changed():
    with pytest.raises(AttributeError):
        FormSchema().privacy = "else"


def test_questions_come_in_the_order_of_the_steps():
    first, second = Question("a", "email"), Question("b", "email")
    schema = FormSchema(steps=(Step("1", questions=(first,)), Step("2", questions=(second,))))

    assert schema.questions == (first, second)
