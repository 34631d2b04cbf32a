"""What an editor is told who saves or publishes a page with something that does not fit."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest
from wagtail.admin import messages

PUBLISH = "action-publish"
"""The name of the editor's button that publishes."""


def tell_before_publishing(request: HttpRequest, page: Model) -> None:
    """Tell what does not fit while it can still be counted: publishing settles the line."""
    _tell(request, page)


def tell_after_saving(request: HttpRequest, page: Model) -> None:
    """The same of what was saved without being published."""
    if PUBLISH not in request.POST:
        _tell(request, page)


def _tell(request: HttpRequest, page: Model) -> None:
    """An autosave shows no message."""
    if not hasattr(page, "get_findings") or not request.accepts("text/html"):
        return
    for finding in page.get_findings():
        if finding.check.is_told:
            messages.warning(request, f"{finding.title}. {finding.check.advice}")
