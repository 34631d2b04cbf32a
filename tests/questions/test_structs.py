"""Blocks that code made hold what an editor's would."""

from __future__ import annotations

from itertools import chain

import pytest
from wagtail import blocks

from wagtail_inddragelse.questions.blocks import StepsBlock
from wagtail_inddragelse.questions.criteria_blocks import CriteriaBlock
from wagtail_inddragelse.questions.structs import TEXTS, StructBlock, write_out

QUESTION = {"type": "one_of", "value": {"label": "Which?", "choices": ["One", "Two"]}}
STEPS = [{"type": "step", "value": {"title": "About you", "questions": [QUESTION]}}]
CRITERIA = [{"type": "criterion", "value": {"text": "Motive", "guidance": None}}]


def texts(value, block=None):
    """Each value of a text block in ``value``, however deep."""
    if isinstance(block, TEXTS):
        return [value]
    if isinstance(value, blocks.StructValue):
        return chain.from_iterable(texts(v, value.block.child_blocks[k]) for k, v in value.items())
    if isinstance(value, (blocks.StreamValue, blocks.list_block.ListValue)):
        children = value if isinstance(value, blocks.StreamValue) else value.bound_blocks
        return chain.from_iterable(texts(child.value, child.block) for child in children)
    return []


class Card(StructBlock):
    title = blocks.CharBlock()
    text = blocks.RichTextBlock(required=False)
    link = blocks.URLBlock(required=False)
    count = blocks.IntegerBlock(required=False)


class TestTexts:
    @pytest.mark.parametrize("given", [{}, {"title": None, "text": None, "link": None}])
    def test_one_that_is_not_there_is_empty(self, given):
        value = Card().to_python(given)
        assert (value["title"], value["text"].source, value["link"]) == ("", "", "")

    def test_the_same_when_many_are_read_at_once(self):
        (value,) = Card().bulk_to_python([{"title": None}])
        assert (value["title"], value["link"]) == ("", "")

    def test_the_same_in_a_new_block(self):
        assert Card().get_default()["title"] == ""

    def test_a_number_that_is_not_there_is_none(self):
        assert Card().to_python({})["count"] is None

    @pytest.mark.parametrize(("block", "content"), [(StepsBlock, STEPS), (CriteriaBlock, CRITERIA)])
    def test_no_text_of_a_form_is_none(self, block, content):
        found = list(texts(block().to_python(content)))
        assert [text for text in found if text is None] == []
        assert len(found) > 1


class TestWriteOut:
    def test_every_block_and_every_item_has_its_id(self):
        (step,) = write_out(StepsBlock(), STEPS)
        (question,) = step["value"]["questions"]
        choices = question["value"]["choices"]
        assert all([step["id"], question["id"], *(choice["id"] for choice in choices)])

    def test_every_setting_is_there(self):
        (step,) = write_out(StepsBlock(), STEPS)
        (question,) = step["value"]["questions"]
        block = StepsBlock().child_blocks["step"].child_blocks["questions"].child_blocks["one_of"]
        assert list(question["value"]) == list(block.child_blocks)

    def test_an_id_that_is_given_is_kept(self):
        (criterion,) = write_out(CriteriaBlock(), [{**CRITERIA[0], "id": "motive"}])
        assert criterion["id"] == "motive"
