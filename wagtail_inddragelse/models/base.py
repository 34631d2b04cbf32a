"""The site's base page model: stock ``Page`` or what ``WAGTAIL_PAGE_MODEL`` names."""

from __future__ import annotations

import swapper
from django.db import models

# Wagtail 8 does this itself; on 7.4 there is no swappable page and the name falls to the default.
swapper.set_app_prefix("wagtailcore", "wagtail")

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


def get_page_model():
    """The base page model class of this site."""
    return swapper.load_model("wagtailcore", "Page")


def once_each(rows: models.QuerySet, chosen: str | None = None) -> models.QuerySet:
    """Of rows that are the same in several languages one each, for a list to choose from.

    It is the one whose primary key is ``chosen``, so that a link to any of them works, else the
    one that was made first. One query.
    """
    pairs = list(rows.order_by("pk").values_list("pk", "translation_key"))
    found = {key: pk for pk, key in pairs if str(pk) == chosen}
    for pk, key in pairs:
        found.setdefault(key, pk)
    return rows.filter(pk__in=found.values())
