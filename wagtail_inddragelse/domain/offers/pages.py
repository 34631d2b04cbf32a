"""Form pages and the offers they serve, whatever page types the site has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.db import models
from django.db.models import Q
from django.db.models.enums import TextChoices
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _

from ...models import Intake
from ...models.base import get_page_model
from ...models.prepared import Prepared
from ..intakes.sessions import fetch_sessions
from .page_types import get_form_models, get_offer_models


def get_form_page(page_id: int) -> models.Model | None:
    """The form page with this primary key, of its own type, published or not; None if none."""
    pages = (page for model in get_form_models() for page in _page_of(model)(pk=page_id))
    return next(pages, None)


@cache
def _page_of(model: type[models.Model]) -> Prepared:
    return Prepared(
        lambda pk: model.objects.filter(pk=pk).select_related("locale"), pk=model._meta.pk
    )


def find_form_page(offer: models.Model, *, only_live: bool = True) -> models.Model | None:
    """The form page of ``offer``: the one it names, else the first one below it.

    One that is not published counts for nobody but an editor, who asks with ``only_live=False``.
    """
    if getattr(offer, "form_page_id", None):
        chosen = get_form_page(offer.form_page_id)
        return chosen if chosen and (chosen.live or not only_live) else None
    if not offer.path:
        return None  # a page that is still being created has nothing below it
    below = (model.objects.child_of(offer) for model in get_form_models())
    shown = (pages.live() if only_live else pages for pages in below)
    return min((page for pages in shown for page in pages), key=lambda p: p.path, default=None)


def pages_with_live_form() -> set[int]:
    """The offers that have a published form: one that they name, else one below them."""
    live = {
        pk: path[: -get_page_model().steplen]
        for model in get_form_models()
        for pk, path in model.objects.live().values_list("pk", "path")
    }
    served = Q(form_page__in=live) | Q(form_page=None, path__in=set(live.values()))
    return {
        pk
        for model in get_offer_models()
        for pk in model.objects.filter(served).values_list("pk", flat=True)
    }


def find_with_form(offers: Iterable[models.Model]) -> set[int]:
    """The primary keys of those of ``offers`` that have a published form: what ``find_form_page``
    says of one, for many. An alias has that of the page it follows."""
    sources = {offer.pk: offer.followed_page for offer in offers}
    chosen = {page.form_page_id for page in sources.values() if page.form_page_id}
    above = {page.path for page in sources.values() if not page.form_page_id}
    live = {pk: parent for model in get_form_models() for pk, parent in _live(model, chosen, above)}
    parents = set(live.values())
    return {
        pk
        for pk, page in sources.items()
        if (page.form_page_id in live if page.form_page_id else page.path in parents)
    }


def _live(model: type[models.Model], chosen: set[int], above: set[str]) -> models.QuerySet:
    parent_path = Substr("path", 1, Length("path") - model.steplen)
    forms = model.objects.live().annotate(parent_path=parent_path)
    wanted = forms.filter(Q(pk__in=chosen) | Q(parent_path__in=above))
    return wanted.order_by().values_list("pk", "parent_path")


def get_served_intakes(form_page: models.Model) -> list[Intake]:
    """The intakes that ``form_page`` takes submissions for, with their pages and sessions.

    They belong to the live offers that name this form, and to the offer right above it unless
    that one names another. An alias of a form serves what the form itself does; an alias of an
    offer has no intakes of its own to sign up to.
    """
    if not get_offer_models():
        return []
    form_page = followed(form_page)
    intakes = _served(form_page=form_page.pk, parent_path=_parent_path(form_page))
    return fetch_sessions(intakes)


def _intakes_served(form_page: int, parent_path: str) -> models.QuerySet:
    serves = Q()
    for model in get_offer_models():
        offers = model.objects.filter(alias_of=None)
        own = offers.filter(form_page=form_page)
        above = offers.filter(path=parent_path, form_page=None)
        serves |= Q(page__in=own.values("pk")) | Q(page__in=above.values("pk"))
    intakes = Intake.objects.filter(serves, page__live=True).select_related("page")
    return intakes.order_by("page__path", "sort_order", "pk")


_served = Prepared(
    _intakes_served,
    form_page=models.BigIntegerField(),
    parent_path=models.CharField(),
)


def is_used(form_page: models.Model) -> bool:
    """Whether any offer, published or not, has ``form_page`` as its form."""
    served = _served_by(form_page)
    return any(model.objects.filter(served).exists() for model in get_offer_models())


def find_served_offers(form_page: models.Model) -> list[models.Model]:
    """The offers, published or not, that have ``form_page`` as their form, in page-tree order."""
    served = _served_by(form_page)
    offers = (page for model in get_offer_models() for page in model.objects.filter(served))
    return sorted(offers, key=lambda offer: offer.path)


class Nothing(TextChoices):
    """Why a form has nothing to sign up to."""

    NO_DATES = "no_dates", _("No dates have been set yet.")
    UNPUBLISHED = "unpublished", _("What you can sign up for here is not published now.")
    OVER = "over", _("What you could sign up for here is no longer published.")
    UNUSED = "unused", _("There is nothing to sign up for here.")


def why_nothing_is_served(form_page: models.Model) -> Nothing:
    """Why ``form_page`` takes submissions for no intake, without revealing what is not public."""
    offers = find_served_offers(followed(form_page)) if form_page.path else []
    if not offers:
        return Nothing.UNUSED
    if any(offer.live for offer in offers):
        return Nothing.NO_DATES
    was_public = any(offer.first_published_at or offer.expired for offer in offers)
    return Nothing.OVER if was_public else Nothing.UNPUBLISHED


def nearest_public(page: models.Model) -> models.Model | None:
    """``page`` when it is published, else the nearest page above it that is; None without one."""
    if page.live:
        return page
    return page.get_ancestors().filter(live=True, depth__gt=1).order_by("-depth").first()


def _served_by(form_page: models.Model) -> Q:
    below = Q(path=_parent_path(form_page), form_page=None)
    return Q(form_page=form_page.pk) | below


def followed(page: models.Model) -> models.Model:
    """The page that an alias follows in the end; any other page itself."""
    while page.alias_of_id:
        page = page.alias_of
    return page


def _parent_path(page: models.Model) -> str:
    return page.path[: -page.steplen]
