"""The choices of the register's filters for one user: only what they may see is offered."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from ...denmark.municipalities import MUNICIPALITIES, REGIONS
from ...denmark.spelling import danish_order
from ...domain.casework.caseworkers import caseworkers_on
from ...mail.links import TO_ASSESS
from ...models import Intake, Role, State, granted_pages
from ...models.base import get_page_model

ME = "me"
NOBODY = "nobody"

Choices = list[tuple[str, str]]


def offers(user) -> list[tuple[int, str, str, uuid.UUID]]:
    """Key, title, tree path and translation key of the offers whose submissions ``user`` may see,
    in every language; one query."""
    pages = _pages(user).filter(pk__in=Intake.objects.values("page"))
    rows = pages.order_by("pk").values_list("pk", "title", "path", "translation_key")
    return sorted(rows, key=lambda row: danish_order(row[1]))


def offers_once(found: list[tuple[int, str, str, uuid.UUID]], chosen: int | None) -> Choices:
    """What ``offers`` found, each offer once: in the language that is chosen, else of its first
    page."""
    first = _keys_of_one_each([(key, same) for key, _title, _path, same in found], chosen)
    return [(str(key), title) for key, title, _path, _same in found if key in first]


def _keys_of_one_each(rows: list[tuple[int, uuid.UUID]], *chosen: int | None) -> set[int]:
    """One row for each set of translations: a chosen one, otherwise the oldest.

    ``rows`` are primary keys with translation keys.
    """
    found: dict[uuid.UUID, int] = {}
    for key, same in sorted(rows, key=lambda row: (row[0] not in chosen, row[0])):
        found.setdefault(same, key)
    return set(found.values())


def _pages(user) -> QuerySet:
    return get_page_model().objects.all() if user.is_superuser else granted_pages(user, Role.SEE)


def intakes(user, offer: int | None, intake: int | None) -> Choices:
    """The intakes of the chosen offer, each once; without an offer, the chosen intake alone.

    They are named as on the page that is chosen, but for a chosen intake of another language and
    for those that are there in another language alone.
    """
    found = Intake.objects.filter(page__in=_pages(user)).order_by("sort_order", "pk")
    if offer is not None:
        pages = get_page_model().objects.filter(pk=offer).values("translation_key")
        same = found.filter(page__translation_key__in=pages)
        rows = list(same.values_list("pk", "title", "page", "translation_key"))
        own = [key for key, _title, page, _same in rows if page == offer and intake is None]
        first = _keys_of_one_each([(row[0], row[3]) for row in rows], *(own or [intake]))
        return [(str(key), title) for key, title, _page, _same in rows if key in first]
    if intake is None:
        return []
    rows = found.filter(pk=intake).values_list("pk", "page__title", "title")
    return [(str(key), f"{offer} – {title}") for key, offer, title in rows]


def states() -> Choices:
    """All states."""
    return list(State.choices)


def municipalities() -> Choices:
    """All municipalities, in Danish order."""
    return [(municipality.code, municipality.name) for municipality in MUNICIPALITIES]


def regions() -> Choices:
    """All regions, former and coming ones too: what counts is the day of receipt."""
    return [(name, name) for name in sorted(REGIONS, key=danish_order)]


def assigned_to(paths) -> Choices:
    """``assignees``, and what the user is to assess."""
    me, *others = assignees(paths)
    return [me, (TO_ASSESS, _("Me, to assess")), *others]


def assignees(paths) -> Choices:
    """The user, nobody, and who has a role on the offers at these tree paths; one query."""
    people = [(user_display_name(user), str(user.pk)) for user in caseworkers_on(paths)]
    people.sort(key=lambda person: (danish_order(person[0]), person[1]))
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *((key, name) for name, key in people)]
