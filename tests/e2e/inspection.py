"""What is looked for in a page: axe-core against WCAG 2.2 AA, and what is beyond the right edge."""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
ABOUT_COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}
"""What 1280 by 1024 pixels show at 400 %."""
SET_TEXT_SIZE = "size => { document.documentElement.style.fontSize = size }"
BEYOND_THE_EDGE = """() =>
  document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth
"""


@dataclass(frozen=True)
class Findings:
    """Rules that are broken, each with the elements, and pixels that need sideways scrolling."""

    violations: list[tuple[str, list]]
    with_large_text: int
    zoomed: int


FLAWLESS = Findings([], 0, 0)


def inspect(page: Page) -> Findings:
    """Look at the page, and leave it as it was."""
    size = page.viewport_size
    findings = Findings(
        violations(page), sideways(page, NARROW, "200%"), sideways(page, ZOOMED, "")
    )
    page.set_viewport_size(size)
    return findings


def violations(page: Page) -> list[tuple[str, list]]:
    """What axe-core finds against WCAG 2.2 AA, in light and in dark colours.

    Rules, each with the elements that break it.
    """
    found = []
    for scheme, options in (("dark", ABOUT_COLOURS), ("light", AXE_OPTIONS)):
        page.emulate_media(color_scheme=scheme)
        found += Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def sideways(page: Page, screen: dict[str, int], text_size: str) -> int:
    """How many pixels of the page are beyond the right edge of a screen of this size."""
    page.set_viewport_size(screen)
    page.evaluate(SET_TEXT_SIZE, text_size)
    pixels = page.evaluate(BEYOND_THE_EDGE)
    page.evaluate(SET_TEXT_SIZE, "")
    return pixels
