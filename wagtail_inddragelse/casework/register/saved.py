"""Saved views: saving the filters of the register under a name, and deleting them."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from ...domain.casework import saved_views
from ...domain.writing.refused import Refused
from ...models import Role, SavedView
from .. import links
from ..views import CaseworkView
from .filters import RegisterFilters


class NameForm(forms.ModelForm):
    """The name of a view."""

    class Meta:
        model = SavedView
        fields = ["name"]


class SaveView(CaseworkView, FormView):
    """Ask for a name for the filters in the query string, and save them."""

    role = Role.SEE
    form_class = NameForm
    template_name = "wagtail_inddragelse/casework/register/save.html"
    page_title = gettext_lazy("Save this view")
    header_icon = "view"

    def first(self) -> HttpResponse | None:
        if self.list_query:
            return None
        messages.warning(self.request, _("Choose filters first."))
        return redirect(links.register_url())

    @cached_property
    def filters(self) -> RegisterFilters:
        """The filters of the address, without the words searched for."""
        sent = RegisterFilters(self.request.user, self.request.GET)
        return RegisterFilters(self.request.user, QueryDict(sent.to_keep()))

    @property
    def list_query(self) -> str:
        """The filters to save."""
        return self.filters.to_keep()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            filters=self.filters.in_words(),
            back_url=links.register_url(self.list_query),
            **kwargs,
        )

    def form_valid(self, form: NameForm) -> HttpResponse:
        try:
            view = saved_views.save_view(
                self.request.user, form.cleaned_data["name"], self.list_query
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("“%(name)s” is saved.") % {"name": view.name})
        return redirect(links.register_url(view.query))


class DeleteView(CaseworkView):
    """Deletes one of the user's own views; 404 for any other."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not saved_views.delete_view(request.user, kwargs["pk"]):
            raise Http404
        messages.success(request, _("The view is deleted."))
        return redirect(links.register_url(QueryDict(request.POST.get("back", "")).urlencode()))
