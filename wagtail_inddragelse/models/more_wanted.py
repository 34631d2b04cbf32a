"""What an applicant is asked for after sending, and the answers that were replaced by it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from .attachment import Attachment
from .submission import Submission


class MoreWanted(models.Model):
    """Questions that are open to the applicant again, by the secret link, until a moment."""

    class Outcome(models.TextChoices):
        """How it ended; empty while it is open."""

        ANSWERED = "answered", _("Answered")
        OVERDUE = "overdue", _("Not answered in time")
        TAKEN_BACK = "taken_back", _("Taken back")
        WITHDRAWN = "withdrawn", _("The application was withdrawn")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="more_wanted")
    question_ids = models.JSONField(
        _("questions"), help_text="Ids of the questions of the form version that were chosen."
    )
    text = models.TextField(_("message to the applicant"), blank=True)
    due_at = models.DateTimeField(
        _("answer by"),
        help_text=_("The whole minute counts: 23:59 lasts until midnight."),
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, blank=True)
    open_for = models.GeneratedField(
        expression=Case(When(outcome="", then=F("submission")), default=Value(None)),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
        help_text="The submission while open, else NULL: what the unique constraint rests on.",
    )

    class Meta:
        verbose_name = _("request for more information")
        verbose_name_plural = _("requests for more information")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["open_for"], name="inddragelse_one_open_request"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True)
                | Q(outcome__in=["answered", "overdue", "taken_back", "withdrawn"])
                & Q(closed_at__isnull=False),
                name="inddragelse_request_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("asked_at")), name="inddragelse_request_is_due_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it has not ended, by an answer or otherwise."""
        return not self.outcome

    @property
    def deadline(self) -> dt.datetime:
        """First moment that is too late: the minute that ``due_at`` names counts."""
        return self.due_at.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)


class EarlierAnswers(models.Model):
    """Answers as they were before an applicant gave more; a submission holds the newest."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="earlier_answers"
    )
    number = models.PositiveSmallIntegerField(
        _("version"), help_text="Version 1 is what was sent first."
    )
    answers = models.JSONField(_("answers"), default=dict)
    replaced_by = models.OneToOneField(
        MoreWanted, on_delete=models.CASCADE, related_name="replaced_answers"
    )

    class Meta:
        verbose_name = _("earlier answers")
        verbose_name_plural = _("earlier answers")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="inddragelse_one_row_per_version"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="inddragelse_versions_count_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.number}"

    @property
    def attachments(self) -> list[Attachment]:
        """The files that belonged to them."""
        files = self.submission.attachments.all()
        return [file for file in files if file.belonged_to(self.number)]
