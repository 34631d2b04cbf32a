"""Pages that say what they lack, and are not published without what the law asks for."""

from __future__ import annotations

from django.db import models

from ..domain.offers.readiness import Finding, find_blocking, refuse_unready
from ..questions.typed import read_as_typed
from .language import OwnLanguageForm

PUBLISHING = {"action-publish", "action-submit", "action-restart-workflow"}
"""Names of the editor's buttons that publish, or ask for it."""


class PublishableForm(OwnLanguageForm):
    """The editor's form: what blocks publishing is an error on its field, when it is published,
    scheduled, submitted for moderation or approved. A draft is saved as it is.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            read_as_typed(self)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self._is_publishing():
            for finding in find_blocking(self.instance):
                self.add_error(finding.field, str(finding.check.advice))

    def _is_publishing(self) -> bool:
        if self.is_deferred_validation:  # what Wagtail does when it saves a draft
            return False
        return bool(PUBLISHING & set(self.data)) or (
            "action-workflow-action" in self.data
            and self.data.get("workflow-action-name") == "approve"
        )


class ReadinessMixin(models.Model):
    """A page with findings; a subclass gives ``get_findings()``."""

    class Meta:
        abstract = True

    def get_findings(self) -> list[Finding]:
        """What the page lacks, as it is in memory."""
        return []

    def publish(self, revision, user=None, **kwargs):
        """Publish. Raises RefusedByField when somebody asks for it and the page is not ready.

        Nobody asks where a command publishes what was scheduled: it was ready then.
        """
        if user:
            refuse_unready(revision.as_object())
        return super().publish(revision, user=user, **kwargs)
