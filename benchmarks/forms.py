"""Filling in a form as a browser would, whoever made it."""

from __future__ import annotations

from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from .questions import QUESTIONS

HONEYPOT = "website_url"


class FilledIn(NamedTuple):
    """Where a form is sent, with what, and which field has the e-mail."""

    action: str
    data: dict[str, str]
    email_field: str

    def by(self, email: str) -> dict[str, str]:
        """The same answers from another person."""
        return self.data | {self.email_field: email}


def fill_in(html: str) -> FilledIn:
    """Answer the ten questions. ValueError when the page asks anything else."""
    form = BeautifulSoup(html, "html.parser").select_one("main form[method=post]")
    hidden = {tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden]")}
    fields = _visible_fields(form)
    if len(fields) != len(QUESTIONS):
        raise ValueError(f"Not the ten questions: {list(fields)}")
    answers = {
        name: _value(tags, asked.answer)
        for (name, tags), asked in zip(fields.items(), QUESTIONS, strict=True)
    }
    return FilledIn(form["action"], hidden | answers, list(fields)[1])


def _visible_fields(form: Tag) -> dict[str, list[Tag]]:
    fields: dict[str, list[Tag]] = {}
    for tag in form.select("input:not([type=hidden]), select, textarea"):
        if tag["name"] != HONEYPOT:
            fields.setdefault(tag["name"], []).append(tag)
    return fields


def _value(tags: list[Tag], answer: str) -> str:
    """What the browser sends for ``answer``: the value beside that text, or the text itself."""
    if tags[0].name == "select":
        return _value_of(answer, {option.get_text(): option for option in tags[0]("option")})
    if tags[0].get("type") == "radio":
        return _value_of(answer, {_label(tag): tag for tag in tags})
    return tags[0].get("value", "on") if tags[0].get("type") == "checkbox" else answer


def _value_of(answer: str, choices: dict[str, Tag]) -> str:
    return {text.strip(): choice["value"] for text, choice in choices.items()}[answer]


def _label(tag: Tag) -> str:
    return tag.find_parent("form").select_one(f'label[for="{tag["id"]}"]').get_text()
