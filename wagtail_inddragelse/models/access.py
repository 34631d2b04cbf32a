"""Who may do what with submissions: roles, granted to groups on an offer or a branch of pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .base import PAGE_MODEL, get_page_model


class Role(models.TextChoices):
    """What a group may do; each one also lets its members see.

    ``ASSESS`` alone opens what is assigned to one, unless ``Intake.assessors_see_all``.
    """

    SEE = "see", _("See submissions")
    ASSESS = "assess", _("Assess submissions")
    DECIDE = "decide", _("Decide on submissions")
    EXPORT = "export", _("Export submissions")
    MESSAGES = "messages", _("Manage mails")


class RoleGrant(models.Model):
    """A role that a group has on a page and all below it. Editing a page gives none of them."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="inddragelse_grants")
    page = models.ForeignKey(
        PAGE_MODEL,
        verbose_name=_("offer or branch"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)

    class Meta:
        verbose_name = _("caseworker role")
        verbose_name_plural = _("caseworker roles")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "page", "role"], name="inddragelse_one_grant_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_role_display()}"


def granted_pages(user, role: Role) -> models.QuerySet:
    """Base pages on which ``user`` has ``role``; any role at all gives ``Role.SEE``."""
    return pages_below(paths_with(role, granted_paths(user)))


def paths_with(role: Role, granted: dict[str, set[str]]) -> set[str]:
    """The paths from ``granted_paths`` where ``role`` holds: any role gives ``Role.SEE``."""
    return set().union(*granted.values()) if role == Role.SEE else granted.get(role, set())


def paths_seen_whole(granted: dict[str, set[str]]) -> set[str]:
    """Those of the paths from ``granted_paths`` where every submission may be read.

    Who has no other role than to assess is limited by ``Intake.assessors_see_all``.
    """
    return set().union(*(paths for role, paths in granted.items() if role != Role.ASSESS))


def granted_paths(user) -> dict[str, set[str]]:
    """The tree paths of the branches that ``user`` was granted each role on; one query."""
    found: dict[str, set[str]] = defaultdict(set)
    for role, path in _grants(user, Role.SEE).values_list("role", "page__path"):
        found[role].add(path)
    return found


def pages_below(paths: Iterable[str]) -> models.QuerySet:
    """Base pages of the branches at these tree paths, each in every language.

    An offer is one in all its languages, and so is who works on it (decision 34).
    """
    pages, branches = get_page_model().objects, Q()
    for path in sorted(paths):
        branches |= Q(path__startswith=path)
    if not branches:
        return pages.none()
    inside = pages.filter(branches).order_by().values("translation_key")
    return pages.filter(translation_key__in=inside).order_by()


def grants_on(translation_keys) -> models.QuerySet:
    """The grants that hold on any page with one of these keys, as ``pages_below`` says of pages."""
    pages = get_page_model().objects.filter(translation_key__in=translation_keys)
    below = pages.filter(path__startswith=OuterRef("page__path"))
    return RoleGrant.objects.filter(Exists(below.order_by()))


def has_role_anywhere(user, role: Role) -> bool:
    """Whether there is any page on which ``user`` has ``role``."""
    return user.is_active and (user.is_superuser or _grants(user, role).exists())


def _grants(user, role: Role) -> models.QuerySet:
    grants = RoleGrant.objects.filter(group__user=user)
    return grants if role == Role.SEE else grants.filter(role=role)


def has_role(user, role: Role, page: models.Model) -> bool:
    """Whether ``user`` has ``role`` on ``page``."""
    return role in roles_on(user, page)


def roles_on(user, page: models.Model) -> frozenset[Role]:
    """All roles that ``user`` has on ``page``, in one query; any role at all gives ``Role.SEE``."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    grants = grants_on([page.translation_key]).filter(group__user=user)
    roles = frozenset(map(Role, grants.values_list("role", flat=True)))
    return roles | {Role.SEE} if roles else roles


def users_with(role: Role, page: models.Model, *, but: Role | None = None) -> models.QuerySet:
    """The active users whose groups have ``role`` on ``page``; superusers are not among them.

    Any role at all gives ``Role.SEE``; with ``but``, any other than that one.
    """
    grants = grants_on([page.translation_key])
    if role != Role.SEE:
        grants = grants.filter(role=role)
    if but is not None:
        grants = grants.exclude(role=but)
    users = get_user_model().objects.filter(is_active=True)
    return users.filter(groups__in=grants.values("group")).distinct()
