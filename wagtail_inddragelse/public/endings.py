"""The page of an answer that ends the form: it explains, and leads on or back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from ..blocks.visibility import in_preview
from ..conf import get_setting
from ..models.base import get_page_model
from ..questions.endings import Ending
from .attempt import EndingPage


def show_ending(request: HttpRequest, form_page, page: EndingPage) -> HttpResponse:
    """Explain, and lead on or back. It is no error, and the address tells nothing."""
    way_on, link_text = _way_on(request, page.ending)
    context = {
        "base_template": get_setting("BASE_TEMPLATE"),
        "page": form_page,
        "breadcrumbs": form_page.get_breadcrumbs_below(),
        "ending": page.ending,
        "way_on": way_on,
        "link_text": link_text,
        "action_url": _action_url(form_page),
        "hidden_inputs": page.hidden_inputs,
        "go_to": page.go_to,
        "is_preview": in_preview({"request": request}),
    }
    template = "wagtail_inddragelse/public/not_eligible.html"
    return TemplateResponse(request, template, context).render()


def _way_on(request: HttpRequest, ending: Ending) -> tuple[str, str]:
    """Address and text of the link: to the page while it is published, else to the address."""
    page = get_page_model().objects.live().filter(pk=ending.page).first() if ending.page else None
    url = (page.get_url(request) if page else ending.url) or ""
    return url, ending.link_text or (page.title if page else url)


def _action_url(form_page) -> str:
    """Where the way back leads: nowhere, while the page is still being made."""
    return reverse("wagtail_inddragelse:sign_up", args=[form_page.pk]) if form_page.pk else ""
