"""Dates and clock times as people type them, into a browser's calendar or Wagtail's."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext as _
from wagtail import blocks

from ..denmark.dates import parse_date, parse_moment

EXAMPLE = dt.datetime(2027, 11, 8, 9, 30)


class DayInput(forms.DateInput):
    """The browser's own calendar, which sends ISO 8601."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%Y-%m-%d", **kwargs})


class DayField(forms.DateField):
    """A date in the site's format, or as “8.11.2027”, “8/11 2027” or “8. november 2027”."""

    widget = DayInput

    def to_python(self, value: Any) -> dt.date | None:
        text = value.strip() if isinstance(value, str) else ""
        found = _in_own_format(self, text) or parse_date(text)
        if isinstance(found, dt.datetime):
            return found.date()
        return found or super().to_python(value)


class MomentField(forms.DateTimeField):
    """A day and a clock time, in the site's format or as “8-11-2027 kl. 9.30”; never a day alone,
    which would be midnight."""

    def to_python(self, value: Any) -> dt.datetime | None:
        text = value.strip() if isinstance(value, str) else ""
        if found := _in_own_format(self, text) or parse_moment(text):
            return from_current_timezone(found)
        if text and parse_date(text):
            raise ValidationError(self._example(_("Write the time as well: {example}")), "invalid")
        try:
            return super().to_python(value)
        except ValidationError as error:
            problem = self._example(_("Write a day and a time: {example}"))
            raise ValidationError(problem, "invalid") from error

    def _example(self, problem: str) -> str:
        return problem.format(example=EXAMPLE.strftime(self.widget.format or "%d.%m.%Y %H:%M"))


class DayBlock(blocks.DateBlock):
    """Wagtail's block for our field."""

    @cached_property
    def field(self) -> forms.Field:
        return DayField(widget=super().field.widget, **self.field_options)


def _in_own_format(field: forms.Field, text: str) -> dt.datetime | None:
    """The site's own format comes first: it may have the month before the day."""
    if not (text and field.widget.format):
        return None
    try:
        return dt.datetime.strptime(text, field.widget.format)
    except ValueError:
        return None


AS_TYPED = {forms.DateField: DayField, forms.DateTimeField: MomentField}


def read_as_typed(form: forms.ModelForm) -> None:
    """Let the dates of ``form``, and of the rows below it, be typed as people do."""
    for name, field in form.fields.items():
        if type(field) in AS_TYPED:
            form.fields[name] = _as_typed(form, name, field)
    for rows in getattr(form, "formsets", {}).values():
        for row in rows.forms:
            read_as_typed(row)


def _as_typed(form: forms.ModelForm, name: str, field: forms.Field) -> forms.Field:
    """The form field of the model field, of the other class."""
    asked = {"form_class": AS_TYPED[type(field)], "widget": field.widget}
    made = form._meta.model._meta.get_field(name).formfield(**asked, required=field.required)
    made.label, made.help_text, made.disabled = field.label, field.help_text, field.disabled
    return made
