"""What it takes to load a page: bytes, requests and, from Chromium's own trace, the moments."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from playwright.sync_api import Page, Response

CATEGORIES = ["blink.user_timing", "devtools.timeline", "loading", "toplevel"]
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
SETTLED = 1000  # milliseconds after the last request in which a late shift would show
LONG_TASK = 50  # milliseconds; what goes beyond blocks whoever clicks


class Load(NamedTuple):
    """One load of a page, with nothing in the cache. Times are in milliseconds from its start."""

    bytes: int
    """Uncompressed, of all that was fetched."""
    requests: int
    failures: list[str]
    first_paint: float
    """First contentful paint."""
    largest_paint: float
    """Largest contentful paint."""
    layout_shift: float
    """The sum of all layout shifts, which is at least the cumulative layout shift."""
    blocking: float
    """Total blocking time: of each task, what goes beyond 50 ms."""


def load(page: Page, path: str) -> Load:
    """Open ``path`` and wait until nothing more happens. The page's profile must be fresh."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    browser = page.context.browser
    browser.start_tracing(page=page, categories=CATEGORIES)
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(SETTLED)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return Load(
        bytes=sum(len(response.body()) for response in responses),
        requests=len(responses),
        failures=[response.url for response in responses if not response.ok],
        **_moments(events, page.evaluate(FIRST_PAINT)),
    )


def _moments(events: list[dict[str, Any]], first_paint: float) -> dict[str, float]:
    """What a trace tells of the page whose first paint came that many milliseconds after its start.

    The trace begins too late to tell of the start where the page comes in a new process.
    """
    painted = next(event for event in events if event["name"] == "firstContentfulPaint")
    start = painted["ts"] - first_paint * 1000
    later = [e for e in events if e["pid"] == painted["pid"] and e.get("ts", 0) >= start]
    return {
        "first_paint": first_paint,
        "largest_paint": max(
            (event["ts"] - start) / 1000
            for event in later
            if event["name"] == "largestContentfulPaint::Candidate"
        ),
        "layout_shift": sum(
            event["args"]["data"]["score"] for event in later if event["name"] == "LayoutShift"
        ),
        "blocking": sum(
            max(event.get("dur", 0) / 1000 - LONG_TASK, 0)
            for event in later
            if event["tid"] == painted["tid"] and event["name"].endswith("RunTask")
        ),
    }
