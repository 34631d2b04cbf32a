"""Files that stay when a form comes back with an error, so that nobody has to choose them twice."""

from __future__ import annotations

import logging

from django.http import HttpRequest

from ..domain.signup.attachments import CannotStore, keep
from ..models import Attachment
from ..questions.forms import SchemaForm
from ..questions.schema import FormSchema
from . import tokens
from .limits import is_over_limit

logger = logging.getLogger(__name__)


class KeepsFiles:
    """What a posted form needs to keep its files; ``upload_key`` ties them to where they came."""

    request: HttpRequest
    schema: FormSchema
    form: SchemaForm
    upload_key: int | str
    has_lost_files = False
    storage_problem = ""
    """Why files are lost, in words for the applicant, where the storage took none."""
    has_kept_files = False

    def _kept_files(self) -> dict[str, Attachment]:
        names = {q.id: f"kept-{q.id}" for q in self.schema.questions}
        data = self.request.POST
        posted = {id_: data[name] for id_, name in names.items() if name in data}
        files = {id_: self._find_kept(id_, token) for id_, token in posted.items()}
        return {id_: file for id_, file in files.items() if file is not None}

    def _find_kept(self, question_id: str, token: str) -> Attachment | None:
        """The file that ``token`` names, also when a first click has sent it already."""
        attachment_id = tokens.read_upload(token, self.upload_key)
        row = Attachment.objects.filter(pk=attachment_id, question_id=question_id).first()
        if row is not None:
            row.token = token
        return row

    def _keep_files(self) -> None:
        """Store what was uploaded, so that nobody has to choose a file twice.

        Once per attempt, however often it is asked for: the uploads stay in the form.
        """
        if self.has_kept_files:
            return
        self.has_kept_files = True
        kept, uploads = dict(self.form.kept), self.form.valid_uploads()
        if uploads and is_over_limit(self.request, "kept"):
            self.has_lost_files = True
            return
        try:
            for upload in uploads:
                row = keep(upload.question_id, upload.file)
                row.token = tokens.sign_upload(row.pk, self.upload_key)
                kept[upload.question_id] = row
        except CannotStore as error:
            self.note_failure(error)
        self.form.keep(kept)

    def note_failure(self, error: CannotStore) -> None:
        """The page says so; the log says what failed, and nothing of the file."""
        logger.error("A file could not be stored: %s", type(error.__cause__).__name__)
        self.has_lost_files = True
        self.storage_problem = str(error)
