"""The page of one case."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.forms import Form, Media
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ...domain.assessment import conflicts
from ...domain.casework import by_hand, notes
from ...domain.record.records import Record, put_on_record
from ...domain.writing.seen import ChangedMeanwhile
from ...models import Submission
from .. import links
from ..access import get_submission
from ..once import once
from ..register.neighbours import neighbours_of
from ..views import CaseView
from . import pdf
from .case import see_case
from .declaring import DeclarationForm
from .forms import DetailsForm, NoteForm

TEMPLATES = "wagtail_inddragelse/casework/case"


class ShowCaseView(CaseView):
    """One submission as its user may see it. Each look is put on record."""

    page_title = gettext_lazy("Case")
    header_icon = "form"
    template_name = f"{TEMPLATES}/case.html"
    model_admin = None
    instance_pk = ""
    """Which case: modeladmin, at whose address it is, hands its key to the class."""

    def find_submission(self) -> Submission:
        """The case. Raises PermissionDenied, by which Wagtail leads to the front page."""
        try:
            return get_submission(self.request, self.instance_pk, self.role)
        except (Http404, ValueError) as error:
            raise PermissionDenied from error

    def ask_to_declare(self) -> HttpResponseBase:
        """What is shown before the answers: enough to know whether the user has a conflict."""
        if self.request.method == "POST":
            return super().ask_to_declare()
        self.template_name = f"{TEMPLATES}/declare.html"
        user, knows = self.request.user, self.reader.is_identified
        put_on_record(self.submission, Record.ASKED, user=user)
        return self.show(
            is_identified=knows,
            form=DeclarationForm(),
            hints=conflicts.hints(user, self.submission) if knows else [],
        )

    def get(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        """Save a note, or the details set by hand, whichever form was sent."""
        return self._take_details() if "details" in request.POST else self._take_note()

    def _take_note(self) -> HttpResponse:
        if not self.reader.is_identified:
            raise Http404
        form = NoteForm(self.submission, data=self.request.POST)
        if not form.is_valid():
            return self._page(note_form=form)
        return once(self.request, lambda: self._write_note(form), self.case_url)

    def _write_note(self, form: NoteForm) -> HttpResponse:
        form.save(self.request.user)
        messages.success(self.request, _("The note is saved."))
        return redirect(f"{self.case_url}#notes")

    def _take_details(self) -> HttpResponse:
        if not self.reader.may_decide:
            raise Http404
        form = DetailsForm(self.submission, data=self.request.POST)
        if not form.is_valid():
            return self._page(details_form=form)
        try:
            form.save(self.request.user)
        except ChangedMeanwhile as clash:
            self.look_again()
            form.show_clash(clash.names, by_hand.details(self.submission))
            return self._page(details_form=form)
        messages.success(self.request, _("It is saved."))
        return redirect(self.case_url)

    def _page(self, **bound: Form) -> HttpResponse:
        """The case; ``bound`` are forms that came back with errors."""
        user = self.request.user
        put_on_record(self.submission, Record.VIEW, user=user)
        case = see_case(self.reader)
        if case.is_identified:
            notes.mark_seen(user, self.submission)
        forms = {
            "note_form": NoteForm(self.submission),
            "details_form": DetailsForm(self.submission) if case.may_decide else None,
        }
        return self.show(
            case=case,
            register_url=links.register_url(self.list_query),
            neighbours=neighbours_of(user, self.list_query, self.submission),
            can_make_pdf=pdf.is_installed(),
            **{**forms, **bound},
        )

    @property
    def media(self) -> Media:
        return Media(
            css={"all": ["wagtail_inddragelse/case.css"]}, js=["wagtail_inddragelse/case.js"]
        )

    def get_parents(self) -> list[links.Crumb]:
        return [links.register_item(self.list_query)]

    def get_own_crumb(self) -> str:
        return self.submission.reference
