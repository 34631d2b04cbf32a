"""Widgets that read what a form posted. The templates in ``form/widgets/`` draw them."""

from __future__ import annotations

from typing import Any

from django import forms

DATE_PARTS = ("day", "month", "year")


class DateWidget(forms.TextInput):
    """Three fields for day, month and year; a whole date in one of them is read as well."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        if name in data:
            return data.get(name)
        parts = [str(data.get(f"{name}-{part}") or "").strip() for part in DATE_PARTS]
        filled = "".join(parts)
        is_whole = filled in parts and not filled.isalnum()
        return filled if is_whole or not filled else "/".join(parts)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key in data for key in (name, *(f"{name}-{part}" for part in DATE_PARTS)))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-day" if id_ else id_


class ChosenOrTyped(forms.Select):
    """A list; where nothing in it was chosen, what was typed to search it (see combobox.js)."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        return data.get(name) or data.get(f"{name}-typed")
