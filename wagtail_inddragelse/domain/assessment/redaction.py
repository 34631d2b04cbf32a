"""The caseworker's redacted copy of a submission, and clearing it for blind assessment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from ...denmark.municipalities import get_municipality
from ...models import Attachment, Intake, Redaction, Submission
from ...questions.registry import get_question_type
from ...questions.schema import Question
from ..record.records import Record, put_on_record
from ..signup import attachments
from ..writing import seen
from ..writing.retries import retried
from . import blinding

LEFT_OUT = "[…]"
"""The text put where something was left out."""

EVERYDAY = re.compile(
    r"(kommun|region|forening|cent(er|r)|afdeling|forvaltning|social|sundhed|municipalit|"
    r"council|department|association)\w*",
    re.IGNORECASE,
)
"""Words in the names of organisations that point to nobody."""

SHORTEST = 3
"""Letters of the shortest part of a name that is looked for."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One answer in the applicant's words: the question, the original and the copy so far."""

    question: Question
    original: str
    redacted: str


def passages(submission: Submission) -> list[Passage]:
    """What has to be redacted, in the order it was asked.

    Where nothing is kept yet, or the answer has changed since, the copy is a suggestion.
    """
    return [_passage(submission, question) for question in blinding.questions_in_words(submission)]


def _passage(submission: Submission, question: Question) -> Passage:
    answer = submission.answers[question.id]
    original = get_question_type(question.type).to_text(question, answer)
    redaction = blinding.get_redaction(submission)
    kept = redaction.words.get(question.id) if redaction else None
    is_current = kept and kept["of"] == blinding.digest(answer)
    return Passage(
        question, original, kept["text"] if is_current else suggest(submission, original)
    )


def suggest(submission: Submission, text: str) -> str:
    """``text`` without the names we know of."""
    return _finder(submission).sub(LEFT_OUT, text)


def telling_words(submission: Submission, text: str) -> list[str]:
    """Words in ``text`` that still tell who the applicant is, each once, in order of appearance."""
    return list(dict.fromkeys(found.group() for found in _finder(submission).finditer(text)))


def _finder(submission: Submission) -> re.Pattern[str]:
    names = sorted(_names(submission), key=len, reverse=True)
    alternatives = "|".join(map(re.escape, names)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{alternatives})s?(?!\w)", re.IGNORECASE)


def _names(submission: Submission) -> set[str]:
    """Everything that names the applicant: whole names, and the parts of them that tell."""
    people = list(submission.participants.all())
    municipality = get_municipality(submission.municipality_code)
    names = [
        submission.contact_name,
        submission.organisation,
        municipality.name if municipality else "",
        *(person.name for person in people),
    ]
    whole = [
        submission.contact_email,
        submission.contact_phone,
        submission.organisation_cvr,
        *(person.email for person in people),
    ]
    parts = (part for name in names for part in re.findall(r"\w+", name))
    telling = {p for p in parts if len(p) >= SHORTEST and not EVERYDAY.fullmatch(p)}
    return {text for text in (*names, *whole) if text} | telling


def values(submission: Submission) -> dict[str, Any]:
    """The values of a redaction that a page shows, by name.

    ``of-`` an original, ``words-`` its copy, ``show-`` whether an attachment is shown, ``file-``
    what redacted file stands in its place.
    """
    redaction = blinding.get_redaction(submission)
    shown = {row.pk for row in redaction.attachments.all()} if redaction else set()
    found: dict[str, Any] = {}
    for passage in passages(submission):
        found[f"of-{passage.question.id}"] = passage.original
        found[f"words-{passage.question.id}"] = passage.redacted
    for row in submission.current_attachments:
        found[f"show-{row.pk}"] = row.pk in shown
        found[f"file-{row.pk}"] = row.redacted_file.name or ""
    return found


@retried
def save(
    submission: Submission,
    words: Mapping[str, str],
    shown: Iterable[Attachment],
    copies: Mapping[Attachment, File | None] | None = None,
    *,
    user,
    seen_before: seen.Marks | None = None,
    whole: bool = False,
) -> Redaction:
    """Save redacted texts by question id, and which attachments are shown.

    ``copies`` are the redacted files that are shown in place of attachments; None takes one away.
    A case that is cleared stays so: what is kept is seen at once. Raises attachments.CannotStore.

    ``seen_before`` holds the marks of the ``values`` that were seen: only what differs is written.
    Raises ChangedMeanwhile when somebody else has changed the same, the applicant an answer or,
    where the ``whole`` is to be stood behind, somebody anything at all.
    """
    copies = copies or {}
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        now = values(row)
        sent = _sent(words, shown, copies, row)
        merged = now | seen.merge(seen_before, sent, now)
        _refuse_unseen(seen_before, sent, now, whole)
        with attachments.with_copies(copies):
            redaction, _created = Redaction.objects.update_or_create(
                submission=row, defaults={"words": _words(row, words, merged)}
            )
            redaction.attachments.set(
                each for each in row.current_attachments if merged[f"show-{each.pk}"]
            )
            put_on_record(row, Record.REDACT, user=user)
    submission.redaction = redaction
    return redaction


def _sent(
    words: Mapping[str, str],
    shown: Iterable[Attachment],
    copies: Mapping[Attachment, File | None],
    row: Submission,
) -> dict[str, Any]:
    """What was sent, named as in ``values``; a redacted file only where it is another."""
    shown = {each.pk for each in shown}
    texts = {f"words-{id_}": text for id_, text in words.items()}
    ticks = {f"show-{each.pk}": each.pk in shown for each in row.current_attachments}
    files = {f"file-{each.pk}": "another" if file else "" for each, file in copies.items()}
    return texts | ticks | files


def _refuse_unseen(
    seen_before: seen.Marks | None, sent: Mapping[str, Any], now: Mapping[str, Any], whole: bool
) -> None:
    """Raise ChangedMeanwhile for values that are there now but were neither seen nor sent."""
    if seen_before is None:
        return
    known = seen.marks(sent)
    unseen = [
        name
        for name, value in now.items()
        if (whole or name.startswith("of-"))
        and seen.mark(value) not in (seen_before.get(name), known.get(name))
    ]
    if unseen:
        raise seen.ChangedMeanwhile(*unseen)


def _words(
    row: Submission, words: Mapping[str, str], merged: Mapping[str, Any]
) -> dict[str, dict[str, str]]:
    """The texts as they are stored: each with the digest of the answer that it was made from."""
    return {
        id_: {"text": merged[f"words-{id_}"], "of": blinding.digest(row.answers[id_])}
        for id_ in words
    }


def clear(submission: Submission, *, user) -> None:
    """Let those who assess blind see the redacted copy."""
    _set_cleared(submission, Record.CLEAR, user, cleared_at=timezone.now(), cleared_by=user)


def take_back(submission: Submission, *, user) -> None:
    """Hide the redacted copy again."""
    _set_cleared(submission, Record.TAKE_CLEARING_BACK, user, cleared_at=None, cleared_by=None)


@retried
def _set_cleared(submission: Submission, record: Record, user, **values) -> None:
    with transaction.atomic():
        redaction, _created = Redaction.objects.update_or_create(
            submission=submission, defaults=values
        )
        put_on_record(submission, record, user=user)
    submission.redaction = redaction


def not_cleared(user, intake: Intake) -> list[Submission]:
    """Those of ``intake`` that are open for assessment and not cleared, oldest first."""
    rows = Submission.objects.identified_to(user).visible_to(user).for_intake(intake).decidable()
    rows = rows.select_related("form_version", "redaction").order_by("received_at", "pk")
    return [row for row in rows if not blinding.is_cleared(row)]
