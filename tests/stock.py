"""What a new Wagtail site has in its tables: its migrations put it there, or this does."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupPagePermission, Locale, Page, Site

MAY_ON_PAGES = {
    "Editors": ["add_page", "change_page"],
    "Moderators": ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
}


def fill() -> None:
    """Put into empty tables the page tree, site, collection and groups of a new site."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=Page(title="Home", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    Collection.add_root(name="Root")
    for name, codenames in MAY_ON_PAGES.items():
        _add_group(name, root, codenames)


def _add_group(name: str, root: Page, codenames: list[str]) -> None:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    ):
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
