"""A form that is filled in one step at a time: its steps, and what each of them asks.

Nothing is remembered between two steps: what was answered on the others travels in hidden inputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext

from .conditions import is_met, visible
from .display import display_participant_answers, pairs_of
from .items import Item
from .layout import Layout, StepView
from .people import TAKES_PART, as_lists
from .schema import Question, Step
from .sent import ParticipantData
from .standard import INTAKE, asks_participants

if TYPE_CHECKING:
    from .forms import SchemaForm

START, CHECK = "start", "check"
"""The keys of the first step and the last; those between go by the id of the editor's step."""
STEP, CHECKED = "step", "checked"
"""Names of inputs: the step that is posted, and whether the answers have been checked before, so
that a corrected step leads straight back there."""


class ShownStep(NamedTuple):
    """A step as an applicant meets it. ``number`` counts from 1; ``view`` is the editor's step."""

    number: int
    key: str
    title: str
    view: StepView | None = None

    @property
    def is_first(self) -> bool:
        return self.key == START

    @property
    def is_last(self) -> bool:
        return self.key == CHECK


class Review(NamedTuple):
    """What was answered on a step, as people read it; ``people`` are those who take part."""

    step: ShownStep
    answers: list[tuple[str, str]]
    people: list[tuple[ParticipantData, list[tuple[str, str]]]]


class Steps:
    """The steps of ``form`` for its answers: those with nothing to ask are left out."""

    def __init__(self, form: SchemaForm) -> None:
        self.form = form
        self.layout = Layout(form)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What has been answered so far and is not wrong, by question id."""
        return self.form.answers if self.form.is_bound and self.form.errors is not None else {}

    def __iter__(self) -> Iterator[ShownStep]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> list[ShownStep]:
        views = [self._view(step) for step in self.form.schema.steps]
        parts = [
            (START, gettext("About you"), None),
            *((v.step.id, v.step.title, v) for v in views if v.items or not v.step.questions),
            (CHECK, gettext("Check your answers"), None),
        ]
        return [ShownStep(number, *part) for number, part in enumerate(parts, start=1)]

    def _view(self, step: Step) -> StepView:
        return StepView(step, self.layout.items(tuple(self._asked(step))))

    def _asked(self, step: Step) -> list[Question]:
        """The questions to show. Those that wait for an answer on the same step keep waiting."""
        asked: dict[str, Question] = {}
        for question in step.questions:
            if question.condition and question.condition.question in asked:
                asked[question.id] = question
            elif is_met(question.condition, self.answers):
                asked[question.id] = replace(question, condition=None)
        return list(asked.values())

    def find(self, key: str) -> ShownStep:
        """The step with this key, or the first one."""
        return next((step for step in self if step.key == key), self._all[0])

    def after(self, step: ShownStep) -> ShownStep:
        """The next step; the last step itself when there is none."""
        return self._all[min(step.number, len(self) - 1)]

    def before(self, step: ShownStep) -> ShownStep:
        """The step before; the first step itself when there is none."""
        return self._all[max(step.number - 2, 0)]

    def first_faulty(self) -> ShownStep | None:
        """The first step with something wrong on it."""
        return next(filter(self.is_faulty, self), None)

    def is_faulty(self, step: ShownStep) -> bool:
        """Whether something on ``step`` is wrong or missing."""
        return not self.names(step).isdisjoint(self.form.errors)

    def names(self, step: ShownStep) -> set[str]:
        """The names of the fields that are asked on ``step``."""
        people = self.form.people.fields if self._asks_people(step) else ()
        return {*(item.name for item in self._items(step)), *people}

    def _asks_people(self, step: ShownStep) -> bool:
        if step.is_first:
            return self.layout.asks_participants_first
        return any(map(asks_participants, self.questions(step)))

    def questions(self, step: ShownStep) -> list[Question]:
        """What the editor asks on ``step``."""
        return [item.question for item in step.view.items] if step.view else []

    def _items(self, step: ShownStep) -> list[Item]:
        if step.is_first:
            return [*self.layout.intake_items, *self.layout.contact_items]
        return step.view.items if step.view else []

    def carried(self, step: ShownStep) -> list[tuple[str, str]]:
        """Names and values of what was answered elsewhere than on ``step``, for hidden inputs."""
        here = self.names(step)
        if not self.form.is_bound:
            is_asked_later = self.form.people.is_asked and TAKES_PART not in here
            return [(TAKES_PART, "yes")] if is_asked_later else []
        elsewhere = set(self.form.fields) - here
        posted = as_lists(self.form.data).items()
        typed = [(key, value) for key, values in posted for value in values if _of(key, elsewhere)]
        files = self.form.kept.items()
        kept = [(f"kept-{id_}", f.token) for id_, f in files if f"q-{id_}" in elsewhere]
        return [*typed, *kept, *self._checked()]

    def _checked(self) -> list[tuple[str, str]]:
        data = self.form.data
        return [(CHECKED, "yes")] if data.get(STEP) == CHECK or CHECKED in data else []

    @property
    def review(self) -> list[Review]:
        """What was answered on each step, of a valid form."""
        parts = (
            Review(step, self._answers_on(step), self._people() if self._asks_people(step) else [])
            for step in self
        )
        return [part for part in parts if part.answers or part.people]

    def _answers_on(self, step: ShownStep) -> list[tuple[str, str]]:
        if step.is_first:
            return self._contact()
        files = {id_: file.name for id_, file in self.form.kept.items()}
        known = {**self.answers, **files}
        asked = {question.id for question in visible(self.form.schema.questions, known)}
        items = step.view.items if step.view else []
        return pairs_of([i.question for i in items if i.question.id in asked], known)

    def _contact(self) -> list[tuple[str, str]]:
        """The intake, where there was a choice, and those particulars that were given."""
        cleaned = self.form.cleaned_data
        chosen = (i.full_label for i in self.form.intakes if i.value == cleaned.get(INTAKE.id))
        given = {q.id: cleaned[q.id] for q in self.form.asked_of_contact if cleaned.get(q.id)}
        asked = [question for question in self.form.asked_of_contact if question.id in given]
        return [*((gettext("Start date"), label) for label in chosen), *pairs_of(asked, given)]

    def _people(self) -> list[tuple[ParticipantData, list[tuple[str, str]]]]:
        schema = self.form.schema
        people = self.form.people.taking_part()
        return [(each, display_participant_answers(schema, each.answers)) for each in people]


def _of(key: str, names: set[str]) -> bool:
    """Whether an input of this name is one of the fields, or a part of one."""
    owners = (key, key.rpartition("-")[0], key.rpartition("_")[0])
    return any(owner in names for owner in owners)
