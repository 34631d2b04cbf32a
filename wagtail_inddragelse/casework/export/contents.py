"""Which submissions an export holds: by key, in the order of the register."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, QuerySet

from ...denmark.spelling import danish_order
from ...domain.assessment import conflicts
from ...models import Participant, Role, Submission, identity_is_known_to
from ...models.base import in_batches, in_parts
from .names import Title, titles_of

CHUNK = 500
"""Rows that are in memory at a time."""

ABOUT = ("pk", "form_version_id", "intake__page_id")
"""What is read of every submission before the first is written."""


def exportable(user: AbstractBaseUser, among: QuerySet | None = None) -> QuerySet:
    """The submissions, of all or ``among`` some, that ``user`` may see and take out of the site.

    Where the answers open after a declaration, an export without it would open them.
    """
    return conflicts.without_undeclared(_granted(user, among), user)


def undeclared(user: AbstractBaseUser, among: QuerySet) -> list[tuple[Title, int]]:
    """How many ``among`` these ``user`` may export once they have declared, by round."""
    waiting = conflicts.undeclared(_granted(user, among), user).order_by().values("pk")
    found = Submission.objects.filter(pk__in=waiting).order_by().values("intake", "intake__page")
    rows = list(found.annotate(count=Count("pk")))
    titles, counts = titles_of({row["intake__page"] for row in rows}), Counter()
    for row in rows:
        counts[titles[row["intake"]]] += row["count"]
    return sorted(counts.items(), key=lambda pair: _order(pair[0]))


def _order(title: Title) -> tuple:
    return danish_order(title.offer), danish_order(title.name), title.intake


def _granted(user: AbstractBaseUser, among: QuerySet | None) -> QuerySet:
    among = Submission.objects.all() if among is None else among
    return among.open_to(user, Role.EXPORT)


@dataclass
class Contents:
    """Keys of submissions, with what has to be known of them all before the first is written.

    ``offers`` counts the submissions by key of their offer; ``versions`` are the keys of the form
    versions they answered; ``hidden`` are those whose applicants the user must not know.
    """

    ids: array = field(default_factory=lambda: array("q"))
    hidden: set[int] = field(default_factory=set)
    offers: Counter = field(default_factory=Counter)
    versions: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, submissions: QuerySet) -> None:
        """Take in ``submissions``, in their order."""
        self.add_rows(in_batches(submissions, *ABOUT))

    def add_rows(self, rows: Iterable[tuple[int, int, int]]) -> None:
        """Take in rows of the columns ``ABOUT``."""
        for pk, version, offer in rows:
            self.ids.append(pk)
            self.versions.add(version)
            self.offers[offer] += 1

    def chunks(self) -> Iterator[list[int]]:
        """The keys, ``CHUNK`` at a time."""
        return (part.tolist() for part in in_parts(self.ids, CHUNK))

    def most_people(self) -> int:
        """The most participants that one of the submissions has.

        The biggest parties come first: nothing is sent before this is known.
        """
        own = set(self.ids)
        people = Participant.objects.filter(submission__form_version__in=self.versions)
        rows = in_batches(people.order_by("-position", "pk"), "position", "submission")
        return next((position + 1 for position, submission in rows if submission in own), 0)


def contents_of(user: AbstractBaseUser, listed: QuerySet) -> Contents:
    """Those of ``listed`` that ``user`` may export."""
    contents, open_now = Contents(), exportable(user, listed)
    contents.add(open_now)
    contents.hidden = hidden_from(user, open_now)
    return contents


def hidden_from(user: AbstractBaseUser, submissions: QuerySet) -> set[int]:
    """The keys of those ``submissions`` whose applicants ``user`` must not know."""
    hidden = submissions.filter(~identity_is_known_to(user)).order_by()
    return set(hidden.values_list("pk", flat=True))


def contents_again(user: AbstractBaseUser, ids: list[int]) -> Contents:
    """Those of ``ids`` that ``user`` may export now, in the same order."""
    contents = Contents()
    for chunk in in_parts(ids, CHUNK):
        open_now = exportable(user).filter(pk__in=chunk).order_by()
        rows = {row[0]: row for row in open_now.values_list(*ABOUT)}
        contents.add_rows(rows[pk] for pk in chunk if pk in rows)
        contents.hidden |= hidden_from(user, open_now)
    return contents
