"""The table of contents of a long page."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

register = template.Library()

FEWEST = 4
"""How many headings make a page long."""
HEADING = re.compile(r"<h2>(?P<text>.*?)</h2>", re.DOTALL)
TEMPLATE = "wagtail_inddragelse/offers/contents.html"


class Heading(NamedTuple):
    """A heading of the page, its text without markup."""

    id: str
    text: str


class ContentsNode(template.Node):
    """Renders what it holds, below a list of its headings where there are many."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html, headings = name_headings(self.nodelist.render(context))
        listed = headings if len(headings) >= FEWEST else []
        contents = render_to_string(TEMPLATE, {"headings": listed}) if listed else ""
        return mark_safe(contents + html)


def name_headings(html: str) -> tuple[str, list[Heading]]:
    """``html`` with an id for each second-level heading that has no attributes yet, and those."""
    headings: dict[str, Heading] = {}

    def name(match: re.Match) -> str:
        text = unescape(strip_tags(match["text"])).strip()
        slug = f"part-{slugify(text) or len(headings) + 1}"
        id_ = slug if slug not in headings else f"{slug}-{len(headings) + 1}"
        headings[id_] = Heading(id_, text)
        return f'<h2 id="{id_}">{match["text"]}</h2>'

    return HEADING.sub(name, html), list(headings.values())


@register.tag
def contents(parser: Parser, token: Token) -> ContentsNode:
    """``{% contents %}…{% endcontents %}``: a list of the headings in between, above them."""
    nodelist = parser.parse(("endcontents",))
    parser.delete_first_token()
    return ContentsNode(nodelist)
