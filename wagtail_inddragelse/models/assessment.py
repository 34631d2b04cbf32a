"""What assessors say about a submission, criterion by criterion."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Recommendation(models.TextChoices):
    """What an assessor would decide."""

    ACCEPT = "accept", _("Accept")
    WAITING = "waiting", _("Waiting list")
    REJECT = "reject", _("Reject")


def handed_in(through: str = "") -> Q:
    """The condition that an assessment is handed in; ``through`` is the path to it, if any.

    The one home of that rule: what is not handed in is a draft, its author's alone.
    """
    return Q(**{f"{through}submitted_at__isnull": False})


class AssessmentQuerySet(models.QuerySet):
    def handed_in(self) -> AssessmentQuerySet:
        """Those that count."""
        return self.filter(handed_in())

    def not_handed_in(self) -> AssessmentQuerySet:
        """Those that their assessors are not done with."""
        return self.filter(~handed_in())


class Assessment(models.Model):
    """One assessor's view of one submission: assigned when made, handed in when submitted."""

    submission = models.ForeignKey(
        "wagtail_inddragelse.Submission", on_delete=models.CASCADE, related_name="assessments"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assessor"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    recommendation = models.CharField(
        _("recommendation"), max_length=16, choices=Recommendation.choices, blank=True
    )
    comment = models.TextField(_("comment"), blank=True)
    total = models.DecimalField(
        _("score"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Weighted score from 0 to 100, written when the assessment is handed in.",
    )
    answers_version = models.PositiveSmallIntegerField(
        _("version of the answers"),
        default=1,
        help_text="The version of the applicant’s answers that it was made on.",
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    told_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When the assessor was told by mail that it waits for them, or began it alone.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "assessor"], name="inddragelse_one_assessment_per_assessor"
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=100),
                name="inddragelse_assessment_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.assessor_id}"

    @property
    def is_handed_in(self) -> bool:
        """Whether the assessor is done with it."""
        return self.submitted_at is not None


class Score(models.Model):
    """A score on one criterion of the form version; no value means “not applicable”."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion_id = models.CharField(max_length=64)
    value = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion_id"], name="inddragelse_one_score_per_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.criterion_id}"
