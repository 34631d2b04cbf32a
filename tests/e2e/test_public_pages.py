"""Every public page in every state: for all people, and with nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from .conftest import PATIENCE, PHONE
from .demo import Demo
from .inspection import FLAWLESS, inspect
from .states import REFUSALS, SCRIPTED_WAYS, Addresses, Key
from .watch import Watch

pytestmark = pytest.mark.e2e

LOCALES = {"da": "da-DK", "en": "en-GB"}
Visitor = tuple[Page, Watch]


@pytest.fixture(scope="module")
def addresses(loaded_demo: Demo) -> Addresses:
    return loaded_demo.stage()


@pytest.fixture(scope="module", params=["ours", pytest.param("dkfds", marks=pytest.mark.npm)])
def url(addresses: Addresses, request: pytest.FixtureRequest) -> str:
    """Where the staged demo is, in each of the two looks."""
    demo = "loaded_demo" if request.param == "ours" else "dkfds_demo"
    return request.getfixturevalue(demo).url


@pytest.fixture(scope="module")
def visitor(browser: Browser, url: str) -> Iterator[Callable[[str], Visitor]]:
    """A visitor with a language: one page for all that is seen in it."""
    visitors: dict[str, Visitor] = {}

    def get(language: str) -> Visitor:
        if language not in visitors:
            profile = browser.new_context(base_url=url, locale=LOCALES[language], viewport=PHONE)
            profile.set_default_timeout(PATIENCE)
            watch = Watch(profile, urlsplit(url).netloc)
            visitors[language] = profile.new_page(), watch
        return visitors[language]

    yield get
    for page, _watch in visitors.values():
        page.context.close()


@pytest.mark.parametrize("key", SCRIPTED_WAYS, ids=" ".join)
def test_is_for_all_people(visitor, addresses: Addresses, key: Key):
    language, name = key
    page, watch = visitor(language)
    found = {state: inspect(page) for state in SCRIPTED_WAYS[key](page, addresses)}
    refusals = [problem.partition(":")[0] for problem in watch.take()]

    assert {state: each for state, each in found.items() if each != FLAWLESS} == {}
    assert refusals == REFUSALS.get(name, [])
