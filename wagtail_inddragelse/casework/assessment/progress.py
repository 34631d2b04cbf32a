"""How far an errand is: a release, or the sharing out of cases, that is done in the background."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from ...models import Errand, Intake
from .. import errands, links
from ..access import get_intake
from ..views import IntakeView


class ErrandView(IntakeView, TemplateView):
    """How far it is; the page reloads until it is done. Only for the user who asked for it."""

    template_name = "wagtail_inddragelse/casework/assessment/progress.html"
    header_icon = "tasks"
    REFRESH = 2
    """Seconds between one look and the next."""

    def find_intake(self) -> Intake:
        mine = Errand.objects.filter(user=self.request.user)
        self.errand = get_object_or_404(mine.select_related("intake__page"), pk=self.kwargs["pk"])
        return get_intake(self.request, self.errand.intake_id, self.role)

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        response = super().get(request, **kwargs)
        if self.errand.is_unfinished and not self.errand.has_stopped:
            response["Refresh"] = str(self.REFRESH)
        return response

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """Continue what a worker left."""
        errands.go_on(self.errand)
        return redirect("inddragelse_errand", self.errand.pk)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            errand=self.errand,
            result=errands.result_text(self.errand),
            selection_url=links.selection_url(self.intake),
            **kwargs,
        )

    def get_page_title(self) -> str:
        return self.errand.get_kind_display()

    def get_parents(self) -> list[links.Crumb]:
        return [*super().get_parents(), links.selection_item(self.intake)]
