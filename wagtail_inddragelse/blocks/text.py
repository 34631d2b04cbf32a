"""Blocks of text: rich text, facts, quotes, outcomes, links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..questions.structs import StructBlock
from .base import PREVIEW_TEMPLATE, ContentBlock, Group, HeadedBlock
from .links import LinkBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]


class RichTextBlock(blocks.RichTextBlock):
    """Text with headings, lists and links."""

    DEFAULT_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]

    def __init__(self, features: list[str] | None = None, **kwargs) -> None:
        super().__init__(features=features or self.DEFAULT_FEATURES, **kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = Group.TEXT
        description = _("Text with headings, lists and links.")
        template = "wagtail_inddragelse/blocks/rich_text.html"
        preview_template = PREVIEW_TEMPLATE
        preview_value = _(
            "<h2>What you get</h2><p>A short course in the municipality’s own rooms:</p>"
            "<ul><li>two workshops</li><li>a trial period between them</li></ul>"
        )


class FactBlock(StructBlock):
    """One row of facts."""

    label = blocks.CharBlock(label=_("Fact"), max_length=255, help_text=_("Such as “Period”."))
    value = blocks.RichTextBlock(
        label=_("Value"), features=INLINE_FEATURES, help_text=_("Such as “2026–2028”.")
    )

    class Meta:
        label = _("Fact")
        icon = "info-circle"
        label_format = "{label}"


class FactsBlock(HeadedBlock):
    """Facts as rows of a label and a value."""

    facts = blocks.ListBlock(FactBlock(), label=_("Facts"), min_num=1)

    class Meta:
        label = _("Facts")
        icon = "list-ul"
        group = Group.TEXT
        description = _("Rows of a label and a value: period, target group, funding …")
        template = "wagtail_inddragelse/blocks/facts.html"
        example = {
            "heading": _("The project in brief"),
            "facts": [
                {"label": _("Period"), "value": "2026–2028"},
                {"label": _("Target group"), "value": _("Case officers and their managers")},
            ],
        }


class QuoteBlock(ContentBlock):
    """What somebody said, and who."""

    text = blocks.TextBlock(
        label=_("Quote"), rows=3, help_text=_("Without quotation marks; they are added.")
    )
    name = blocks.CharBlock(label=_("Who said it"), required=False, max_length=255)
    role = blocks.CharBlock(
        label=_("Role or workplace"),
        required=False,
        max_length=255,
        help_text=_("Such as “Team leader in a municipality that took part”."),
    )

    class Meta:
        label = _("Quote")
        icon = "openquote"
        group = Group.TEXT
        description = _("What a participant says, with name or role.")
        template = "wagtail_inddragelse/blocks/quote.html"
        label_format = "{text}"
        example = {
            "text": _("We ask the children first now, and write down what they say."),
            "role": _("Case officer in a municipality that took part"),
        }


class OutcomeGroupBlock(StructBlock):
    """Some outcomes under one heading."""

    title = blocks.CharBlock(label=_("Group"), max_length=255)
    intro = blocks.TextBlock(label=_("Introduction"), required=False, rows=2)
    points = blocks.ListBlock(blocks.CharBlock(label=_("Outcome")), label=_("Outcomes"), min_num=1)

    class Meta:
        label = _("Group of outcomes")
        icon = "list-ul"
        label_format = "{title}"


class OutcomesBlock(HeadedBlock):
    """What participants get out of an offer, as points in groups."""

    groups = blocks.ListBlock(OutcomeGroupBlock(), label=_("Groups"), min_num=1)

    class Meta:
        label = _("Outcomes")
        icon = "success"
        group = Group.TEXT
        description = _("What participants get out of it, as points in groups.")
        template = "wagtail_inddragelse/blocks/outcomes.html"
        example = {
            "heading": _("What the municipalities got out of it"),
            "groups": [
                {
                    "title": _("Strategy and guidelines"),
                    "intro": "",
                    "points": [_("A shared view of the child"), _("A new children’s policy")],
                },
                {
                    "title": _("Practice"),
                    "intro": "",
                    "points": [_("More conversations with children")],
                },
            ],
        }


class LinksBlock(HeadedBlock):
    """A list of pages, documents and addresses."""

    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        links = [(link, link.href(context)) for link in value.get("links", [])]
        return {**context, "links": [(link, href) for link, href in links if href]}

    class Meta:
        label = _("Documents and links")
        icon = "link"
        group = Group.TEXT
        description = _("A list of pages, documents and other websites.")
        template = "wagtail_inddragelse/blocks/links.html"
        example = {
            "heading": _("Read more"),
            "links": [
                {
                    "text": _("About the Child’s Act"),
                    "page": None,
                    "document": None,
                    "url": "https://www.example.dk/",
                    "description": _("What the law says about involving children."),
                },
            ],
        }
