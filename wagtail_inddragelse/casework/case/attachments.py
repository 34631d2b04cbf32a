"""Attachments, handed out to those who may see the submission and to nobody else."""

from __future__ import annotations

import logging

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from ...domain.assessment import blinding, conflicts
from ...domain.record.records import Record, put_on_record
from ...models import Attachment, Submission

logger = logging.getLogger(__name__)


def download(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """The file, always as a download and never as a page; with ``?redacted`` the one in its place.

    404 for whoever may not see it, has not declared themselves yet, or must not know the applicant
    as long as no caseworker has cleared it.
    """
    attachment = _find(request, attachment_id)
    if attachment is None:
        raise Http404
    try:
        file = open_stored(attachment.file)
    except Exception as error:  # each storage has its own
        return file_is_missing(request, error)
    put_on_record(attachment.submission, Record.DOWNLOAD, user=request.user)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def open_stored(field: FieldFile) -> File:
    """The file, with its beginning fetched: some storages ask for it only when it is read.

    Raises whatever the storage does.
    """
    file = field.open("rb")
    file.read(1)
    file.seek(0)
    return file


def file_is_missing(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the file can't be fetched now; the log has what failed, and no name of a file."""
    logger.error("A stored file could not be read: %s", type(error).__name__)
    template = "wagtail_inddragelse/casework/file_missing.html"
    return TemplateResponse(request, template, status=503).render()


def _find(request: HttpRequest, attachment_id: int) -> Attachment | None:
    """The attachment under the name that the user may read; None when it is closed to them."""
    user = request.user
    visible = Submission.objects.visible_to(user)
    rows = Attachment.objects.select_related("submission__intake__page", "submission__redaction")
    found = rows.filter(pk=attachment_id, submission__in=visible).first()
    if found is None or conflicts.must_declare(user, found.submission):
        return None
    if "redacted" in request.GET and blinding.is_identified(user, found.submission):
        return blinding.redacted_file_of(found)
    return blinding.attachment_for(user, found)
