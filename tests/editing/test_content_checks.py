"""What a page lacks, among Wagtail's own content checks."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.admin.userbar import AccessibilityItem

from tests.editors import edit_url
from wagtail_inddragelse.domain.offers.new_offer import NewOffer, make_offer
from wagtail_inddragelse.domain.offers.patterns import get_pattern
from wagtail_inddragelse.domain.offers.readiness import CHECKS
from wagtail_inddragelse.editing.content_checks import NEVER, NOWHERE, add_content_checks
from wagtail_inddragelse.testing.factories import ApplicationFormPageFactory

pytestmark = pytest.mark.django_db

OURS = {f"inddragelse-{check.code}" for check in CHECKS}


@pytest.fixture
def item():
    """Wagtail's content checker, as it comes."""
    return AccessibilityItem()


@pytest.fixture
def form_page(offer):
    """A form that lacks nearly all."""
    return ApplicationFormPageFactory(parent=offer, slug="sign-up")


def found(item) -> set[str]:
    """The rules of ours that have something to meet."""
    rules = item.get_axe_spec(None)["rules"]
    return {rule["id"] for rule in rules if rule["id"] in OURS and rule["selector"] != NOWHERE}


def test_what_the_page_lacks_is_found(item, form_page):
    add_content_checks([item], form_page)
    assert found(item) == {
        f"inddragelse-{finding.check.code}" for finding in form_page.get_findings()
    }
    assert "inddragelse-no-privacy" in found(item)


@pytest.mark.parametrize("page", [None, "home"])
def test_on_other_pages_nothing_is_found(item, page, home):
    add_content_checks([item], home if page else None)
    assert found(item) == set()


def test_all_our_rules_are_run_and_explained_on_every_page(item, home):
    own = set(item.axe_run_only)
    add_content_checks([item], home)
    assert set(item.get_axe_options(None)["runOnly"]) == own | OURS
    assert set(item.get_axe_messages(None)) >= OURS
    assert {rule["id"] for rule in item.axe_custom_rules} >= OURS
    assert NEVER in item.axe_custom_checks


def test_a_site_that_runs_all_rules_goes_on_to(item, home):
    item.axe_run_only = None
    add_content_checks([item], home)
    assert "runOnly" not in item.get_axe_options(None)


def test_other_items_and_later_pages_are_left_alone(item, form_page):
    add_content_checks([object(), item], form_page)
    assert not OURS & set(AccessibilityItem().axe_run_only)


def test_the_editor_has_them(editor, form_page):
    shown = BeautifulSoup(editor.get(edit_url(form_page)).content, "html.parser")
    configuration = json.loads(shown.find(id="checker-axe-configuration").string)
    assert set(configuration["options"]["runOnly"]) >= OURS


@pytest.fixture
def new_offer(home, editor):
    """An offer as it is made from a pattern: a draft, with its form as a draft below it."""
    new = NewOffer(get_pattern("course"), "New course", dt.date(2030, 11, 7))
    user = editor.get("/admin/").wsgi_request.user
    return make_offer(home, new, user).get_latest_revision_as_object()


def listed(editor, page) -> set[str]:
    """The titles of what the editor's panel lists."""
    shown = BeautifulSoup(editor.get(edit_url(page)).content, "html.parser")
    links = shown.select("[data-inddragelse-readiness] li")
    return {check.code for check in CHECKS for li in links if str(check.advice) in li.get_text()}


@pytest.mark.usefixtures("in_english")
def test_the_editor_and_the_preview_list_the_same(item, editor, new_offer):
    request = editor.get("/admin/").wsgi_request
    request.is_preview = True
    new_offer.get_preview_context(request, "")
    add_content_checks([item], new_offer)
    assert {f"inddragelse-{code}" for code in listed(editor, new_offer)} == found(item)
    assert "inddragelse-intake-without-form" in found(item)


def test_each_points_at_its_start_date(item, editor, new_offer):
    first, *_others = new_offer.get_intakes()
    first.publication, first.announced_text = "announced", ""
    add_content_checks([item], new_offer)
    rules = {rule["id"]: rule["selector"] for rule in item.get_axe_spec(None)["rules"]}
    selector = rules["inddragelse-no-announcement"]
    assert selector == f'[data-intake="{first.translation_key}"]'
    url = reverse("wagtailadmin_pages:view_draft", args=[new_offer.pk])
    shown = BeautifulSoup(editor.get(url).content, "html.parser")
    assert [each.h3.get_text() for each in shown.select(selector)] == [first.title]


def test_citizens_are_not_shown_what_the_checks_go_by(client, offer):
    assert b"data-intake" not in client.get(offer.url).content
