"""A rendered message as the e-mail that goes out."""

from __future__ import annotations

from email.utils import parseaddr

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.html import escape

from ..models import Message, Occasion, State
from .addresses import TO_OFFICE, reply_to, sender
from .calendar import intake_calendar, method_of
from .context import RECEIPT_LINK
from .links import receipt_url

WITH_CALENDAR = frozenset(
    {
        Occasion.CONFIRMED,
        Occasion.ACCEPTED,
        Occasion.MOVED,
        Occasion.CANCELLED,
        Occasion.RESUMED,
    }
)


def as_email(message: Message) -> EmailMultiAlternatives:
    """The e-mail, with its secret link, headers and calendar file."""
    link = _secret_link(message)
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text.replace(RECEIPT_LINK, link),
        from_email=sender(),
        to=[message.to],
        reply_to=reply_to(message),
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(message.html.replace(RECEIPT_LINK, escape(link)), "text/html")
    if calendar := _calendar(message):
        intake = message.submission.intake
        content_type = f"text/calendar; method={method_of(intake)}"
        email.attach(f"{intake.page.slug}.ics", calendar, content_type)
    return email


def message_id(message: Message) -> str:
    """The Message-ID, the same at every attempt: a mail that goes out twice is seen as one."""
    value = f"{message.pk}:{message.created_at.isoformat()}"
    name = salted_hmac("wagtail_inddragelse.message_id", value, algorithm="sha256").hexdigest()
    domain = parseaddr(sender())[1].rpartition("@")[2] or "localhost"
    return f"<{name[:32]}@{domain}>"


def _secret_link(message: Message) -> str:
    if message.submission is None or message.occasion in TO_OFFICE:
        return ""
    return receipt_url(message.submission)


def _calendar(message: Message) -> str:
    """The calendar file for someone who takes part; empty for all others."""
    submission = message.submission
    if message.occasion not in WITH_CALENDAR or submission.state != State.CONFIRMED:
        return ""
    if not submission.intake.in_order():
        return ""
    with translation.override(message.language):
        url = submission.intake.page.full_url or ""
        return intake_calendar(submission.intake, for_participant=True, url=url).decode()
