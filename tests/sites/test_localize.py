"""Pages translated with wagtail-localize keep their start dates and questions."""

import json

import pytest

SITE = "stock"
PAGES = 8  # four patterns, each an offer and its form

pytestmark = pytest.mark.sites


@pytest.fixture(scope="module")
def times(run):
    """What stood in each language after each of two synchronisations."""
    result = run("../synchronise.py")
    assert (result.returncode, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_each_page_that_code_made_is_translated(times):
    assert [len(pages) for pages in times] == [PAGES, PAGES]


def test_both_languages_have_the_same_start_dates_sessions_and_questions(times):
    different = [
        path for pages in times for path, page in pages.items() if page["da"] != page["en-gb"]
    ]
    assert different == []


def test_a_later_synchronisation_loses_and_doubles_nothing(times):
    first, second = times
    assert second == first


def test_there_is_something_to_lose(times):
    pages = times[0].values()
    assert sum(len(page["da"]["intakes"]) for page in pages) == 6
    assert sum(len(page["da"].get("steps", ())) for page in pages) == 5
