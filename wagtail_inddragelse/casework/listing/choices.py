"""What the register can be filtered by, for one user: nothing they may not see is offered."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from ...domain.caseworkers import caseworkers_on
from ...models import Intake, Role, State, granted_pages
from ...models.base import get_page_model
from ...models.municipalities import MUNICIPALITIES, REGIONS

ME = "me"
NOBODY = "nobody"

Choices = list[tuple[str, str]]


def offers(user) -> list[tuple[int, str, str]]:
    """Key, title and tree path of the offers whose submissions ``user`` may see; one query."""
    pages = _pages(user).filter(pk__in=Intake.objects.values("page"))
    return list(pages.order_by("title", "pk").values_list("pk", "title", "path"))


def _pages(user) -> QuerySet:
    return get_page_model().objects.all() if user.is_superuser else granted_pages(user, Role.SEE)


def intakes(user, offer: int | None, intake: int | None) -> Choices:
    """The intakes of the chosen offer; without one, the chosen intake alone."""
    found = Intake.objects.filter(page__in=_pages(user)).order_by("sort_order", "pk")
    if offer is not None:
        rows = found.filter(page=offer).values_list("pk", "title")
        return [(str(key), title) for key, title in rows]
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
    return [(name, name) for name in sorted(REGIONS)]


def assignees(paths) -> Choices:
    """The user, nobody, and who has a role on the offers at these tree paths; one query."""
    people = sorted((user_display_name(user), str(user.pk)) for user in caseworkers_on(paths))
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *((key, name) for name, key in people)]
