"""An editor at work: logged in, reading and sending the admin's own forms."""

from __future__ import annotations

import re
from html import unescape

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile

PAGE_RIGHTS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
OTHER_RIGHTS = ("access_admin", "submit_translation")
STREAM_FIELD = re.compile(r'id="([\w-]+)" data-block ')


def make_editor(root: Page, name: str = "editor"):
    """Somebody who may do anything with pages below ``root``, and nothing with submissions."""
    group, _ = Group.objects.get_or_create(name="Editors of all pages")
    for right in PAGE_RIGHTS:
        permission = Permission.objects.get(codename=f"{right}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    group.permissions.set(Permission.objects.filter(codename__in=OTHER_RIGHTS))
    user = get_user_model().objects.create_user(name, f"{name}@example.dk", "secret")
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def log_in(user) -> Client:
    """A client of ``user``."""
    client = Client()
    client.force_login(user)
    return client


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def read_form(client: Client, url: str) -> QueryDict:
    """What the browser would send if nothing were changed and all StreamFields were empty."""
    html = client.get(url).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form")
    for stream in STREAM_FIELD.findall(html):
        data[f"{stream}-count"] = "0"
    return data


def publish(client: Client, url: str, data: QueryDict):
    """Send the form with the button “Publish”."""
    return client.post(url, {**dict(data.lists()), "action-publish": "1"})


def save_draft(client: Client, url: str, data: QueryDict):
    """Send the form with the button “Save draft”."""
    return client.post(url, dict(data.lists()))


def messages_of(response) -> list[str]:
    """What the admin says at the top of the next page, without its mark-up."""
    return [unescape(str(message)).strip() for message in get_messages(response.wsgi_request)]


def tree_problems() -> list[list]:
    """What treebeard finds wrong with the page tree: five empty lists when it is sound."""
    return [list(problems) for problems in Page.find_problems()]


SOUND: list[list] = [[], [], [], [], []]
