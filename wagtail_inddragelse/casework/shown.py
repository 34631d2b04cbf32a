"""Marks of what a form showed, so that nobody overwrites what they have not seen.

The rule is in ``domain/writing/seen.py``; here it travels through the browser, in one hidden field
however many rows there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from ..domain.writing import seen


def write_marks(marks: Mapping[Any, str]) -> str:
    """The marks as the value of a hidden field."""
    return json.dumps({str(key): mark for key, mark in marks.items()}, separators=(",", ":"))


def read_marks(text: str | None) -> seen.Marks:
    """The marks that came back, without those that can't be read or are not ours."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {key: mark for key, mark in pairs if isinstance(mark, str)}


class ShownFormMixin(forms.Form):
    """A form on one row that others work on too: it carries the marks of its ``initial`` values.

    ``marked`` names its fields that are written. Hand ``marks`` to the function that writes; when
    that raises ChangedMeanwhile, ``show_clash`` shows what is there now beside what was typed.
    """

    marked: tuple[str, ...] = ()

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown"] = self._write_marks(self.initial)

    def _write_marks(self, values: Mapping[str, Any]) -> str:
        return write_marks(seen.marks({name: values.get(name) for name in self.marked}))

    @property
    def marks(self) -> seen.Marks:
        """The marks that came with it; when it is valid."""
        return read_marks(self.cleaned_data["shown"])

    def show_clash(self, names: tuple[str, ...], current: Mapping[str, Any]) -> None:
        """Say at the fields ``names`` what is there now; sending the form again replaces that."""
        for name in names:
            there = str(current.get(name) or "–")
            text = seen.clash_text() % {"value": there}
            self.add_error(name, text)
        self.data = {**self.data.dict(), self.add_prefix("shown"): self._write_marks(current)}
