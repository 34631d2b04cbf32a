"""Turn the content's blocks and rich text into what Wagtail stores."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.blocks import StreamBlock

from wagtail_inddragelse.questions.structs import write_out

from .identity import stable_id

PAGE_LINK = re.compile(r'href="page:([^"]+)"')
PLAIN_LISTS = {"types"}
"""Settings whose value is a list of values, not a list of blocks."""


class Resolver:
    """Knows the primary keys behind paths and keys."""

    def __init__(self, pages: Mapping[str, int], person: Callable[[str], int]) -> None:
        self.pages = pages
        self.person = person

    def rich_text(self, html: str) -> str:
        """``html`` with its ``page:`` links as Wagtail stores them, on one line."""
        linked = PAGE_LINK.sub(lambda found: self._link(found[1]), html)
        return " ".join(linked.split())

    def stream(self, block: StreamBlock, blocks: list[Any], *trail: str) -> str:
        """The JSON of a StreamField made of ``blocks``, with every default written out."""
        raw = [self._block(child, (*trail, str(n))) for n, child in enumerate(blocks)]
        return json.dumps(write_out(block, raw), cls=DjangoJSONEncoder)

    def _link(self, path: str) -> str:
        return f'linktype="page" id="{self.pages[path]}"'

    def _block(self, block: dict[str, Any], trail: tuple[str, ...]) -> dict[str, Any]:
        if "id" in block:  # a key of its own, wherever in the form it stands
            trail = (*trail[:2], block["id"])
        return {
            "type": block["type"],
            "id": str(stable_id(*trail)),
            "value": self._value(block["value"], "", trail),
        }

    def _value(self, value: Any, name: str, trail: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            return {key: self._value(part, key, (*trail, key)) for key, part in value.items()}
        if isinstance(value, list) and name not in PLAIN_LISTS:
            return [self._item(item, name, (*trail, str(n))) for n, item in enumerate(value)]
        return self._text(value, name) if isinstance(value, str) else value

    def _item(self, item: Any, name: str, trail: tuple[str, ...]) -> dict[str, Any]:
        if isinstance(item, dict) and "type" in item:
            return self._block(item, trail)
        return {
            "type": "item",
            "id": str(stable_id(*trail)),
            "value": self._value(item, name, trail),
        }

    def _text(self, value: str, name: str) -> Any:
        if name == "people":
            return self.person(value)
        if value in self.pages:
            return self.pages[value]
        return self.rich_text(value) if value.lstrip().startswith("<") else value
