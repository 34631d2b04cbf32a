"""The columns of an export, as data: what each is called, who may see it and how it is read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...denmark.municipalities import get_municipality, region_of
from ...models import AppliesFor, FormVersion, OverBecause, PendingState, State
from ...questions.cells import joined
from ...questions.registry import QuestionType, get_question_type
from ...questions.schema import Criterion, FormSchema, Question
from ...questions.standard import has_field, has_file
from .. import lists
from .names import Title, titles_of

Cell = Any
"""A text, a number, a date, a naive date and time in the site's time zone, or None."""


class Group(models.TextChoices):
    """What a column is about; its heading where columns are chosen."""

    CASE = "case", _("The case")
    CONTACT = "contact", _("Contact person and organisation")
    ANSWERS = "answers", _("Answers")
    ASSESSMENT = "assessment", _("Assessment")


class Need(models.TextChoices):
    """What is fetched besides the submission itself, only when a chosen column needs it."""

    PEOPLE = "people"
    FILES = "files"
    SCORES = "scores"


@dataclass(slots=True)
class Row:
    """One submission: its ``values`` by name of the field, and what belongs to it.

    ``people`` are its participants in order, ``files`` the names of its attachments by question,
    ``scores`` what assessors said of it.
    """

    values: Any
    people: Iterable = ()
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    scores: Any = None


class Column(lists.Column):
    """One column. It is chosen by its name; ``fields`` are those of Submission it reads."""

    def __init__(
        self,
        name: str,
        label: str,
        group: Group,
        accessor: Callable[[Row], Cell],
        fields: tuple[str, ...] = (),
        need: Need | None = None,
    ) -> None:
        super().__init__(name, label=str(label), accessor=accessor)
        self.group, self.fields, self.need = group, fields, need


class PersonColumn(lists.Column):
    """One column of participants, read from the ``fields`` of one of them."""

    def __init__(
        self, name: str, label: str, accessor: Callable[[Any], Cell], fields: tuple[str, ...]
    ) -> None:
        super().__init__(name, label=str(label), accessor=accessor)
        self.fields = fields


@dataclass(frozen=True)
class Columns:
    """All that an export can hold for one user and these submissions."""

    submission: tuple[Column, ...]
    person: tuple[PersonColumn, ...] = ()
    criteria: Mapping[str, str] = field(default_factory=dict)

    def chosen(self, names: Iterable[str]) -> tuple[Column, ...]:
        """The columns with these names, in their own order."""
        wanted = set(names)
        return tuple(column for column in self.submission if column.name in wanted)


def columns_for(
    user: AbstractBaseUser, versions: Iterable[int], pages: Iterable[int] = ()
) -> Columns:
    """The columns that ``user`` may see of submissions that answered these form versions.

    ``pages`` are the keys of those they were sent for.

    The one place that says so: what is hidden from somebody is left out here.
    """
    schemas = _schemas(versions)
    criteria = _criteria(schemas)
    columns = (*_case(titles_of(pages)), *_contact(), *_answers(schemas), *_assessment(criteria))
    return Columns(_told_apart(columns), _told_apart(_person(schemas)), criteria)


def _schemas(versions: Iterable[int]) -> dict[int, FormSchema]:
    """The forms by key of their version, the newest first."""
    rows = FormVersion.objects.filter(pk__in=versions).order_by("-pk")
    return {row.pk: FormSchema.from_json(row.schema) for row in rows}


def _told_apart(columns: Iterable) -> tuple:
    """The same columns, with numbers on those that share a label."""
    columns = tuple(columns)
    times = Counter(column.label for column in columns)
    seen: Counter = Counter()
    return tuple(
        _called(column, f"{column.label} ({_count(seen, column.label)})")
        if times[column.label] > 1
        else column
        for column in columns
    )


def _called(column: lists.Column, label: str) -> lists.Column:
    twin = copy(column)
    twin.label = label
    return twin


def _count(seen: Counter, label: str) -> int:
    seen[label] += 1
    return seen[label]


def _plain(name: str, label: Any, group: Group) -> Column:
    """A column that holds a field of the submission as it is."""
    return Column(name, label, group, attrgetter(f"values.{name}"), (name,))


def _title(name: str, label: Any, group: Group, titles: Mapping[int, Title], part: str) -> Column:
    """A column of an offer or an intake, which has one title in all languages."""
    read = attrgetter(part)
    return Column(
        name, label, group, lambda row: read(titles[row.values.intake_id]), ("intake_id",)
    )


def _moment(name: str, label: Any, group: Group) -> Column:
    read = attrgetter(f"values.{name}")
    return Column(name, label, group, lambda row: local(read(row)), (name,))


def _named(name: str, label: Any, group: Group, choices: Iterable[tuple[str, Any]]) -> Column:
    names = {value: str(text) for value, text in choices}
    read = attrgetter(f"values.{name}")
    return Column(name, label, group, lambda row: names.get(read(row)), (name,))


def local(moment: dt.datetime | None) -> dt.datetime | None:
    """``moment`` as the site's clocks showed it, to the second: spreadsheets know no time zones."""
    zone = timezone.get_default_timezone()
    return moment and moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _case(titles: Mapping[int, Title]) -> list[Column]:
    group = Group.CASE
    return [
        _plain("reference", _("Reference"), group),
        _title("offer", _("Offer"), group, titles, "offer"),
        _title("intake", _("Intake"), group, titles, "name"),
        _named("state", _("State"), group, State.choices),
        _named("over_because", _("Why there is no place"), group, OverBecause.choices),
        _moment("offered_until", _("Answer by"), group),
        _named("pending_state", _("Prepared outcome"), group, PendingState.choices),
        _plain("decision_reason", _("Reason for the outcome"), group),
        _moment("received_at", _("Received"), group),
        _moment("decided_at", _("Decided"), group),
        _plain("journal_number", _("Journal number"), group),
        _plain("delete_after", _("Delete after"), group),
        Column("participants", gettext("Number of participants"), group, _people, (), Need.PEOPLE),
    ]


def _people(row: Row) -> int:
    return len(row.people)


def _contact() -> list[Column]:
    group = Group.CONTACT
    return [
        _plain("contact_name", _("Contact person"), group),
        _plain("contact_email", _("E-mail"), group),
        _plain("contact_phone", _("Phone"), group),
        _named("applies_for", _("Represents"), group, AppliesFor.choices),
        _plain("organisation", _("Organisation"), group),
        _plain("organisation_cvr", _("CVR number"), group),
        Column(
            "municipality", gettext("Municipality"), group, _municipality, ("municipality_code",)
        ),
        Column("region", gettext("Region"), group, _region, ("municipality_code", "received_at")),
    ]


def _municipality(row: Row) -> str | None:
    municipality = get_municipality(row.values.municipality_code)
    return municipality and municipality.name


def _region(row: Row) -> str | None:
    code = row.values.municipality_code
    return _region_on(code, local(row.values.received_at).date()) if code else None


@cache
def _region_on(code: str, day: dt.date) -> str | None:
    return region_of(code, day) if get_municipality(code) else None


def _answers(schemas: Mapping[int, FormSchema]) -> list[Column]:
    """One column per question over all versions, by its newest label and in the newest order."""
    asked = {version: _asked(schema.questions) for version, schema in schemas.items()}
    return [_answer(question, asked) for question in _newest(asked).values()]


def _asked(questions: Iterable[Question]) -> dict[str, Question]:
    return {question.id: question for question in questions if has_field(question)}


def _newest(asked: Mapping[int, Mapping[str, Question]]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for questions in asked.values():
        for key, question in questions.items():
            found.setdefault(key, question)
    return found


def _answer(question: Question, asked: Mapping[int, Mapping[str, Question]]) -> Column:
    key, label = question.id, question.label or gettext("Question without a label")
    column = partial(Column, f"answer:{key}", label, Group.ANSWERS)
    if has_file(question):
        return column(lambda row: joined(row.files.get(key, ())), (), Need.FILES)
    readers = _readers(key, asked)

    def read(row: Row) -> Cell:
        values = row.values
        answers = values.answers
        return readers[values.form_version_id](answers[key]) if key in answers else None

    return column(read, ("answers", "form_version_id"))


Reader = Callable[[Any], Cell]


def _readers(key: str, asked: Mapping[int, Mapping[str, Question]]) -> dict[int, Reader]:
    """How the question's answers are read, by form version: with its choices as they were then."""
    return {version: _reader(questions.get(key)) for version, questions in asked.items()}


def _reader(question: Question | None) -> Reader:
    if question is None:
        return str  # answered in a version that no longer asks it: never thrown away
    kind = get_question_type(question.type)
    if (type(kind).to_cell, type(kind).to_text) == (QuestionType.to_cell, QuestionType.to_text):
        return str
    return _remembering(partial(kind.to_cell, question))


def _remembering(read: Reader) -> Reader:
    """The same reader, which works out equal answers once. It cannot remember lists."""
    remembered = lru_cache(maxsize=256, typed=True)(read)
    return lambda answer: read(answer) if isinstance(answer, list) else remembered(answer)


def _criteria(schemas: Mapping[int, FormSchema]) -> dict[str, str]:
    """The criteria of all versions by id, by their newest text."""
    labels: dict[str, str] = {}
    for schema in schemas.values():
        labels = labels | {
            key: label for key, label in _labels(schema.criteria).items() if key not in labels
        }
    return labels


def _assessment(labels: Mapping[str, str]) -> list[Column]:
    group, need = Group.ASSESSMENT, Need.SCORES
    if not labels:
        return []
    return [
        Column(
            "assessments", gettext("Assessments"), group, lambda r: len(r.scores.said), (), need
        ),
        Column("weighted", gettext("Weighted score"), group, lambda r: r.scores.weighted, (), need),
        Column("score", gettext("Mean score"), group, lambda r: r.scores.mean, (), need),
        Column("spread", gettext("Spread"), group, lambda r: r.scores.spread, (), need),
        *(_criterion(key, label) for key, label in labels.items()),
        Column(
            "recommendations",
            gettext("Recommendations"),
            group,
            lambda row: row.scores.recommendations,
            (),
            need,
        ),
        Column("disagree", gettext("Assessors disagree"), group, _disagree, (), need),
        Column("reasons", gettext("Reasons"), group, lambda r: r.scores.reasons(labels), (), need),
    ]


def _disagree(row: Row) -> str | None:
    return gettext("Yes") if row.scores.disagree else None


def _criterion(key: str, label: str) -> Column:
    return Column(
        f"criterion:{key}",
        gettext("Score: {criterion}").format(criterion=label),
        Group.ASSESSMENT,
        lambda row: row.scores.by_criterion.get(key),
        (),
        Need.SCORES,
    )


def _labels(criteria: Iterable[Criterion], above: str = "") -> dict[str, str]:
    """The texts of the criteria that are scored, by id; each part after what it is a part of."""
    labels: dict[str, str] = {}
    for criterion in criteria:
        label = f"{above} – {criterion.text}" if above else criterion.text
        labels |= (
            _labels(criterion.children, label) if criterion.children else {criterion.id: label}
        )
    return labels


def _person(schemas: Mapping[int, FormSchema]) -> list[PersonColumn]:
    asked = {version: _asked(schema.participant_questions) for version, schema in schemas.items()}
    yes = gettext("Yes")
    own = [
        PersonColumn("name", gettext("Name"), attrgetter("name"), ("name",)),
        PersonColumn("email", gettext("E-mail"), attrgetter("email"), ("email",)),
        PersonColumn("role", gettext("Job title or role"), attrgetter("role"), ("role",)),
        PersonColumn(
            "guest", gettext("Guest"), lambda person: yes * person.is_guest, ("is_guest",)
        ),
    ]
    return [*own, *(_person_answer(question, asked) for question in _newest(asked).values())]


def _person_answer(question: Question, asked: Mapping[int, Mapping[str, Question]]) -> PersonColumn:
    key, readers = question.id, _readers(question.id, asked)

    def read(person: Any) -> Cell:
        answers, version = person.answers, person.submission__form_version_id
        return readers[version](answers[key]) if key in answers else None

    return PersonColumn(
        f"answer:{key}",
        question.label or gettext("Question without a label"),
        read,
        ("answers", "submission__form_version_id"),
    )
