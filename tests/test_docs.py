"""The reference says what the code says, and no link leads nowhere."""

import re
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.dispatch import Signal
from django.utils import translation

from wagtail_inddragelse import signals
from wagtail_inddragelse.blocks import all_blocks
from wagtail_inddragelse.conf import SETTINGS
from wagtail_inddragelse.domain.offers.readiness import CHECKS
from wagtail_inddragelse.mail import placeholder_table
from wagtail_inddragelse.models import Occasion, Recipient
from wagtail_inddragelse.models.occasion import occasions_where

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "wagtail_inddragelse"
TEMPLATES = PACKAGE / "templates" / "wagtail_inddragelse"
CHECKS_FOLDER = PACKAGE / "checks"
STYLESHEET = PACKAGE / "static" / "wagtail_inddragelse" / "inddragelse.css"
LOOK = ROOT / "docs" / "how-to" / "look.md"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
CONTRIBUTING = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "contributing").glob("*.md"))]
ADD_ONE = ROOT / "docs" / "contributing" / "add-one.md"
TO_COME = "\n## Where what is to come will live\n"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
HOME = PYPROJECT["project"]["urls"]["Homepage"]


def rows(name, folder="reference"):
    """The rows of the tables of a page that begin with code, as lists of cells."""
    lines = (ROOT / "docs" / folder / f"{name}.md").read_text().splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]


def test_the_settings_are_those_of_the_code():
    expected = [
        [f"`{name}`", f"`{setting.default!r}`", setting.help.replace("``", "`")]
        for name, setting in SETTINGS.items()
    ]
    assert rows("settings") == expected


def test_the_system_checks_are_those_of_the_code():
    code = "".join(path.read_text() for path in sorted(CHECKS_FOLDER.glob("*.py")))
    named = set(re.findall(r'"(?:wagtail_inddragelse\.)?([EWI]\d{3})"', code))
    assert sorted(row[0].strip("`") for row in rows("checks")) == sorted(named)


def test_one_oldest_python_is_named_everywhere():
    oldest = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    places = ("README.md", "Makefile", ".ci/run", ".ci/oldest")
    named = [
        re.findall(r"[Pp]ython ?(3\.\d+)\b", (ROOT / place).read_text())[0] for place in places
    ]
    assert named == [oldest] * len(places)
    assert PYPROJECT["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"


def test_the_blocks_are_those_of_the_code():
    expected = [[f"`{name}`", f"`{type(block).__name__}`"] for name, block in all_blocks()]
    assert [row[:2] for row in rows("blocks")] == expected


def test_the_signals_are_those_of_the_code():
    expected = [name for name, value in vars(signals).items() if isinstance(value, Signal)]
    assert [row[0].strip("`") for row in rows("signals")] == expected


def test_the_placeholders_are_those_of_the_code():
    yes_no = {True: "yes", False: "no"}
    with translation.override("en"):
        expected = [
            [
                f"`{each}`",
                str(each.meaning),
                str(each.example),
                yes_no[not (each.is_personal or each.can_be_empty)],
                yes_no[each.can_be_empty],
                _mails(each),
            ]
            for each in placeholder_table.TABLE
        ]
    assert rows("placeholders") == expected


def _mails(placeholder) -> str:
    found = occasions_where(placeholder.is_in)
    named = {
        tuple(Occasion): "every mail",
        occasions_where(lambda kind: kind.to is not Recipient.SUBSCRIBER): (
            "every mail about a submission"
        ),
        occasions_where(lambda kind: kind.to is Recipient.APPLICANT): "every mail to an applicant",
    }
    return named.get(found) or ", ".join(str(occasion.label) for occasion in found)


def test_the_checks_of_pages_are_those_of_the_code():
    expected = [[f"`{check.code}`", "blocks" if check.blocks else "advises"] for check in CHECKS]
    assert sorted(row[:2] for row in rows("readiness")) == sorted(expected)


def test_the_custom_properties_are_those_of_the_stylesheet():
    defaults = re.search(r":where\(:root\) {(.*?)}", STYLESHEET.read_text(), re.DOTALL)[1]
    expected = re.findall(r"(--[\w-]+): (.*);", defaults)
    found = [(row[0].strip("`"), row[1].strip("`")) for row in rows("look", "how-to")]
    assert found == expected


def test_the_blocks_of_the_page_templates_are_those_that_are_there():
    named = re.findall(r"`((?:inddragelse|offer|form|index)_\w+)`", LOOK.read_text())
    markup = "".join(path.read_text() for path in (TEMPLATES / "pages").glob("*.html"))
    assert set(named) == set(re.findall(r"{% block ((?:inddragelse|offer|form|index)_\w+)", markup))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_addresses_of_the_project_are_those_of_its_files():
    text = "".join(page.read_text() for page in ROOT.glob("*.md"))
    text = text.replace(HOME.replace("github.com", "raw.githubusercontent.com"), f"{HOME}/raw")
    named = re.findall(rf"{HOME}/\w+/main/(\S+)", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert set(re.findall(r"https://[\w.]*github\w*\.com/[\w.-]+/[\w.-]+", text)) == {HOME}


def is_there(path):
    """Whether the path is of the repository or of the package."""
    return (ROOT / path).exists() or (PACKAGE / path).exists()


def layers(contract):
    """The modules that a contract of import-linter names, from the top down."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    return re.findall(r"\w+", config[f"importlinter:contract:{contract}"]["layers"])


def rooms(contract):
    """Those of them that are folders."""
    return [name for name in layers(contract) if (PACKAGE / contract / name).is_dir()]


def test_the_figure_shows_the_layers_and_rooms_of_the_linter():
    figure = (ROOT / "docs" / "images" / "layers.svg").read_text()
    named = re.findall(r'class="name"[^>]*>([^<]+)', figure)
    assert [name for row in named for name in row.split(" · ")] == layers("layers")
    drawn = re.findall(r'class="in" x[^>]*>([^<]+)', figure)
    assert drawn == [*rooms("casework"), *rooms("domain")]


def test_every_layer_and_room_has_its_line_in_where_things_live():
    named = {
        cell for row in rows("where-things-live", "contributing") for cell in row[0].split(", ")
    }
    wings = [f"{wing}/{room}" for wing in ("casework", "domain") for room in rooms(wing)]
    expected = [
        f"`{name}{'/' if (PACKAGE / name).is_dir() else '.py'}`"
        for name in (*layers("layers"), *wings)
    ]
    assert [name for name in expected if name not in named] == []


@pytest.mark.parametrize("page", CONTRIBUTING, ids=lambda page: page.name)
def test_the_files_that_contributors_are_led_to_are_there(page):
    present = page.read_text().partition(TO_COME)
    text = present[0] + present[2].partition("\n## ")[2]
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", text)
    assert [path for path in named if not is_there(path)] == []


@pytest.mark.parametrize("walk", ADD_ONE.read_text().split("\n## ")[1:], ids=lambda text: text[:12])
def test_to_add_one_more_touches_three_files_at_most(walk):
    assert 1 <= len(re.findall(r"^\d\. ", walk, re.MULTILINE)) <= 3
