"""Calendars that people subscribe to: the dates of an offer, or of one intake of it.

They set no cookie, name nobody and hold no online link, so that any cache may keep them.
"""

from __future__ import annotations

from hashlib import sha256

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views import View

from ..blocks.visibility import is_open_to_all
from ..mail.calendar import calendar_feed
from ..models import Intake
from ..models.base import get_page_model
from .views import is_in_site

KEPT_SECONDS = 15 * 60
"""How long a cache may answer without asking; a moved date shows after that."""


class CalendarView(View):
    """The sessions of all intakes of an offer, which anyone may see."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        offer, intakes = self.find(**kwargs)
        if not (is_open_to_all(offer, None) and is_in_site(offer, request)):
            raise Http404
        with translation.override(offer.locale.language_code):
            content = calendar_feed(intakes, name=offer.title, url=offer.full_url)
        return _answer(request, content, offer.slug)

    def find(self, page_id: int) -> tuple[Model, list[Intake]]:
        """The offer and its intakes. Raises Http404 when it has none."""
        rows = Intake.objects.filter(page=page_id).select_related("page")
        intakes = list(rows.prefetch_related("sessions"))
        offer = get_page_model().objects.filter(pk=page_id).first()
        if not intakes or offer is None:
            raise Http404
        return offer, intakes


class IntakeCalendarView(CalendarView):
    """The sessions of one intake."""

    def find(self, intake_id: int) -> tuple[Model, list[Intake]]:
        """The offer and the one intake. Raises Http404."""
        intake = Intake.objects.filter(pk=intake_id).select_related("page").first()
        if intake is None:
            raise Http404
        return intake.page, [intake]


def _answer(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    """The calendar; an empty answer to a program that has this very one."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["ETag"] = f'"{sha256(content).hexdigest()[:32]}"'
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return get_conditional_response(request, etag=response["ETag"], response=response)
