"""Questions answered with words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...conf import get_setting
from ..fields import EmailField, PhoneField, TextField, UrlField
from ..registry import Disclosure, QuestionType, register_question
from ..schema import Question

GROUP = _("Text")


class TextType(QuestionType):
    """Base of the types with one text field."""

    group = GROUP
    takes_autocomplete = True
    template = "wagtail_inddragelse/form/widgets/text.html"
    field_class: type[forms.Field] = TextField
    input_type = "text"
    input_mode = ""

    def field(self, question: Question) -> forms.Field:
        return self.field_class(**self.field_options(question))

    def example_answer(self, question: Question) -> Any:
        return gettext("An answer")


@register_question
class ShortText(TextType):
    name = "short_text"
    label = _("Short text")
    example = _("What is your job title?")
    description = _("A few words on one line.")
    icon = "title"
    default_limit = 255

    def settings(self) -> dict[str, blocks.Block]:
        return {
            "limit": blocks.IntegerBlock(
                label=_("Longest answer"),
                required=False,
                min_value=1,
                max_value=self.default_limit,
                help_text=_("In characters. Leave empty for 255."),
            )
        }

    def field(self, question: Question) -> forms.Field:
        limit = question.options.get("limit", self.default_limit)
        return TextField(limit=limit, **self.field_options(question))


@register_question
class LongText(QuestionType):
    name = "long_text"
    label = _("Long text")
    example = _("Why do you want to take part?")
    description = _("Several lines, with a counter of the characters left.")
    group = GROUP
    icon = "pilcrow"
    template = "wagtail_inddragelse/form/widgets/textarea.html"

    def settings(self) -> dict[str, blocks.Block]:
        return {
            "limit": blocks.IntegerBlock(
                label=_("Longest answer"),
                default=2000,
                min_value=1,
                help_text=_("In characters. Applicants see how many they have left."),
            ),
            "rows": blocks.IntegerBlock(
                label=_("Height"),
                default=6,
                min_value=2,
                max_value=40,
                help_text=_("In lines: shows how much you hope to read."),
            ),
        }

    def field(self, question: Question) -> forms.Field:
        return TextField(
            limit=limit_of(question.options),
            multiline=True,
            widget=forms.Textarea,
            **self.field_options(question),
        )

    def example_answer(self, question: Question) -> str:
        return gettext("An answer of several lines.")


def limit_of(options: dict[str, Any]) -> int:
    """The longest answer of a long text in characters, never above the site's limit."""
    return min(options.get("limit", 2000), get_setting("MAX_TEXT_LENGTH"))


@register_question
class Email(TextType):
    name = "email"
    discloses = Disclosure.IDENTITY
    label = _("E-mail")
    example = _("What is the e-mail of your manager?")
    description = _("An e-mail address besides the contact person's.")
    icon = "mail"
    field_class = EmailField
    input_type = "email"

    def example_answer(self, question: Question) -> str:
        return "anne@example.dk"


@register_question
class Phone(TextType):
    name = "phone"
    discloses = Disclosure.IDENTITY
    label = _("Phone")
    example = _("Which number can we ring on the day?")
    description = _("A telephone number besides the contact person's.")
    icon = "mobile-alt"
    field_class = PhoneField
    input_type = "tel"

    def example_answer(self, question: Question) -> str:
        return "12 34 56 78"


@register_question
class WebAddress(TextType):
    name = "url"
    label = _("Web address")
    example = _("Where can we read about your work?")
    description = _("A link, such as an organisation's website.")
    icon = "link"
    field_class = UrlField
    input_mode = "url"

    def example_answer(self, question: Question) -> str:
        return "https://www.example.dk/"
