"""Texts that the form shows, and declarations by the applicant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..endings import RICH_TEXT_FEATURES
from ..registry import Disclosure, QuestionType, register_question
from ..schema import Question
from .choice import yes_no_names


@register_question
class Consent(QuestionType):
    name = "consent"
    discloses = Disclosure.FACTS
    label = _("Declaration or consent")
    example = _("We agree that the application is shared with those who assess it.")
    description = _("A box to tick. When it is required, the form cannot be sent without it.")
    group = _("File and declaration")
    icon = "check"
    item_template = "wagtail_inddragelse/form/tick.html"
    missing = _("Tick “{label}” to continue")

    def field(self, question: Question) -> forms.Field:
        return forms.BooleanField(**self.field_options(question))

    def to_answer(self, value: bool) -> bool:
        return bool(value)

    def example_answer(self, question: Question) -> bool:
        return True

    def to_text(self, question: Question, answer: bool) -> str:
        return gettext("Yes") if answer else gettext("No")

    def choices(self, options: dict[str, Any]) -> Iterable[tuple[str, ...]]:
        return yes_no_names()


@register_question
class Information(QuestionType):
    """A text between the questions."""

    name = "information"
    label = _("Information")
    description = _("A text between the questions, such as how data are shared.")
    group = _("Text")
    icon = "info-circle"
    item_template = "wagtail_inddragelse/form/information.html"
    has_answer = False
    takes_help_text = False

    def settings(self) -> dict[str, blocks.Block]:
        return {"text": blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)}

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        text = settings.get("text")
        return {"text": text.source if text else ""}
