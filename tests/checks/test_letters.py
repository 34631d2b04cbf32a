import pytest
from django.db import connection, connections

from wagtail_inddragelse.checks import letters
from wagtail_inddragelse.checks.letters import check_letters

pytestmark = pytest.mark.django_db


def found() -> list:
    return list(check_letters(databases=["default"]))


@pytest.fixture
def vendor(monkeypatch):
    """Have the database taken for one of another make."""

    def take_for(name: str) -> None:
        monkeypatch.setattr(type(connections["default"]), "vendor", name)

    return take_for


def test_a_database_that_knows_danish_letters_is_fine(vendor, monkeypatch):
    monkeypatch.setattr(letters, "_sorted_otherwise", lambda alias: [])
    monkeypatch.setattr(letters, "_knows_large_letters", lambda alias: True)
    for name in ("sqlite", "mysql", "postgresql"):
        vendor(name)
        assert found() == []


def test_columns_of_mariadb_are_named(vendor, monkeypatch):
    vendor("mysql")
    columns = ["submission.contact_name (utf8mb4_general_ci)", "page.title (latin1_swedish_ci)"]
    monkeypatch.setattr(letters, "_sorted_otherwise", lambda alias: columns)
    [message] = found()
    assert (message.id, message.msg) == (
        "wagtail_inddragelse.W021",
        "submission.contact_name (utf8mb4_general_ci), page.title (latin1_swedish_ci): Å sorts as "
        "A, and a search for one finds the other.",
    )
    assert "utf8mb4_danish_ci" in message.hint


def test_postgresql_without_letters_is_told(vendor, monkeypatch):
    vendor("postgresql")
    monkeypatch.setattr(letters, "_knows_large_letters", lambda alias: False)
    assert [message.id for message in found()] == ["wagtail_inddragelse.W021"]


def test_a_site_in_another_language_is_not(vendor, monkeypatch, settings):
    settings.LANGUAGE_CODE = "en-gb"
    vendor("postgresql")
    monkeypatch.setattr(letters, "_knows_large_letters", lambda alias: False)
    assert found() == []


def test_a_database_that_may_not_be_asked_is_not(vendor):
    vendor("mysql")
    assert list(check_letters(databases=None)) == []


@pytest.mark.parametrize(
    ("collation", "is_danish"),
    [
        ("utf8mb4_danish_ci", True),
        ("uca1400_danish_ai_ci", True),
        ("utf8mb4_da_0900_ai_ci", True),
        ("utf8mb4_general_ci", False),
        ("utf8mb4_0900_ai_ci", False),
    ],
)
def test_danish_collations_are_known(collation, is_danish):
    assert letters._is_danish_collation(collation) is is_danish


@pytest.mark.server
class TestTheDatabaseItself:
    def test_is_asked_what_it_holds(self):
        if connection.vendor == "mysql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT @@collation_database")
                collation = cursor.fetchone()[0]
            table = "wagtail_inddragelse_submission"
            is_fine = letters._is_danish_collation(collation)
            wrong = [] if is_fine else [f"{table}.contact_name ({collation})"]
            found = letters._sorted_otherwise("default")
            assert [name for name in found if name.startswith(f"{table}.contact_name ")] == wrong
        else:
            assert letters._knows_large_letters("default") is True
