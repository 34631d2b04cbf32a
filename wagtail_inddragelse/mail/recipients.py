"""Who a mail is from and to."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from ..conf import get_setting
from ..models import (
    MAIL_KINDS,
    Message,
    Occasion,
    Participant,
    Recipient,
    Submission,
    Subscription,
)
from ..models.states import PLACED_STATES


def sender() -> str:
    """The address that our mails come from."""
    return get_setting("DEFAULT_FROM_EMAIL") or settings.DEFAULT_FROM_EMAIL


def office_of(submission: Submission) -> str:
    """The case office's address, as the form gave it when it was answered; empty when unknown."""
    texts = submission.form_version.schema.get("texts", {})
    return texts.get("case_office_email") or get_setting("CASE_OFFICE_EMAIL")


def participants_to_tell(
    submissions: Iterable[Submission], occasion: Occasion
) -> dict[int, list[Participant]]:
    """Who is written to besides the contact person of each submission, by its key; one query.

    They are the participants with an address of their own, each address once, where the sign-up has
    a place; that it has none any more is told to those who were told of their place.
    """
    kind = MAIL_KINDS[occasion]
    if kind.participants_are_told is None:
        return {}
    telling = [row for row in submissions if row.state in kind.participants_in]
    found = Participant.objects.filter(submission__in=telling)
    if not set(kind.participants_in) <= set(PLACED_STATES):
        found = found.filter(messages__isnull=False).distinct()
    people = found.exclude(email_key="").order_by("submission", "position")
    return others_than_contacts(people.select_related("submission"))


def others_than_contacts(people: Iterable[Participant]) -> dict[int, list[Participant]]:
    """The ``people`` whose address is not the contact person's and did not come before, by
    the key of their submission."""
    by_address: dict[tuple[int, str], Participant] = {}
    for person in people:
        if person.email_key not in ("", person.submission.email_key):
            by_address.setdefault((person.submission_id, person.email_key), person)
    found: dict[int, list[Participant]] = {}
    for (submission_id, _key), person in by_address.items():
        found.setdefault(submission_id, []).append(person)
    return found


def recipient_of(subject: Submission | Subscription, occasion: Occasion) -> str:
    """Who a mail about ``subject`` goes to; empty when the case office has no address."""
    if isinstance(subject, Subscription):
        return subject.email
    return office_of(subject) if _is_to_office(occasion) else subject.contact_email


def language_of(subject: Submission | Subscription, occasion: Occasion) -> str:
    """The language of a mail: the case office's is the site's, others get the one they chose."""
    return settings.LANGUAGE_CODE if _is_to_office(occasion) else subject.language


def _is_to_office(occasion: Occasion) -> bool:
    return MAIL_KINDS[occasion].to is Recipient.OFFICE


def reply_to(message: Message) -> list[str]:
    """Where an answer goes: from those who take part to the case office."""
    if message.recipient in (Recipient.SUBSCRIBER, Recipient.OFFICE):
        return []
    return [address for address in [office_of(message.submission)] if address]
