"""From a ``FormSchema`` to a Django form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict

from ..models import AppliesFor
from . import conditions
from .fields import OneOfField
from .people import People, RowKind, apply_action, row_kinds
from .registry import get_question_type
from .schema import FormSchema, Question
from .sent import Contact, IntakeChoice, PeopleLimits, Reply, SubmissionData, UploadedAnswer
from .standard import (
    APPLIES_FOR,
    INTAKE,
    StandardQuestion,
    build_fields,
    contact_questions,
    field_name,
    first_cvr,
    has_field,
)


class SchemaForm(forms.Form):
    """A form of one schema; ``get_form_class`` makes the subclass.

    Its fields are shared by all instances rather than copied for each, as Django would: they are
    never changed once made, and copying them is most of what an instance costs.
    """

    schema: FormSchema
    contact_questions: tuple[Question, ...]
    shared_fields: dict[str, forms.Field]
    row_kinds: dict[str, RowKind]

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        limits: PeopleLimits | None = None,
        intakes: tuple[IntakeChoice, ...] = (),
        kept: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """``intakes`` are those to choose between, if there is a choice. ``kept`` has files from an
        earlier attempt by question id, see ``keep``; those that the applicant ticked to leave out
        are left out."""
        super().__init__(data, files, **kwargs)
        self.limits = limits or PeopleLimits()
        self.intakes = intakes
        self.people_changed = False
        self.shown_errors: frozenset[str] | None = None
        self.keep(
            {id_: file for id_, file in (kept or {}).items() if f"drop-{id_}" not in self.data}
        )
        self._set_people()

    def _set_people(self) -> None:
        self.people = People(self, self.limits)
        self._set_fields()

    def _set_fields(self) -> None:
        own = {INTAKE.id: intake_field(self.intakes)} if self.intakes else {}
        if self.asks_applicant:
            own[APPLIES_FOR.id] = APPLIES_FOR_FIELD
        self.fields = {**own, **self.shared_fields, **self.people.fields}

    def offer(self, intakes: tuple[IntakeChoice, ...]) -> None:
        """Let the applicant choose between these intakes, however the form was made."""
        self.intakes = intakes
        self._set_fields()

    @property
    def asks_applicant(self) -> bool:
        """Whether it asks who people represent."""
        return self.limits.by_organisation and bool(self.contact_questions)

    @property
    def asked_of_contact(self) -> tuple[Question, ...]:
        """The questions to the contact person, with who they represent right before its name."""
        if not self.asks_applicant:
            return self.contact_questions
        position = [question.id for question in self.contact_questions].index("organisation")
        before, after = self.contact_questions[:position], self.contact_questions[position:]
        return (*before, APPLIES_FOR, *after)

    def show_errors_of(self, names: Iterable[str]) -> None:
        """Hide the errors of all fields but these."""
        self.shown_errors = frozenset(names)

    def keep(self, kept: dict[str, Any]) -> None:
        """Take files from an earlier attempt as answers unless new ones come.

        Each has ``name`` and ``size`` (bytes) to show, and ``token``, which the form posts back as
        ``kept-<question id>``.
        """
        self.kept = dict(kept)
        self.initial = {**self.initial, **{f"q-{id_}": file for id_, file in self.kept.items()}}

    def people_action(self) -> bool:
        """Add or remove a row when the applicant pressed such a button; render the form then.

        Nothing else that was written is lost, no errors are shown, and the form is not valid.
        """
        data = apply_action(self.people)
        if data is None:
            return False
        self.full_clean()  # finds the uploads that are worth keeping
        self.data, self.people_changed, self._errors = data, True, ErrorDict()
        self._set_people()
        return True

    def is_valid(self) -> bool:
        return not self.people_changed and super().is_valid()

    def clean(self) -> dict[str, Any]:
        self.answers = self.clean_questions(self.schema.questions)
        self._check_applicant()
        self.people.clean()
        return self.cleaned_data

    def _check_applicant(self) -> None:
        """Ask for the name of what they say they represent."""
        name = NAMED_BY.get(self.cleaned_data.get(APPLIES_FOR.id, ""))
        if name and not self.cleaned_data.get(name) and name not in self._errors:
            question = next(each for each in self.contact_questions if each.id == name)
            self.add_error(name, question.missing)

    def clean_questions(self, questions: tuple[Question, ...], prefix: str = "") -> dict[str, Any]:
        """The answers by question id; what a condition hides is cleared with its errors."""
        names = {q.id: prefix + field_name(q) for q in questions if has_field(q)}
        answers = self._answers(questions, names)
        shown = {question.id for question in conditions.visible(questions, answers)}
        self.forget(*(name for id_, name in names.items() if id_ not in shown))
        return {id_: answer for id_, answer in answers.items() if id_ in shown}

    def _answers(self, questions: tuple[Question, ...], names: dict[str, str]) -> dict[str, Any]:
        answers = {
            q.id: get_question_type(q.type).to_answer(self.cleaned_data[names[q.id]])
            for q in questions
            if names.get(q.id) in self.cleaned_data and not isinstance(q, StandardQuestion)
        }
        return {id_: answer for id_, answer in answers.items() if answer is not None}

    def forget(self, *names: str) -> None:
        """Clear these fields and their errors."""
        for name in names:
            self.cleaned_data.pop(name, None)
            self._errors.pop(name, None)

    def valid_uploads(self) -> tuple[UploadedAnswer, ...]:
        """New files that passed their checks, also when the rest of the form did not."""
        if self.is_bound and self._errors is None:
            self.full_clean()
        return tuple(
            UploadedAnswer(id_, file)
            for id_, file in self._files()
            if isinstance(file, UploadedFile)
        )

    def _files(self) -> Iterator[tuple[str, Any]]:
        """Files by question id: new ones, and those kept from an earlier attempt."""
        for question in self.schema.questions:
            value = getattr(self, "cleaned_data", {}).get(f"q-{question.id}")
            if isinstance(value, UploadedFile) or (value and value is self.kept.get(question.id)):
                yield question.id, value

    def submission_data(self) -> SubmissionData:
        """The data of a valid form."""
        return SubmissionData(
            contact=self._contact(),
            answers=self.answers,
            participants=self.people.taking_part(),
            files=self.valid_uploads(),
            kept=self._kept(),
        )

    def reply(self) -> Reply:
        """The data of a valid form about an earlier submission."""
        return Reply(self.answers, self.valid_uploads(), self._kept())

    def _kept(self) -> tuple[tuple[str, Any], ...]:
        """Files from an earlier attempt that are still the answer, by question id."""
        return tuple(each for each in self._files() if not isinstance(each[1], UploadedFile))

    def _contact(self) -> Contact:
        cleaned = self.cleaned_data
        return Contact(
            name=cleaned["contact_name"],
            email=cleaned["contact_email"],
            phone=cleaned["contact_phone"],
            organisation=cleaned["organisation"],
            cvr=first_cvr(self.schema.questions, self.answers),
            municipality_code=cleaned["municipality"],
            applies_for=cleaned.get(APPLIES_FOR.id, ""),
        )


def intake_field(intakes: tuple[IntakeChoice, ...]) -> forms.Field:
    """Takes any of ``intakes``: whether one is still open is decided when the form is sent."""
    choices = [(intake.value, intake.label) for intake in intakes]
    return OneOfField(
        label=INTAKE.label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": INTAKE.missing},
    )


APPLIES_FOR_FIELD = build_fields((APPLIES_FOR,))[APPLIES_FOR.id]
NAMED_BY = {AppliesFor.MUNICIPALITY: "municipality", AppliesFor.ORGANISATION: "organisation"}
"""The field that names what people represent, by what it is."""


@lru_cache(maxsize=256)
def get_form_class(schema: FormSchema, *, asks_contact: bool = True) -> type[SchemaForm]:
    """The form class of ``schema``, made once while it is among the 256 used last.

    One that does not ask who the contact person is has ``reply`` instead of ``submission_data``.
    """
    asked = contact_questions(schema.contact) if asks_contact else ()
    attributes = {
        "schema": schema,
        "contact_questions": asked,
        "shared_fields": build_fields(asked) | build_fields(schema.questions),
        "row_kinds": row_kinds(schema),
    }
    return type("SchemaForm", (SchemaForm,), attributes)
