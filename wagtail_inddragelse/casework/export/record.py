"""Exports on record: who took out how much of which offer, and never whom."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogFormatter, log

from ...models.base import get_page_model
from .order import Format
from .selection import Selection

EXPORTED = "wagtail_inddragelse.export"


class ExportFormatter(LogFormatter):
    """What the history of an offer says of an export."""

    label = _("Export submissions")

    def format_message(self, log_entry) -> str:
        """“Exported 12 submissions (XLSX)”."""
        count = log_entry.data.get("count", 0)
        words = ngettext(
            "Exported {count} submission ({format})",
            "Exported {count} submissions ({format})",
            count,
        )
        return words.format(count=count, format=log_entry.data.get("format", ""))


def put_on_record(user: AbstractBaseUser, selection: Selection, format: Format) -> None:
    """Enter an export in the history of each offer that it takes submissions from."""
    pages = get_page_model().objects.in_bulk(list(selection.offers))
    for key, count in selection.offers.items():
        data = {"format": format.ending.upper(), "count": count}
        log(instance=pages[key], action=EXPORTED, user=user, data=data)
