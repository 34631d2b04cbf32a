"""The shapes that the content is written in; ``build.py`` turns them into rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
"""One StreamField block as stored: type, value and, where it must stay the same, a key as id."""


@dataclass(frozen=True)
class SessionContent:
    """One meeting. ``key`` names it within its intake."""

    key: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    venue: str = ""
    address: str = ""
    online_link: str = ""


@dataclass(frozen=True)
class IntakeContent:
    """One start date or application round. ``key`` names it within its offer.

    ``first_deadline`` is what was published first, when the deadline was moved later on.
    """

    key: str
    title: str
    fields: dict[str, Any]
    sessions: tuple[SessionContent, ...] = ()
    first_deadline: dt.datetime | None = None


@dataclass(frozen=True)
class PageContent:
    """One page.

    ``model`` is its label, such as ``home.StandardPage``. In ``fields`` a StreamField is a list of
    blocks, rich text may link to ``page:/path/``, and relations are given by key. ``updated`` is
    when the page was last changed, where that is part of what it tells. ``translates`` is the path
    of the Danish page that an English one is the translation of.
    """

    path: str
    model: str
    title: str
    fields: dict[str, Any] = field(default_factory=dict)
    intakes: tuple[IntakeContent, ...] = ()
    in_menu: bool = False
    updated: dt.datetime | None = None
    translates: str = ""

    @property
    def slug(self) -> str:
        return self.path.strip("/").rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        return self.path[: -len(self.slug) - 1]


def text(html: str) -> Block:
    return {"type": "text", "value": html}


def facts(heading: str, rows: dict[str, str]) -> Block:
    items = [{"label": label, "value": value} for label, value in rows.items()]
    return {"type": "facts", "value": {"heading": heading, "facts": items}}


def quote(words: str, role: str) -> Block:
    return {"type": "quote", "value": {"text": words, "name": "", "role": role}}


def outcomes(heading: str, groups: list[dict[str, Any]]) -> Block:
    return {"type": "outcomes", "value": {"heading": heading, "groups": groups}}


def links(heading: str, items: list[dict[str, str]]) -> Block:
    return {"type": "links", "value": {"heading": heading, "links": items}}


def contact_people(heading: str, *people: str) -> Block:
    return {"type": "contact_people", "value": {"heading": heading, "people": list(people)}}


def criteria(heading: str, form_page: str | None = None) -> Block:
    """The criteria of the form at the path ``form_page``, or of the offer's own form."""
    return {"type": "criteria", "value": {"heading": heading, "form_page": form_page}}


def call_to_action(heading: str, words: str, button: str, page: str) -> Block:
    link = {"text": button, "page": page}
    return {
        "type": "call_to_action",
        "value": {"heading": heading, "text": words, "link": link},
    }


def offers(heading: str, *pages: str, below: str | None = None, by_audience: bool = False) -> Block:
    value = {"pages": list(pages), "below": below, "by_audience": by_audience}
    return {"type": "offers", "value": {"heading": heading, **value}}


def step(title: str, *questions: Block, intro: str = "") -> Block:
    value = {"title": title, "intro": intro, "questions": list(questions)}
    return {"type": "step", "value": value}


def question(kind: str, key: str, label: str, **settings: Any) -> Block:
    """A question of the type ``kind``; its id is made of ``key``, so it stays the same."""
    return {"type": kind, "id": key, "value": {"label": label, **settings}}


def required(kind: str, key: str, label: str, **settings: Any) -> Block:
    """A question that must be answered."""
    return question(kind, key, label, required=True, **settings)


SCALE = ("Slet ikke", "I ringe grad", "I nogen grad", "I høj grad")
"""How far a criterion is met."""


def criterion(key: str, words: str, guidance: str = "", *children: Block, weight: int = 1) -> Block:
    value = {
        "text": words,
        "guidance": guidance,
        "weight": weight,
        "scale": [] if children else list(SCALE),
        "children": list(children),
    }
    return {"type": "criterion", "id": key, "value": value}
