"""The page of one case."""

from __future__ import annotations

from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_modeladmin.views import InspectView

from ...domain.assessment import blinding, conflicts
from ...domain.casework import by_hand, notes
from ...domain.record.records import Record, put_on_record
from ...domain.writing.seen import ChangedMeanwhile
from ...models import Role, has_role
from ...public.outages import keeps_what_was_typed
from .. import links
from ..once import once
from ..register.neighbours import neighbours_of
from . import pdf
from .case import see_case
from .declaring import DeclarationForm
from .forms import DetailsForm, NoteForm

TEMPLATES = "wagtail_inddragelse/casework/case"


@method_decorator(keeps_what_was_typed, name="dispatch")
class CaseView(WagtailAdminTemplateMixin, InspectView):
    """One submission as its user may see it. Each look is put on record.

    The query string is that of the list it was opened from.
    """

    page_title = gettext_lazy("Case")
    header_icon = "form"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if conflicts.must_declare(request.user, self.instance):
            return self._ask_for_declaration()
        return self._page()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Take a note or the details of by_hand, whichever form was sent."""
        if conflicts.must_declare(request.user, self.instance):
            return redirect(self.case_url)
        return self._take_details() if "details" in request.POST else self._take_note()

    @property
    def query(self) -> str:
        """The query string of the list that the case was opened from."""
        return self.request.GET.urlencode()

    @property
    def case_url(self) -> str:
        """The case, with the way back to its list."""
        return links.case_url(self.instance, self.query)

    def _take_note(self) -> HttpResponse:
        if not self._is_identified():
            raise Http404
        form = NoteForm(self.instance, data=self.request.POST)
        if not form.is_valid():
            return self._page(note_form=form)
        return once(self.request, lambda: self._write_note(form), self.case_url)

    def _write_note(self, form: NoteForm) -> HttpResponse:
        form.save(self.request.user)
        messages.success(self.request, _("The note is saved."))
        return redirect(f"{self.case_url}#notes")

    def _take_details(self) -> HttpResponse:
        if not has_role(self.request.user, Role.DECIDE, self.instance.intake.page):
            raise Http404
        form = DetailsForm(self.instance, data=self.request.POST)
        if not form.is_valid():
            return self._page(details_form=form)
        try:
            form.save(self.request.user)
        except ChangedMeanwhile as clash:
            self.instance.refresh_from_db()
            form.show_clash(clash.names, by_hand.details(self.instance))
            return self._page(details_form=form)
        messages.success(self.request, _("It is saved."))
        return redirect(self.case_url)

    def _is_identified(self) -> bool:
        return blinding.is_identified(self.request.user, self.instance)

    def _ask_for_declaration(self) -> HttpResponse:
        """What is shown before the answers: enough to know whether one has a conflict."""
        self.template_name = f"{TEMPLATES}/declare.html"
        user, knows = self.request.user, self._is_identified()
        put_on_record(self.instance, Record.ASKED, user=user)
        context = self.get_context_data(
            submission=self.instance,
            is_identified=knows,
            form=DeclarationForm(),
            signs=conflicts.signs(user, self.instance) if knows else [],
        )
        return self.render_to_response(context)

    def _page(self, **bound) -> HttpResponse:
        """The case; ``bound`` are forms that came back with errors."""
        self.template_name = f"{TEMPLATES}/case.html"
        user = self.request.user
        put_on_record(self.instance, Record.VIEW, user=user)
        case = see_case(self.instance, user)
        if case.is_identified:
            notes.mark_seen(user, self.instance)
        forms = {
            "note_form": NoteForm(self.instance),
            "details_form": DetailsForm(self.instance) if case.may_decide else None,
        }
        context = self.get_context_data(
            case=case,
            register_url=links.register_url(self.query),
            neighbours=neighbours_of(user, self.query, self.instance),
            can_make_pdf=pdf.is_installed(),
            **{**forms, **bound},
        )
        return self.render_to_response(context, status=422 if bound else 200)

    @property
    def media(self) -> Media:
        return Media(
            css={"all": ["wagtail_inddragelse/case.css"]}, js=["wagtail_inddragelse/case.js"]
        )

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_context_data(self, **kwargs) -> dict:
        query = f"?{self.query}" if self.query else ""
        return super().get_context_data(list_query=query, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.instance.reference

    def get_fields_dict(self) -> list[dict]:
        return []

    def get_breadcrumbs_items(self) -> list[dict]:
        here = {"url": "", "label": self.instance.reference}
        return [*self.breadcrumbs_items, links.register_item(self.query), here]
