"""Quotation marks of the active language around what somebody wrote."""

from __future__ import annotations

from django.utils.translation import gettext


def quoted(text: str) -> str:
    """``text`` in quotation marks."""
    return gettext("“{answer}”").format(answer=text)
