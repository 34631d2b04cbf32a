"""A form as its templates draw it: steps of items, people, and a summary of what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from .items import IntakeItem, Item
from .people import GUEST, PARTICIPANT, TAKES_PART, People, Row
from .schema import Question, Step
from .standard import INTAKE, asks_participants, has_field

if TYPE_CHECKING:
    from .forms import SchemaForm

PERSON_TITLES = {PARTICIPANT: _("Participant {number}"), GUEST: _("Guest {number}")}
PEOPLE_FIELDS = (TAKES_PART, f"{PARTICIPANT}s-total", f"{GUEST}s-total")


class Problem(NamedTuple):
    """An error, and the id of the input to go to; an empty id when it belongs to none."""

    id: str
    message: str


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
    """What the templates ask of a form; they get it by the filter ``layout``."""

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
        """The questions to a contact person who takes part."""
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
            for name, id_, title in self._inputs()
            for message in self.errors_of(name)
        ]

    def _inputs(self) -> Iterator[tuple[str, str, str]]:
        """Every field's name, the id to go to, and whose it is, in the order of the page."""
        yield from _item_inputs([*self.intake_items, *self.contact_items])
        if self.asks_participants_first:
            yield from self._people_inputs()
        for item in (item for step in self.steps for item in step.items):
            is_people = asks_participants(item.question)
            yield from self._people_inputs() if is_people else _item_inputs([item])

    def _people_inputs(self) -> Iterator[tuple[str, str, str]]:
        yield from ((name, self.participants_id, "") for name in PEOPLE_FIELDS)
        yield from _item_inputs(self.own_items)
        for person in (*self.participants, *self.guests):
            yield from _item_inputs(person.items, person.title)


def _item_inputs(items: list[Item], title: str = "") -> Iterator[tuple[str, str, str]]:
    return ((item.name, item.focus_id, title) for item in items)
