"""Questions answered with a number or a date."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..decimals import DecimalBlock
from ..fields import DateField, NumberField
from ..registry import Disclosure, QuestionType, register_question
from ..schema import Question
from ..typed import DayBlock
from .text import TextType

GROUP = _("Number and date")


@register_question
class Number(TextType):
    name = "number"
    discloses = Disclosure.FACTS
    label = _("Number")
    example = _("How many employees will take part?")
    description = _("A number, with limits if you like.")
    group = GROUP
    icon = "order"
    takes_autocomplete = False
    input_mode = "decimal"

    def settings(self) -> dict[str, blocks.Block]:
        return {
            "minimum": DecimalBlock(label=_("Lowest"), required=False),
            "maximum": DecimalBlock(label=_("Highest"), required=False),
            "decimals": blocks.BooleanBlock(label=_("Decimals are allowed"), required=False),
        }

    def check(self, settings: dict[str, Any]) -> dict[str, str | ValidationError]:
        minimum, maximum = settings.get("minimum"), settings.get("maximum")
        if minimum is None or maximum is None or minimum <= maximum:
            return {}
        return {"maximum": gettext("The highest must not be below the lowest.")}

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        values = super().options(settings)
        limits = {name: _as_text(values[name]) for name in ("minimum", "maximum") if name in values}
        return {"decimals": bool(values.get("decimals")), **limits}

    def field(self, question: Question) -> forms.Field:
        return NumberField(
            whole=not question.options.get("decimals"),
            minimum=_limit(question, "minimum"),
            maximum=_limit(question, "maximum"),
            **self.field_options(question),
        )

    def to_answer(self, value: Decimal | None) -> int | float | None:
        if value is None:
            return None
        return int(value) if value == value.to_integral_value() else float(value)

    def to_initial(self, answer: int | float) -> str:
        return format(Decimal(str(answer)), "f").replace(".", ",")

    def example_answer(self, question: Question) -> int | float | None:
        return self.to_answer(Decimal(question.options.get("minimum", 3)))

    def to_text(self, question: Question, answer: int | float) -> str:
        return number_format(answer, force_grouping=True)

    def to_cell(self, question: Question, answer: int | float) -> int | float:
        return answer


def _as_text(value: Any) -> str:
    """The same text for the same number, however many zeros it was written with."""
    return format(Decimal(str(value)).normalize(), "f")


def _limit(question: Question, name: str) -> Decimal | None:
    return Decimal(question.options[name]) if name in question.options else None


@register_question
class Date(QuestionType):
    name = "date"
    discloses = Disclosure.FACTS
    label = _("Date")
    example = _("When would you like to begin?")
    description = _("A day, written in three fields.")
    group = GROUP
    icon = "calendar"
    takes_autocomplete = True
    grouped = True
    first_input = "day"
    template = "wagtail_inddragelse/form/widgets/date.html"
    missing = _("Enter a date in “{label}”")

    def settings(self) -> dict[str, blocks.Block]:
        return {
            "earliest": DayBlock(label=_("Earliest"), required=False),
            "latest": DayBlock(label=_("Latest"), required=False),
            "not_after_today": blocks.BooleanBlock(
                label=_("Not in the future"),
                required=False,
                help_text=_("For what has happened. A date of birth is never in the future."),
            ),
            "not_before_today": blocks.BooleanBlock(label=_("Not in the past"), required=False),
        }

    def check(self, settings: dict[str, Any]) -> dict[str, str | ValidationError]:
        if settings.get("not_after_today") and settings.get("not_before_today"):
            return {"not_before_today": gettext("Tick one of the two: only today would be left.")}
        earliest, latest = settings.get("earliest"), settings.get("latest")
        if not earliest or not latest or earliest <= latest:
            return {}
        return {"latest": gettext("The latest must not be before the earliest.")}

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        """What is not ticked is left out, so that a form keeps the digest it had before."""
        chosen = {name: value for name, value in super().options(settings).items() if value}
        return {name: value is True or value.isoformat() for name, value in chosen.items()}

    def field(self, question: Question) -> forms.Field:
        limits = {
            name: dt.date.fromisoformat(question.options[name])
            for name in ("earliest", "latest")
            if name in question.options
        }
        return DateField(
            is_past=question.autocomplete == "bday" or "not_after_today" in question.options,
            is_ahead="not_before_today" in question.options,
            **limits,
            **self.field_options(question),
        )

    def to_answer(self, value: dt.date | None) -> str | None:
        return value and value.isoformat()

    def example_answer(self, question: Question) -> str:
        """A day that the field accepts."""
        limit = question.options.get("earliest") or question.options.get("latest")
        is_ahead = "not_before_today" in question.options
        return limit or (timezone.localdate() if is_ahead else dt.date(2000, 1, 31)).isoformat()

    def to_text(self, question: Question, answer: str) -> str:
        return date_format(dt.date.fromisoformat(answer))

    def to_cell(self, question: Question, answer: str) -> dt.date:
        return dt.date.fromisoformat(answer)
