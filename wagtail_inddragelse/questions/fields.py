"""Form fields that take what people write and say in plain language what is missing.

Fields are shared by all requests (see ``forms.py``), so they keep nothing of what they clean.
Messages are whole sentences with their values filled in, never with ``%`` parameters, as labels
are an editor's text and may hold a per cent sign.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..denmark.cvr import is_cvr
from ..denmark.dates import YEARS_AHEAD, parse_date
from ..denmark.numbers import plain_number
from ..models.addresses import address_key, tidy_address
from .files import check_file
from .widgets import ChosenOrTyped, DateWidget

LINE_BREAKS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
"""Control characters. They are taken out rather than refused: they come along when text is copied
from other programs, say nothing, and people cannot find in a field what they cannot see."""
LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3: a path is at most 256 characters, two of which are its brackets."""
FIRST_DAY = dt.date(1900, 1, 1)
"""The earliest date that is taken as meant: nobody alive was born before it."""
YEARS_TO_COME = 50
"""How far in the future a date is taken as meant."""


class Refusing:
    """Mixin: raise errors as sentences about the field's label."""

    def refuse(self, message: Any, **values: Any) -> None:
        raise ValidationError(format_lazy(message, label=self.label, **values))


class TextField(Refusing, forms.CharField):
    """Text of at most ``limit`` characters; on one line unless ``multiline``."""

    def __init__(self, *, limit: int = 255, multiline: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit
        self.multiline = multiline

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        if len(text) > 2 * self.limit + 2:  # line breaks come as two characters
            self._refuse_length(text)
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", LINE_BREAKS.sub("\n", text))).strip()
        text = text if self.multiline else " ".join(text.split())
        if len(text) > self.limit:
            self._refuse_length(text)
        return text

    def _refuse_length(self, text: str) -> None:
        self.refuse(
            _("“{label}” can be at most {limit} characters long. You have written {count}."),
            limit=number_format(self.limit, force_grouping=True),
            count=number_format(len(text), force_grouping=True),
        )


class EmailField(TextField):
    """An e-mail address, kept as ``tidy_address`` has it, however it was typed or pasted.

    A line break is refused, as it could add headers to a mail.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=LONGEST_ADDRESS, **kwargs)

    def to_python(self, value: Any) -> str:
        email = tidy_address(super().to_python(value))
        if LINE_BREAKS.search(str(value or "")):
            self._refuse_address()
        if email:
            self._check(email)
        return email

    def _check(self, email: str) -> None:
        try:
            validate_email(email)
        except ValidationError:
            self._refuse_address()
        local, _at, _domain = email.rpartition("@")
        if not local.isascii() or len(address_key(email)) > LONGEST_ADDRESS:
            self._refuse_address()

    def _refuse_address(self) -> None:
        self.refuse(_("Enter an e-mail address, like name@example.dk"))


class PhoneField(TextField):
    """A telephone number, Danish or with a country code, kept as written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=32, **kwargs)

    def to_python(self, value: Any) -> str:
        number = super().to_python(value)
        digits = re.sub(r"[\s().\-/]", "", number)
        if number and not re.fullmatch(r"(\+|00)?[0-9]{8,15}", digits):
            self.refuse(_("Enter a phone number, like 12 34 56 78"))
        return number


class UrlField(TextField):
    """A web address; ``https://`` is added when it is missing."""

    check_url = URLValidator(schemes=["http", "https"])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=2000, **kwargs)

    def to_python(self, value: Any) -> str:
        url = super().to_python(value)
        if not url:
            return ""
        url = url if re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:", url) else f"https://{url}"
        try:
            self.check_url(url)
        except ValidationError:
            self.refuse(_("Enter a web address, like www.example.dk"))
        return url


class CvrField(TextField):
    """A Danish company registration number: eight digits that pass the modulus 11 check."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        digits = re.sub(r"\s", "", text).upper().removeprefix("DK")
        if text and not is_cvr(digits):
            self.refuse(_("Enter a CVR number: 8 digits, like 12 34 56 74"))
        return digits


class NumberField(TextField):
    """A number as Danes write it."""

    def __init__(
        self, *, whole: bool, minimum: Decimal | None, maximum: Decimal | None, **kwargs: Any
    ) -> None:
        super().__init__(limit=40, **kwargs)
        self.whole, self.minimum, self.maximum = whole, minimum, maximum

    def to_python(self, value: Any) -> Decimal | None:
        text = super().to_python(value)
        if not text:
            return None
        number = self._parse(text)
        if self.minimum is not None and number < self.minimum:
            self.refuse(_("Enter at least {limit}"), limit=_number(self.minimum))
        if self.maximum is not None and number > self.maximum:
            self.refuse(_("Enter at most {limit}"), limit=_number(self.maximum))
        return number

    def _parse(self, text: str) -> Decimal:
        plain = plain_number(text, self.whole)
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", plain):
            self.refuse(_("Enter a number in “{label}”"))
        number = Decimal(plain)
        if self.whole and number != number.to_integral_value():
            self.refuse(_("Enter a whole number in “{label}”"))
        return number


def _number(value: Decimal) -> str:
    return number_format(value, force_grouping=True)


class DateField(TextField):
    """A date in day, month, year, or in ISO 8601 order, within a lifetime.

    One that ``is_past`` is never ahead, and one that ``is_ahead`` never before today; today is
    both. Limits of the editor's own may lie in any year.
    """

    widget = DateWidget

    def __init__(
        self,
        *,
        earliest: dt.date | None = None,
        latest: dt.date | None = None,
        is_past: bool = False,
        is_ahead: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(limit=40, **kwargs)
        self.earliest, self.latest = earliest, latest
        self.is_past, self.is_ahead = is_past, is_ahead
        self.years_ahead = 0 if is_past else YEARS_AHEAD

    def to_python(self, value: Any) -> dt.date | None:
        text = super().to_python(value)
        if not text:
            return None
        date = parse_date(text, self.years_ahead)
        if date is None:
            self.refuse(_("Enter day, month and year in “{label}”, like 24 12 2027"))
        if self.earliest and date < self.earliest:
            self.refuse(_("“{label}” must be {date} or later"), date=date_format(self.earliest))
        if self.latest and date > self.latest:
            self.refuse(_("“{label}” must be {date} or earlier"), date=date_format(self.latest))
        self._check_against_today(date)
        return date

    def _check_against_today(self, date: dt.date) -> None:
        """Refuse a slip in the year, such as 0026 or 2206, and what the editor rules out."""
        today = timezone.localdate()
        is_too_early = date < FIRST_DAY and not self.earliest
        is_too_late = date.year > today.year + YEARS_TO_COME and not self.latest
        if is_too_early or is_too_late:
            self.refuse(_("Check the year in “{label}”: it says {year}"), year=f"{date.year:04}")
        if self.is_past and date > today:
            self.refuse(_("“{label}” can’t be after today"))
        if self.is_ahead and date < today:
            self.refuse(_("“{label}” can’t be before today"))


class OneOfField(Refusing, forms.ChoiceField):
    """One of the given choices, by stored value."""

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)
        if value and value not in dict(self.choices):
            self.refuse(_("Choose one of the answers to “{label}”"))


class MunicipalityField(OneOfField):
    """A municipality by its code. What was typed but not chosen is named in the error."""

    widget = ChosenOrTyped

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)
        if value and value not in dict(self.choices):
            self.refuse(
                _("Choose a municipality from the list. “{typed}” is not on it."),
                typed=Truncator(" ".join(INVISIBLE.sub("", value).split())).chars(60),
            )


class SeveralOfField(Refusing, forms.MultipleChoiceField):
    """Some of the given choices, by stored value; between ``minimum`` and ``maximum`` of them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, *, minimum: int | None = None, maximum: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.minimum, self.maximum = minimum, maximum

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))

    def validate(self, value: list[str]) -> None:
        forms.Field.validate(self, value)
        if not set(value) <= set(dict(self.choices)):
            self.refuse(_("Choose among the answers to “{label}”"))
        if value and self.minimum and len(value) < self.minimum:
            self.refuse(_("Choose at least {count} answers to “{label}”"), count=self.minimum)
        if self.maximum and len(value) > self.maximum:
            message = ngettext(
                "Choose only {count} answer to “{label}”",
                "Choose at most {count} answers to “{label}”",
                self.maximum,
            )
            self.refuse(message, count=self.maximum)


class AttachmentField(Refusing, forms.FileField):
    """A file that passes every check of ``files.check_file``, or one kept from before."""

    def __init__(self, *, options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(max_length=150, **kwargs)
        self.options = options

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        name = INVISIBLE.sub("", data.name)
        if len(name) > self.max_length:
            self.refuse(_("The file name in “{label}” is too long. Give the file a shorter name."))
        if not data.size:
            self.refuse(_("The file in “{label}” is empty."))
        check_file(data, self.options)
        return data
