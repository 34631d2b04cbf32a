"""Nobody overwrites what they have not seen.

A form on a row that others work on too carries what it showed, as a short mark of each value. When
it comes back, three are compared: what was shown, what came back and what is there now. Only what
its user changed is written, and what somebody else changed meanwhile is never written over unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refused import Refused

Marks = Mapping[str, str]
"""A mark by the name of each value that was shown."""


class ChangedMeanwhile(Refused):
    """Somebody has changed the values in ``names`` since they were shown."""

    text = gettext_lazy("It has been changed since the page was opened.")
    code = "changed"

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names


def clash_text() -> str:
    """The error when somebody else was quicker, with ``%(value)s`` for what they wrote."""
    return _("Somebody else has changed this to “%(value)s” meanwhile. Save again to replace it.")


def mark(value: Any) -> str:
    """A mark that tells whether a value is still the one that was shown.

    A value has one mark however a browser sends it: nothing, None and blank are the same, and so
    are the ways to end a line.
    """
    text = json.dumps(_plain(value), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marks(values: Mapping[str, Any]) -> dict[str, str]:
    """The mark of each of ``values``."""
    return {name: mark(value) for name, value in values.items()}


def is_shown(shown: str | None, value: Any) -> bool:
    """Whether ``shown`` is the mark of ``value``; None asks for no comparison."""
    return shown is None or shown == mark(value)


def merge(
    shown: Marks | None, sent: Mapping[str, Any], current: Mapping[str, Any]
) -> dict[str, Any]:
    """The part of ``sent`` to write over ``current``, by name: what its user changed.

    ``shown`` holds the marks that the form carried; what has none was shown blank. None compares
    nothing and writes all that differs. Raises ChangedMeanwhile when a value was changed by its
    user and by somebody else too, to something else.
    """
    changed = {name for name, value in sent.items() if mark(value) != mark(current[name])}
    if shown is not None:
        blank = mark("")
        changed = {name for name in changed if mark(sent[name]) != shown.get(name, blank)}
        clashes = [name for name in changed if mark(current[name]) != shown.get(name, blank)]
        if clashes:
            raise ChangedMeanwhile(*sorted(clashes))
    return {name: value for name, value in sent.items() if name in changed}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, str):
        return "\n".join(value.splitlines()).strip()
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return "" if value is None else value
