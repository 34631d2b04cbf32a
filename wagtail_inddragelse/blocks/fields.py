"""A StreamField whose blocks are no business of the migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import cached_property
from wagtail import fields
from wagtail.blocks import Block


class StreamField(fields.StreamField):
    """Wagtail's StreamField, left out of migrations so that a site can add blocks by a setting.

    ``block_types`` is what Wagtail takes, or a function that returns it, called when the blocks
    are first needed. A field without blocks, as in a historical model, hands out and keeps the
    raw JSON, so a data migration that saves a row loses nothing.
    """

    def __init__(
        self,
        block_types: Block | type[Block] | Iterable | Callable[[], Iterable] = (),
        use_json_field: bool = True,
        block_lookup: dict | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(block_types, use_json_field, block_lookup, **kwargs)

    @cached_property
    def stream_block(self) -> Block:
        block_types = self.block_types_arg
        if callable(block_types) and not isinstance(block_types, type):
            self.block_types_arg = block_types()
        return super().stream_block

    def to_python(self, value: Any) -> Any:
        return super().to_python(value) if self.stream_block.child_blocks else value

    def deconstruct(self) -> tuple:
        # Past Wagtail's own method, which lists the blocks.
        name, path, args, kwargs = super(fields.StreamField, self).deconstruct()
        return name, path, args, kwargs
