"""What all checks share: how a finding is written, and which value of a setting is in force."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections, router

from ..conf import SETTINGS, get_setting


def error(number: str, problem: str, hint: str) -> checks.Error:
    """What keeps sign-ups from being taken, or private files private."""
    return checks.Error(problem, hint=hint, id=f"wagtail_inddragelse.{number}")


def warning(number: str, problem: str, hint: str) -> checks.Warning:
    """What goes wrong sooner or later."""
    return checks.Warning(problem, hint=hint, id=f"wagtail_inddragelse.{number}")


def fits(key: str, given: Any) -> bool:
    """Whether ``given`` has the type of the default; numbers count from 0, lists hold texts."""
    default = SETTINGS[key].default
    if isinstance(default, list):
        return isinstance(given, list | tuple) and all(isinstance(item, str) for item in given)
    if isinstance(default, int):
        return type(given) is int and given >= 0
    return isinstance(given, str) or (key == "PRIVATE_ROOT" and isinstance(given, os.PathLike))


def wanted(key: str) -> str:
    """The type that the setting ``key`` must have, in words."""
    words = {list: "a list of texts", int: "a whole number, 0 or more", str: "a text"}
    return words[type(SETTINGS[key].default)]


def value(key: str) -> Any:
    """The setting in force, or its default where ``check_settings`` refuses the site's value."""
    given = get_setting(key)
    return given if fits(key, given) else SETTINGS[key].default


def can_ask(model: type, databases: Sequence[str] | None) -> str:
    """The alias of the database of ``model``, if it may be asked and has the table; else empty."""
    alias = router.db_for_read(model)
    if alias not in (databases or ()):
        return ""
    tables = connections[alias].introspection.table_names()
    return alias if model._meta.db_table in tables else ""
