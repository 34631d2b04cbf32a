"""The status of a mail, and why it did not arrive, in words for a caseworker."""

from __future__ import annotations

import re

from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Delivery, Message
from ..models.message import ARRIVED, BOUNCED, MessageQuerySet

NOT_REACHED = frozenset(
    {
        "ConnectionRefusedError",
        "ConnectionResetError",
        "SMTPConnectError",
        "SMTPServerDisconnected",
        "TimeoutError",
        "gaierror",
        "timeout",
    }
)
NO_TEXT = frozenset(
    {"TemplateDoesNotExist", "TemplateSyntaxError", "UnknownPlaceholder", "VariableDoesNotExist"}
)


class MailStatus(TextChoices):
    """The status of a mail: how far we are with it, and then what the mail service reports."""

    DRAFT = "draft", gettext_lazy("Draft")
    HELD = "held", gettext_lazy("Held back")
    QUEUED = "queued", gettext_lazy("Queued")
    SENDING = "sending", gettext_lazy("Sending")
    SENT = "sent", gettext_lazy("Sent")
    DELIVERED = "delivered", gettext_lazy("Delivered")
    FAILED = "failed", gettext_lazy("Could not be sent")
    BOUNCED = "bounced", gettext_lazy("Sent back")
    COMPLAINED = "complained", gettext_lazy("Reported as spam")


NOT_ARRIVED = "not_arrived"


def mail_status(message: Message) -> MailStatus:
    """The status of ``message``; what is last known about it counts."""
    if message.delivery != Delivery.SENT:
        return MailStatus(message.delivery)
    if message.complained_at:
        return MailStatus.COMPLAINED
    if message.has_bounced:
        return MailStatus.BOUNCED
    return MailStatus.DELIVERED if message.has_arrived else MailStatus.SENT


def status_choices() -> list[tuple[str, str]]:
    """The choices for filtering the outbox: the task first, then each status."""
    return [(NOT_ARRIVED, _("Did not arrive, to be dealt with")), *MailStatus.choices]


def with_status(messages: MessageQuerySet, wanted: str) -> MessageQuerySet:
    """Those of ``messages`` that have this status."""
    if wanted == NOT_ARRIVED:
        return messages.not_arrived()
    reported = {MailStatus.DELIVERED, MailStatus.BOUNCED, MailStatus.COMPLAINED, MailStatus.SENT}
    if wanted not in reported:
        return messages.filter(delivery=wanted)
    return messages.filter(_reported(MailStatus(wanted)), delivery=Delivery.SENT)


def _reported(wanted: MailStatus) -> Q:
    not_complained = Q(complained_at__isnull=True)
    return {
        MailStatus.COMPLAINED: Q(complained_at__isnull=False),
        MailStatus.DELIVERED: ARRIVED & not_complained,
        MailStatus.BOUNCED: BOUNCED & not_complained,
        MailStatus.SENT: Q(delivered_at=None, bounced_at=None) & not_complained,
    }[wanted]


def trouble_text(message: Message) -> str:
    """Why it did not arrive, or why the last attempt failed; empty where all is well."""
    if message.complained_at:
        return _("The recipient reported it as spam.")
    if message.has_bounced:
        return message.get_trouble_display()
    return _error(message.error) if message.error else ""


def _error(error: str) -> str:
    """``SMTPRecipientsRefused 550`` in words, with the code for whoever runs the mail server."""
    kind, _space, rest = error.partition(" ")
    return f"{_error_words(kind, rest)} ({error})"


def _error_words(kind: str, codes: str) -> str:
    if kind in NOT_REACHED:
        return _("Our mail server could not be reached.")
    if kind == "SMTPAuthenticationError":
        return _("Our mail server did not accept the site’s log-in.")
    if kind in {"SMTPRecipientsRefused", "AnymailRecipientsRefused"}:
        return _refused(codes)
    if kind in NO_TEXT:
        return _("The mail could not be created from the mail text.")
    if kind == "Interrupted":
        return _("The site stopped in the middle of the last attempt.")
    return _("The mail server or mail service refused the mail.")


def _refused(codes: str) -> str:
    if re.match("4", codes):
        return _("The mail server could not take mail for this address right now.")
    return _("The mail server does not take mail for this address: it is probably wrong.")
