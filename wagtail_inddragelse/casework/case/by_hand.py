"""What a caseworker does to a case by hand, each with a question first."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ...domain.casework import by_hand
from ...domain.casework.by_hand import BY_HAND
from ...domain.record.transitions import TRANSITIONS, Action
from ...domain.writing.refused import Refused
from ...models import Role
from ..once import once
from ..views import CaseView


class ByHandView(CaseView):
    """Says what an action does, and does it when the user says yes."""

    role = Role.DECIDE
    header_icon = "form"
    template_name = "wagtail_inddragelse/casework/case/by_hand.html"

    def first(self) -> None:
        if self.kwargs["action"] not in BY_HAND:
            raise Http404
        self.action = Action(self.kwargs["action"])

    def get(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        if self.action not in by_hand.possible_actions(self.submission):
            raise Refused(_("This can't be done with the case as it stands."), code="not_possible")
        writes = TRANSITIONS[self.action].applicant is not None
        return self.show(writes=writes, gives_up_place=self.action == Action.WITHDRAW)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        return once(request, self._act, self.case_url)

    def _act(self) -> HttpResponseBase:
        by_hand.act(self.submission, self.action, user=self.request.user)
        messages.success(self.request, _("Done: %(step)s.") % {"step": self.action.label})
        return redirect(self.case_url)

    def get_page_title(self) -> str:
        return str(BY_HAND[self.action])
