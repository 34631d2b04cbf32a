from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from wagtail import blocks

from wagtail_inddragelse.blocks.fields import StreamField

TEXT = [("text", blocks.CharBlock())]
STORED = [{"type": "text", "value": "Kære borger", "id": "1"}]


def project(field: models.Field) -> ProjectState:
    state = ProjectState()
    state.add_model(
        ModelState("tests", "Host", [("id", models.AutoField(primary_key=True)), ("body", field)])
    )
    return state


def historical_model(field: models.Field) -> type[models.Model]:
    return project(field).apps.get_model("tests", "Host")


def changes(before: models.Field, after: models.Field) -> dict:
    return MigrationAutodetector(project(before), project(after))._detect_changes()


def test_adding_a_block_makes_no_migration():
    more = [*TEXT, ("quote", blocks.BlockQuoteBlock())]
    assert changes(StreamField(TEXT), StreamField(more)) == {}


def test_another_option_of_the_field_makes_a_migration():
    assert list(changes(StreamField(TEXT), StreamField(TEXT, blank=True))) == ["tests"]


def test_a_migration_names_the_field_without_blocks():
    assert MigrationWriter.serialize(StreamField(TEXT, blank=True, min_num=1))[0] == (
        "wagtail_inddragelse.blocks.fields.StreamField(blank=True)"
    )


def test_a_function_gives_the_blocks_when_they_are_first_needed():
    calls = []

    def block_types():
        calls.append(1)
        return TEXT

    field = StreamField(block_types)
    before = list(calls)
    names = [list(field.stream_block.child_blocks) for _ in range(2)]
    assert (before, names, calls) == ([], [["text"], ["text"]], [1])


def test_a_stream_block_class_is_taken_as_wagtail_takes_it():
    class Texts(blocks.StreamBlock):
        text = blocks.CharBlock()

    assert list(StreamField(Texts).stream_block.child_blocks) == ["text"]


def test_with_blocks_it_gives_a_stream_value():
    assert StreamField(TEXT).to_python(STORED)[0].value == "Kære borger"


@pytest.mark.django_db(transaction=True)
def test_a_historical_model_keeps_content_it_has_no_blocks_for():
    model = historical_model(StreamField(TEXT).clone())
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        model.objects.create(body=STORED)
        row = model.objects.get()
        row.save()
        assert model.objects.get().body == STORED
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)
