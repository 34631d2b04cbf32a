"""What is shipped works in browsers of four years ago.

A rule that such a browser does not know is left out whole. So there is no nesting, which would take
everything in it along, and what is newer stands in ``@supports``, or behind what does instead.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import example_site
import wagtail_inddragelse

PACKAGES = [Path(package.__file__).parent for package in (wagtail_inddragelse, example_site)]
NOT_FOR_BROWSERS = {"case_pdf.css"}
"""What WeasyPrint reads, which knows the margins of pages."""

SHEETS = [
    path
    for package in PACKAGES
    for path in sorted(package.glob("static/**/*.css"))
    if path.name not in NOT_FOR_BROWSERS
]
TEMPLATES = [path for package in PACKAGES for path in sorted(package.rglob("*.html"))]

CONDITIONAL = ("@media", "@supports", "@container")
TOO_NEW = {
    r":has\(": "Firefox 121, December 2023",
    r":dir\(": "Chrome 120, December 2023",
    r"@container|container-type": "Firefox 110, February 2023",
    r"light-dark\(": "Chrome 123, March 2024",
    r"color-mix\(|oklch\(|oklab\(|\bfrom var\(": "Chrome 111, March 2023",
    r"@scope|@property|@starting-style|@layer|@position-try|anchor\(": "2023 and later",
    r"subgrid": "Chrome 117, September 2023",
    r"\((?:width|height|inline-size)\s*[<>]": "Safari 16.4, March 2023",
    r"\d(?:dvh|svh|lvh|dvw|cqi|cqw|rlh|lh)\b": "late 2022 and 2023",
    r":user-(?:in)?valid|:popover-open|::details-content": "2023 and later",
    r"linear\(": "2023",
    r"animation-timeline|view-transition|interpolate-size|field-sizing": "2023 and later",
}
HARMLESS = r"^\s*container-type: inline-size;$"
"""What is left out alone, and does nothing without what stands in ``@supports``."""


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def blocks(text: str) -> list[tuple[list[str], str]]:
    """Each block of a stylesheet: the heads around it, its own last, and what it holds."""
    found, heads, held, buffer = [], [], [""], ""
    for char in without_comments(text):
        if char == "{":
            heads.append(buffer.strip())
            held.append("")
            buffer = ""
        elif char == "}":
            held[-1] += buffer
            found.append((list(heads), held.pop()))
            heads.pop()
            buffer = ""
        else:
            buffer += char
            if char == ";":
                held[-1] += buffer
                buffer = ""
    return found


def nested(text: str) -> list[str]:
    """The heads of rules that stand in another rule."""
    return [
        heads[-1]
        for heads, _held in blocks(text)
        if any(not head.startswith("@") for head in heads[:-1])
    ]


def unguarded(text: str) -> list[str]:
    """The features that stand outside ``@supports`` and are too new."""
    bare = "\n".join(
        re.sub(HARMLESS, "", f"{heads[-1]} {{{held}}}", flags=re.MULTILINE)
        for heads, held in blocks(text)
        if not any(head.startswith("@supports") for head in heads)
    )
    return [pattern for pattern in TOO_NEW if re.search(pattern, bare)]


def logical_floats(text: str) -> list[str]:
    """Floats to the side where a line starts that have no plain one before them (Chrome 118)."""
    return [
        heads[-1]
        for heads, held in blocks(text)
        if re.search(r"float: inline-", held) and not re.search(r"float: (left|right);", held)
    ]


def test_there_are_stylesheets_to_look_at():
    assert len(SHEETS) >= 11


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
class TestStylesheet:
    def test_nothing_is_nested(self, path):
        assert nested(path.read_text()) == []

    def test_what_is_too_new_has_something_instead(self, path):
        assert unguarded(path.read_text()) == []

    def test_floats_have_a_side(self, path):
        assert logical_floats(path.read_text()) == []

    def test_conditions_are_known(self, path):
        heads = {head for heads, _ in blocks(path.read_text()) for head in heads}
        at = [head for head in heads if head.startswith("@")]
        assert [head for head in at if not head.startswith(CONDITIONAL)] == []


@pytest.mark.parametrize(
    ("css", "found"),
    [
        (".a { .b { color: red; } }", [".b"]),
        (".a { color: red; &:hover { color: blue; } }", ["&:hover"]),
        (".a { @media print { color: red; } }", ["@media print"]),
        ("@media print { .a { color: red; } }", []),
    ],
)
def test_nesting_is_found(css, found):
    assert nested(css) == found


def test_what_is_too_new_is_found():
    assert unguarded(".a:has(b) { color: light-dark(#000, #fff); }") == [r":has\(", r"light-dark\("]
    assert unguarded("@supports selector(:has(a)) { .a:has(b) { color: red; } }") == []
    assert logical_floats("a { float: inline-start; }") == ["a"]


def test_pictures_have_sizes_without_a_stylesheet():
    tags = [
        (path.name, tag)
        for path in TEMPLATES
        for tag in re.findall(r"<(?:img|svg)\b[^>]*>", path.read_text())
    ]
    assert [
        found for found in tags if " width=" not in found[1] or " height=" not in found[1]
    ] == []
    assert len(tags) >= 5
