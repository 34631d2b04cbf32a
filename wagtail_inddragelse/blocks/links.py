"""A link to a page, a document or an address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from ..questions.structs import StructBlock
from .visibility import is_shown


class LinkValue(blocks.StructValue):
    """What a template asks a link: where it goes and what it is called."""

    TARGETS = ("page", "document", "url")

    @property
    def label(self) -> str:
        """The editor's text, else the title of what it leads to, else the address."""
        chosen = self.get("page") or self.get("document")
        return self.get("text") or (chosen.title if chosen else self.get("url")) or ""

    def href(self, context: dict[str, Any] | None) -> str:
        """Address for the reader of ``context``; empty when they cannot go there."""
        page = self.get("page")
        if page:
            request = (context or {}).get("request")
            return (is_shown(page, context) and page.get_url(request)) or ""
        document = self.get("document")
        return document.url if document else self.get("url") or ""


class LinkBlock(StructBlock):
    """One link; exactly one of page, document and address is chosen."""

    text = blocks.CharBlock(
        label=_("Text of the link"),
        required=False,
        max_length=255,
        help_text=_("Leave empty to use the title of the page or document."),
    )
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    url = blocks.URLBlock(label=_("Web address"), required=False)
    description = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=255,
        help_text=_("A few words about what is there."),
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        chosen = [name for name in LinkValue.TARGETS if cleaned.get(name)]
        if len(chosen) > 1:
            raise self._error(chosen[1], _("Choose one of page, document and web address."))
        if not chosen and not self.is_deferred_validation:
            raise self._error("page", _("Choose a page, a document or a web address."))
        return cleaned

    def _error(self, name: str, message: str) -> StructBlockValidationError:
        return StructBlockValidationError({name: ValidationError(message)})

    class Meta:
        label = _("Link")
        icon = "link"
        value_class = LinkValue
        label_format = "{text}"
