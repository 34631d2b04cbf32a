"""Finding offers, whatever page types the site has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from ..intakes.intakes import (
    MOST_TO_DO_FIRST,
    IntakeState,
    IntakeStatus,
    get_statuses,
    without_form,
)
from .page_types import get_offer_models
from .pages import find_with_form
from .sites import in_site


@dataclass(frozen=True)
class OfferSummary:
    """An offer as a list shows it."""

    page: models.Model
    statuses: list[IntakeStatus]
    now: dt.datetime

    @property
    def state(self) -> IntakeState | None:
        """The state of the intake that people can do most about; None without intakes."""
        leading = self.leading
        return leading.state if leading else None

    @property
    def leading(self) -> IntakeStatus | None:
        """The status that speaks for the offer."""
        return min(self.statuses, key=lambda s: MOST_TO_DO_FIRST.index(s.state), default=None)

    @property
    def label(self) -> str:
        """The state in words; the places of several open intakes are added up."""
        lefts = [s.places_left for s in self.statuses if s.has_free_places]
        if len(lefts) < 2:
            return self.leading.label if self.leading else ""
        if None in lefts:
            return str(self.leading.state.label)
        return ngettext(
            "%(count)d place left on %(dates)d start dates",
            "%(count)d places left on %(dates)d start dates",
            sum(lefts),
        ) % {"count": sum(lefts), "dates": len(lefts)}

    @property
    def next_start(self) -> dt.datetime | None:
        """The next start to come that is not cancelled, of an intake that is still to be had if
        there is one."""
        held = [s for s in self.statuses if not s.is_cancelled]
        coming = [s for s in held if s.next_start and s.next_start >= self.now]
        open_now = [s for s in coming if s.is_open]
        return min((s.next_start for s in open_now or coming), default=None)

    @property
    def is_on_one_day(self) -> bool:
        """Whether it begins once, and is over on the same day."""
        sessions = [session for status in self.statuses for session in status.sessions]
        moments = [moment for each in sessions for moment in (each.starts_at, each.ends_at)]
        return len({timezone.localdate(moment) for moment in moments}) == 1


def find_offers(
    *,
    pages: Iterable[models.Model] | None = None,
    below: models.Model | None = None,
    audience: models.Model | None = None,
    theme: models.Model | None = None,
    locale: models.Model | None = None,
    site_id: int | None = None,
    now: dt.datetime | None = None,
) -> list[OfferSummary]:
    """Live, public offers, filtered by what is given, in page-tree order or as in ``pages``.

    An audience or theme finds offers in every language and site; ``locale`` and ``site_id`` keep
    to one, unless ``pages`` or ``below`` say which. The number of queries depends on the number of
    page types, never on the number of offers.
    """
    pages = None if pages is None else list(pages)
    is_told = pages is not None or below is not None
    beside = Q() if is_told else in_site(site_id) & (Q(locale=locale) if locale else Q())
    found = [
        offer
        for model in get_offer_models()
        for offer in _query(model, pages, below, audience, theme).filter(beside)
    ]
    found.sort(key=_wanted_order(pages))
    return summarise(found, now)


def _query(model, pages, below, audience, theme) -> models.QuerySet:
    offers = model.objects.live().public().defer_streamfields()
    if pages is not None:
        offers = offers.filter(pk__in=[page.pk for page in pages])
    if below is not None:
        offers = offers.descendant_of(below)
    if audience is not None:
        offers = offers.filter(audiences__translation_key=audience.translation_key)
    if theme is not None:
        offers = offers.filter(themes__translation_key=theme.translation_key)
    return offers.distinct().prefetch_related("inddragelse_intakes__sessions", "audiences")


def _wanted_order(pages):
    if pages is None:
        return lambda offer: offer.path
    position = {page.pk: number for number, page in enumerate(pages)}
    return lambda offer: position[offer.pk]


def summarise(offers: list[models.Model], now: dt.datetime | None = None) -> list[OfferSummary]:
    """Each offer with the statuses of its intakes; one query for the places of all of them, and
    one a type of form for what those that are open are signed up to with."""
    now = now or timezone.now()
    intakes = {offer.pk: offer.get_intakes() for offer in offers}
    statuses = {
        status.intake.pk: status
        for status in get_statuses([i for found in intakes.values() for i in found], now)
    }
    summaries = [
        OfferSummary(offer, [statuses[intake.pk] for intake in intakes[offer.pk]], now)
        for offer in offers
    ]
    return _without_form(summaries)


def _without_form(summaries: list[OfferSummary]) -> list[OfferSummary]:
    claim = [s.page for s in summaries if any(status.is_open for status in s.statuses)]
    formless = {page.pk for page in claim} - find_with_form(claim)
    return [
        replace(s, statuses=without_form(s.statuses)) if s.page.pk in formless else s
        for s in summaries
    ]
