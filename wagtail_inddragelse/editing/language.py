"""The editor's form of a page, which offers what is written in the language of the page."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Locale, TranslatableMixin
from wagtail.snippets.widgets import AdminSnippetChooser

from .widgets import OwnLanguageChooser


class OwnLanguageForm(WagtailAdminPageForm):
    """Offers contact people, organisations, audiences and themes of the page's own language.

    One of another language that was chosen before stays, until somebody takes it away.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance if self.instance.locale_id else self.parent_page
        for name, field in self.fields.items():
            if _lists_snippets(field):
                chosen = self.initial.get(name) or []
                keys = [getattr(one, "pk", one) for one in _as_list(chosen)]
                field.queryset = field.queryset.filter(Q(locale=page.locale) | Q(pk__in=keys))
                if isinstance(field.widget, AdminSnippetChooser):
                    field.widget = _chooser(field, page.locale)


def _lists_snippets(field: forms.Field) -> bool:
    queryset = getattr(field, "queryset", None)
    return queryset is not None and _is_ours(queryset.model)


def _chooser(field: forms.Field, locale: Locale) -> OwnLanguageChooser:
    chooser = OwnLanguageChooser(field.queryset.model, locale.language_code)
    chooser.is_required = field.required
    return chooser


def _is_ours(model: type) -> bool:
    """Pages are translatable too: which of them may be chosen is another matter."""
    return issubclass(model, TranslatableMixin) and model._meta.app_label == "wagtail_inddragelse"


def _as_list(chosen) -> list:
    return (
        list(chosen)
        if isinstance(chosen, (list, tuple, set)) or hasattr(chosen, "all")
        else [chosen]
    )
