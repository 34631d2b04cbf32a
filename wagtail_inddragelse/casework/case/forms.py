"""The forms on the page of a case."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from ...domain.casework import by_hand, notes
from ...domain.casework.caseworkers import who_may_see
from ...domain.writing.refused import Refused
from ...models import Note, Submission
from ...questions.typed import DayField
from ..shown import ShownFormMixin


class PersonField(forms.ModelChoiceField):
    """One person, by name."""

    def label_from_instance(self, obj) -> str:
        return user_display_name(obj)


class DetailsForm(ShownFormMixin):
    """Who has the case, its number in the journal, and whether an objection is open."""

    marked = ("assigned_to", "journal_number", "objection_since")

    assigned_to = PersonField(
        label=_("Assigned to"), queryset=None, required=False, empty_label=_("nobody yet")
    )
    journal_number = forms.CharField(
        label=_("Journal number"),
        required=False,
        max_length=Submission._meta.get_field("journal_number").max_length,
    )
    objection_since = DayField(
        label=_("Objection open since"),
        help_text=_("The case is not deleted while it is open. Clear the field when it is closed."),
        required=False,
    )

    def __init__(self, submission: Submission, **kwargs) -> None:
        self.submission = submission
        initial = {
            "assigned_to": submission.assigned_to_id,
            "journal_number": submission.journal_number,
            "objection_since": submission.objection_since,
        }
        super().__init__(initial=initial, **kwargs)
        self.fields["assigned_to"].queryset = _may_have(submission)

    def clean_objection_since(self) -> dt.date | None:
        """The day of an objection can't be in the future, or before the application."""
        day = self.cleaned_data["objection_since"]
        first = timezone.localdate(self.submission.received_at)
        if day and not first <= day <= timezone.localdate():
            raise forms.ValidationError(_("Enter a day from the application until today."))
        return day

    def save(self, user) -> None:
        """Save what was changed in the name of ``user``. Raises ChangedMeanwhile."""
        data = {name: self.cleaned_data[name] for name in self.marked}
        by_hand.set_details(self.submission, user=user, shown=self.marks, **data)


def _may_have(submission: Submission) -> QuerySet:
    """Those who may see the case, and whoever has it now, so that their name is never lost."""
    able = Q(pk__in=who_may_see(submission).order_by().values("pk"))
    users = get_user_model().objects.filter(able | Q(pk=submission.assigned_to_id))
    return users.order_by(get_user_model().USERNAME_FIELD)


class NoteForm(forms.Form):
    """A note to colleagues; ``@name`` asks somebody to look."""

    text = forms.CharField(
        label=_("New note"),
        help_text=_("Only caseworkers see it. Write @ and a user name to ask somebody to look."),
        max_length=Note._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a note.")},
    )

    def __init__(self, submission: Submission, **kwargs) -> None:
        self.submission = submission
        super().__init__(**kwargs)

    def clean_text(self) -> str:
        """Refuse to mention somebody who would never be told."""
        text = self.cleaned_data["text"]
        try:
            notes.find_mentioned(self.submission, text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return text

    def save(self, user) -> Note:
        """Write it in the name of ``user``."""
        return notes.add(self.submission, self.cleaned_data["text"], author=user)
