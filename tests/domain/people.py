"""Users with roles on an offer."""

from __future__ import annotations

from django.contrib.auth.models import Group, User

from wagtail_inddragelse.models import Role, RoleGrant


def make_user(name: str, page=None, *roles: Role, email: str = "") -> User:
    """A user whose own group has ``roles`` on ``page``."""
    user = User.objects.create_user(name, email or f"{name}@styrelse.example")
    group = Group.objects.create(name=name)
    user.groups.add(group)
    for role in roles:
        RoleGrant.objects.create(group=group, page_id=page.pk, role=role)
    return user
