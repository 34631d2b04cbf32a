"""Question types: what a type must say about itself, and the register of them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .schema import Question


class Disclosure(Enum):
    """What an answer reveals about the applicant; blind assessment goes by it."""

    FACTS = "facts"
    """Choices, numbers and dates: shown."""
    WORDS = "words"
    """What the applicant wrote or attached: shown when a caseworker has redacted it."""
    IDENTITY = "identity"
    """Who or where the applicant is: hidden."""


class QuestionType:
    """A kind of question. Subclass it, set the names, override what differs, and register it.

    One instance serves all forms: keep nothing on it that belongs to a question or an applicant.
    """

    name: str = ""
    """Stored in schemas: never rename it."""
    label: Any = ""
    description: Any = ""
    example: Any = ""
    """A question of this type, as the block picker shows it; empty: its label."""
    group: Any = _("Other questions")
    icon: str = "help"

    has_answer = True
    """False for what is only shown, such as an information text."""
    takes_help_text = True
    takes_condition = True
    takes_autocomplete = False
    takes_endings = False
    """Whether an answer can end the form, with an explanation; needs ``choices``."""
    discloses = Disclosure.WORDS
    """What an answer reveals about the applicant."""
    is_file = False
    """True when it is answered with a file, which is kept out of the answers."""
    is_cvr = False
    """True when the answer is a CVR number: the form's first one is the organisation's, and a blind
    assessment hides it."""
    asks_participants = False
    """True when it stands for the section on participants; its setting ``questions`` is asked of
    each. A form has one of them at most."""
    per_participant = True
    """Whether it can also be asked of each participant."""
    grouped = False
    """True when it has several inputs, which need a fieldset and a legend."""
    first_input: str = "0"
    """What the id of the first of several inputs ends with."""
    template = "wagtail_inddragelse/form/widgets/widget.html"
    """Draws the input; the context has ``item`` (see ``items.Item``)."""
    item_template = "wagtail_inddragelse/form/field.html"
    """Draws label, hint, error and input."""
    missing = _("Fill in “{label}”")
    """The error when a required answer is missing."""

    def settings(self) -> dict[str, blocks.Block]:
        """The type's own settings in the editor, by name."""
        return {}

    def example_settings(self) -> dict[str, Any]:
        """Settings without which an example of it would show nothing."""
        return {}

    def check(self, settings: dict[str, Any]) -> dict[str, str | ValidationError]:
        """What is wrong with the editor's settings, by name of the setting."""
        return {}

    @cached_property
    def setting_names(self) -> tuple[str, ...]:
        """The names of ``settings``. Wagtail remembers every block ever made, so make them once."""
        return tuple(self.settings())

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        """The editor's settings as the JSON-able ``Question.options``; empty ones are left out."""
        values = {name: settings.get(name) for name in self.setting_names}
        return {name: value for name, value in values.items() if value not in (None, "")}

    def field(self, question: Question) -> forms.Field:
        """The form field of ``question``, made once per form and shared by all requests."""
        return forms.CharField(**self.field_options(question))

    def field_options(self, question: Question) -> dict[str, Any]:
        """The arguments that every field takes."""
        return {
            "label": question.label,
            "required": question.required,
            "error_messages": {"required": self.missing_text(question)},
        }

    def missing_text(self, question: Question) -> Any:
        """The error when a required answer is missing: the editor's own words, or the type's."""
        return question.missing or format_lazy(self.missing, label=question.label)

    def get_template(self, question: Question) -> str:
        return self.template

    def get_hint(self, question: Question) -> str:
        """The hint under the label about the type's own limits."""
        return ""

    def is_grouped(self, question: Question) -> bool:
        return self.grouped

    def to_answer(self, value: Any) -> Any:
        """The JSON-able answer for a cleaned value; None when nothing was answered."""
        return value or None

    def to_initial(self, answer: Any) -> Any:
        """The initial value of the form field when a stored answer is to be changed."""
        return answer

    def to_text(self, question: Question, answer: Any) -> str:
        """The stored answer as people read it."""
        return str(answer)

    def to_cell(self, question: Question, answer: Any) -> Any:
        """The stored answer as a spreadsheet takes it: a text, a number or a date."""
        return self.to_text(question, answer)

    def example_answer(self, question: Question) -> Any:
        """A stored answer, as the preview of a receipt shows it; None for no answer."""
        return next((choice[0] for choice in self.choices(question.options)), None)

    def choices(self, options: dict[str, Any]) -> Iterable[tuple[str, ...]]:
        """The answers that a condition can ask about, as ``(stored value, name, other names…)``."""
        return ()


_types: dict[str, QuestionType] = {}
_REMOVED = QuestionType()


def register_question(cls: type[QuestionType]) -> type[QuestionType]:
    """Class decorator that makes a question type available to editors and forms.

    Raises ValueError when the type has no name or another type has taken it.
    """
    taken = _types.get(cls.name)
    if not cls.name or (taken and type(taken).__qualname__ != cls.__qualname__):
        raise ValueError(f"{cls.__qualname__} needs a name of its own, not {cls.name!r}")
    _types[cls.name] = cls()
    return cls


def get_question_type(name: str) -> QuestionType:
    """The registered type ``name``.

    A type that the site has since removed counts as a plain text, so that what was answered while
    it was there can still be read.
    """
    return _types.get(name, _REMOVED)


def question_types() -> tuple[QuestionType, ...]:
    """All registered types, built-in ones first."""
    return tuple(_types.values())
