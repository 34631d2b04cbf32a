"""Numbers with decimals that an editor writes, as Danes write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from wagtail import blocks

from ..denmark.numbers import plain_number


class DecimalField(forms.DecimalField):
    """A number with a comma or a point before its decimals, whatever language the admin is in.

    Django's own is a number input, which takes a comma or refuses it by the browser's language.
    """

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.is_localized = True  # writes the comma that is read
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:
        """The number. Raises ValidationError."""
        if isinstance(value, str):
            value = plain_number(value)
        return super().to_python(value)


class DecimalBlock(blocks.DecimalBlock):
    """Wagtail's block for our field; it takes the same arguments, by name."""

    FIELD = (
        "required",
        "help_text",
        "max_value",
        "min_value",
        "max_digits",
        "decimal_places",
        "validators",
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = DecimalField(**{name: kwargs[name] for name in self.FIELD if name in kwargs})
