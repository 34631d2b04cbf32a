"""Who a mail is from and to."""

from __future__ import annotations

from django.conf import settings

from ..conf import get_setting
from ..models import Message, Occasion, Submission, Subscription

TO_OFFICE = frozenset(
    {
        Occasion.OFFICE_NEW,
        Occasion.OFFICE_WITHDRAWN,
        Occasion.OFFICE_MORE_GIVEN,
        Occasion.OFFICE_MORE_OVERDUE,
    }
)
"""Occasions that write to the case office; all others write to the applicant or subscriber."""


def sender() -> str:
    """The address that our mails come from."""
    return get_setting("DEFAULT_FROM_EMAIL") or settings.DEFAULT_FROM_EMAIL


def office_of(submission: Submission) -> str:
    """The case office's address, as the form gave it when it was answered; empty when unknown."""
    texts = submission.form_version.schema.get("texts", {})
    return texts.get("case_office_email") or get_setting("CASE_OFFICE_EMAIL")


def recipient_of(subject: Submission | Subscription, occasion: Occasion) -> str:
    """Whom a mail about ``subject`` goes to; empty when the case office has no address."""
    if isinstance(subject, Subscription):
        return subject.email
    return office_of(subject) if occasion in TO_OFFICE else subject.contact_email


def language_of(subject: Submission | Subscription, occasion: Occasion) -> str:
    """The language of a mail: the case office's is the site's, others get the one they chose."""
    return settings.LANGUAGE_CODE if occasion in TO_OFFICE else subject.language


def reply_to(message: Message) -> list[str]:
    """Where an answer goes: from applicants to the case office."""
    if message.submission is None or message.occasion in TO_OFFICE:
        return []
    return [address for address in [office_of(message.submission)] if address]
