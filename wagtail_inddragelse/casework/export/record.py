"""Exports on record: who took out how much of which offer, and on each case that it held."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogFormatter, log

from ...domain.record import records
from ...domain.record.records import Record
from ...domain.writing.retries import retried
from ...models import Submission
from ...models.base import get_page_model
from .contents import Contents
from .order import Format

EXPORTED = "wagtail_inddragelse.export"


class ExportFormatter(LogFormatter):
    """What the history of an offer says about an export."""

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


def pages_of(contents: Contents) -> dict:
    """The pages that the submissions were sent for, by key: an offer has one in each language."""
    return get_page_model().objects.in_bulk(list(contents.offers))


@retried
def put_on_record(user: AbstractBaseUser, contents: Contents, format: Format) -> None:
    """Enter an export in the history of each offer, and of each case, that it takes along.

    The history has the number of all that the offer has in the file, in whichever language.
    One or two queries for a chunk of cases, before any of them leaves the site.
    """
    with transaction.atomic():
        pages, counts = pages_of(contents), Counter()
        for key, count in contents.offers.items():
            counts[pages[key].translation_key] += count
        for page in pages.values():
            data = {"format": format.ending.upper(), "count": counts[page.translation_key]}
            log(instance=page, action=EXPORTED, user=user, data=data)
        for ids in contents.chunks():
            cases = Submission.objects.filter(pk__in=ids)
            hidden = contents.hidden.intersection(ids)
            records.put_all_on_record(cases.exclude(pk__in=hidden), Record.TAKE_OUT, user=user)
            if hidden:
                blind = cases.filter(pk__in=hidden)
                records.put_all_on_record(blind, Record.TAKE_OUT_BLIND, user=user)
