"""The page of the register: its list, with what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Table
from wagtail.admin.widgets.button import HeaderButton

from ...models import Role, SavedView, Submission, has_role_anywhere
from .. import links
from ..access import may_export_any
from ..lists import ListView
from ..views import CaseworkView
from .actions import BulkAction, actions_for
from .columns import COLUMNS, NEWEST_FIRST, TickColumn, lines
from .filters import RegisterFilters
from .listed import narrowed
from .paging import KeysFirstPaginator
from .search import WordsForm


class RegisterView(ListView, CaseworkView):
    """All submissions a caseworker may see, over all offers; only for those who may see any."""

    role = Role.SEE
    denial = PermissionDenied
    page_title = gettext_lazy("Submissions")
    header_icon = "form"
    model = Submission
    index_url_name = links.REGISTER
    index_results_url_name = "inddragelse_register_results"
    template_name = "wagtail_inddragelse/casework/register/register.html"
    results_template_name = "wagtail_inddragelse/casework/register/results.html"
    no_results_message = gettext_lazy("There are no submissions with these filters.")
    filterset_class = RegisterFilters
    is_searchable = True
    default_ordering = NEWEST_FIRST
    paginator_class = KeysFirstPaginator

    def get_filterset_kwargs(self) -> dict:
        return {"user": self.request.user, "query": self.request.GET}

    def get_search_form(self) -> WordsForm:
        return WordsForm(self.request.GET)

    def get_queryset(self) -> QuerySet:
        found = narrowed(self.filters, self.search_form, self.ordering)
        return Submission.objects.none() if found is None else found

    @cached_property
    def actions(self) -> list[BulkAction]:
        """What the user can do with those that are ticked."""
        return actions_for(self.request.user)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Boxes to tick are for those who can do something with them."""
        return [*([TickColumn("tick")] if self.actions else []), *COLUMNS]

    def get_table(self, object_list: list[Submission]) -> Table:
        return super().get_table(lines(self.request.user, object_list, self.query))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(text, url, icon_name=icon, priority=number)
            for number, (text, url, icon) in enumerate(self._ways_on())
        ]

    def _ways_on(self) -> Iterator[tuple[str, str, str]]:
        user = self.request.user
        yield _("Figures"), reverse("inddragelse_figures"), "table"
        if has_role_anywhere(user, Role.MESSAGES):
            yield _("Mail texts"), reverse("inddragelse_mail_texts"), "mail"
        if may_export_any(user):
            url = f"{reverse('inddragelse_export')}?{self.query}".rstrip("?")
            yield _("Export all that match"), url, "download"

    def _errors(self) -> Iterator[list[str]]:
        for form in (self.search_form, self.filters.form):
            yield from form.errors.values()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            actions=self.actions,
            errors=list(chain.from_iterable(self._errors())),
            saved_views=SavedView.objects.filter(user=self.request.user),
            query_to_keep=self.filters.to_keep(),
            query=self.query,
            **kwargs,
        )
