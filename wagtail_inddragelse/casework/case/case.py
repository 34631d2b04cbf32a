"""What a caseworker sees of one case.

``see_case`` decides it once; page, print and PDF show what it gives and nothing else. Where the
assessment is blind, who may not know the applicant gets a case without whatever tells who it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from ...domain.assessment.reader import Pairs, Reader
from ...domain.casework.by_hand import BY_HAND, possible_actions
from ...domain.casework.caseworkers import who_may_see
from ...models import Attachment, Note, Participant, Submission
from .asked import Asked, asked_of
from .assessed import Assessed, assessed_of
from .facts import facts_of
from .timeline import Timeline, timeline_of


@dataclass(frozen=True)
class Person:
    """A participant, in words, with the answers to what was asked of each."""

    text: str
    answers: Pairs


@dataclass(frozen=True)
class Case:
    """All that one user sees of one submission, and what they can do about it."""

    pk: int
    reference: str
    answers_version: int
    is_blind: bool
    is_identified: bool
    is_cleared: bool
    may_decide: bool
    manages_mails: bool
    facts: Pairs
    answers: list[tuple[str, Pairs]]
    participants: list[Person]
    files: list[Attachment]
    timeline: Timeline
    notes: list[Note]
    people: list[AbstractBaseUser]
    actions: Pairs
    assessed: Assessed | None
    asked: Asked


def see_case(reader: Reader) -> Case:
    """What ``reader`` sees of their case. Not for anybody who must declare first."""
    submission = reader.submission
    prefetch_related_objects([submission], "participants", "attachments")
    return Case(
        pk=submission.pk,
        reference=submission.reference,
        answers_version=submission.answers_version,
        is_blind=reader.is_blind,
        is_identified=reader.is_identified,
        is_cleared=reader.is_cleared,
        may_decide=reader.may_decide,
        manages_mails=reader.manages_mails,
        facts=facts_of(reader),
        answers=reader.answers,
        participants=[_person(*each) for each in reader.participants],
        files=reader.files,
        timeline=timeline_of(reader),
        notes=list(submission.notes.select_related("author")) if reader.is_identified else [],
        people=list(who_may_see(submission)) if reader.is_identified else [],
        actions=_actions(submission) if reader.may_decide else [],
        assessed=assessed_of(reader) if submission.intake.is_assessed else None,
        asked=asked_of(reader),
    )


def _actions(submission: Submission) -> Pairs:
    """What can be done by hand, each with its name in the address and in words."""
    return [(action.value, BY_HAND[action]) for action in possible_actions(submission)]


def _person(row: Participant, answers: Pairs) -> Person:
    text = ", ".join(filter(None, (row.name, row.role, row.email)))
    return Person(f"{text} ({_('guest')})" if row.is_guest else text, answers)
