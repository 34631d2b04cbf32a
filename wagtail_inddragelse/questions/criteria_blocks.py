"""The blocks of criteria, by which submissions are judged."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .structs import StructBlock


class SubCriterionBlock(StructBlock):
    """A criterion below another."""

    text = blocks.TextBlock(label=_("Criterion"), rows=2)
    guidance = blocks.TextBlock(
        label=_("Guidance"),
        required=False,
        rows=2,
        search_index=False,
        help_text=_("For those who assess: what to look for. Applicants do not see it."),
    )
    weight = blocks.IntegerBlock(
        label=_("Weight"),
        default=1,
        min_value=1,
        max_value=100,
        help_text=_("How much it counts compared with the others."),
    )
    advisory = blocks.BooleanBlock(
        label=_("Advisory"),
        required=False,
        help_text=_("May be left out by assessors, and does not count in the score."),
    )
    scale = blocks.ListBlock(
        blocks.CharBlock(label=_("Level"), max_length=60, search_index=False),
        label=_("Scale"),
        required=False,
        max_num=10,
        default=[],
        help_text=_("The levels of the score in words, the lowest first. Leave empty for 1 to 5."),
    )

    class Meta:
        icon = "check"
        label = _("Criterion")
        label_format = "{text}"


class SubCriteriaBlock(blocks.StreamBlock):
    criterion = SubCriterionBlock()


class CriterionBlock(SubCriterionBlock):
    """The criteria of a form. Applicants and assessors see the same words."""

    children = SubCriteriaBlock(label=_("Consisting of"), required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("Criterion")
        label_format = "{text}"
        description = _("What submissions are judged by, with a weight and parts of its own.")


class CriteriaBlock(blocks.StreamBlock):
    """All criteria of a form."""

    criterion = CriterionBlock()

    class Meta:
        required = False
