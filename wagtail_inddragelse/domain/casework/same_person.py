"""The same person twice on one start date, also inside somebody else's group.

It is told to caseworkers rather than refused: whoever fills in a form could otherwise find out who
is signed up, or keep somebody out by naming them first, and people share names.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from ...models import Participant, Submission


def also_in(submission: Submission, user) -> list[tuple[Participant, Submission]]:
    """Who of ``submission`` takes part by another one too, and which; one or two queries.

    The same is one with the same e-mail, or the same name in the same organisation. Only active
    submissions for the same start date count, and only those that ``user`` may see and know.
    """
    people = list(submission.participants.all())
    others = Submission.objects.for_intake(submission.intake).active().exclude(pk=submission.pk)
    theirs = Participant.objects.filter(
        Q(email_key__in={person.email_key for person in people} - {""})
        | Q(
            name_key__in={person.name_key for person in people} - {""},
            submission__organisation_key=submission.organisation_key,
        ),
        submission__in=others.visible_to(user).identified_to(user),
    )
    found = list(theirs.select_related("submission").order_by("submission", "position"))
    return list(_pairs(submission, people, found))


def _pairs(
    submission: Submission, people: list[Participant], found: list[Participant]
) -> Iterator[tuple[Participant, Submission]]:
    """Compared here too: a database may take other letters for the same."""
    for person in people:
        for other in found:
            if _is_same(submission, person, other):
                yield person, other.submission


def _is_same(submission: Submission, person: Participant, other: Participant) -> bool:
    if person.email_key and other.email_key:
        return person.email_key == other.email_key
    same_organisation = submission.organisation_key == other.submission.organisation_key
    return same_organisation and person.name_key == other.name_key
