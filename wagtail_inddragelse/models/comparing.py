"""Two versions of a page side by side: rows within rows, and times as the site's clock has them.

Wagtail compares the rows of a page and leaves out the rows below these, and shows a time as it is
stored, which is in UTC.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import compare

NAMING = ("title", "starts_at")
"""Fields that identify a row: shown for each changed row, whether or not they changed."""


def in_words(value: Any) -> str:
    """A value of a field as an editor reads it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        zone = timezone.get_default_timezone()
        local = timezone.localtime(value, zone) if timezone.is_aware(value) else value
        return date_format(local, "DATETIME_FORMAT")
    return date_format(value) if isinstance(value, dt.date) else str(value)


class WordedComparison(compare.FieldComparison):
    """A field whose values are not texts: they are compared as they are, and shown in words."""

    def htmldiff(self) -> SafeString:
        old, new = in_words(self.val_a), in_words(self.val_b)
        changes = [("equal", new)] if old == new else [("deletion", old), ("addition", new)]
        return compare.TextDiff([change for change in changes if change[1]]).to_html()


class RowComparison(compare.ChildObjectComparison):
    """A row in two versions: for one that is in both, what was changed and what identifies it."""

    def get_field_comparisons(self) -> list:
        found = super().get_field_comparisons()
        if self.is_addition() or self.is_deletion():
            return found
        return [each for each in found if each.has_changed() or each.field.name in NAMING]


class KeyedRelationComparison(compare.ChildRelationComparison):
    """The rows of a ``KeyedInlinePanel`` that were changed, each beside the one with its key.

    Below another row it is a value of that row, which Wagtail asks for its HTML.
    """

    def get_mapping(self, objs_a: list, objs_b: list) -> tuple[dict, dict, list, list]:
        key = self.field.related_model.ROW_KEY
        positions = {getattr(row, key): number for number, row in enumerate(objs_b)}
        forwards = {
            number: positions[getattr(row, key)]
            for number, row in enumerate(objs_a)
            if getattr(row, key) in positions
        }
        backwards = {b: a for a, b in forwards.items()}
        added = [number for number in range(len(objs_b)) if number not in backwards]
        deleted = [number for number in range(len(objs_a)) if number not in forwards]
        return forwards, backwards, added, deleted

    def get_child_comparison(self, obj_a, obj_b) -> RowComparison:
        return RowComparison(self.field.related_model, self.field_comparisons, obj_a, obj_b)

    def get_child_comparisons(self) -> list[RowComparison]:
        return [
            row
            for row in super().get_child_comparisons()
            if row.is_addition() or row.is_deletion() or row.has_changed()
        ]

    def htmldiff(self) -> SafeString:
        """The rows as Wagtail's own template shows those of a page. A row above that is in one
        version only is compared with itself: all of its rows are shown."""
        rows = self.get_child_comparisons() or super().get_child_comparisons()
        return format_html_join("", "{}", ((_row_html(row),) for row in rows))


def _row_html(row: RowComparison) -> SafeString:
    pairs = ((field.field_label(), field.htmldiff()) for field in row.get_field_comparisons())
    return format_html(
        '<div class="comparison__child-object {}"><dl class="comparison__list">{}</dl></div>',
        "addition" if row.is_addition() else "deletion" if row.is_deletion() else "",
        format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs),
    )


def worded(comparison: partial) -> partial:
    """``comparison`` with values in words, where it would show them as Python does."""
    is_plain = comparison.func is compare.FieldComparison
    return partial(WordedComparison, *comparison.args) if is_plain else comparison


def register() -> None:
    """Let times of all fields be compared in the site's zone; a class that a site has registered
    for them stays."""
    for field_class in (models.DateTimeField, models.DateField):
        if compare.comparison_class_registry.get(field_class()) is None:
            compare.register_comparison_class(field_class, comparison_class=WordedComparison)
