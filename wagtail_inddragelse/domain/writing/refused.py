"""What the domain will not do, in words for whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise


class Refused(Exception):
    """It can't be done, and nothing of it is stored.

    ``text`` tells people why, so that a page only has to show it; ``code`` is its name for
    programs. A subclass is for what a caller tells apart, and says both once for all.
    """

    text: str | Promise = ""
    code = ""

    def __init__(self, text: str | Promise = "", *, code: str = "") -> None:
        self.text, self.code = text or self.text, code or self.code
        super().__init__(self.text)

    def __str__(self) -> str:
        return str(self.text)


class RefusedByField(Refused, ValidationError):
    """Refused where Django or Wagtail save, move or delete on their own.

    Of all that is raised there they show a ValidationError alone to people, in the admin API too.

    ``by_field`` holds what to say of each field.
    """

    def __init__(self, by_field: Mapping[str, list[str]], *, code: str) -> None:
        ValidationError.__init__(self, by_field)
        self.text, self.code = " ".join(self.messages), code
