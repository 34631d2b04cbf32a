"""Steps that a caseworker takes on a case by hand, each asked about once more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...domain.assessment import conflicts
from ...domain.casework import by_hand
from ...domain.casework.by_hand import BY_HAND
from ...domain.record.transitions import TRANSITIONS, Action
from ...domain.writing.refused import Refused
from ...models import Role
from .. import links
from ..access import get_submission
from ..once import once
from .case import STEP_LABELS


class StepView(WagtailAdminTemplateMixin, View):
    """Says what a step does, and takes it when the user says yes."""

    header_icon = "form"
    template_name = "wagtail_inddragelse/casework/case/by_hand.html"

    def dispatch(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        self.submission = get_submission(request, pk, Role.DECIDE)
        if action not in BY_HAND:
            raise Http404
        self.action = Action(action)
        if conflicts.must_declare(request.user, self.submission):
            return redirect(self.case_url)
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.action not in by_hand.possible_steps(self.submission):
            return self._refuse(_("This can't be done with the case as it stands."))
        writes = TRANSITIONS[self.action].applicant is not None
        return self.render_to_response(
            self.get_context_data(
                submission=self.submission,
                writes=writes,
                gives_up_place=self.action == Action.WITHDRAW,
                case_url=self.case_url,
            )
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            return once(request, self._take, self.case_url)
        except Refused as refusal:
            return self._refuse(str(refusal))

    def _take(self) -> HttpResponse:
        by_hand.take_step(self.submission, self.action, user=self.request.user)
        messages.success(self.request, _("Done: %(step)s.") % {"step": self.action.label})
        return redirect(self.case_url)

    @property
    def case_url(self) -> str:
        """The case, with the way back to its list."""
        return links.case_url(self.submission, self.request.GET.urlencode())

    def _refuse(self, why: str) -> HttpResponse:
        messages.error(self.request, why)
        return redirect(self.case_url)

    def get_page_title(self) -> str:
        return STEP_LABELS[self.action]

    def get_page_subtitle(self) -> str:
        return self.submission.reference

    def get_breadcrumbs_items(self) -> list[dict]:
        case = {"url": self.case_url, "label": self.submission.reference}
        here = {"url": "", "label": STEP_LABELS[self.action]}
        return [*self.breadcrumbs_items, links.register_item(), case, here]
