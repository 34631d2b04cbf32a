"""A case as a PDF file: what its user sees on the page, without the notes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ...domain.record.records import Record, put_on_record
from ..views import CaseView
from .case import Case, see_case

TEMPLATE = "wagtail_inddragelse/casework/case/pdf.html"
STYLESHEET = Path(__file__).parents[2] / "static" / "wagtail_inddragelse" / "case_pdf.css"
VARIANT = "pdf/ua-1"
"""The standard for PDF that assistive technology can read (ISO 14289-1)."""


def is_installed() -> bool:
    """Whether the site has the extra ``pdf``."""
    return find_spec("weasyprint") is not None


class PdfView(CaseView):
    """The case as a download under its reference; put on record."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            content = make_pdf(see_case(self.reader))
        except OSError:  # WeasyPrint finds no Pango, or is not there itself
            messages.error(request, _("This site can't make PDF files. Print the case instead."))
            return redirect(self.case_url)
        put_on_record(self.submission, Record.PDF, user=request.user)
        return _download(content, self.submission.reference)


def make_pdf(case: Case) -> bytes:
    """The file, tagged for assistive technology. Raises OSError where it can't be made."""
    if not is_installed():
        raise OSError("weasyprint is not installed")
    from weasyprint import CSS, HTML  # takes a second, which a site without PDF need not pay
    from weasyprint.urls import URLFetcher

    context = {"case": case, "now": timezone.now(), "language": translation.get_language()}
    nothing = URLFetcher(allowed_protocols=())  # a file is never fetched for what people wrote
    html = HTML(string=render_to_string(TEMPLATE, context), url_fetcher=nothing)
    stylesheet = CSS(filename=STYLESHEET)
    return html.write_pdf(stylesheets=[stylesheet], pdf_variant=VARIANT)


def _download(content: bytes, reference: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
