"""The people a submission brings: rows of the form, made for as many as were posted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models.addresses import address_key
from .schema import FormSchema, Question
from .sent import ParticipantData, PeopleLimits
from .standard import EMAIL, NAME, ROLE, asks_participants, build_fields

if TYPE_CHECKING:
    from .forms import SchemaForm

PARTICIPANT, GUEST, SELF = "participant", "guest", "self"
MARGIN = 3
"""Rows shown beyond the limit, so that who to leave out can be chosen; any more are not built."""
TAKES_PART = "takes_part"


@dataclass(frozen=True, slots=True)
class RowKind:
    """A kind of row with its fields, which all rows of that kind share."""

    name: str
    questions: tuple[Question, ...]
    fields: dict[str, forms.Field]

    @property
    def total_name(self) -> str:
        return f"{self.name}s-total"


def row_kinds(schema: FormSchema) -> dict[str, RowKind]:
    """What a form asks of participants, of guests and of a contact person who takes part."""
    asked = schema.participant_questions
    optional = tuple(replace(question, required=False) for question in asked)
    questions = {
        PARTICIPANT: (NAME, EMAIL, ROLE, *asked),
        GUEST: (NAME, *optional),
        SELF: (ROLE, *asked),
    }
    return {name: RowKind(name, row, build_fields(row)) for name, row in questions.items()}


@dataclass(slots=True)
class Row:
    """One person: where the fields are, and after cleaning what was answered."""

    kind: RowKind
    position: int | str
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        number = "" if self.kind.name == SELF else f"{self.position}-"
        return f"{self.kind.name}-{number}"

    @property
    def fields(self) -> dict[str, forms.Field]:
        return {self.prefix + name: row_field for name, row_field in self.kind.fields.items()}


class People:
    """The rows of one bound or unbound form."""

    def __init__(self, form: SchemaForm, limits: PeopleLimits) -> None:
        self.form = form
        self.limits = limits
        self.is_asked = _is_asked(form.schema, limits)
        self.takes_part = self._read_takes_part()
        self.participants = self._rows(PARTICIPANT, limits.max_participants)
        self.guests = self._rows(GUEST, limits.guests_allowed)
        self.self_row = Row(form.row_kinds[SELF], 0)

    @property
    def rows(self) -> Iterator[Row]:
        """All rows: the contact person's own, participants, guests."""
        yield from (self.self_row, *self.participants, *self.guests)

    @property
    def fields(self) -> dict[str, forms.Field]:
        """The fields of all rows, by name."""
        if not self.is_asked:
            return {}
        fields: dict[str, forms.Field] = {TAKES_PART: TICK}
        fields |= {self.form.row_kinds[name].total_name: COUNT for name in (PARTICIPANT, GUEST)}
        for row in self.rows:
            fields |= row.fields
        return fields

    @property
    def can_add_participant(self) -> bool:
        return len(self.participants) + self.takes_part < self.limits.max_participants

    @property
    def can_add_guest(self) -> bool:
        return len(self.guests) < self.limits.guests_allowed

    def posted(self, name: str) -> int:
        """How many rows of a kind the posted form claims to hold; 0 for anything but a number."""
        value = str(self.form.data.get(self.form.row_kinds[name].total_name) or "")
        return int(value) if re.fullmatch("[0-9]{1,6}", value) else 0

    def _read_takes_part(self) -> bool:
        return not self.is_asked or not self.form.is_bound or bool(self.form.data.get(TAKES_PART))

    def _rows(self, name: str, limit: int) -> list[Row]:
        count = min(self.posted(name), limit + MARGIN) if self.is_asked else 0
        return [Row(self.form.row_kinds[name], position) for position in range(count)]

    def clean(self) -> None:
        """Add what is wrong with the people to the form's errors."""
        if not self.is_asked:
            return
        for row in self.rows:
            row.answers = self.form.clean_questions(row.kind.questions, row.prefix)
        if not self.takes_part:
            self.form.forget(*self.self_row.fields)
        self._check_counts()
        self._check_emails()

    def _check_counts(self) -> None:
        people, guests = self.posted(PARTICIPANT) + self.takes_part, self.posted(GUEST)
        if not people:
            message = _("Add a participant, or tick that you take part yourself")
            self.form.add_error(TAKES_PART, message)
        if people > self.limits.max_participants:
            self._refuse(PARTICIPANT, too_many(self.limits.max_participants, people))
        if guests > self.limits.guests_allowed:
            self._refuse(GUEST, too_many_guests(self.limits.guests_allowed, guests))

    def _refuse(self, name: str, message: str) -> None:
        self.form.add_error(self.form.row_kinds[name].total_name, message)

    def _check_emails(self) -> None:
        cleaned = self.form.cleaned_data
        seen = {address_key(cleaned.get("contact_email", ""))} if self.takes_part else set()
        for row in self.participants:
            email = address_key(cleaned.get(f"{row.prefix}email", ""))
            if email and email in seen:
                message = _("Somebody else has this e-mail. Each person needs their own.")
                self.form.add_error(f"{row.prefix}email", message)
            seen.add(email)

    def taking_part(self) -> tuple[ParticipantData, ...]:
        """Who takes part, after a valid form: the contact person first, guests last."""
        cleaned = self.form.cleaned_data
        own = (
            ParticipantData(
                cleaned["contact_name"],
                cleaned["contact_email"],
                cleaned.get("self-role", ""),
                answers=self.self_row.answers,
            ),
        )
        others = (self._person(row) for row in (*self.participants, *self.guests))
        return (*(own if self.takes_part else ()), *others)

    def _person(self, row: Row) -> ParticipantData:
        cleaned = self.form.cleaned_data
        return ParticipantData(
            cleaned[f"{row.prefix}name"],
            cleaned.get(f"{row.prefix}email", ""),
            cleaned.get(f"{row.prefix}role", ""),
            row.kind.name == GUEST,
            row.answers,
        )


COUNT = forms.CharField(required=False, widget=forms.HiddenInput)
TICK = forms.BooleanField(required=False)


def too_many(limit: int, count: int) -> str:
    """The error when more participants are entered than may come."""
    message = ngettext(
        "You can sign up only {limit} participant. You have entered {count}.",
        "You can sign up at most {limit} participants. You have entered {count}.",
        limit,
    )
    return message.format(limit=limit, count=count)


def too_many_guests(limit: int, count: int) -> str:
    """The error when more guests are entered than may come."""
    message = ngettext(
        "You can bring only {limit} guest. You have entered {count}.",
        "You can bring at most {limit} guests. You have entered {count}.",
        limit,
    )
    return message.format(limit=limit, count=count)


def _is_asked(schema: FormSchema, limits: PeopleLimits) -> bool:
    are_several = limits.max_participants > 1 or limits.guests_allowed > 0
    return are_several or any(map(asks_participants, schema.questions))


def apply_action(people: People) -> MultiValueDict | None:
    """The form's data with a row added or removed, when one of those buttons was pressed.

    The buttons are ``add_participant``, ``add_guest``, and ``remove_participant`` and
    ``remove_guest`` with the row's position. None when it was another button.
    """
    data = people.form.data
    for name, rows, can_add in (
        (PARTICIPANT, people.participants, people.can_add_participant),
        (GUEST, people.guests, people.can_add_guest),
    ):
        if f"add_{name}" in data:
            return _with_total(as_lists(data), name, len(rows) + can_add)
        if f"remove_{name}" in data:
            return _without_row(data, name, str(data.get(f"remove_{name}")), len(rows))
    return None


def _without_row(data: Any, name: str, position: str, count: int) -> MultiValueDict:
    if position not in map(str, range(count)):
        return _with_total(as_lists(data), name, count)
    lists = {}
    for key, values in as_lists(data).items():
        if new_key := _moved(key, name, int(position)):
            lists[new_key] = values
    return _with_total(lists, name, count - 1)


def _moved(key: str, name: str, removed: int) -> str:
    """The field's name when row ``removed`` is gone; empty for that row's own fields."""
    found = re.fullmatch(rf"{name}-([0-9]{{1,6}})-(.+)", key)
    if not found or int(found[1]) < removed:
        return key
    return "" if int(found[1]) == removed else f"{name}-{int(found[1]) - 1}-{found[2]}"


def _with_total(lists: dict[str, list[Any]], name: str, total: int) -> MultiValueDict:
    return MultiValueDict({**lists, f"{name}s-total": [str(total)]})


def as_lists(data: Any) -> dict[str, list[Any]]:
    """What was posted, as all values by name."""
    if isinstance(data, MultiValueDict):
        return dict(data.lists())
    return {key: value if isinstance(value, list) else [value] for key, value in data.items()}
