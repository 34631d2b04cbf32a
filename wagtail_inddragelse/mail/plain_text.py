"""Rich text as plain text, and what others wrote as text that mail programs don't link."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from wagtail.rich_text import expand_db_html

INVISIBLE = "\u200b"
LINK_MARKS = re.compile(r"(?<=\S)(?=[.:@。．｡]\S)|(?<=\[)(?=\[)")
BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "ul", "ol")


def unlinked(text: str) -> str:
    """``text`` with invisible marks where mail programs would see addresses and link them.

    Somebody could sign up a stranger under a name like “http://evil.example”: the agency's own
    mail must not carry a link of theirs. Nor can they write the mark that stands for a secret link.
    """
    return LINK_MARKS.sub(INVISIBLE, text)


def mail_html(rich_text: str, base_url: str) -> str:
    """Rich text as Wagtail stores it, as HTML whose links also work outside the site."""
    soup = BeautifulSoup(expand_db_html(rich_text), "html.parser")
    for name, attribute in (("a", "href"), ("img", "src")):
        for tag in soup.find_all(name, attrs={attribute: True}):
            tag[attribute] = urljoin(base_url, tag[attribute])
    return str(soup)


def html_to_text(html: str) -> str:
    """HTML as plain text: paragraphs with an empty line between, “- ” for points, links in full."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all("a", href=True):
        _write_out(tag)
    for tag in soup.find_all("br"):
        tag.replace_with("\n")
    for tag in soup.find_all(BLOCKS):
        tag.insert(0, "- " if tag.name == "li" else "\n\n")
        tag.append("\n" if tag.name == "li" else "\n\n")
    return tidy(soup.get_text())


def tidy(text: str) -> str:
    """``text`` without spaces at line ends and with at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _write_out(tag: Tag) -> None:
    address = tag["href"].removeprefix("mailto:").removeprefix("tel:")
    if address != tag.get_text():
        tag.append(f" ({address})")
