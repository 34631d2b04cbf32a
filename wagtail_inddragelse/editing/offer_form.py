"""The editor's form for an offer: it refuses what would lose submissions, and lets titles follow
the dates that they name."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from ..domain.intakes.places import count_occupancy
from ..domain.offers import publishing, titles
from .readiness import PublishableForm


class OfferForm(PublishableForm):
    """Keeps intakes that people have signed up to, and tells each row how it stands with them."""

    class Media:
        css = {"all": ["wagtail_inddragelse/editor.css"]}
        js = ["wagtail_inddragelse/intakes.js", "wagtail_inddragelse/intake-fields.js"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.followed: list[tuple[str, str]] = []
        """The titles that followed a day, by field: an open editor takes over no other, as somebody
        may be writing it meanwhile."""
        rows = {form.instance.translation_key: form for form in self._rows if form.instance.pk}
        occupancy = count_occupancy([form.instance for form in rows.values()])
        for key, form in rows.items():
            form.occupancy = occupancy[key]

    def is_valid(self) -> bool:
        """Valid, and removing no intake that has submissions; such a one is put back."""
        valid = super().is_valid()
        if valid:
            self._let_titles_follow()
        return not self._put_back_removed_intakes() and valid

    @property
    def _rows(self) -> list:
        formset = self.formsets.get(publishing.RELATION)
        return formset.forms if formset else []

    def _let_titles_follow(self) -> None:
        """Where a day was moved that the title of its intake names, the title says the new one. A
        title that was written anew stays."""
        for form in self._rows:
            before = form.instance.title
            title = titles.follow(before, _moved_days(form), self._language)
            if "title" not in form.changed_data and title != before:
                form.instance.title = form.cleaned_data["title"] = title
                self.followed.append((f"{form.prefix}-title", title))

    @property
    def _language(self) -> str:
        page = self.instance if self.instance.locale_id else self.parent_page
        return page.locale.language_code

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """What an editor that stays open after an autosave must take over: also each row's key."""
        rows = self.formsets.get(publishing.RELATION)
        keys = rows.key_updates() if rows else ()
        return [*super().get_field_updates_for_resave(), *keys, *self.followed]

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


def _moved_days(row) -> dict[dt.date, dt.date]:
    """The new day by the old one, of the deadline and of each session that is to be on another."""
    before_and_now = [
        (row.initial.get("closes_at"), row.cleaned_data.get("closes_at")),
        *(
            (session.initial.get("starts_at"), session.cleaned_data.get("starts_at"))
            for session in row.formsets["sessions"].forms
        ),
    ]
    days = [tuple(map(titles.local_day, pair)) for pair in before_and_now if all(pair)]
    return {old: new for old, new in reversed(days)}


def _undelete(formset, form) -> None:
    """Show the row again as the editor left it."""
    formset.data = formset.data.copy()
    formset.data[f"{form.prefix}-DELETE"] = ""
    for each in formset.forms:
        each.data = formset.data
