"""Redacting a case beside the original, and clearing it for blind assessment."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain import blinding, conflicts, redaction
from ..domain.records import Record, put_on_record
from ..domain.redaction import Passage
from ..models import Attachment, Role, Submission
from . import urls
from .access import get_submission


class AttachmentsField(forms.ModelMultipleChoiceField):
    """Attachments under the names they get, with their own names beside."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Attachment) -> str:
        names = {"neutral": self.neutral_names[obj.pk], "own": obj.name}
        return _("%(neutral)s (sent as “%(own)s”)") % names


class RedactionForm(forms.Form):
    """The redacted copy of each answer in words, and the attachments that are shown."""

    attachments = AttachmentsField(
        label=gettext_lazy("Show these attachments"), queryset=None, required=False
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("I have looked at this. It may be shown."), required=False
    )

    def __init__(self, submission: Submission, **kwargs) -> None:
        shown = blinding.get_redaction(submission)
        initial = {"attachments": shown.attachments.all() if shown else []}
        super().__init__(initial=initial, **kwargs)
        self.submission, self.passages = submission, redaction.passages(submission)
        self._offer_attachments()
        for passage in self.passages:
            self.fields[_name(passage)] = forms.CharField(
                label=_("Redacted"),
                initial=passage.redacted,
                required=False,
                widget=forms.Textarea(attrs={"rows": _lines(passage.original)}),
            )

    def _offer_attachments(self) -> None:
        field, rows = self.fields["attachments"], self.submission.attachments.all()
        field.queryset = rows
        field.neutral_names = {
            row.pk: blinding.neutral_name(row, number) for number, row in enumerate(rows, 1)
        }

    @property
    def pairs(self) -> list[tuple]:
        """Each passage with its field."""
        return [(passage, self[_name(passage)]) for passage in self.passages]

    @property
    def words(self) -> dict[str, str]:
        """The redacted texts by question id; call it when the form is valid."""
        return {p.question.id: self.cleaned_data[_name(p)] for p in self.passages}

    def add_traces(self) -> bool:
        """Show at its field what still tells who the applicant is; whether there was anything."""
        for passage in self.passages:
            found = redaction.traces(self.submission, self.cleaned_data[_name(passage)])
            if found:
                words = ", ".join(f"“{word}”" for word in found)
                self.add_error(_name(passage), _("This still says %s.") % words)
        return bool(self.errors)


def _name(passage: Passage) -> str:
    return f"words-{passage.question.id}"


def _lines(text: str) -> int:
    return min(3 + text.count("\n") + len(text) // 80, 24)


class RedactView(WagtailAdminTemplateMixin, View):
    """The originals beside what assessors get, for those who know who the applicant is."""

    page_title = gettext_lazy("Redact")
    header_icon = "view"
    template_name = "wagtail_inddragelse/casework/redact.html"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.submission = get_submission(request, pk, Role.DECIDE)
        if not self.submission.intake.assesses_blind:
            raise Http404
        if conflicts.must_declare(request.user, self.submission):
            return redirect(urls.case_url(self.submission))
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        put_on_record(self.submission, Record.VIEW, user=request.user)
        return self._page(RedactionForm(self.submission))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "take-back" in request.POST:
            redaction.take_back(self.submission, user=request.user)
            messages.success(request, _("Assessors see the redacted copy no longer."))
            return redirect("inddragelse_redact", pk)
        form = RedactionForm(self.submission, data=request.POST)
        return self._save(form) if form.is_valid() else self._page(form)

    def _save(self, form: RedactionForm) -> HttpResponse:
        user, data = self.request.user, form.cleaned_data
        redaction.keep(self.submission, form.words, data["attachments"], user=user)
        if "clear" not in self.request.POST:
            messages.success(self.request, _("The redacted copy is kept."))
            return redirect("inddragelse_redact", self.submission.pk)
        if not data["anyway"] and form.add_traces():
            return self._page(form)
        redaction.clear(self.submission, user=user)
        return self._on_to_the_next()

    def _on_to_the_next(self) -> HttpResponse:
        messages.success(
            self.request, _("%s is cleared for blind assessment.") % self.submission.reference
        )
        waiting = redaction.not_cleared(self.request.user, self.submission.intake)
        if waiting:
            return redirect("inddragelse_redact", waiting[0].pk)
        return redirect(urls.selection_url(self.submission.intake))

    @cached_property
    def is_cleared(self) -> bool:
        """Whether assessors see the copy now."""
        return blinding.is_cleared(self.submission)

    def _page(self, form: RedactionForm) -> HttpResponse:
        kept = blinding.get_redaction(self.submission)
        context = self.get_context_data(
            form=form,
            submission=self.submission,
            is_cleared=self.is_cleared,
            has_changed=bool(kept and kept.cleared_at and not self.is_cleared),
            has_been_cleared=bool(kept and kept.cleared_at),
        )
        return self.render_to_response(context, status=422 if form.errors else 200)

    def get_page_subtitle(self) -> str:
        return self.submission.reference

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            urls.register_item(),
            {"url": urls.case_url(self.submission), "label": self.submission.reference},
            {"url": "", "label": self.page_title},
        ]
