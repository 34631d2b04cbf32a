"""The submissions chosen in the register: those that are ticked, or all that its list shows.

Nothing ticked is nothing chosen. “All” is a choice of its own, and the filters it means travel
along as ``back``, which is also where one comes back to.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ...models import Submission
from ...models.keys import parse_key
from .. import links
from .listed import listed

WHICH, ALL = "which", "all"
TICKED, BACK = "submission", "back"
LISTED = "listed"
"""The field in which a page that lists the chosen ones sends their keys, however many they are."""


class Chosen:
    """What the request of a user chose. A page that was opened before acts on what it listed."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        self.sent = request.POST if {TICKED, LISTED} & request.POST.keys() else request.GET
        self._back = request.POST.get(BACK) or request.GET.get(BACK, "")

    @property
    def back(self) -> str:
        """The query string of the list that the user came from."""
        return QueryDict(self._back).urlencode()

    @property
    def back_url(self) -> str:
        """The list that the user came from."""
        return links.register_url(self.back)

    @property
    def is_all(self) -> bool:
        """Whether everything in the list is meant."""
        return LISTED not in self.sent and self.sent.get(WHICH) == ALL

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was ticked and “all” was not chosen."""
        return not self.is_all and not self.keys

    @cached_property
    def keys(self) -> list[int]:
        """The primary keys of those ticked or listed; none when one of them is not a key."""
        listed = self.sent.get(LISTED)
        keys = self.sent.getlist(TICKED) if listed is None else filter(None, listed.split(","))
        keys = list(map(parse_key, keys))
        return [] if None in keys else keys

    def rows(self) -> QuerySet:
        """Those of them that the user may see. Raises Http404 for a list that does not exist."""
        if not self.is_all:
            return Submission.objects.visible_to(self.user).filter(pk__in=self.keys)
        found = listed(self.user, self.back)
        if found is None:
            raise Http404
        return found

    def ask_to_choose(self, request: HttpRequest) -> HttpResponse:
        """Back to the list, with what is to be done there first."""
        text = _("Tick the submissions in the list first, or choose all that match.")
        messages.warning(request, text)
        return redirect(self.back_url)


def all_query(query: str) -> str:
    """The query string that chooses all that the list under ``query`` shows."""
    chosen = QueryDict(mutable=True)
    chosen.update({WHICH: ALL, BACK: query})
    return chosen.urlencode()


def as_listed(rows) -> str:
    """The keys of ``rows`` as a page sends them back."""
    return ",".join(str(row.pk) for row in rows)
