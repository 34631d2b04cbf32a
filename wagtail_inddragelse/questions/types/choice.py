"""Questions answered by choosing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...denmark.municipalities import MUNICIPALITIES, get_municipality
from ..cells import in_words, joined
from ..conditions import label_key
from ..fields import MunicipalityField, OneOfField, SeveralOfField
from ..registry import Disclosure, QuestionType, register_question
from ..schema import Question

GROUP = _("Choice")
RADIOS = "wagtail_inddragelse/form/widgets/choices.html"
SELECT = "wagtail_inddragelse/form/widgets/select.html"
COMBOBOX = "wagtail_inddragelse/form/widgets/municipality.html"
YES_NO = (("yes", _("Yes")), ("no", _("No")))


def yes_no_names() -> tuple[tuple[str, ...], ...]:
    """The two answers as an editor can name them in a condition, in whichever language."""
    return ("yes", gettext("Yes"), "yes", "ja"), ("no", gettext("No"), "no", "nej")


@register_question
class YesNo(QuestionType):
    name = "yes_no"
    discloses = Disclosure.FACTS
    label = _("Yes or no")
    example = _("Have you talked to our contact person?")
    description = _("A question that is answered with yes or no.")
    group = GROUP
    icon = "tick-inverse"
    takes_endings = True
    grouped = True
    template = RADIOS
    missing = _("Choose yes or no to “{label}”")

    def field(self, question: Question) -> forms.Field:
        return OneOfField(choices=YES_NO, widget=forms.RadioSelect, **self.field_options(question))

    def to_answer(self, value: str) -> bool | None:
        return value == "yes" if value else None

    def to_initial(self, answer: bool) -> str:
        return "yes" if answer else "no"

    def example_answer(self, question: Question) -> bool:
        return True

    def to_text(self, question: Question, answer: bool) -> str:
        return gettext("Yes") if answer else gettext("No")

    def choices(self, options: dict[str, Any]) -> Iterable[tuple[str, ...]]:
        return yes_no_names()


class ChoicesType(QuestionType):
    """Base of the types whose choices the editor writes."""

    group = GROUP
    takes_endings = True
    grouped = True
    template = RADIOS
    missing = _("Choose an answer to “{label}”")

    def settings(self) -> dict[str, blocks.Block]:
        return {
            "choices": blocks.ListBlock(
                blocks.CharBlock(label=_("Choice"), max_length=255),
                label=_("Choices"),
                help_text=_("Correcting a choice later keeps the answers already given to it."),
            )
        }

    def example_settings(self) -> dict[str, Any]:
        return {"choices": [gettext("First choice"), gettext("Second choice")]}

    def check(self, settings: dict[str, Any]) -> dict[str, str | ValidationError]:
        return _check_choices(settings["choices"])

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {**super().options(settings), "choices": _stored_choices(settings["choices"])}

    def to_text(self, question: Question, answer: str | list[str]) -> str:
        return _told(question, answer, in_words)

    def to_cell(self, question: Question, answer: str | list[str]) -> str:
        return _told(question, answer, joined)

    def choices(self, options: dict[str, Any]) -> Iterable[tuple[str, ...]]:
        return tuple(map(tuple, options.get("choices", ())))


def _told(question: Question, answer: str | list[str], join: Callable) -> str:
    """The chosen texts; several are joined by a separator that no choice holds."""
    names = _names(question)
    if not isinstance(answer, list):
        return names.get(answer, answer)
    return join((names.get(value, value) for value in answer), names.values())


def _names(question: Question) -> dict[str, str]:
    """The text of each choice; ours are in the reader's language, an editor's as written."""
    return {value: str(name) for value, name in question.options["choices"]}


def _check_choices(choices: Any) -> dict[str, str | ValidationError]:
    names = [label_key(choice or "") for choice in choices]
    if not any(names):
        return {"choices": _listed(gettext("Write the choices."))}
    repeated = {
        position: ValidationError(gettext("This choice is already in the list."))
        for position, name in enumerate(names)
        if name and name in names[:position]
    }
    if not repeated:
        return {}
    return {"choices": blocks.list_block.ListBlockValidationError(block_errors=repeated)}


def _listed(message: str) -> ValidationError:
    return blocks.list_block.ListBlockValidationError(non_block_errors=[message])


def _stored_choices(choices: Any) -> list[list[str]]:
    """Pairs of stored value and text. The value is the choice's block id, so that its text can be
    corrected or translated; for content that code wrote without ids it is the text."""
    return [
        [item.original_id or item.value, item.value] for item in choices.bound_blocks if item.value
    ]


@register_question
class OneOf(ChoicesType):
    name = "one_of"
    discloses = Disclosure.FACTS
    label = _("Choose one")
    example = _("Which area do you work in?")
    description = _("A list of choices, of which one is chosen.")
    icon = "radio-full"

    def settings(self) -> dict[str, blocks.Block]:
        return {
            **super().settings(),
            "shown_as": blocks.ChoiceBlock(
                label=_("Shown as"),
                choices=[("radios", _("Buttons")), ("list", _("Drop-down list"))],
                default="radios",
                help_text=_("A drop-down list suits more than about ten choices."),
            ),
        }

    def field(self, question: Question) -> forms.Field:
        return OneOfField(
            choices=question.options["choices"],
            widget=forms.RadioSelect if self.is_grouped(question) else forms.Select,
            **self.field_options(question),
        )

    def get_template(self, question: Question) -> str:
        return RADIOS if self.is_grouped(question) else SELECT

    def is_grouped(self, question: Question) -> bool:
        return question.options.get("shown_as") != "list"


@register_question
class SeveralOf(ChoicesType):
    name = "several_of"
    discloses = Disclosure.FACTS
    label = _("Choose several")
    example = _("Which days can you come?")
    description = _("A list of choices, of which any number can be ticked.")
    icon = "list-ul"

    def settings(self) -> dict[str, blocks.Block]:
        return {
            **super().settings(),
            "minimum": blocks.IntegerBlock(label=_("Fewest answers"), required=False, min_value=1),
            "maximum": blocks.IntegerBlock(label=_("Most answers"), required=False, min_value=1),
        }

    def check(self, settings: dict[str, Any]) -> dict[str, str | ValidationError]:
        return super().check(settings) | _check_counts(settings)

    def example_answer(self, question: Question) -> list[str]:
        return [value for value, _text in question.options["choices"][:2]]

    def field(self, question: Question) -> forms.Field:
        return SeveralOfField(
            choices=question.options["choices"],
            minimum=question.options.get("minimum"),
            maximum=question.options.get("maximum"),
            **self.field_options(question),
        )


def _check_counts(settings: dict[str, Any]) -> dict[str, str]:
    minimum, maximum = settings.get("minimum"), settings.get("maximum")
    if minimum and maximum and maximum < minimum:
        return {"maximum": gettext("The most must not be lower than the fewest.")}
    if minimum and minimum > len(settings["choices"]):
        return {"minimum": gettext("There are fewer choices than that.")}
    return {}


@register_question
class MunicipalityQuestion(QuestionType):
    name = "municipality"
    discloses = Disclosure.IDENTITY
    label = _("Municipality")
    example = _("Which municipality do you work with?")
    description = _("One of the 98 municipalities, besides the contact person's.")
    group = _("Organisation")
    icon = "site"
    template = COMBOBOX
    missing = _("Choose a municipality in “{label}”")

    def field(self, question: Question) -> forms.Field:
        choices = [(item.code, item.name) for item in MUNICIPALITIES]
        return MunicipalityField(choices=choices, **self.field_options(question))

    def to_text(self, question: Question, answer: str) -> str:
        municipality = get_municipality(answer)
        return municipality.name if municipality else answer

    def choices(self, options: dict[str, Any]) -> Iterable[tuple[str, ...]]:
        return tuple((item.code, item.name) for item in MUNICIPALITIES)
