"""A new offer from a pattern: page, intakes with sessions and form page, all of them drafts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from wagtail.models import get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from ...formats import date_text
from ...models import ContactPerson, Intake, Session
from ...models.base import get_page_model
from ...questions.structs import write_out
from ..writing.retries import retried
from .offers import get_offer_models
from .pages import get_form_models
from .patterns import IntakePattern, Pattern
from .publishing import RELATION

STREAMS = ("steps", "criteria", "body")
MANY_PLACES = 50
"""How many pages are looked at when none of them is an obvious parent for an offer."""


@dataclass(frozen=True)
class NewOffer:
    """What an editor says about a new offer. ``intakes`` of None: as many as the pattern has."""

    pattern: Pattern
    title: str
    first_date: dt.date
    contact: ContactPerson | None = None
    intakes: int | None = None


def find_offer_models(parent: models.Model) -> list[type[models.Model]]:
    """The types of offers that the rules of the page types allow below ``parent``."""
    return [model for model in get_offer_models() if model.can_create_at(parent)]


def may_add_offer(user, parent: models.Model) -> bool:
    """Whether ``user`` may make an offer below ``parent``."""
    below = parent.specific_class.creatable_subpage_models() if parent.specific_class else []
    if not set(get_offer_models()) & set(below) or not find_offer_models(parent):
        return False
    return parent.permissions_for_user(user).can_add_subpage()


def find_places(user) -> list[models.Model]:
    """The pages below which ``user`` may make an offer, in page-tree order: lists of offers and
    pages that hold one already, or without such the first of all others."""
    likely, others = _possible_parents(user)
    found = [page for page in likely if may_add_offer(user, page)]
    return found or [page for page in others[:MANY_PLACES] if may_add_offer(user, page)]


def may_begin_offer(user) -> bool:
    """Whether there is any page below which ``user`` may make an offer; it stops at the first."""
    likely, others = _possible_parents(user)
    return any(may_add_offer(user, page) for page in chain(likely, others[:MANY_PLACES]))


def _possible_parents(user) -> tuple[models.QuerySet, models.QuerySet]:
    """The pages that ``user`` may add to and that take offers: the likely ones, and all others."""
    offers = get_offer_models()
    types = [m for m in get_page_models() if set(offers) & set(m.creatable_subpage_models())]
    may_add = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    possible = may_add.filter(content_type__in=_content_types(types)).order_by("path")
    lists = [model for model in types if getattr(model, "lists_offers", False)]
    is_likely = Q(content_type__in=_content_types(lists)) | Q(path__in=_paths_above(offers))
    return possible.filter(is_likely), possible.exclude(is_likely)


def _paths_above(types: list[type[models.Model]]) -> set[str]:
    pages = get_page_model().objects.filter(content_type__in=_content_types(types))
    return {path[: -pages.model.steplen] for path in pages.values_list("path", flat=True)}


def _content_types(types: list[type[models.Model]]) -> Iterable[ContentType]:
    return ContentType.objects.get_for_models(*types).values()


@retried
@transaction.atomic
def make_offer(parent: models.Model, new: NewOffer, user) -> models.Model:
    """Create the offer below ``parent`` with its form below it, and return it.

    Without a type of form that may stand there it has none. Raises PermissionDenied for who may
    not add an offer below ``parent``, and ValidationError when a page can't be saved as it is.
    """
    if not may_add_offer(user, parent):
        raise PermissionDenied
    with translation.override(parent.locale.language_code):
        offer = _make_page(parent, _offer_model(parent, new.pattern), new.title, _fields(new), user)
        _make_form(offer, new, user)
    return offer


def _offer_model(parent: models.Model, pattern: Pattern) -> type[models.Model]:
    found = find_offer_models(parent)
    suits = (m for m in found if pattern.page_type in [base.__name__ for base in m.__mro__])
    return next(suits, found[0])


def _fields(new: NewOffer) -> dict[str, Any]:
    count = new.intakes or new.pattern.intakes
    days = (dt.timedelta(days=number * new.pattern.days_between) for number in range(count))
    first_dates = [new.first_date + step for step in days]
    return {
        **new.pattern.fields,
        "contacts": [new.contact] if new.contact else [],
        "preliminary_contact": new.contact,
        RELATION: [make_intake(new.pattern.intake, first) for first in first_dates],
    }


def make_intake(pattern: IntakePattern, first_date: dt.date) -> Intake:
    """An unsaved intake with its sessions, as ``pattern`` has it for this first date."""
    intake = Intake(
        title=str(pattern.title).format(date=date_text(first_date)),
        closes_at=_moment(first_date, pattern.days_to_deadline, pattern.closes_at),
        decision_expected_on=_days_before(first_date, pattern.days_to_answer),
        **_texts(pattern.fields),
    )
    intake.sessions = [
        Session(
            title=str(session.title),
            starts_at=_moment(first_date, -session.day, session.starts),
            ends_at=_moment(first_date, -session.day, session.ends),
            sort_order=position,
        )
        for position, session in enumerate(pattern.sessions)
    ]
    return intake


def _days_before(day: dt.date, days: int | None) -> dt.date | None:
    return None if days is None else day - dt.timedelta(days=days)


def _moment(day: dt.date, days_before: int | None, clock: str) -> dt.datetime | None:
    """A clock time in the site's time zone, right on both days on which the clock is changed."""
    found = _days_before(day, days_before)
    if found is None:
        return None
    local = dt.datetime.combine(found, dt.time.fromisoformat(clock))
    return timezone.make_aware(local, timezone.get_default_timezone())


def _make_form(offer: models.Model, new: NewOffer, user) -> None:
    model = next((model for model in get_form_models() if model.can_create_at(offer)), None)
    if model is None or not offer.permissions_for_user(user).can_add_subpage():
        return
    form = new.pattern.form
    fields = {**form.fields, "contacts": [new.contact] if new.contact else []}
    _make_page(offer, model, str(form.title), fields, user)


def _make_page(
    parent: models.Model, model: type[models.Model], title: str, fields: dict[str, Any], user
) -> models.Model:
    page = model(title=title, locale=parent.locale, live=False, owner=user)
    for name, value in _texts(fields).items():
        if hasattr(page, name):
            setattr(page, name, _as_stream(page, name, value) if name in STREAMS else value)
    for position, intake in enumerate(fields.get(RELATION, ())):
        intake.locale, intake.sort_order = parent.locale, position
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=False)
    return page


def _as_stream(page: models.Model, name: str, blocks: list) -> Any:
    field = page._meta.get_field(name)
    return field.to_python(json.dumps(write_out(field.stream_block, blocks), cls=DjangoJSONEncoder))


def _texts(value: Any) -> Any:
    """``value`` with all lazy texts in it written out in the active language."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: _texts(each) for key, each in value.items()}
    return [_texts(each) for each in value] if isinstance(value, (list, tuple)) else value
