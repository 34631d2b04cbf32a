"""What our blocks have in common."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..questions.structs import StructBlock

PREVIEW_TEMPLATE = "wagtail_inddragelse/blocks/preview.html"


class Group:
    """The headings under which an editor finds our blocks."""

    TEXT = _("Text")
    OFFER = _("Offer")
    PEOPLE = _("People")
    SIGN_UP = _("Sign-up")


class ContentBlock(StructBlock):
    """A block that can stand in any StreamField; ``Meta.example`` fills its preview."""

    def get_preview_value(self) -> blocks.StructValue:
        example = self._evaluate_callable(self.meta.example)
        return self.normalize({**self.get_default(), **example})

    class Meta:
        example: dict[str, Any] = {}
        preview_template = PREVIEW_TEMPLATE


class HeadedBlock(ContentBlock):
    """A block that may begin with a heading of the second level."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=255,
        help_text=_("Shown above the block; may be left empty."),
    )
