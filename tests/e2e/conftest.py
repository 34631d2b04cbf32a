"""One demo and one browser for all tests of this folder; each test finds the content as loaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from . import editor
from .demo import Demo
from .watch import Watch

PATIENCE = 15_000  # milliseconds, for busy machines
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="package")
def loaded_demo(tmp_path_factory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo"))
    demo.load()
    demo.start()
    yield demo
    demo.stop()


@pytest.fixture(scope="package")
def dkfds_demo(loaded_demo: Demo) -> Iterator[Demo]:
    """The same demo in Det Fælles Designsystem."""
    demo = Demo(loaded_demo.folder, "dkfds")
    demo.fetch_theme()
    demo.start()
    yield demo
    demo.stop()


@pytest.fixture
def demo(loaded_demo: Demo) -> Demo:
    """The running demo, with its content as it was loaded."""
    loaded_demo.reset()
    return loaded_demo


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def open_profile(browser: Browser, demo: Demo) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser profile of its own: ``open_profile(viewport=PHONE)``."""
    profiles: list[BrowserContext] = []

    def open_profile(**options) -> BrowserContext:
        settings = {"base_url": demo.url, "locale": "da-DK", "viewport": PHONE, **options}
        profiles.append(browser.new_context(**settings))
        profiles[-1].set_default_timeout(PATIENCE)
        return profiles[-1]

    yield open_profile
    for profile in profiles:
        profile.close()


@pytest.fixture
def open_citizen(open_profile, demo: Demo) -> Iterator[Callable[..., Page]]:
    """Opens a page for a citizen. Nothing may go wrong in it, and no cookie may be set."""
    watches: list[Watch] = []

    def open_citizen(*hosts: str, **options) -> Page:
        profile = open_profile(**options)
        watches.append(Watch(profile, urlsplit(demo.url).netloc, *hosts))
        return profile.new_page()

    yield open_citizen
    assert [watch.problems for watch in watches] == [[] for _ in watches]


@pytest.fixture
def citizen(open_citizen) -> Page:
    """A citizen's page on a phone, with JavaScript."""
    return open_citizen()


@pytest.fixture(params=["ours", pytest.param("dkfds", marks=pytest.mark.npm)])
def visitor(open_citizen, request: pytest.FixtureRequest) -> Page:
    """A citizen's page in each of the two looks."""
    if request.param == "ours":
        return open_citizen()
    url = request.getfixturevalue("dkfds_demo").url
    return open_citizen(urlsplit(url).netloc, base_url=url)


@pytest.fixture
def log_in(open_profile) -> Callable[[str], Page]:
    """Opens the admin for one of the demo's users: ``log_in("redaktor")``."""

    def open_admin(username: str) -> Page:
        page = open_profile(viewport=DESKTOP).new_page()
        editor.log_in(page, username)
        return page

    return open_admin
