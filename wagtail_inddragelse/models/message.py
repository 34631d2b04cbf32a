"""The outbox: mails with their delivery state."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .access import Role, granted_pages
from .occasion import MAIL_KINDS, MailKind, Occasion, Recipient, occasions_where
from .submission import Participant, Submission


class Delivery(models.TextChoices):
    """How far a message has come."""

    DRAFT = "draft", _("Draft")
    HELD = "held", _("Held back")
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


CHANGEABLE = (Delivery.DRAFT, Delivery.HELD, Delivery.QUEUED)
"""Where a message can still be edited, held back or discarded: no worker has it."""


class Trouble(models.TextChoices):
    """Why a mail that was sent did not arrive, by django-anymail's normalised reasons."""

    INVALID = "invalid", _("The address is not a valid e-mail address.")
    BOUNCED = "bounced", _("The recipient’s mail server says that there is no such address.")
    TIMED_OUT = "timed_out", _("The recipient’s mail server could not be reached.")
    BLOCKED = "blocked", _("The recipient’s mail server or our mail service blocked it.")
    SPAM = "spam", _("It was taken for spam.")
    UNSUBSCRIBED = "unsubscribed", _("The recipient has asked our mail service for no more mails.")
    OTHER = "other", _("The mail service does not say why.")


ARRIVED = Q(delivered_at__isnull=False, bounced_at__isnull=True) | Q(
    delivered_at__gt=F("bounced_at")
)
BOUNCED = Q(delivered_at__isnull=True, bounced_at__isnull=False) | Q(
    bounced_at__gte=F("delivered_at")
)
"""Of a delivery and a bounce, the later report counts."""


class MessageQuerySet(models.QuerySet):
    def due(self, now) -> MessageQuerySet:
        """Queued messages whose next attempt is due at ``now``, oldest first."""
        return self.filter(delivery=Delivery.QUEUED, next_attempt_at__lte=now).order_by("pk")

    def visible_to(self, user) -> MessageQuerySet:
        """The messages that ``user`` manages; a conflict of interest closes those of a case."""
        theirs = Q(submission__in=Submission.objects.open_to(user, Role.MESSAGES))
        if not user.is_superuser:
            pages = granted_pages(user, Role.MESSAGES).values("pk")
            return self.filter(theirs | Q(subscription__intake__page__in=pages))
        return self.filter(theirs | Q(submission=None))

    def changeable(self) -> MessageQuerySet:
        """Those that no worker has and that are not sent yet."""
        return self.filter(delivery__in=CHANGEABLE)

    def to_applicants(self) -> MessageQuerySet:
        """Those to the contact person of a submission."""
        theirs = occasions_where(lambda kind: kind.to is Recipient.APPLICANT)
        return self.filter(occasion__in=theirs, participant=None)

    def not_arrived(self) -> MessageQuerySet:
        """Given up, bounced or reported as spam, and not dealt with."""
        complained = Q(complained_at__isnull=False)
        return self.filter(Q(delivery=Delivery.FAILED) | BOUNCED | complained, dealt_with_at=None)


class Message(models.Model):
    """A mail in the outbox. Subject and bodies are empty until it is rendered, when it is sent.

    ``own_subject`` and ``own_text`` are a caseworker's words, with placeholders, which then stand
    in place of the template's.
    """

    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    subscription = models.ForeignKey(
        "Subscription", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    participant = models.ForeignKey(
        Participant,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="messages",
        help_text="Whom it is to; empty for the contact person, a subscriber or the case office.",
    )
    reader = models.GeneratedField(
        expression=Coalesce(F("participant"), Value(0)),
        output_field=models.BigIntegerField(),
        db_persist=True,
        help_text="The participant, or 0: what the unique constraints rest on.",
    )
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion.choices)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=16)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    own_subject = models.CharField(
        _("subject"),
        max_length=100,
        blank=True,
        help_text=_("Nothing about people: a subject is read by anyone who sees the inbox."),
    )
    own_text = models.TextField(
        _("text"),
        blank=True,
        help_text=_("Reference, link and contacts are added below it."),
    )
    change = models.ForeignKey(
        "IntakeChange",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="messages",
        help_text="What it was drafted for; the first change that the recipient has not heard of.",
    )
    session_date = models.DateField(
        null=True, blank=True, help_text="The day that it reminds of, which it does once."
    )
    delivery = models.CharField(
        _("delivery"), max_length=16, choices=Delivery.choices, default=Delivery.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=255, blank=True)
    provider_id = models.CharField(
        max_length=255, blank=True, db_index=True, help_text="The mail service's id, for tracking."
    )
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("bounced"), null=True, blank=True)
    complained_at = models.DateTimeField(_("reported as spam"), null=True, blank=True)
    trouble = models.CharField(
        _("why it did not arrive"), max_length=16, blank=True, choices=Trouble.choices
    )
    dealt_with_at = models.DateTimeField(
        _("dealt with"),
        null=True,
        blank=True,
        help_text="When somebody took care of it not having arrived.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["delivery", "next_attempt_at"], name="inddragelse_message_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=False) | Q(subscription__isnull=False),
                name="inddragelse_message_is_about_something",
            ),
            models.UniqueConstraint(
                fields=["submission", "reader", "change"], name="inddragelse_one_mail_per_change"
            ),
            models.UniqueConstraint(
                fields=["submission", "reader", "session_date"],
                name="inddragelse_one_reminder_each",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True) | Q(trouble__in=Trouble.values),
                name="inddragelse_bounce_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission or self.subscription_id} · {self.occasion}"

    @property
    def kind(self) -> MailKind:
        """What the mail on its occasion is; the default for an occasion that no longer exists."""
        return MAIL_KINDS.get(self.occasion, MailKind())

    @property
    def recipient(self) -> Recipient:
        """Who it is to."""
        if self.submission is None:
            return Recipient.SUBSCRIBER
        return Recipient.PARTICIPANT if self.participant_id else self.kind.to

    @property
    def is_changeable(self) -> bool:
        """Whether it can still be edited, held back or discarded."""
        return self.delivery in CHANGEABLE

    @property
    def has_bounced(self) -> bool:
        """Whether it was sent back, and not delivered after that."""
        return bool(self.bounced_at and self.bounced_at >= (self.delivered_at or self.bounced_at))

    @property
    def has_arrived(self) -> bool:
        """Whether the recipient's mail server has taken it, and not sent it back after that."""
        return bool(self.delivered_at and not self.has_bounced)

    @property
    def has_not_arrived(self) -> bool:
        """Whether it was given up, sent back or reported as spam."""
        return bool(self.delivery == Delivery.FAILED or self.has_bounced or self.complained_at)

    @property
    def intake(self):
        """The intake that it is about."""
        return (self.submission or self.subscription).intake
