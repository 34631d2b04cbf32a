"""How an editor chooses contact people, organisations, audiences and themes."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from wagtail.snippets.widgets import AdminSnippetChooser

MANY = 12
"""With more tick boxes than this, an editor gets a field to search them by."""


class TickBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes; when there are many, the ticked come first and the others can be searched."""

    template_name = "wagtail_inddragelse/editing/tick_boxes.html"

    class Media:
        css = {"all": ["wagtail_inddragelse/tick_boxes.css"]}
        js = ["wagtail_inddragelse/tick_boxes.js"]

    def get_context(self, name, value, attrs) -> dict:
        """Adds ``are_many``."""
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        if len(groups) <= MANY:
            return context
        groups.sort(key=lambda group: not group[1][0]["selected"])
        return {**context, "are_many": True}


class OwnLanguageChooser(AdminSnippetChooser):
    """Opens with the snippets of one language; made for each form, in the editor's language."""

    def __init__(self, model, language_code: str) -> None:
        super().__init__(model=model)
        self.language_code = language_code

    def get_chooser_modal_url(self) -> str:
        """Where the list is, with its filter set."""
        return f"{super().get_chooser_modal_url()}?{urlencode({'locale': self.language_code})}"
