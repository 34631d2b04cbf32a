"""The state of offers, for those who run them: places, which are public, and new submissions, which
only those may count who may read them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from ...models import Intake, Role, State, Submission
from ...models.access import granted_paths, pages_below, paths_seen_whole, paths_with
from ...models.base import get_page_model
from ...models.states import ANSWERED_AT_ONCE_STATES
from ..intakes.intakes import (
    IntakeStatus,
    get_statuses,
    without_form,
)
from .offers import OfferSummary
from .pages import pages_with_live_form

NEW_FOR = dt.timedelta(days=7)
"""How long a sign-up counts as new when nobody needs to do anything about it."""


@dataclass(frozen=True)
class IntakeOverview:
    """An intake with its new submissions; ``new`` is None for those who may not know."""

    status: IntakeStatus
    new: int | None

    @property
    def intake(self) -> Intake:
        return self.status.intake

    @property
    def may_read(self) -> bool:
        """Whether its submissions may be read, and so how many of them wait."""
        return self.new is not None

    @property
    def is_scheduled(self) -> bool:
        """Whether people can sign up to it, now or later, if there is a form."""
        return self.status.is_scheduled

    @property
    def taken(self) -> int:
        """Places taken."""
        return self.status.taken

    @property
    def capacity(self) -> int | None:
        """Its places; None without a limit."""
        return self.intake.capacity


@dataclass(frozen=True)
class OfferOverview:
    """An offer with its intakes, in the editor's order."""

    page: models.Model
    rows: list[IntakeOverview]
    now: dt.datetime

    @property
    def summary(self) -> OfferSummary:
        """State and next start, as lists show them."""
        return OfferSummary(self.page, [row.status for row in self.rows], self.now)

    @property
    def taken(self) -> int:
        """Places taken on the intakes that are neither cancelled nor over."""
        return sum(row.status.taken for row in self._current)

    @property
    def capacity(self) -> int | None:
        """Places on the same intakes; None when there are none, or one has no limit."""
        places = [row.capacity for row in self._current]
        return sum(places) if places and None not in places else None

    @property
    def new(self) -> int | None:
        """New submissions; None for those who may not know."""
        counts = [row.new for row in self.rows if row.new is not None]
        return sum(counts) if counts else None

    @property
    def has_places(self) -> bool:
        """Whether somebody who signs up now gets a place, or may."""
        return any(row.status.has_free_places for row in self.rows)

    @property
    def _current(self) -> list[IntakeOverview]:
        return [row for row in self.rows if not row.status.is_over]


def get_overviews(
    pages: Iterable[models.Model], user, now: dt.datetime | None = None
) -> dict[int, OfferOverview]:
    """The state of each of ``pages`` as ``user`` may see it, by primary key.

    Pages of any type may be given; an alias stands as the page that it follows. The number of
    queries does not depend on the number of pages.
    """
    pages, now = list(pages), now or timezone.now()
    sources = _sources(pages)
    rows: dict[int, list[IntakeOverview]] = defaultdict(list)
    for row in _rows(set(sources.values()), user, now):
        rows[row.intake.page_id].append(row)
    return {page.pk: OfferOverview(page, rows[sources[page.pk]], now) for page in pages}


def _sources(pages: list[models.Model]) -> dict[int, int]:
    """The page whose intakes each page shows; one query, and one more for aliases of aliases."""
    sources = {page.pk: page.alias_of_id or page.pk for page in pages}
    aliases = get_page_model().objects.exclude(alias_of=None).values_list("pk", "alias_of_id")
    while followed := dict(aliases.filter(pk__in=set(sources.values()))):
        sources = {pk: followed.get(source, source) for pk, source in sources.items()}
    return sources


def _rows(page_ids: set[int], user, now: dt.datetime) -> list[IntakeOverview]:
    intakes = list(
        Intake.objects.filter(page__in=page_ids)
        .order_by("page", "sort_order", "pk")
        .prefetch_related("sessions")
    )
    new, readable = count_new(user, intakes, now), read_whole(user, intakes)
    return [
        IntakeOverview(status, new.get(status.intake.pk, 0) if may_know else None)
        for status in _statuses(intakes, now)
        for may_know in [status.intake.pk in readable]
    ]


def _statuses(intakes: list[Intake], now: dt.datetime) -> list[IntakeStatus]:
    """How each stands: nobody can sign up to a draft, or without a published form."""
    statuses = get_statuses(intakes, now)
    claim = {status.intake.page_id for status in statuses if status.is_open}
    open_pages = _open_pages(claim) if claim else set()
    return [
        each
        for status in statuses
        for each in ([status] if status.intake.page_id in open_pages else without_form([status]))
    ]


def _open_pages(page_ids: set[int]) -> set[int]:
    live = get_page_model().objects.live().filter(pk__in=page_ids)
    return pages_with_live_form() & set(live.values_list("pk", flat=True))


def read_whole(user, intakes: Iterable[Intake]) -> set[int]:
    """The primary keys of those of ``intakes`` of which ``user`` may read every submission, but for
    a conflict of interest, by ``visible_to``'s rule: those may be counted to them."""
    if user.is_superuser:
        return {intake.pk for intake in intakes}
    granted = granted_paths(user)
    among = {intake.page_id for intake in intakes}
    readable = _among(among, paths_with(Role.SEE, granted))
    whole = _among(among, paths_seen_whole(granted)) if granted[Role.ASSESS] else readable
    return {
        intake.pk
        for intake in intakes
        if intake.page_id in (readable if intake.assessors_see_all else whole)
    }


def _among(page_ids: set[int], paths: set[str]) -> set[int]:
    return set(pages_below(paths).filter(pk__in=page_ids).values_list("pk", flat=True))


def count_new(user, intakes: list[Intake], now: dt.datetime) -> dict[int, int]:
    """New submissions that ``user`` may read, by primary key of the intake, in whatever
    language they were sent; those without any are left out.

    New is what nobody has begun with: no assessment, no outcome, nobody who has the case. A sign-up
    that is answered by itself is so for ``NEW_FOR``.
    """
    answered = Q(state__in=ANSWERED_AT_ONCE_STATES, received_at__gt=now - NEW_FOR)
    untouched = Q(assigned_to=None, decided_at=None, pending_state="", assessments=None)
    is_new = untouched & (Q(state=State.RECEIVED) | answered)
    found = Submission.objects.visible_to(user).filter(is_new).for_intakes(intakes)
    counts = dict(found.order_by().values_list("intake_key").annotate(Count("pk")))
    keys = {intake.pk: intake.translation_key for intake in intakes}
    return {pk: counts[key] for pk, key in keys.items() if key in counts}
