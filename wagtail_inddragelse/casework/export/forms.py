"""The form in which a caseworker chooses what the file contains."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .columns import Columns, Group
from .order import Format, Order


class ExportForm(forms.Form):
    """Format and contents; to begin with, everything that may be seen is chosen."""

    format = forms.ChoiceField(
        label=_("File format"),
        choices=Format.choices,
        initial=Format.XLSX,
        widget=forms.RadioSelect,
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"required": _("Choose at least one column.")},
    )
    participants = forms.BooleanField(
        label=_("Participants"),
        required=False,
        initial=True,
        help_text=_("A sheet of their own in a workbook, and columns after the others in CSV."),
    )
    assessments = forms.BooleanField(
        label=_("Each assessment"),
        required=False,
        initial=True,
        help_text=_("A sheet with every assessor’s scores and reasons. Not in CSV."),
    )

    def __init__(self, *args: Any, columns: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = columns
        self.fields["columns"].choices = [
            (column.name, column.label) for column in columns.submission
        ]
        self.fields["columns"].initial = [column.name for column in columns.submission]
        if not columns.criteria:
            del self.fields["assessments"]

    def clean(self) -> dict[str, Any]:
        """A table needs columns; a zip has none."""
        data = super().clean()
        if data.get("format") != Format.ZIP and not data.get("columns"):
            self.add_error("columns", self.fields["columns"].error_messages["required"])
        return data

    def column_groups(self) -> list[tuple[str, list]]:
        """The tick boxes of the columns under the heading of what they are about."""
        boxes = dict(zip(self.offered.submission, self["columns"], strict=True))
        grouped = [
            (group.label, [box for column, box in boxes.items() if column.group == group])
            for group in Group
        ]
        return [(label, found) for label, found in grouped if found]

    def order(self) -> Order:
        """What was asked for; call it when the form is valid."""
        data = self.cleaned_data
        return Order(
            Format(data["format"]),
            tuple(data["columns"]),
            data["participants"],
            data.get("assessments", False),
        )
