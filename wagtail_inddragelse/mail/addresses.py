"""Who a mail is from and to."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from ..conf import get_setting
from ..models import PLACED_STATES, Message, Occasion, Participant, State, Submission, Subscription

TO_OFFICE = frozenset(
    {
        Occasion.OFFICE_NEW,
        Occasion.OFFICE_WITHDRAWN,
        Occasion.OFFICE_MORE_GIVEN,
        Occasion.OFFICE_MORE_OVERDUE,
    }
)
"""Occasions that write to the case office; all others write to the applicant or subscriber."""


TO_PARTICIPANTS = {
    Occasion.CONFIRMED: Occasion.CONFIRMED,
    Occasion.ACCEPTED: Occasion.CONFIRMED,
    Occasion.MOVED: Occasion.MOVED,
    Occasion.CANCELLED: Occasion.CANCELLED,
    Occasion.RESUMED: Occasion.RESUMED,
    Occasion.REMINDER: Occasion.REMINDER,
    Occasion.WITHDRAWN: Occasion.WITHDRAWN,
    Occasion.FREE: Occasion.FREE,
}
"""Occasions that concern all who take part, and what participants are told on each: an application
and its reasons are the applicant's alone."""


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
    """Who is written to beside the contact person of each submission, by its key; one query.

    They are the participants with an address of their own, each address once, where the sign-up has
    a place; a withdrawal is told to those who were told of their place.
    """
    if occasion not in TO_PARTICIPANTS:
        return {}
    found = Participant.objects.filter(submission__in=_telling(submissions, occasion))
    if occasion == Occasion.WITHDRAWN:
        found = found.filter(messages__isnull=False).distinct()
    people = found.exclude(email_key="").order_by("submission", "position")
    return others_than_contacts(people.select_related("submission"))


def _telling(submissions: Iterable[Submission], occasion: Occasion) -> list[Submission]:
    states = (State.WITHDRAWN,) if occasion == Occasion.WITHDRAWN else PLACED_STATES
    return [row for row in submissions if row.state in states]


def others_than_contacts(people: Iterable[Participant]) -> dict[int, list[Participant]]:
    """Of ``people`` those who have an address that is not the contact person's nor came before, by
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
