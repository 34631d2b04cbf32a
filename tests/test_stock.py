"""Where no migration has run, a test finds what the migrations of Wagtail would have put there."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Locale, Page, Site

from . import stock

pytestmark = [pytest.mark.django_db, pytest.mark.migrated]


def held():
    return {
        "languages": list(Locale.objects.values_list("language_code", flat=True)),
        "pages": list(Page.objects.order_by("path").values_list("path", "slug")),
        "sites": list(Site.objects.values_list("hostname", "root_page__slug", "is_default_site")),
        "collections": list(Collection.objects.values_list("path", "name")),
        "may_open_the_admin": sorted(
            Group.objects.filter(permissions__codename="access_admin").values_list(
                "name", flat=True
            )
        ),
        "may_on_pages": sorted(
            GroupPagePermission.objects.values_list(
                "group__name", "page__slug", "permission__codename"
            )
        ),
    }


def test_it_is_the_same():
    migrated = held()
    Site.objects.all().delete()
    for model in (GroupPagePermission, Group, Page, Collection):
        model.objects.all().delete()
    stock.fill()
    assert held() == migrated
