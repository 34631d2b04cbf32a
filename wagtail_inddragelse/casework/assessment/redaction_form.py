"""The form in which a case is redacted: a copy of each answer in words, and of each attachment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...domain.assessment import blinding, redaction
from ...domain.assessment.redaction import Passage
from ...domain.signup.attachments import CannotStore
from ...domain.writing import seen
from ...models import Attachment, Submission
from ...questions.fields import AttachmentField
from ...questions.files import describe_limits
from ...questions.quoting import quoted
from ..shown import read_marks, write_marks


@dataclass(frozen=True)
class FileFields:
    """The fields of one attachment: whether it is shown, and the redacted file in its place."""

    attachment: Attachment
    show: forms.BoundField
    copy: forms.BoundField
    drop: forms.BoundField


class RedactionForm(forms.Form):
    """The redacted copy of each answer in words, and of each attachment that is shown."""

    anyway = forms.BooleanField(
        label=gettext_lazy("I have looked at this. It may be shown."), required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, submission: Submission, **kwargs) -> None:
        super().__init__(**kwargs)
        self.submission, self.passages = submission, redaction.passages(submission)
        self.fields["seen"].initial = write_marks(seen.marks(redaction.values(submission)))
        self._add_attachments()
        for passage in self.passages:
            self.fields[_name(passage)] = forms.CharField(
                label=_("Redacted"),
                initial=passage.redacted,
                required=False,
                widget=forms.Textarea(attrs={"rows": _lines(passage.original)}),
            )

    @classmethod
    def of_what_is_kept(cls, submission: Submission) -> RedactionForm:
        """The form as the page sends it where nothing is changed."""
        fields = cls(submission).fields
        return cls(submission, data={name: field.initial for name, field in fields.items()})

    def _add_attachments(self) -> None:
        self.attachments = self.submission.current_attachments
        self.ticks = {row: _tick(row) for row in self.attachments}
        kept = blinding.get_redaction(self.submission)
        shown = {row.pk for row in kept.attachments.all()} if kept else set()
        for number, row in enumerate(self.attachments, 1):
            show = _("Show it as “%s”") % blinding.neutral_name(row, number)
            self.fields[self.ticks[row]] = forms.BooleanField(
                label=show, initial=row.pk in shown, required=False
            )
            self.fields[f"copy-{row.pk}"] = AttachmentField(
                label=_("Redacted file in its place"),
                help_text=describe_limits({}),
                options={},
                required=False,
                widget=forms.FileInput,
            )
            self.fields[f"drop-{row.pk}"] = forms.BooleanField(
                label=_("Remove the redacted file, and show nothing"), required=False
            )

    @property
    def file_fields(self) -> list[FileFields]:
        """The fields of each attachment."""
        return [
            FileFields(row, self[self.ticks[row]], self[f"copy-{row.pk}"], self[f"drop-{row.pk}"])
            for row in self.attachments
        ]

    @property
    def copies(self) -> dict[Attachment, File | None]:
        """The redacted files that are new, and None for those to remove; when it is valid."""
        data, found = self.cleaned_data, {}
        for row in self.attachments:
            if file := data[f"copy-{row.pk}"]:
                found[row] = file
            elif data[f"drop-{row.pk}"] and row.redacted_file:
                found[row] = None
        return found

    @property
    def shown(self) -> list[Attachment]:
        """The attachments that are shown; call it when the form is valid.

        Who makes a redacted file wants it seen; who removes one does not want the original seen.
        """
        copies, data = self.copies, self.cleaned_data
        return [row for row in self.attachments if copies.get(row, data[self.ticks[row]])]

    @property
    def pairs(self) -> list[tuple]:
        """Each passage with its field."""
        return [(passage, self[_name(passage)]) for passage in self.passages]

    @property
    def words(self) -> dict[str, str]:
        """The redacted texts by question id; call it when the form is valid."""
        return {p.question.id: self.cleaned_data[_name(p)] for p in self.passages}

    @property
    def marks(self) -> seen.Marks | None:
        """The marks of what the page showed; None from where nothing was shown."""
        sent = self.cleaned_data["seen"]
        return read_marks(sent) if sent else None

    def add_clash(self, names: Iterable[str]) -> None:
        """Say what somebody else changed meanwhile: what was typed stands, and replaces it when it
        is sent once more; what was not touched is shown as it is now."""
        now, before, data = redaction.values(self.submission), self.marks or {}, self.data.copy()
        changed = _("This has been changed in the meantime. Look at it again.")
        for name in names:
            kind, _dash, key = name.partition("-")
            if kind == "words" and seen.mark(data.get(name)) != before.get(name):
                self.add_error(name, seen.clash_text() % {"value": now[name]})
            elif kind in ("words", "of"):
                if kind == "words" or f"words-{key}" not in data:
                    data[f"words-{key}"] = now[f"words-{key}"]
                self.add_error(f"words-{key}", changed)
            else:
                self.add_error(f"copy-{key}", changed)
        data["seen"] = write_marks(seen.marks(now))
        self.data = data

    def add_failure(self, error: CannotStore) -> None:
        """Say at its field which redacted file could not be stored; nothing was stored."""
        self.add_error(f"copy-{error.attachment.pk}", str(error))
        for row in self.attachments:
            row.refresh_from_db()

    def add_telling_words(self) -> bool:
        """Show at its field what still tells who the applicant is; returns whether any does."""
        for passage in self.passages:
            found = redaction.telling_words(self.submission, self.cleaned_data[_name(passage)])
            if found:
                words = ", ".join(quoted(word) for word in found)
                self.add_error(_name(passage), _("This still says %s.") % words)
        return bool(self.errors)


def _name(passage: Passage) -> str:
    return f"words-{passage.question.id}"


def _tick(row: Attachment) -> str:
    """A tick for a redacted file is not one for the original, even on a page opened before."""
    return f"show-redacted-{row.pk}" if row.redacted_file else f"show-{row.pk}"


def _lines(text: str) -> int:
    return min(3 + text.count("\n") + len(text) // 80, 24)
