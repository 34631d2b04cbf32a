"""What the stylesheet promises: small, self-contained, and a look for every class we use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

import wagtail_inddragelse

TEMPLATES = Path(wagtail_inddragelse.__file__).parent / "templates" / "wagtail_inddragelse"
MARKUP = "\n".join(
    path.read_text()
    for folder in ("blocks", "offers", "pages")
    for path in sorted((TEMPLATES / folder).glob("*.html"))
)

TEXT, BORDER = 4.5, 3.0
CONTRASTS = [
    *[("text", back, TEXT) for back in ("surface", "info", "success", "warning", "danger", "line")],
    *[("muted", back, TEXT) for back in ("surface", "info")],
    *[("error", back, TEXT) for back in ("surface", "danger")],
    ("accent", "surface", TEXT),
    ("on-accent", "accent", TEXT),
    ("control", "surface", BORDER),
]
"""What stands on what, with the ratio that WCAG 2.2 asks for (1.4.3 and 1.4.11)."""


def luminance(colour: str) -> float:
    """The relative luminance of ``#rgb`` or ``#rrggbb``: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def sheet(name: str) -> str:
    return Path(finders.find(f"wagtail_inddragelse/{name}.css")).read_text()


@pytest.fixture(scope="module")
def css():
    """All that public pages may link to."""
    return sheet("inddragelse") + sheet("tracks")


def test_it_is_small():
    assert len(sheet("inddragelse").encode()) < 18_500


def test_it_takes_nothing_from_elsewhere(css):
    assert re.findall(r"@import|url\(|https?:", css) == []


def test_every_property_that_is_used_is_defined(css):
    used = set(re.findall(r"var\((--inddragelse-[a-z-]+)\)", css))
    assert used <= set(re.findall(r"(--inddragelse-[a-z-]+):", css))


def test_light_and_dark_define_the_same_colours(css):
    blocks = re.findall(r":where\(:root\) {(.*?)}", css, re.DOTALL)
    plain, paired = (dict(re.findall(r"(--[\w-]+): (.*);", block)) for block in blocks)
    assert {name: re.match(r"light-dark\((.*?),", v)[1] for name, v in paired.items()} == {
        name: plain[name] for name in paired
    }


def test_the_list_that_a_script_draws_is_dressed(css):
    script = Path(finders.find("wagtail_inddragelse/combobox.js")).read_text()
    drawn = re.findall(r'"(inddragelse-[a-z]+)[" ]', script)
    assert drawn == ["inddragelse-options", "inddragelse-combobox"]
    assert [name for name in drawn if f".{name}" not in css] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "ratio"), CONTRASTS)
def test_colours_can_be_told_apart(css, scheme, front, back, ratio):
    pairs = re.findall(r"--inddragelse-([\w-]+): light-dark\((.*?), (.*?)\);", css)
    colours = {name: light if scheme == "light" else dark for name, light, dark in pairs}
    lighter, darker = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= ratio


def test_nothing_is_left_unscoped(css):
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    heads = [" ".join(head.split()) for head in re.findall(r"([^{};]+){[^{}]*}", bare)]
    ours = re.compile(r'(\[dir="rtl"\] )?\.inddragelse(:not\(\.inddragelse-bare \*\))?( |$)')
    outside = [
        head
        for head in heads
        if head != ":where(:root)"
        and not all(ours.match(each) for each in re.split(r", (?![^()]*\))", head))
    ]
    assert (outside, len(heads) > 100) == ([], True)


@pytest.mark.parametrize("pattern", [r"\sstyle=", r"<style", r"<script", r"\son[a-z]+="])
def test_templates_have_nothing_inline(pattern):
    assert re.findall(pattern, MARKUP) == []
