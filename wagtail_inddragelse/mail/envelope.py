"""A rendered message as the e-mail that goes out."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils import translation
from django.utils.crypto import salted_hmac

from ..models import CalendarFile, Message, State, Submission
from ..models.addresses import address_key, domain_key
from .calendar import method_of, own_calendar
from .links import public_url
from .reader_link import with_link
from .recipients import reply_to, sender


def as_email(message: Message) -> EmailMultiAlternatives:
    """The e-mail, with its secret link, headers and calendar file."""
    text, html = with_link(message)
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        from_email=sender(),
        to=[message.to],
        reply_to=reply_to(message),
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    email.attach_alternative(html, "text/html")
    if calendar := _calendar(message):
        content_type = f"text/calendar; method={method_of(message.submission)}"
        email.attach(f"{message.submission.intake.page.slug}.ics", calendar, content_type)
    return email


def message_id(message: Message) -> str:
    """The Message-ID, the same at every attempt: a mail that goes out twice is seen as one."""
    value = f"{message.pk}:{message.created_at.isoformat()}"
    name = salted_hmac("wagtail_inddragelse.message_id", value, algorithm="sha256").hexdigest()
    domain = domain_key(sender()) or "localhost"
    return f"<{name[:32]}@{domain}>"


def _calendar(message: Message) -> str:
    """The calendar file for someone who takes part, or doesn't any more; empty for all others."""
    submission = message.submission
    if submission is None or not submission.intake.in_order() or not _belongs(message):
        return ""
    with translation.override(message.language):
        url = public_url(submission.intake.page)
        return own_calendar(submission, url=url).decode()


def _belongs(message: Message) -> bool:
    submission = message.submission
    if message.kind.calendar_file is CalendarFile.DATES:
        return submission.is_confirmed
    if message.kind.calendar_file is CalendarFile.STRIKE_OUT:
        return submission.has_ended and not _takes_part_otherwise(message)
    return False


def _takes_part_otherwise(message: Message) -> bool:
    """Whether the reader has a place through another sign-up: its events are the same ones."""
    submission, key = message.submission, address_key(message.to)
    others = Submission.objects.for_intake(submission.intake).exclude(pk=submission.pk)
    theirs = others.filter(Q(email_key=key) | Q(participants__email_key=key))
    return theirs.filter(state=State.CONFIRMED).exists()
