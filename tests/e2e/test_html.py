"""Every public page is valid HTML, as the server sends it, to the Nu HTML checker of the W3C."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from .demo import ROOT, Demo
from .states import WAYS, Key

pytestmark = [pytest.mark.e2e, pytest.mark.html]

CHECKER = ROOT / "tests" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NPM = ["npm", "install", "--prefix", ROOT / "tests"]
QUIETLY = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel", "error"]


def documents(page: Page, demo: Demo) -> Iterator[tuple[Key, str, str]]:
    """Each state: language and way, its name, and the HTML that the server sent for it."""
    addresses = demo.stage()
    answers: list[Response] = []
    page.on("response", lambda response: is_document(response) and answers.append(response))
    for key, way in WAYS.items():
        for state in way(page, addresses):
            yield key, state, answers[-1].text()


def is_document(response: Response) -> bool:
    """Whether it is a page rather than a file or a redirect to one."""
    return response.request.is_navigation_request() and not 300 <= response.status < 400


@pytest.fixture(scope="module")
def findings(browser: Browser, loaded_demo: Demo, tmp_path_factory) -> dict[Key, list[tuple]]:
    """What the checker finds on each way: the state, an error or warning, the markup it is at."""
    subprocess.run([*NPM, *QUIETLY], check=True)
    folder = tmp_path_factory.mktemp("html")
    profile = browser.new_context(base_url=loaded_demo.url, java_script_enabled=False)
    states: dict[Path, tuple[Key, str]] = {}
    for number, (key, state, html) in enumerate(documents(profile.new_page(), loaded_demo)):
        file = folder / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        states[file] = key, state
    profile.close()
    found: dict[Key, list[tuple]] = {key: [] for key in WAYS}
    for message in check(list(states)):
        key, state = states[Path(message["url"].removeprefix("file:"))]
        found[key].append((state, message["message"], message.get("extract", "")))
    return found


def check(files: list[Path]) -> list[dict]:
    """The checker's messages on all files, in one run."""
    command = ["java", "-jar", CHECKER, "--format", "json", "--exit-zero-always", *files]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return json.loads(output)["messages"]


@pytest.mark.parametrize("key", WAYS, ids=" ".join)
def test_is_valid(findings: dict[Key, list[tuple]], key: Key):
    assert findings[key] == []
