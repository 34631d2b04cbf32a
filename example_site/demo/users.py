"""The people who log in to the demo, and what their groups may do."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from wagtail_inddragelse.models import Role, RoleGrant

PASSWORD = "demo"
USERS = {
    "admin": ("Ada", "Administrator", ""),
    "redaktor": ("Rosa", "Redaktør", "Redaktører"),
    "sagsbehandler": ("Sander", "Sagsbehandler", "Sagsbehandlere"),
    "leder": ("Lene", "Leder", "Sagsbehandlere"),
    "vurderer1": ("Vera", "Vurderer", "Vurderere"),
    "vurderer2": ("Viggo", "Vurderer", "Vurderere"),
}
"""First name, last name and group by user name; without a group one may do everything."""
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
COLLECTION_PERMISSIONS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)
SNIPPETS = ("organisation", "contactperson", "audience", "theme")


def save_users(front_pages: Iterable[Page], branches: Iterable[Page]) -> None:
    """Save users and groups: editors of ``front_pages``, those who work on ``branches``."""
    _let_edit(_group("Redaktører"), front_pages)
    _let_work_on_cases(_group("Sagsbehandlere"), branches, Role)
    _let_work_on_cases(_group("Vurderere"), branches, [Role.ASSESS])
    for username in USERS:
        _save_user(username)


def _group(name: str) -> Group:
    """The group, with access to Wagtail's admin."""
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    return group


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _let_edit(group: Group, front_pages: Iterable[Page]) -> None:
    for page in front_pages:
        for codename in PAGE_PERMISSIONS:
            GroupPagePermission.objects.get_or_create(
                group=group, page=page, permission=_permission("wagtailcore", codename)
            )
    group.permissions.add(_permission("simple_translation", "submit_translation"))
    root = Collection.get_first_root_node()
    for app, codenames in COLLECTION_PERMISSIONS:
        for codename in codenames:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=_permission(app, codename)
            )
    for snippet in SNIPPETS:
        for action in ("add", "change", "delete"):
            group.permissions.add(_permission("wagtail_inddragelse", f"{action}_{snippet}"))


def _let_work_on_cases(group: Group, branches: Iterable[Page], roles: Iterable[Role]) -> None:
    for page in branches:
        for role in roles:
            RoleGrant.objects.get_or_create(group=group, page=page, role=role)


def _save_user(username: str) -> None:
    first_name, last_name, group = USERS[username]
    user, _created = get_user_model().objects.update_or_create(
        username=username,
        defaults={
            "first_name": first_name,
            "last_name": last_name,
            "email": f"{username}@styrelsen.example",
            "is_superuser": not group,
            "is_staff": not group,
        },
    )
    if not user.check_password(PASSWORD):
        user.set_password(PASSWORD)
        user.save()
    if group:
        user.groups.add(Group.objects.get(name=group))
