"""A site that used the package gets rid of it, and is none the worse."""

import json

import pytest

SITE = "stock"

pytestmark = pytest.mark.sites


@pytest.fixture(scope="module")
def removed(run):
    """What was left of ours before and after, and on the site without our apps."""
    first = run("../removal.py", "with")
    assert (first.returncode, first.stderr[:2000]) == (
        0,
        "2 × page\n1 × submission\n1 × attachment\n"
        "All is deleted. Take the apps out of INSTALLED_APPS and the urls now.\n",
    )
    second = run("../removal.py", "without")
    assert (second.returncode, second.stderr) == (0, "")
    return json.loads(first.stdout) | json.loads(second.stdout.splitlines()[-1])


def test_there_was_something_to_remove(removed):
    there = {name for name, number in removed["before"].items() if number}
    assert there >= {"content types", "permissions", "revisions", "search", "pages", "tables"}
    assert removed["before"]["files"] == 1


@pytest.mark.parametrize("when", ["after", "left"])
def test_nothing_is_left(removed, when):
    assert {name: number for name, number in removed[when].items() if number} == {}


def test_the_site_goes_on(removed):
    assert removed["status"] == [200] * 4
