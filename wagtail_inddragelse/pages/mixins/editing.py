"""The editor's form for an offer: it refuses what would lose submissions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...domain import publishing
from .readiness import PublishableForm


class OfferForm(PublishableForm):
    """Keeps intakes that people have signed up to."""

    class Media:
        css = {"all": ["wagtail_inddragelse/editor.css"]}
        js = ["wagtail_inddragelse/intakes.js", "wagtail_inddragelse/intake-fields.js"]

    def is_valid(self) -> bool:
        """Valid, and removing no intake that has submissions; such a one is put back."""
        valid = super().is_valid()
        return not self._put_back_removed_intakes() and valid

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """What an editor that stays open after an autosave must take over: also each row's key."""
        rows = self.formsets.get(publishing.RELATION)
        return [*super().get_field_updates_for_resave(), *(rows.key_updates() if rows else ())]

    def _put_back_removed_intakes(self) -> bool:
        formset = self.formsets.get(publishing.RELATION)
        removed = {form.instance.pk: form for form in formset.deleted_forms} if formset else {}
        kept = publishing.with_submissions([form.instance for form in removed.values()])
        for intake in kept:
            _undelete(formset, removed[intake.pk])
            self.add_error(
                None,
                _("“%(title)s” has submissions and can't be removed: cancel it instead.")
                % {"title": intake.title},
            )
        return bool(kept)


def _undelete(formset, form) -> None:
    """Show the row again as the editor left it."""
    formset.data = formset.data.copy()
    formset.data[f"{form.prefix}-DELETE"] = ""
    for each in formset.forms:
        each.data = formset.data
