"""Questions about the applicant's organisation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..fields import CvrField
from ..registry import Disclosure, register_question
from ..schema import Question
from .text import TextType


@register_question
class Cvr(TextType):
    name = "cvr"
    discloses = Disclosure.IDENTITY
    is_cvr = True
    label = _("CVR number")
    description = _("The organisation's number in the company register; typing errors are caught.")
    group = _("Organisation")
    icon = "key"
    takes_autocomplete = False
    per_participant = False
    field_class = CvrField
    input_mode = "numeric"
    missing = _("Enter the CVR number in “{label}”")

    def example_answer(self, question: Question) -> str:
        return "12345674"

    def to_text(self, question: Question, answer: str) -> str:
        return " ".join(answer[start : start + 2] for start in range(0, 8, 2))
