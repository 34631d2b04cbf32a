"""A form as its templates draw it: steps of items, people, and a summary of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..denmark.dates import split_date
from .files import accepted_names, either, max_bytes, too_large_text
from .people import GUEST, PARTICIPANT, TAKES_PART, People, Row
from .quoting import quoted
from .registry import QuestionType, get_question_type
from .schema import Question, Step
from .standard import INTAKE, asks_participants, field_name, has_field
from .widgets import DATE_PARTS

if TYPE_CHECKING:
    from .forms import SchemaForm


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


class Problem(NamedTuple):
    """An error, and the id of the input to go to; an empty id when it belongs to none."""

    id: str
    message: str


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
        """What was written, as it was written."""
        value = self.bound.value()
        return "" if value is None else value

    @property
    def errors(self) -> list[str]:
        return self.layout.errors_of(self.name)

    @property
    def type_hint(self) -> str:
        """What the type itself says of its limits."""
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
        """The most characters, written as the error writes it."""
        return number_format(self.limit, force_grouping=True)

    @property
    def typed(self) -> str:
        """What was written to search a list without choosing from it."""
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
        """The largest file, in bytes, which the browser looks at before it sends one."""
        return max_bytes(self.question.options)

    @property
    def too_large(self) -> str:
        """What the browser says of a larger one."""
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


PERSON_TITLES = {PARTICIPANT: _("Participant {number}"), GUEST: _("Guest {number}")}
PEOPLE_FIELDS = (TAKES_PART, f"{PARTICIPANT}s-total", f"{GUEST}s-total")


class StepView(NamedTuple):
    """A step with its items."""

    step: Step
    items: list[Item]


class Person(NamedTuple):
    """A participant's part of the form. ``position`` is what its remove button sends."""

    title: str
    title_pattern: str
    kind: str
    position: str
    items: list[Item]


class Layout:
    """What the templates ask of a form; they get it as ``form.layout``."""

    def __init__(self, form: SchemaForm) -> None:
        self.form = form
        self.schema = form.schema

    @cached_property
    def questions_by_id(self) -> dict[str, Question]:
        return {q.id: q for q in (*self.schema.questions, *self.schema.participant_questions)}

    @cached_property
    def mostly_required(self) -> bool:
        questions = (*self.form.asked_of_contact, *self.schema.questions)
        asked = [question for question in questions if has_field(question)]
        return 2 * sum(question.required for question in asked) > len(asked)

    @cached_property
    def intake_items(self) -> list[Item]:
        """The choice of an intake, where there is one."""
        return [IntakeItem(self, INTAKE, self.form.fields)] if self.form.intakes else []

    @cached_property
    def contact_items(self) -> list[Item]:
        fields = self.form.fields
        return [Item(self, question, fields) for question in self.form.asked_of_contact]

    @cached_property
    def steps(self) -> list[StepView]:
        return [StepView(step, self.items(step.questions)) for step in self.schema.steps]

    def items(self, questions: tuple[Question, ...]) -> list[Item]:
        return [Item(self, question, self.form.shared_fields) for question in questions]

    @property
    def asks_participants_first(self) -> bool:
        """Whether participants come right after the contact person, as no question places them."""
        return self.people.is_asked and not any(map(asks_participants, self.schema.questions))

    @property
    def people(self) -> People:
        return self.form.people

    @property
    def form_id(self) -> str:
        """The id of the form element."""
        return self.form.auto_id % "form"

    @property
    def participants_id(self) -> str:
        """The id of the section on participants."""
        return self.form.auto_id % "participants"

    @property
    def takes_part_id(self) -> str:
        return self.form.auto_id % TAKES_PART

    @property
    def people_errors(self) -> list[str]:
        """What is wrong with the people as a whole."""
        return [message for name in PEOPLE_FIELDS for message in self.errors_of(name)]

    @cached_property
    def own_items(self) -> list[Item]:
        """What is asked of a contact person who takes part."""
        return self._row_items(self.people.self_row)

    @cached_property
    def participants(self) -> list[Person]:
        return [self._person(row) for row in self.people.participants]

    @cached_property
    def guests(self) -> list[Person]:
        return [self._person(row) for row in self.people.guests]

    @property
    def blank_participant(self) -> Person:
        """A row for form.js to copy, with ``__index__`` where its position belongs."""
        return self._person(Row(self.form.row_kinds[PARTICIPANT], "__index__"))

    @property
    def blank_guest(self) -> Person:
        return self._person(Row(self.form.row_kinds[GUEST], "__index__"))

    def _person(self, row: Row) -> Person:
        title = PERSON_TITLES[row.kind.name]
        number = row.position + 1 if isinstance(row.position, int) else ""
        return Person(
            title.format(number=number),
            title.format(number="__number__"),
            row.kind.name,
            str(row.position),
            self._row_items(row),
        )

    def _row_items(self, row: Row) -> list[Item]:
        kind = row.kind
        return [Item(self, question, kind.fields, row.prefix) for question in kind.questions]

    def errors_of(self, name: str) -> list[str]:
        """The errors of the field ``name`` that are to be shown; none before the form is sent."""
        shown = self.form.shown_errors
        is_shown = self.form.is_bound and (shown is None or name in shown)
        return list(self.form.errors.get(name, ())) if is_shown else []

    @property
    def problems(self) -> list[Problem]:
        """All errors in the order of the page, those of the whole form first."""
        whole = [Problem("", message) for message in self.errors_of(NON_FIELD_ERRORS)]
        return whole + [
            Problem(id_, f"{title}: {message}" if title else message)
            for name, id_, title in self._places()
            for message in self.errors_of(name)
        ]

    def _places(self) -> Iterator[tuple[str, str, str]]:
        """Every field's name, the id to go to, and whose it is, in the order of the page."""
        yield from _item_places([*self.intake_items, *self.contact_items])
        if self.asks_participants_first:
            yield from self._people_places()
        for item in (item for step in self.steps for item in step.items):
            is_people = asks_participants(item.question)
            yield from self._people_places() if is_people else _item_places([item])

    def _people_places(self) -> Iterator[tuple[str, str, str]]:
        yield from ((name, self.participants_id, "") for name in PEOPLE_FIELDS)
        yield from _item_places(self.own_items)
        for person in (*self.participants, *self.guests):
            yield from _item_places(person.items, person.title)


def _item_places(items: list[Item], title: str = "") -> Iterator[tuple[str, str, str]]:
    return ((item.name, item.focus_id, title) for item in items)
