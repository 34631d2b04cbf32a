"""A citizen with a browser that keeps no state of its own but the forms it was given."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

CONTACT = {"contact_name": "Ada Holm", "contact_email": "ada@example.dk"}
UNSENT = ("submit", "button", "file")


class Browser:
    """Opens pages and sends forms, and lets a minute pass while somebody types."""

    def __init__(self, client: Client, clock, commits) -> None:
        self.client, self.clock, self.commits = client, clock, commits

    def get(self, url: str, **headers: str) -> Page:
        return Page(self.client.get(url, **headers))

    def send(
        self,
        page: Page,
        *,
        after: dt.timedelta = dt.timedelta(minutes=1),
        headers: dict[str, str] | None = None,
        **answers: Any,
    ) -> Page:
        """Fill in and send the form on ``page``; an answer of None leaves its field out."""
        self.clock.shift(after)
        data = {
            name: value for name, value in {**page.fields, **answers}.items() if value is not None
        }
        with self._committing():
            return Page(self.client.post(page.action, data, **(headers or {})))

    def post(self, url: str, data: dict[str, Any]) -> Page:
        with self._committing():
            return Page(self.client.post(url, data))

    def _committing(self) -> AbstractContextManager:
        return self.commits(execute=True)

    def receipt(self, page: Page) -> Page:
        """Where the answer to a form leads."""
        assert page.status == 303, page.text
        return self.get(page.response["Location"])


@dataclass
class Page:
    """What a browser shows of a response."""

    response: HttpResponse

    def __post_init__(self) -> None:
        self.soup = BeautifulSoup(self.response.content.decode(), "html.parser")
        for template in self.soup.select("template"):
            template.decompose()
        for isolated in self.soup.select("bdi"):
            isolated.unwrap()
        self.soup.smooth()

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return " ".join(self.soup.title.get_text().split()) if self.soup.title else ""

    @property
    def text(self) -> str:
        """All that can be read, with single spaces."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def form(self) -> Tag | None:
        return self.soup.select_one("form.inddragelse-form")

    @property
    def action(self) -> str:
        return self.form["action"]

    @property
    def fields(self) -> dict[str, Any]:
        """What would be sent as it stands."""
        return read_fields(self.form)

    @property
    def token(self) -> str:
        return self.fields["token"]

    @property
    def problem(self) -> str:
        """What is said at the top of a form that was not taken."""
        box = self.soup.select_one("[data-error-summary] p.alert-text")
        return box.get_text(strip=True) if box else ""

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the name of the field that the summary leads to."""
        links = self.soup.select("[data-error-summary] a")
        return {
            self._name_of(link["href"].lstrip("#")): link.get_text(strip=True) for link in links
        }

    def _name_of(self, id_: str) -> str:
        found = self.soup.find(id=id_)
        return found.get("name", id_) if found else id_

    def headings(self) -> list[tuple[str, str]]:
        tags = self.soup.select("main h1, main h2, main h3, main h4")
        return [(tag.name, tag.get_text(strip=True)) for tag in tags]


def read_fields(form: Tag) -> dict[str, Any]:
    """Names and values as a browser would send them."""
    fields: dict[str, Any] = {}
    for tag in form.select(":is(input, textarea, select)[name]:not([disabled])"):
        kind = tag.get("type")
        if tag.name == "textarea":
            fields[tag["name"]] = tag.get_text().removeprefix("\n")
        elif tag.name == "select":
            chosen = tag.select_one("option[selected]")
            fields[tag["name"]] = chosen["value"] if chosen else ""
        elif kind in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                fields[tag["name"]] = tag.get("value", "on")
        elif kind not in UNSENT:
            fields[tag["name"]] = tag.get("value", "")
    return fields
