"""Submissions fetched in chunks: as many queries for each chunk, and no more rows in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from ...models import Attachment, Participant, Submission
from .blind import FIELDS, blind
from .columns import Column, Need, PersonColumn, Row
from .contents import Contents
from .scores import Scores, scores_of


def read_rows(
    user: AbstractBaseUser,
    contents: Contents,
    columns: Sequence[Column],
    person_columns: Sequence[PersonColumn] = (),
    with_scores: bool = False,
) -> Iterator[list[Row]]:
    """The rows that ``columns`` read, chunk by chunk, in the order of ``contents``.

    A submission that is gone by the time its chunk comes is left out.
    """
    of_all = {"pk", "reference", *(FIELDS if contents.hidden else ())}
    fields = sorted(of_all | {name for column in columns for name in column.fields})
    needs = {column.need for column in columns}
    needs |= {Need.PEOPLE} if person_columns else set()
    needs |= {Need.SCORES} if with_scores else set()
    of_a_person = sorted({name for each in person_columns for name in each.fields})
    for ids in contents.chunks():
        people = people_of(ids, of_a_person) if Need.PEOPLE in needs else {}
        rows = _chunk(user, ids, fields, needs, people)
        yield blind(rows, contents.hidden) if contents.hidden else rows


def _chunk(
    user: AbstractBaseUser, ids: list[int], fields: list[str], needs: set, people: dict
) -> list[Row]:
    values = Submission.objects.filter(pk__in=ids).order_by().values_list(*fields, named=True)
    found = {row.pk: row for row in values}
    files = _files_of(ids) if Need.FILES in needs else {}
    scores = scores_of(user, ids) if Need.SCORES in needs else {}
    nothing = Scores()
    return [
        Row(found[pk], people.get(pk, ()), files.get(pk, {}), scores.get(pk, nothing))
        for pk in ids
        if pk in found
    ]


def people_of(ids: Iterable[int], fields: Iterable[str]) -> dict[int, list[Any]]:
    """The participants of these submissions with these ``fields``, by the submission's key."""
    found = defaultdict(list)
    rows = Participant.objects.filter(submission__in=ids).order_by("submission", "position")
    for person in rows.values_list("submission_id", *fields, named=True):
        found[person.submission_id].append(person)
    return found


def _files_of(ids: Iterable[int]) -> dict[int, dict[str, list[str]]]:
    """The names of the attachments of these submissions, by its key and the question's id."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Attachment.objects.current().filter(submission__in=ids).order_by("pk")
    for pk, question, name in rows.values_list("submission", "question_id", "name"):
        found[pk][question].append(name)
    return found
