"""The attachment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...conf import get_setting
from ..fields import AttachmentField
from ..files import describe_limits
from ..registry import QuestionType, register_question
from ..schema import Question


def type_choices() -> list[tuple[str, str]]:
    """The file types the site takes, as an editor's choices."""
    return [(extension, extension.upper()) for extension in get_setting("ATTACHMENT_TYPES")]


@register_question
class Attachment(QuestionType):
    """A file. It is kept out of the answers: ``SubmissionData.files`` has it."""

    name = "attachment"
    label = _("Attachment")
    example = _("Backing from your management")
    description = _("A file the applicant sends along, kept where only caseworkers can open it.")
    group = _("File and declaration")
    icon = "upload"
    is_file = True
    per_participant = False
    template = "wagtail_inddragelse/form/widgets/file.html"
    missing = _("Choose a file for “{label}”")

    def settings(self) -> dict[str, blocks.Block]:
        return {
            "types": blocks.MultipleChoiceBlock(
                label=_("File types"),
                choices=type_choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Tick none to allow all of them."),
            ),
            "max_megabytes": blocks.IntegerBlock(
                label=_("Largest file"),
                required=False,
                min_value=1,
                help_text=_("In megabytes. The site's own limit applies when it is lower."),
            ),
        }

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in super().options(settings).items() if value}

    def field(self, question: Question) -> forms.Field:
        return AttachmentField(
            options=question.options, widget=forms.FileInput, **self.field_options(question)
        )

    def get_hint(self, question: Question) -> str:
        return describe_limits(question.options)

    def to_answer(self, value: Any) -> None:
        return None
