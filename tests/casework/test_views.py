"""What the views of casework share. That nobody gets in by any of them is in ``test_access``."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse

from wagtail_inddragelse.casework import urls
from wagtail_inddragelse.casework.admin import SubmissionAdmin
from wagtail_inddragelse.casework.views import CaseView, CaseworkView, IntakeView
from wagtail_inddragelse.domain.writing.refused import Refused

VIEWS = {pattern.name: pattern.callback.view_class for pattern in urls.urlpatterns}
VIEWS["inspect"] = SubmissionAdmin.inspect_view_class

OWN = {
    "inddragelse_delete_view": "a user's own saved view",
    "inddragelse_export_status": "a user's own export",
    "inddragelse_export_file": "a user's own export, if they may still see all that it holds",
}
"""Views that ask for no role, as they show what is the user's own."""


class Form(forms.Form):
    name = forms.CharField()


class View(CaseworkView):
    """A page that does what it is told to."""

    page_title = "Here"
    template_name = "wagtail_inddragelse/casework/file_missing.html"
    form: forms.Form | None = None
    refused_with: Refused | None = None

    def get(self, request, **kwargs):
        if self.refused_with:
            raise self.refused_with
        return self.show(form=self.form, forms=[Form()])


@pytest.fixture
def answer(rf):
    """Has a view answer."""

    def get(**kwargs):
        request = rf.get("/")
        request.session = {}
        request._messages = FallbackStorage(request)
        return View.as_view(**kwargs)(request)

    return get


@pytest.mark.parametrize("name", VIEWS)
class TestEveryView:
    def test_is_one(self, name):
        assert issubclass(VIEWS[name], CaseworkView)

    def test_is_let_in_by_its_base_and_nothing_else(self, name):
        bases = {CaseworkView, IntakeView, CaseView}
        mro = [each for each in VIEWS[name].__mro__ if issubclass(each, CaseworkView)]
        assert {each for each in mro if "guard" in vars(each)} <= bases
        assert [each for each in mro if "dispatch" in vars(each)] == [CaseworkView]

    def test_says_which_role_it_is_for(self, name):
        assert (VIEWS[name].role is None) == (name in OWN)

    def test_is_about_the_case_in_its_address(self, name):
        pattern = next((str(p.pattern) for p in urls.urlpatterns if p.name == name), "")
        is_about_a_case = "/cases/" in pattern or name == "inspect"
        assert not is_about_a_case or issubclass(VIEWS[name], CaseView)


class TestAnswer:
    def test_a_form_with_errors_is_told_of_in_the_status(self, answer):
        assert answer(form=Form({})).status_code == 422

    @pytest.mark.parametrize("form", [None, Form(), Form({"name": "x"})])
    def test_any_other_page_is_well(self, answer, form):
        assert answer(form=form).status_code == 200

    def test_what_is_refused_is_said_where_one_goes_on(self, answer):
        response = answer(refused_with=Refused("Not now.", code="not_now"))
        assert response.url == reverse("inddragelse_submissions_modeladmin_index")


class TestBreadcrumbs:
    def test_lead_over_the_parents_to_the_page(self):
        register = reverse("inddragelse_submissions_modeladmin_index")
        trail = [(item["url"], item["label"]) for item in View().get_breadcrumbs_items()[1:]]
        assert trail == [(register, "Ansøgninger og tilmeldinger"), ("", "Here")]

    def test_lead_to_the_list_that_the_page_was_opened_from(self):
        class Listed(View):
            list_query = "state=received"

        assert Listed().get_breadcrumbs_items()[1]["url"].endswith("?state=received")
