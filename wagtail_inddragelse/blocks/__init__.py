"""StreamField blocks that an editor places on any page of any site."""

from __future__ import annotations

from django.utils.module_loading import import_string
from wagtail.blocks import Block

from ..conf import get_setting
from .fields import StreamField
from .offers import CallToActionBlock, CriteriaBlock, OfferBlock, OfferListBlock
from .people import ContactPeopleBlock, ParticipantsByYearBlock
from .sign_up import SignUpFormBlock
from .text import FactsBlock, LinksBlock, OutcomesBlock, QuoteBlock, RichTextBlock
from .tracks import TracksBlock

__all__ = [
    "CallToActionBlock",
    "ContactPeopleBlock",
    "CriteriaBlock",
    "FactsBlock",
    "LinksBlock",
    "OfferBlock",
    "OfferListBlock",
    "OutcomesBlock",
    "ParticipantsByYearBlock",
    "QuoteBlock",
    "RichTextBlock",
    "SignUpFormBlock",
    "StreamField",
    "TracksBlock",
    "all_blocks",
    "offer_blocks",
]


def all_blocks() -> list[tuple[str, Block]]:
    """Every block of ours as ``(name, block)``, for the StreamField of any page."""
    return [
        ("text", RichTextBlock()),
        ("facts", FactsBlock()),
        ("quote", QuoteBlock()),
        ("outcomes", OutcomesBlock()),
        ("links", LinksBlock()),
        ("tracks", TracksBlock()),
        ("criteria", CriteriaBlock()),
        ("offers", OfferListBlock()),
        ("offer", OfferBlock()),
        ("call_to_action", CallToActionBlock()),
        ("contact_people", ContactPeopleBlock()),
        ("participants_by_year", ParticipantsByYearBlock()),
        ("sign_up_form", SignUpFormBlock()),
    ]


def offer_blocks() -> list[tuple[str, Block]]:
    """The blocks of an offer's body: ours, and those of the setting STREAMFIELD_BLOCKS.

    A block of the site's takes the place of ours of the same name.
    """
    blocks = dict(all_blocks())
    for path in get_setting("STREAMFIELD_BLOCKS"):
        blocks.update(import_string(path)())
    return list(blocks.items())
