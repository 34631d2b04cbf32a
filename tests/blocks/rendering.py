"""Render a stored block as a site's StreamField does."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from wagtail.blocks import StreamBlock

from wagtail_inddragelse.blocks import all_blocks

ATTACK = "<script>alert('x')</script><b>&\"'"


def render(name: str, value: Any, **context: Any) -> BeautifulSoup:
    """The block ``name`` of any page's StreamField, from its stored value."""
    stream = StreamBlock(all_blocks()).to_python([{"type": name, "value": value}])
    return BeautifulSoup(stream[0].render(context), "html.parser")


def texts(markup: BeautifulSoup, selector: str) -> list[str]:
    """The text of each element that fits, with single spaces."""
    return [" ".join(element.get_text(" ").split()) for element in markup.select(selector)]


def facts(markup: BeautifulSoup) -> dict[str, str]:
    """The rows of a list of facts."""
    return dict(zip(texts(markup, "dt"), texts(markup, "dd"), strict=True))


def link(**target: Any) -> dict[str, Any]:
    """A stored link."""
    return {"text": "", "page": None, "document": None, "url": "", "description": "", **target}
