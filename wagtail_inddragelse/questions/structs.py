"""Groups of blocks whose texts are never None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from wagtail import blocks

TEXTS = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.RichTextBlock,
    blocks.RawHTMLBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.RegexBlock,
)
"""The blocks that hold a text. None in any other block means that nothing was chosen or counted."""


class HeldBlock(blocks.FieldBlock):
    """A key that goes with what an editor wrote, who never sees it. It is no text to search or to
    translate."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, widget=forms.HiddenInput)
        super().__init__(**kwargs)

    class Meta:
        default = ""


class StructBlock(blocks.StructBlock):
    """Wagtail's StructBlock, in which a missing text is empty, never None.

    The editor posts an empty text, and code leaves it out or writes None. Whoever reads the blocks
    afterwards, as what translates them does, need not know who wrote them.
    """

    def _to_struct_value(self, block_items: Mapping | Iterable[tuple[str, Any]]) -> Any:
        values = {name: self._written(name, value) for name, value in dict(block_items).items()}
        return super()._to_struct_value(values)

    def _written(self, name: str, value: Any) -> Any:
        block = self.child_blocks[name]
        return block.to_python("") if value is None and isinstance(block, TEXTS) else value


def write_out(block: blocks.StreamBlock, content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``content``, the raw blocks of a stream, as an editor would have saved it: every setting is
    there, and every block and item of a list has its id, so that both stay the same from now on."""
    (value,) = block.bulk_to_python([content])
    return block.get_prep_value(value)
