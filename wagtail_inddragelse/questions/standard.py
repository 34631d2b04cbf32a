"""What every form asks, as questions with names of their own instead of an editor's ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import AppliesFor
from .registry import get_question_type
from .schema import ContactOptions, Question


@dataclass(frozen=True, slots=True)
class StandardQuestion(Question):
    """A question of our own: its id is its field name."""


def contact_questions(options: ContactOptions) -> tuple[Question, ...]:
    """The contact person's particulars, always under these names."""
    return (
        StandardQuestion(
            "contact_name",
            "short_text",
            _("Your name"),
            required=True,
            autocomplete="name",
            missing=_("Enter your name"),
        ),
        StandardQuestion(
            "contact_email",
            "email",
            _("Your e-mail"),
            required=True,
            autocomplete="email",
            missing=_("Enter your e-mail"),
        ),
        StandardQuestion(
            "contact_phone",
            "phone",
            _("Your phone number"),
            required=options.require_phone,
            autocomplete="tel",
            missing=_("Enter your phone number"),
        ),
        StandardQuestion(
            "organisation",
            "short_text",
            _("Organisation"),
            required=options.require_organisation,
            autocomplete="organization",
            missing=_("Enter your organisation"),
        ),
        StandardQuestion(
            "municipality",
            "municipality",
            _("Municipality"),
            required=options.require_municipality,
            missing=_("Choose a municipality"),
        ),
    )


APPLIES_FOR = StandardQuestion(
    "applies_for",
    "one_of",
    _("Who do you represent?"),
    required=True,
    missing=_("Choose who you represent"),
    options={"choices": AppliesFor.choices},
)
INTAKE = StandardQuestion(
    "intake",
    "one_of",
    _("Choose a start date"),
    required=True,
    missing=_("Choose a start date"),
)
NAME = StandardQuestion(
    "name", "short_text", _("Name"), required=True, missing=_("Enter the person's name")
)
EMAIL = StandardQuestion(
    "email", "email", _("E-mail"), required=True, missing=_("Enter the person's e-mail")
)
ROLE = StandardQuestion("role", "short_text", _("Job title or role"))


def field_name(question: Question) -> str:
    """The name of the question's field: ``q-`` and the block's id, or our own questions' id."""
    return question.id if isinstance(question, StandardQuestion) else f"q-{question.id}"


def has_field(question: Question) -> bool:
    """Whether the question has an input of its own."""
    return get_question_type(question.type).has_answer


def has_file(question: Question) -> bool:
    """Whether the question is answered with a file."""
    return get_question_type(question.type).is_file


def asks_participants(question: Question) -> bool:
    """Whether the question stands for the section on participants."""
    return get_question_type(question.type).asks_participants


def first_cvr(questions: Iterable[Question], answers: Mapping[str, Any]) -> str:
    """The organisation's CVR number: the first answer to a question for one; else an empty text."""
    asked = (q.id for q in questions if get_question_type(q.type).is_cvr)
    return next(filter(None, map(_eight_digits, map(answers.get, asked))), "")


def _eight_digits(answer: Any) -> str:
    digits = re.sub(r"\D", "", str(answer or ""))
    return digits if len(digits) == 8 else ""


def build_fields(questions: tuple[Question, ...]) -> dict[str, forms.Field]:
    """The fields of those questions that have one, by name."""
    return {
        field_name(question): get_question_type(question.type).field(question)
        for question in questions
        if has_field(question)
    }
