"""What the register and the outbox are both made of: a list of Wagtail's, and its columns."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_noop, ngettext_lazy
from wagtail.admin.ui import tables
from wagtail.admin.views.generic.base import BaseListingView

TEMPLATES = "wagtail_inddragelse/casework/lists"

SAID_BY_WAGTAIL = (
    gettext_noop("Show filters"),
    gettext_noop("Filter by"),
    gettext_noop("Back"),
    gettext_noop("Clear"),
    gettext_noop("any"),
    gettext_noop("Pagination"),
    gettext_noop("Page %(page_num)s of %(total_pages)s"),
    ngettext_lazy("There is %(counter)s match", "There are %(counter)s matches"),
)
"""Texts around a list that Wagtail has no Danish for, so that our catalogue has it."""


class Column(tables.Column):
    """A column: its name, its label, and as ``accessor`` how its value is read from a row."""

    header_template_name = f"{TEMPLATES}/heading.html"
    empty_value_display = "–"


class ListView(BaseListingView):
    """A list with a search and filters, which also works where scripts do not run."""

    template_name = f"{TEMPLATES}/list.html"
    paginate_by = 20

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        """The results alone are for Wagtail's script; who opens their address gets the page."""
        super().setup(request, *args, **kwargs)
        self.results_only &= request.headers.get("X-Requested-With") == "XMLHttpRequest"

    @property
    def query(self) -> str:
        """The query string of the list, as Wagtail's script shows it: what says something."""
        said = QueryDict(mutable=True)
        for name, values in self.request.GET.lists():
            if not name.startswith("_w_") and any(values):
                said.setlist(name, [value for value in values if value])
        return said.urlencode()
