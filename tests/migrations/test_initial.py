"""The one migration of each app makes what the models say, on whichever database it runs."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = ("wagtail_inddragelse", "wagtail_inddragelse_pages")
MODELS = [
    model
    for label in OURS
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
]

pytestmark = [pytest.mark.django_db, pytest.mark.migrated]


@pytest.mark.parametrize("app", OURS)
def test_an_app_has_one_migration(app):
    names = [name for label, name in MigrationLoader(None).disk_migrations if label == app]
    assert names == ["0001_initial"]


def test_the_models_say_nothing_more():
    call_command("makemigrations", *OURS, "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestTable:
    def test_its_columns_and_which_of_them_may_be_empty(self, model):
        with connection.cursor() as cursor:
            made = connection.introspection.get_table_description(cursor, model._meta.db_table)
        said = {field.column: field.null for field in model._meta.local_concrete_fields}
        generated = {f.column for f in model._meta.local_concrete_fields if f.generated}
        found = {column.name: bool(column.null_ok) for column in made}
        assert set(found) == set(said)
        assert without(found, generated) == without(said, generated)

    def test_its_constraints_and_indexes(self, model):
        named = {each.name for each in (*model._meta.constraints, *model._meta.indexes)}
        assert named - set(constraints_of(model)) == set()

    def test_its_unique_columns(self, model):
        unique = {(f.column,) for f in model._meta.local_concrete_fields if f.unique}
        assert unique - unique_sets(model) == set()

    def test_its_foreign_keys(self, model):
        said = {
            (field.column, field.target_field.model._meta.db_table)
            for field in model._meta.local_concrete_fields
            if field.remote_field and field.db_constraint
        }
        found = {
            (*each["columns"], each["foreign_key"][0])
            for each in constraints_of(model).values()
            if each["foreign_key"]
        }
        assert found == said


def without(columns, some):
    return {name: value for name, value in columns.items() if name not in some}


def constraints_of(model):
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, model._meta.db_table)


def unique_sets(model):
    found = constraints_of(model).values()
    return {tuple(each["columns"]) for each in found if each["unique"] or each["primary_key"]}
