"""How the example site's pages load in a browser: what Lighthouse would tell of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.demo import Demo
from tests.e2e.loading import Load, load

PAGES = {
    "List of events": "/arrangementer/",
    "Course": "/arrangementer/temaforloeb/",
    "Sign-up form": "/arrangementer/temaforloeb/tilmelding/",
    "Application form": "/forloeb/raadgivningsforloeb/ansoegning/",
}
PHONE = {"width": 360, "height": 740}


def measure(rounds: int) -> dict[str, Load]:
    """The loads of each page on a phone's screen, by its name; of the times the median.

    None without a Chromium, which is no reason to lose the other figures.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        return {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        demo = Demo(Path(folder))
        demo.load()
        demo.start()
        try:
            return {name: _median(browser, demo, PAGES[name], rounds) for name in PAGES}
        finally:
            demo.stop()
            browser.close()


def _median(browser: Browser, demo: Demo, path: str, rounds: int) -> Load:
    _load(browser, demo, path)  # what the server keeps from then on is no page's cost
    loads = [_load(browser, demo, path) for _ in range(rounds)]
    times = {
        name: median(getattr(one, name) for one in loads)
        for name in ("first_paint", "largest_paint", "layout_shift", "blocking")
    }
    return loads[0]._replace(**times)


def _load(browser: Browser, demo: Demo, path: str) -> Load:
    profile = browser.new_context(base_url=demo.url, viewport=PHONE)
    try:
        return load(profile.new_page(), path)
    finally:
        profile.close()
