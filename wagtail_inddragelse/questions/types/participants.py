"""The people a submission brings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..question_blocks import QuestionsBlock
from ..registry import QuestionType, register_question


@register_question
class Participants(QuestionType):
    """Where the form asks for participants, and what it asks of each besides their name.

    How many there can be is the intake's to say. Without this question they are asked for right
    after the contact person, when the intake takes more than one.
    """

    name = "participants"
    label = _("Participants")
    description = _("Who takes part. Each gives name, e-mail and role, and answers your questions.")
    group = _("Organisation")
    icon = "group"
    item_template = "wagtail_inddragelse/form/participants.html"
    has_answer = False
    asks_participants = True
    takes_condition = False
    per_participant = False

    def settings(self) -> dict[str, blocks.Block]:
        return {
            "questions": QuestionsBlock(
                per_participant=True,
                required=False,
                label=_("Questions to each participant"),
                help_text=_("Besides name, e-mail and role, which are always asked."),
            )
        }

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {}
