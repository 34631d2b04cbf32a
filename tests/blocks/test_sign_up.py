from __future__ import annotations

import pytest
from wagtail.models import PageViewRestriction

from tests.site.models import PlainPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
)

from .rendering import render, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_page(home):
    event = EventPageFactory(slug="course")
    IntakeFactory(page=event, title="Start 8 November")
    return ApplicationFormPageFactory(parent=event, slug="sign-up")


def show(form_page, **context):
    value = {"heading": "Join us", "form_page": form_page.pk if form_page else None}
    return render("sign_up_form", value, **context)


def test_the_form_stands_on_any_page(form_page, request_):
    markup = show(form_page, request=request_, page=PlainPage(title="News"))
    assert texts(markup, "h2")[0] == "Join us"
    assert markup.select_one("form.inddragelse-form input[name=contact_email]")


def test_the_form_is_the_one_its_own_page_shows(form_page, request_):
    names = [i.get("name") for i in show(form_page, request=request_).select("form [name]")]
    own = form_page.render_form(request_)
    assert names
    assert all(f'name="{name}"' in own for name in names)


def test_the_form_of_an_unpublished_page_is_left_out(form_page, request_):
    form_page.unpublish()
    assert show(form_page, request=request_).select("form, a") == []


def test_an_editor_sees_the_form_of_an_unpublished_page(form_page, preview_request):
    form_page.unpublish()
    assert len(show(form_page, request=preview_request).select("form")) == 1


@pytest.mark.parametrize("where", ["page", "above"])
def test_a_form_that_not_all_may_see_is_only_linked_to(where, form_page, request_):
    restricted = form_page if where == "page" else form_page.get_parent()
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    markup = show(form_page, request=request_)
    assert markup.select("form") == []
    assert [a["href"] for a in markup.select("a")] == ["/course/sign-up/"]


def test_without_a_request_the_form_is_linked_to(form_page):
    markup = show(form_page)
    assert [a["href"] for a in markup.select("a")] == ["/course/sign-up/"]


def test_a_deleted_form_page_leaves_the_heading_alone(form_page, request_):
    assert texts(show(None, request=request_), ".inddragelse") == ["Join us"]
