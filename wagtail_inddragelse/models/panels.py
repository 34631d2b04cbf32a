"""The panels in which an editor fills in the rows of a page, so that none is mixed up."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from ..formats import day_words
from .comparing import KeyedRelationComparison, worded
from .keys import parse_key, parse_uuid

KEY = "row_key"


class KeyedFormSet(BaseChildFormSet):
    """Rows that only a draft has keep their key from one save to the next.

    Wagtail posts no primary key for them and makes each anew, so every save of a draft would give
    an intake another ``translation_key`` and a session another ``uid``: going back to such a draft
    after it was published would bring back a second copy. The model names its key in ``ROW_KEY``.

    The key is posted, so it is taken for one row only, and never when a row of another page has
    it: rows that share a key share their places and dates.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = self._with_known_ids()

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.parent = self.instance
        key = None if index is None else getattr(form.instance, self.model.ROW_KEY)
        form.fields[KEY] = forms.CharField(required=False, initial=key, widget=forms.HiddenInput)

    def key_updates(self) -> Iterator[tuple[str, str]]:
        """Name and value of each key field, for an editor that stays open after an autosave."""
        for form in self.forms:
            yield f"{form.prefix}-{KEY}", str(getattr(form.instance, self.model.ROW_KEY))
            for rows in form.formsets.values():
                yield from rows.key_updates()

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        key = self._own_keys.get(i) if self.is_bound else None
        if key and form.instance.pk is None:
            setattr(form.instance, self.model.ROW_KEY, key)
        return form

    @cached_property
    def _own_keys(self) -> dict[int, uuid.UUID]:
        """The posted keys that rows may have, by the number of the row."""
        posted = {index: self._posted_key(index) for index in range(self.total_form_count())}
        first = {key: index for index, key in reversed(posted.items()) if key}
        elsewhere = self.model.objects.filter(**{f"{self.model.ROW_KEY}__in": first}).exclude(
            **{f"{self.fk.name}__translation_key": self.instance.translation_key}
        )
        taken = set(elsewhere.values_list(self.model.ROW_KEY, flat=True))
        return {index: key for key, index in first.items() if key not in taken}

    def _posted_key(self, index: int) -> uuid.UUID | None:
        return parse_uuid(self.data.get(f"{self.add_prefix(index)}-{KEY}", ""))

    def _with_known_ids(self):
        """What was posted, with the ids of rows that were published while the editor was open."""
        ids = {getattr(row, self.model.ROW_KEY): row.pk for row in self.get_queryset() if row.pk}
        data = self.data.copy()
        names = [f"{self.add_prefix(index)}-id" for index in range(self.total_form_count())]
        posted = {parse_key(data.get(name)) for name in names}
        free = {key: pk for key, pk in ids.items() if pk not in posted}
        for index, name in enumerate(names):
            if not data.get(name):
                data[name] = free.pop(self._posted_key(index), "")
        return data


class KeyedInlinePanel(InlinePanel):
    """An InlinePanel over a ``KeyedFormSet``."""

    def get_form_options(self) -> dict:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = KeyedFormSet
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        def get_comparison(self) -> list[partial]:
            """How two versions of the rows are compared, with the rows below them."""
            (relation,) = super().get_comparison()
            field, comparisons = relation.args
            shown = [worded(each) for each in comparisons]
            return [partial(KeyedRelationComparison, field, shown, **relation.keywords)]


class SectionPanel(MultiFieldPanel):
    """Fields under a title, inside a row of an InlinePanel.

    There, the heading of Wagtail's own panel looks like one more label above the first field.
    """

    template = "wagtail_inddragelse/editing/admin/section.html"

    def __init__(self, children, title, **kwargs) -> None:
        super().__init__(children, **kwargs)
        self.title = title

    def clone_kwargs(self) -> dict:
        return {**super().clone_kwargs(), "title": self.title}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        @property
        def template_name(self) -> str:
            return self.panel.template


class FoldPanel(SectionPanel):
    """A section that is closed until it is asked for, or holds an error."""

    template = "wagtail_inddragelse/editing/admin/fold.html"

    class BoundPanel(SectionPanel.BoundPanel):
        @property
        def has_errors(self) -> bool:
            """Whether the editor must look into it."""
            return bool(set(self.panel.get_form_options()["fields"]) & set(self.form.errors))


class OccupancyPanel(HelpPanel):
    """A warning while the editor takes away what people have, or wait for; ``intake-fields.js``
    shows it. The form of the row knows its ``occupancy``, unless it is new."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("template", "wagtail_inddragelse/editing/admin/occupancy.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            """Once there is somebody to lose something."""
            occupancy = getattr(self.form, "occupancy", None)
            return bool(occupancy and (occupancy.taken or occupancy.waiting))

        def get_context_data(self, parent_context=None) -> dict:
            """Adds ``occupancy``."""
            return {**super().get_context_data(parent_context), "occupancy": self.form.occupancy}


class IntakeToolsPanel(HelpPanel):
    """Buttons that duplicate an intake and move its dates; ``intakes.js`` does the work."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("template", "wagtail_inddragelse/editing/admin/intake_tools.html")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None) -> dict:
            """Adds the formats in which the site writes dates in the admin, and how the language of
            the page writes them in titles."""
            context = super().get_context_data(parent_context)
            return {
                **context,
                "date_format": AdminDateInput().js_format,
                "datetime_format": AdminDateTimeInput().js_format,
                "words": day_words(self._language()),
            }

        def _language(self) -> str:
            page = getattr(self.form, "parent", None)
            if page is None or page.locale_id is None:
                return get_language() or settings.LANGUAGE_CODE
            return page.locale.language_code


def shown_when(condition: str) -> dict[str, str]:
    """Attributes of a panel that is shown when a field of its row has a value, as in
    ``selection=assessed``, a smaller number, as in ``capacity<12``, or any value, as in
    ``capacity``. ``intake-fields.js`` does the work.
    """
    return {"data-inddragelse-when": condition}
