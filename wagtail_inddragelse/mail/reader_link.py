"""The link of a mail: where its reader goes next, as an address and in words.

The secret link is not in what is rendered and stored: a mark stands for it until a mail is sent.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Intake, Message, Recipient
from .links import office_url, public_url, receipt_url, site_url
from .speaking import speaking_as, spoken_to

RECEIPT_LINK = "[[receipt-link]]"
"""Stands for the secret link: whoever reads the stored mail can't use it."""


def link_of(message: Message) -> str:
    """Where the reader goes next: a mark for the secret link, the case in the admin, the offer."""
    if message.recipient is Recipient.APPLICANT:
        return RECEIPT_LINK
    if message.recipient is Recipient.OFFICE:
        return office_url(message.submission)
    offer = message.intake.page.specific
    return public_url(offer) or site_url(offer)


def with_link(message: Message) -> tuple[str, str]:
    """The rendered text and HTML with the secret link, which nobody but the applicant gets:
    whoever has it can act for them."""
    is_theirs = message.recipient is Recipient.APPLICANT
    link = receipt_url(message.submission) if is_theirs else ""
    return (
        message.text.replace(RECEIPT_LINK, link),
        message.html.replace(RECEIPT_LINK, escape(link)),
    )


def without_link(text: str, message: Message) -> str:
    """``text`` of a rendered mail for somebody else's eyes, with words for the secret link."""
    with speaking_as(message):
        words = _("(the reader’s own link)")
    return text.replace(f'href="{RECEIPT_LINK}"', 'href="#"').replace(RECEIPT_LINK, words)


def link_text(message: Message) -> str:
    """What the reader can do where the link leads, as things are now."""
    if message.recipient is Recipient.SUBSCRIBER:
        return _("Read more and sign up")
    if message.recipient is Recipient.PARTICIPANT:
        return _("Read more")
    if message.recipient is Recipient.OFFICE:
        return _("Log in to read it")
    if message.intake.is_cancelled:
        return _("See what you sent")
    return _what_to_do(message)


def can_be_withdrawn(message: Message) -> bool:
    """Whether the mail may say that the sign-up can be withdrawn."""
    submission = message.submission
    was_held = submission.intake.is_held(timezone.now())
    return submission.is_open and not was_held and not message.kind.calls_off


def _what_to_do(message: Message) -> str:
    """What the applicant can do now, whatever the mail was about when it was queued."""
    submission = message.submission
    if submission.is_invited:
        places = spoken_to(message).places
        return ngettext("Take the place or decline it", "Take the places or decline them", places)
    if not can_be_withdrawn(message):
        return _("See what you sent")
    if submission.is_asked_for_more:
        return _("See what is missing and send it")
    return _see_or_withdraw(submission.intake)


def _see_or_withdraw(intake: Intake) -> str:
    if intake.is_assessed:
        return _("See or print your application, or withdraw it")
    return _("See or print your sign-up, or withdraw")
