from __future__ import annotations

import pytest
from django.template.loader import get_template
from wagtail import blocks

from wagtail_inddragelse.blocks import RichTextBlock, all_blocks, offer_blocks

BLOCKS = dict(all_blocks())


def site_blocks():
    """What a site names in STREAMFIELD_BLOCKS."""
    return [("map", blocks.CharBlock()), ("quote", blocks.BlockQuoteBlock())]


def test_the_blocks_an_editor_finds_under_each_heading():
    groups: dict[str, list[str]] = {}
    for name, block in BLOCKS.items():
        groups.setdefault(str(block.meta.group), []).append(name)
    assert groups == {
        "Text": ["text", "facts", "quote", "outcomes", "links"],
        "Offer": ["tracks", "criteria", "offers", "offer", "call_to_action"],
        "People": ["contact_people", "participants_by_year"],
        "Sign-up": ["sign_up_form"],
    }


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_has_an_icon_a_label_and_a_description(name):
    block = BLOCKS[name]
    assert block.meta.icon != "placeholder"
    assert block.meta.label
    assert block.get_description()


@pytest.mark.parametrize("name", BLOCKS)
def test_each_icon_is_one_of_wagtails(name):
    assert get_template(f"wagtailadmin/icons/{BLOCKS[name].meta.icon}.svg")


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_has_a_template_and_a_preview(name):
    block = BLOCKS[name]
    assert get_template(block.meta.template)
    assert get_template(block.meta.preview_template)
    assert block.is_previewable


def test_rich_text_can_have_other_features():
    assert RichTextBlock(features=["bold"]).features == ["bold"]


def test_an_offer_has_our_blocks():
    assert [name for name, _ in offer_blocks()] == list(BLOCKS)


def test_a_site_adds_blocks_and_replaces_ours(settings):
    path = "tests.blocks.test_blocks.site_blocks"
    settings.WAGTAIL_INDDRAGELSE = {"STREAMFIELD_BLOCKS": [path]}
    found = dict(offer_blocks())
    assert list(found) == [*BLOCKS, "map"]
    assert isinstance(found["quote"], blocks.BlockQuoteBlock)


def test_a_wrong_path_to_a_sites_blocks_is_an_error(settings):
    settings.WAGTAIL_INDDRAGELSE = {"STREAMFIELD_BLOCKS": ["tests.blocks.nowhere.site_blocks"]}
    with pytest.raises(ImportError):
        offer_blocks()
