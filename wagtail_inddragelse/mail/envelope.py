"""A rendered message as the e-mail that goes out."""

from __future__ import annotations

from email.utils import parseaddr

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.html import escape

from ..models import ENDED_STATES, Message, Occasion, State, Submission
from ..models.addresses import address_key
from .addresses import TO_OFFICE, reply_to, sender
from .calendar import method_of, own_calendar
from .context import RECEIPT_LINK
from .links import public_url, receipt_url

WITH_CALENDAR = frozenset(
    {
        Occasion.CONFIRMED,
        Occasion.ACCEPTED,
        Occasion.MOVED,
        Occasion.CANCELLED,
        Occasion.RESUMED,
    }
)
"""Occasions on which who takes part gets the dates, or has them struck out."""

OUT_OF_CALENDARS = frozenset(
    {
        Occasion.WITHDRAWN,
        Occasion.REJECTED,
        Occasion.DECLINED,
        Occasion.EXPIRED,
        Occasion.OVER,
    }
)
"""Occasions on which the dates are struck out for who has no place, or may have noted them."""


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
        content_type = f"text/calendar; method={method_of(message.submission)}"
        email.attach(f"{message.submission.intake.page.slug}.ics", calendar, content_type)
    return email


def message_id(message: Message) -> str:
    """The Message-ID, the same at every attempt: a mail that goes out twice is seen as one."""
    value = f"{message.pk}:{message.created_at.isoformat()}"
    name = salted_hmac("wagtail_inddragelse.message_id", value, algorithm="sha256").hexdigest()
    domain = parseaddr(sender())[1].rpartition("@")[2] or "localhost"
    return f"<{name[:32]}@{domain}>"


def _secret_link(message: Message) -> str:
    """Nobody but the contact person gets it: whoever has it can act for them."""
    if message.submission is None or message.participant_id or message.occasion in TO_OFFICE:
        return ""
    return receipt_url(message.submission)


def _calendar(message: Message) -> str:
    """The calendar file for someone who takes part, or doesn't any more; empty for all others."""
    submission = message.submission
    if submission is None or not submission.intake.in_order() or not _belongs(message):
        return ""
    with translation.override(message.language):
        url = public_url(submission.intake.page)
        return own_calendar(submission, url=url).decode()


def _belongs(message: Message) -> bool:
    state = message.submission.state
    if message.occasion in WITH_CALENDAR:
        return state == State.CONFIRMED
    if message.occasion in OUT_OF_CALENDARS:
        return state in ENDED_STATES and not _takes_part_otherwise(message)
    return False


def _takes_part_otherwise(message: Message) -> bool:
    """Whether the reader has a place by another sign-up: its events are the same ones."""
    submission, key = message.submission, address_key(message.to)
    others = Submission.objects.for_intake(submission.intake).exclude(pk=submission.pk)
    theirs = others.filter(Q(email_key=key) | Q(participants__email_key=key))
    return theirs.filter(state=State.CONFIRMED).exists()
