"""What publishing changed, and who wants to hear of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .intake import Intake


class IntakeChange(models.Model):
    """One thing that a publish changed for people who had already seen the intake."""

    class Kind(models.TextChoices):
        DEADLINE = "deadline", _("Deadline moved")
        SESSION = "session", _("Session moved")
        CANCELLED = "cancelled", _("Cancelled")
        RESUMED = "resumed", _("Takes place after all")

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    session_uid = models.UUIDField(null=True, blank=True)
    old_value = models.DateTimeField(_("before"), null=True, blank=True)
    new_value = models.DateTimeField(_("after"), null=True, blank=True)
    old_end = models.DateTimeField(
        null=True, blank=True, help_text="When the session ended before; of sessions alone."
    )
    new_end = models.DateTimeField(null=True, blank=True)
    session_revision = models.PositiveIntegerField(
        default=0, help_text="The revision of a session that was taken off; new_value is empty."
    )
    created_at = models.DateTimeField(_("changed"))
    is_hidden = models.BooleanField(
        default=False, help_text="By an editor, or as it was taken back before anybody was told."
    )
    own_texts = models.JSONField(
        default=dict, blank=True, help_text="An editor's words for the public note, by language."
    )

    class Meta:
        verbose_name = _("change of an intake")
        verbose_name_plural = _("changes of intakes")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.intake_id} · {self.kind}"


class Subscription(models.Model):
    """“Tell me when it opens”: an address, kept until the mail is sent, or until its last day."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="subscriptions")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)
    keep_until = models.DateField(help_text="The last day it is kept, as its owner was told.")
    notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "email"], name="inddragelse_one_subscription_per_email"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} · {self.pk}"
