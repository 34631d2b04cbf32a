"""The Danish catalogues hold what the sources say now, all of it translated and compiled."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

pytestmark = pytest.mark.gettext

ROOT = Path(__file__).parent.parent
CATALOGUE = Path("locale/da/LC_MESSAGES/django.po")


@pytest.fixture(scope="module", params=["wagtail_inddragelse", "example_site"])
def package(request):
    """The folder of a package with a catalogue of its own."""
    return ROOT / request.param


@pytest.fixture(scope="module")
def catalogue(package):
    return polib.pofile(package / CATALOGUE)


@pytest.fixture(scope="module")
def sources(package, tmp_path_factory):
    """What the sources ask to have translated, as makemessages finds it now."""
    copy = tmp_path_factory.mktemp("sources") / package.name
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale=da", "--keep-pot"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": ""}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return polib.pofile(copy / "locale" / "django.pot")


def keys(entries):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


def translations(entries):
    return {(entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in entries}


def said(entry):
    return entry.msgstr_plural.values() if entry.msgstr_plural else [entry.msgstr]


def test_the_catalogue_holds_every_text_of_the_sources(sources, catalogue):
    current = [entry for entry in catalogue if not entry.obsolete]
    assert keys(sources) - keys(current) == set()


def test_the_catalogue_holds_nothing_else(sources, catalogue):
    assert keys(catalogue) - keys(sources) == set()


def test_every_text_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []


def test_no_translation_is_a_guess(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_quotation_marks_are_danish(catalogue):
    danish = (text for entry in catalogue for text in said(entry))
    assert [text for text in danish if "“" in text] == []


@pytest.mark.parametrize("word", ["mønster", "Tom:", "hak", "flueben", "score", "publiceret"])
def test_one_danish_word_is_used_for_one_thing(catalogue, word):
    """Skabelon, Lad feltet stå tomt, kryds, point and udgivet are the ones that are used."""
    danish = " ".join(text for entry in catalogue for text in said(entry))
    assert re.findall(rf"\b{word}(?!\w)", danish, re.IGNORECASE) == []


def test_the_compiled_catalogue_is_the_same(package, catalogue):
    compiled = polib.mofile((package / CATALOGUE).with_suffix(".mo"))
    assert translations(compiled) == translations(catalogue.translated_entries())


def test_translations_have_the_placeholders_of_their_texts(package):
    command = ["msgfmt", "--check-format", "--output-file=-", package / CATALOGUE]
    result = subprocess.run(command, capture_output=True)
    assert (result.returncode, result.stderr) == (0, b"")
