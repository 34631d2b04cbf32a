"""The list of the register, in modeladmin's frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import InvalidPage, Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail_modeladmin.views import WMABaseView

from ...models import Role, SavedView, has_role_anywhere
from ..access import may_export_any
from .actions import actions_for
from .columns import lines
from .filters import ORDER, RegisterFilters
from .paging import KeysFirstPaginator

PAGE = "p"
"""The name of the parameter that says which page is shown."""

ORDERINGS = {
    "newest": ("-received_at", "-pk"),
    "oldest": ("received_at", "pk"),
    "reference": ("reference",),
    "-reference": ("-reference",),
}
"""By its name in the address. Nothing that could tell who a blind applicant is, or a score."""


class ListedView(WMABaseView):
    """Finds what the filters let through.

    modeladmin's own IndexView is not used: it takes any lookup of the model, and any order.
    """

    def check_action_permitted(self, user: AbstractBaseUser) -> bool:
        return self.permission_helper.user_can_list(user)

    @cached_property
    def filters(self) -> RegisterFilters:
        """The filters, with the values of the address."""
        return RegisterFilters(self.request.user, self.request.GET)

    @property
    def order(self) -> str:
        """The name of the order that is asked for; the newest first when there is no such."""
        return self.filters.order if self.filters.order in ORDERINGS else "newest"

    def get_queryset(self) -> QuerySet:
        """The rows, in order."""
        rows = self.filters.narrow(self.model_admin.get_queryset(self.request))
        return rows.order_by(*ORDERINGS[self.order])


class RegisterView(WagtailAdminTemplateMixin, ListedView):
    """The page of the list, with what can be done with it."""

    page_title = gettext_lazy("Submissions")

    def get_template_names(self) -> list[str]:
        return self.model_admin.get_index_template()

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(text, url, icon_name=icon) for text, url, icon in self._ways_on()]

    def _ways_on(self) -> Iterator[tuple[str, str, str]]:
        user = self.request.user
        yield _("Figures"), reverse("inddragelse_figures"), "table"
        if has_role_anywhere(user, Role.MESSAGES):
            yield _("Mail texts"), reverse("inddragelse_mail_texts"), "mail"
        if may_export_any(user):
            url = f"{reverse('inddragelse_export')}?{self.request.GET.urlencode()}".rstrip("?")
            yield _("Export all that match"), url, "download"

    def get_context_data(self, **kwargs) -> dict:
        page = self.get_page()
        return super().get_context_data(
            filters=self.filters,
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            object_list=page.object_list,
            lines=lines(self.request.user, page.object_list),
            headings=list(self.get_headings()),
            actions=actions_for(self.request.user),
            saved_views=SavedView.objects.filter(user=self.request.user),
            query_to_keep=self.filters.to_keep(),
            query=self.request.GET.urlencode(),
            **kwargs,
        )

    def get_page(self) -> Page:
        """The page that the address asks for; the first when there is no such page."""
        paginator = KeysFirstPaginator(self.get_queryset(), self.model_admin.list_per_page)
        try:
            return paginator.page(self.request.GET.get(PAGE, 1))
        except InvalidPage:
            return paginator.page(1)

    def get_headings(self) -> Iterator[Heading]:
        """The columns, in order."""
        yield self._sorting(_("Reference"), "reference", "-reference")
        for text in (_("Organisation"), _("Offer"), _("Intake"), _("State")):
            yield Heading(text)
        for text in (_("Score"), _("Spread"), _("Assigned to")):
            yield Heading(text)
        yield self._sorting(_("Received"), "oldest", "newest")
        yield Heading(_("Age"))

    def _sorting(self, text: str, up: str, down: str) -> Heading:
        direction = {up: "ascending", down: "descending"}.get(self.order, "")
        wanted = f"{ORDER}={down if self.order == up else up}"
        others = self.filters.as_query({ORDER})
        return Heading(text, f"{others}&{wanted}" if others else wanted, direction)


class Heading(NamedTuple):
    """A column's heading; one that sorts has the query string for it, and how it is sorted now."""

    text: str
    query: str = ""
    direction: str = ""
