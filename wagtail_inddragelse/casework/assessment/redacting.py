"""Redacting a case beside the original, and clearing it for blind assessment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ...domain.assessment import blinding, redaction
from ...domain.record.records import Record, put_on_record
from ...domain.signup.attachments import CannotStore
from ...domain.writing.seen import ChangedMeanwhile
from ...models import Role, Submission
from .. import links
from ..views import CaseView
from .redaction_form import RedactionForm


class RedactView(CaseView):
    """The originals beside what assessors get, for those who know who the applicant is."""

    role = Role.DECIDE
    page_title = gettext_lazy("Redact")
    header_icon = "view"
    template_name = "wagtail_inddragelse/casework/assessment/redact.html"

    def find_submission(self) -> Submission:
        """The case, where it is assessed blind. Else Http404."""
        submission = super().find_submission()
        if not submission.intake.assesses_blind:
            raise Http404
        return submission

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        put_on_record(self.submission, Record.VIEW, user=request.user)
        return self._page(RedactionForm(self.submission))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if "take-back" in request.POST:
            redaction.take_back(self.submission, user=request.user)
            messages.success(request, _("Assessors no longer see the redacted copy."))
            return redirect("inddragelse_redact", self.submission.pk)
        form = RedactionForm(self.submission, data=request.POST, files=request.FILES)
        return self._save(form) if form.is_valid() else self._page(form)

    def _save(self, form: RedactionForm) -> HttpResponse:
        try:
            self._store(form)
        except ChangedMeanwhile as clash:
            return self._page(self._with_clash(clash))
        except CannotStore as error:
            form.add_failure(error)
            return self._page(form)
        if "clear" in self.request.POST:
            return self._clear(is_sure=form.cleaned_data["anyway"])
        messages.success(self.request, _("The redacted copy is saved."))
        return redirect("inddragelse_redact", self.submission.pk)

    def _store(self, form: RedactionForm) -> None:
        redaction.save(
            self.submission,
            form.words,
            form.shown,
            form.copies,
            user=self.request.user,
            seen_before=form.marks,
            whole="clear" in self.request.POST,
        )

    def _with_clash(self, clash: ChangedMeanwhile) -> RedactionForm:
        """The form that was sent, beside what somebody else has saved meanwhile."""
        self.look_again()
        form = RedactionForm(self.submission, data=self.request.POST, files=self.request.FILES)
        form.is_valid()
        form.add_clash(clash.names)
        return form

    def _clear(self, *, is_sure: bool) -> HttpResponse:
        """Clear the saved copy, unless it may tell who it is and the user has not confirmed it."""
        kept = None if is_sure else RedactionForm.of_what_is_kept(self.submission)
        if kept and kept.is_valid() and kept.add_telling_words():
            return self._page(kept, is_kept=True)
        redaction.clear(self.submission, user=self.request.user)
        return self._on_to_the_next()

    def _on_to_the_next(self) -> HttpResponse:
        messages.success(
            self.request, _("%s is cleared for blind assessment.") % self.submission.reference
        )
        waiting = redaction.not_cleared(self.request.user, self.submission.intake)
        if waiting:
            return redirect("inddragelse_redact", waiting[0].pk)
        return redirect(links.selection_url(self.submission.intake))

    @cached_property
    def is_cleared(self) -> bool:
        """Whether assessors see the copy now."""
        return blinding.is_cleared(self.submission)

    def _page(self, form: RedactionForm, *, is_kept: bool = False) -> HttpResponse:
        kept = blinding.get_redaction(self.submission)
        return self.show(
            form=form,
            is_kept=is_kept,
            is_cleared=self.is_cleared,
            has_changed=bool(kept and kept.cleared_at and not self.is_cleared),
            has_been_cleared=bool(kept and kept.cleared_at),
        )
