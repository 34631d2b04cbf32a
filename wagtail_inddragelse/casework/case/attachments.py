"""Attachments, served to those who may see the submission and to nobody else."""

from __future__ import annotations

import logging

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from ...domain.assessment import blinding
from ...domain.record.records import Record, put_on_record
from ...models import Attachment, Submission
from ..views import CaseView

logger = logging.getLogger(__name__)


class AttachmentView(CaseView):
    """The file, always as a download and never as a page; with ``?redacted`` the one in its place.

    404 for whoever may not see it, has not declared themselves yet, or must not know the applicant
    as long as no caseworker has cleared it.
    """

    def find_submission(self) -> Submission:
        visible = Submission.objects.visible_to(self.request.user)
        rows = Attachment.objects.select_related(
            "submission__intake__page", "submission__redaction"
        )
        self.attachment = get_object_or_404(
            rows, pk=self.kwargs["attachment_id"], submission__in=visible
        )
        return self.attachment.submission

    def ask_to_declare(self) -> HttpResponseBase:
        raise Http404

    def get(self, request: HttpRequest, **kwargs) -> HttpResponseBase:
        attachment = self._find_readable()
        if attachment is None:
            raise Http404
        try:
            file = open_stored(attachment.file)
        except Exception as error:  # each storage has its own
            return file_is_missing(request, error)
        put_on_record(self.submission, Record.DOWNLOAD, user=request.user)
        return _as_download(file, attachment.name)

    def _find_readable(self) -> Attachment | None:
        """The attachment under the name that the user may read; None when it is closed to them."""
        if "redacted" in self.request.GET and self.reader.is_identified:
            return blinding.redacted_file_of(self.attachment)
        return self.reader.find_file(self.attachment)


def _as_download(file: File, name: str) -> FileResponse:
    response = FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
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
    """Say that the file can't be downloaded now; the log has what failed, but no file name."""
    logger.error("A stored file could not be read: %s", type(error).__name__)
    template = "wagtail_inddragelse/casework/file_missing.html"
    return TemplateResponse(request, template, status=503).render()
