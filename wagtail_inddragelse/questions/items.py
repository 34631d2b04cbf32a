"""A question as it stands in a form, for the templates that draw it."""

from __future__ import annotations

import json
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..denmark.dates import split_date
from .files import accepted_names, either, max_bytes, too_large_text
from .quoting import quoted
from .registry import QuestionType, get_question_type
from .schema import Question
from .standard import field_name
from .widgets import DATE_PARTS

if TYPE_CHECKING:
    from .layout import Layout


class Choice(NamedTuple):
    """One radio button, tick box or entry of a list."""

    id: str
    value: str
    label: str
    checked: bool
    disabled: bool = False
    hint: str = ""
    group: str = ""


class ChoiceGroup(NamedTuple):
    """Choices that belong together, under a name, or without one where nothing is grouped."""

    id: str
    name: str
    choices: list[Choice]


class DatePart(NamedTuple):
    """One of the three fields of a date."""

    id: str
    name: str
    part: str
    label: str
    value: str
    autocomplete: str


class Item:
    """A question as it stands in this form, for ``form/field.html`` and the widget templates."""

    def __init__(
        self, layout: Layout, question: Question, fields: dict[str, forms.Field], prefix: str = ""
    ) -> None:
        self.layout = layout
        self.form = layout.form
        self.question = question
        self.fields = fields
        self.prefix = prefix
        self.name = prefix + field_name(question)

    @property
    def type(self) -> QuestionType:
        return get_question_type(self.question.type)

    @property
    def template(self) -> str:
        """The template of the input."""
        return self.type.get_template(self.question)

    @property
    def is_grouped(self) -> bool:
        """Whether it has several inputs, which need a fieldset."""
        return self.type.is_grouped(self.question)

    @cached_property
    def bound(self) -> forms.BoundField:
        return self.fields[field_name(self.question)].get_bound_field(self.form, self.name)

    @property
    def focus_id(self) -> str:
        """The id of the first input, where the error summary leads."""
        return f"{self.id}-{self.type.first_input}" if self.is_grouped else self.id

    @property
    def id(self) -> str:
        return self.form.auto_id % self.name

    @property
    def value(self) -> Any:
        """The value as it was written."""
        value = self.bound.value()
        return "" if value is None else value

    @property
    def errors(self) -> list[str]:
        return self.layout.errors_of(self.name)

    @property
    def type_hint(self) -> str:
        """What the type says about its own limits."""
        return self.type.get_hint(self.question)

    @property
    def has_hint(self) -> bool:
        """Whether there is anything to say under the label."""
        return bool(self.condition_hint or self.question.help_text or self.type_hint)

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for ``aria-describedby``."""
        parts = {"hint": self.has_hint, "error": self.errors, "counter": self.limit}
        return " ".join(f"{self.id}-{part}" for part, present in parts.items() if present)

    @property
    def mark(self) -> str:
        """“(optional)” or “(required)”, whichever fewer questions of this form are."""
        if self.question.required == self.layout.mostly_required:
            return ""
        return gettext("(required)") if self.question.required else gettext("(optional)")

    @property
    def input_kind(self) -> str:
        """The HTML type of its choices."""
        several = isinstance(self.bound.field.widget, forms.CheckboxSelectMultiple)
        return "checkbox" if several else "radio"

    @property
    def is_radio_group(self) -> bool:
        """Whether it is a group of radio buttons, which as a group is right or wrong."""
        return getattr(self.bound.field.widget, "input_type", "") == "radio"

    @property
    def widget(self) -> str:
        """Django's own rendering, for types without a template here."""
        attributes = {"class": "form-input", "id": self.id, "aria-describedby": self.described_by}
        attributes["aria-invalid"] = "true" if self.errors else ""
        return self.bound.as_widget(
            attrs={key: value for key, value in attributes.items() if value}
        )

    @property
    def limit(self) -> int | None:
        """The most characters, where a counter is shown."""
        field = self.bound.field
        return field.limit if isinstance(field.widget, forms.Textarea) else None

    @property
    def choices(self) -> list[Choice]:
        value = self.value
        chosen = {str(item) for item in (value if isinstance(value, list) else [value])}
        return [
            Choice(f"{self.id}-{number}", value, label, value in chosen)
            for number, (value, label) in enumerate(self.bound.field.choices)
        ]

    @property
    def choice_groups(self) -> list[ChoiceGroup]:
        """The choices by what they belong to, in order."""
        grouped = groupby(self.choices, key=lambda choice: choice.group)
        return [
            ChoiceGroup(f"{self.id}-group-{number}", name, list(choices))
            for number, (name, choices) in enumerate(grouped)
        ]

    @property
    def limit_text(self) -> str:
        """The most characters, in the same form as in the error."""
        return number_format(self.limit, force_grouping=True)

    @property
    def typed(self) -> str:
        """The search text that was typed without choosing from the list."""
        return "" if any(choice.checked for choice in self.choices) else self.value

    @property
    def date_parts(self) -> list[DatePart]:
        labels = (gettext("Day"), gettext("Month"), gettext("Year"))
        fills = self.question.autocomplete == "bday"
        return [
            DatePart(
                f"{self.id}-{part}",
                f"{self.name}-{part}",
                part,
                label,
                value,
                f"bday-{part}" if fills else "",
            )
            for part, label, value in zip(
                DATE_PARTS, labels, split_date(str(self.value)), strict=True
            )
        ]

    @property
    def accept(self) -> str:
        """The extensions a file dialogue offers."""
        return ",".join(accepted_names(self.question.options))

    @property
    def max_bytes(self) -> int:
        """The largest file in bytes, which the browser checks before it sends one."""
        return max_bytes(self.question.options)

    @property
    def too_large(self) -> str:
        """The error the browser shows for a larger one."""
        return too_large_text(self.question.options)

    @property
    def kept(self) -> Any:
        """The file from an earlier attempt, or None."""
        return self.form.kept.get(self.question.id)

    @property
    def condition_source(self) -> str:
        """The name of the field that decides whether this one is shown."""
        condition = self.question.condition
        return f"{self.prefix}q-{condition.question}" if condition else ""

    @property
    def condition_values(self) -> str:
        return json.dumps(self.question.condition.answers)

    @property
    def condition_hint(self) -> str:
        """Who should answer, for those whose browser does not hide the question."""
        condition = self.question.condition
        source = condition and self.layout.questions_by_id.get(condition.question)
        if not source:
            return ""
        return format_lazy(
            _("Only if you answered {answers} to “{question}”"),
            answers=either(_answer_names(source, condition.answers)),
            question=source.label,
        )


class IntakeItem(Item):
    """The choice of an intake. Those that are not open can be read, but not chosen."""

    @property
    def choices(self) -> list[Choice]:
        offered = zip(super().choices, self.form.intakes, strict=True)
        return [
            choice._replace(disabled=not intake.is_open, hint=intake.hint, group=intake.group)
            for choice, intake in offered
        ]

    @property
    def focus_id(self) -> str:
        return next(choice.id for choice in self.choices if not choice.disabled)


def _answer_names(source: Question, values: tuple[str, ...]) -> list[str]:
    choices = get_question_type(source.type).choices(source.options)
    return [quoted(choice[1]) for choice in choices if choice[0] in values]
