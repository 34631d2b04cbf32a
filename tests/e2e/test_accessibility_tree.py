"""What assistive technology is told of a form, compared with committed files."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .forms import APPLICATION, COURSE_FORM, ENGLISH_FORM, open_with_errors

pytestmark = pytest.mark.e2e

FOLDER = Path(__file__).parent / "snapshots"
FORMS = {"application": APPLICATION, "course": COURSE_FORM, "course-in-english": ENGLISH_FORM}
MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    "|january|february|march|may|june|july|october"
)
WEEKDAYS = (
    "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
CHANGES = {
    rf"\b({WEEKDAYS})\b": "WEEKDAY",
    rf"\b\d{{1,2}}\.? ({MONTHS})( \d{{4}})?\b": "DAY",
    r"\?intake=\d+": "?intake=1",
}
"""What depends on the day that the demo was loaded, and what is written instead."""


def tree(page: Page) -> str:
    """The accessibility tree of the page's main part, with other words for the demo's dates."""
    expect(page.get_by_role("combobox").first).to_have_attribute("aria-autocomplete", "list")
    text = page.get_by_role("main").aria_snapshot()
    for pattern, word in CHANGES.items():
        text = re.sub(pattern, word, text, flags=re.IGNORECASE)
    return text + "\n"


def assert_matches(name: str, text: str) -> None:
    """Compare ``text`` with the committed file; UPDATE_SNAPSHOTS=1 writes the file instead."""
    path = FOLDER / f"{name}.yaml"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMS)
class TestForm:
    def test_is_told_as_before(self, citizen: Page, name: str):
        citizen.goto(FORMS[name])

        assert_matches(name, tree(citizen))

    def test_is_told_with_its_errors_as_before(self, citizen: Page, name: str):
        open_with_errors(citizen, FORMS[name])

        assert_matches(f"{name}-with-errors", tree(citizen))
