"""What an applicant was asked for after sending, and what they changed, as the case shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ...domain.assessment.reader import Reader
from ...domain.signup import more_wanted
from ...models import MoreWanted
from ...questions.schema import Question
from .earlier_answers import Change, changes_by_request


class Request(NamedTuple):
    """What was asked once, by which questions, and what the answer to it changed."""

    wanted: MoreWanted
    questions: list[Question]
    changes: list[Change]


@dataclass(frozen=True)
class Asked:
    """The requests, newest first, and what a user can do about them now."""

    requests: list[Request]
    can_ask_for_more: bool
    can_stop_asking: bool
    assesses_anew: bool


def asked_of(reader: Reader) -> Asked:
    """What was asked for and answered, as ``reader`` may read it."""
    return Asked(
        requests=_requests(reader),
        can_ask_for_more=reader.may_ask,
        can_stop_asking=reader.may_decide and reader.submission.is_asked_for_more,
        assesses_anew=_assesses_anew(reader),
    )


def _requests(reader: Reader) -> list[Request]:
    requests = list(reader.submission.more_wanted.select_related("asked_by"))
    changes = changes_by_request(reader) if requests else {}
    return [
        Request(each, more_wanted.questions(each, reader.form), changes.get(each.pk, []))
        for each in requests
    ]


def _assesses_anew(reader: Reader) -> bool:
    """Whether the user has handed in an assessment of answers that have changed since."""
    if not reader.submission.is_decidable or reader.assessment is None:
        return False
    is_outdated = reader.assessment.answers_version < reader.submission.answers_version
    return reader.assessment.is_handed_in and is_outdated
