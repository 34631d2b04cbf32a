"""Nothing goes public without what the law asks for; a draft is always saved."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from tests.editors import edit_url, publish, read_form, save_draft
from wagtail_inddragelse.domain.offers.readiness import NO_PRIVACY
from wagtail_inddragelse.pages.models import ApplicationFormPage
from wagtail_inddragelse.testing.factories import ApplicationFormPageFactory, ContactPersonFactory

from ..refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PRIVACY = '{"blocks": [{"key": "a", "text": "%s", "type": "unstyled", "depth": 0, \
"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'


@pytest.fixture
def form_page(offer):
    """A form that is no more than a draft, without privacy information."""
    page = ApplicationFormPageFactory(parent=offer, slug="sign-up", live=False)
    page.save_revision()
    return page


@pytest.fixture
def moderated(editor, root_page):
    """Pages are approved by the group that the editor is in."""
    workflow = Workflow.objects.create(name="Approval")
    WorkflowPage.objects.all().delete()
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.add(editor.get("/admin/").wsgi_request.user.groups.get())
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root_page)


def is_live(page) -> bool:
    return type(page).objects.get(pk=page.pk).live


def latest_title(page) -> str:
    return page.revisions.latest("pk").as_object().title


def privacy_errors(response) -> str:
    shown = BeautifulSoup(response.content, "html.parser")
    field = shown.select_one('[data-contentpath="privacy"] [data-field-errors]')
    return field.get_text(strip=True) if field else ""


def send(editor, page, data, **buttons):
    return editor.post(edit_url(page), {**dict(data.lists()), **buttons})


class TestPublish:
    def test_is_refused_at_the_field(self, editor, form_page):
        response = publish(editor, edit_url(form_page), read_form(editor, edit_url(form_page)))
        assert privacy_errors(response) == str(NO_PRIVACY.advice)
        assert not is_live(form_page)

    def test_goes_ahead_with_privacy_information(self, editor, form_page):
        data = read_form(editor, edit_url(form_page))
        data["privacy"] = PRIVACY % "We keep it."
        publish(editor, edit_url(form_page), data)
        assert is_live(form_page)

    def test_a_new_page_is_refused_too(self, editor, offer):
        url = reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_inddragelse_pages", "applicationformpage", offer.pk],
        )
        data = read_form(editor, url)
        data.update({"title": "Sign up", "slug": "sign-up"})
        assert privacy_errors(publish(editor, url, data)) == str(NO_PRIVACY.advice)
        assert not ApplicationFormPage.objects.exists()

    def test_later_is_refused_too(self, editor, form_page):
        data = read_form(editor, edit_url(form_page))
        data["go_live_at"] = "2030-01-01 10:00"
        response = publish(editor, edit_url(form_page), data)
        assert privacy_errors(response) == str(NO_PRIVACY.advice)
        assert not form_page.revisions.filter(approved_go_live_at__isnull=False).exists()

    def test_what_was_scheduled_is_published(self, form_page):
        revision = form_page.get_latest_revision()
        revision.approved_go_live_at = timezone.now() - dt.timedelta(hours=1)
        revision.save()
        call_command("publish_scheduled")
        assert is_live(form_page)

    def test_by_somebody_outside_the_editor_is_refused(self, editor, form_page):
        user = editor.get("/admin/").wsgi_request.user
        with refused("not_ready"):
            form_page.get_latest_revision().publish(user=user)
        assert not is_live(form_page)

    def test_an_offer_that_lacks_all_is_published(self, editor, offer):
        offer.unpublish()
        publish(editor, edit_url(offer), read_form(editor, edit_url(offer)))
        assert is_live(offer)


class TestModeration:
    @pytest.mark.usefixtures("moderated")
    def test_submitting_is_refused_at_the_field(self, editor, form_page):
        data = read_form(editor, edit_url(form_page))
        response = send(editor, form_page, data, **{"action-submit": "1"})
        assert privacy_errors(response) == str(NO_PRIVACY.advice)
        assert form_page.current_workflow_state is None

    @pytest.mark.usefixtures("moderated")
    def test_approving_is_refused_at_the_field(self, editor, form_page):
        user = editor.get("/admin/").wsgi_request.user
        form_page.get_workflow().start(form_page, user)
        data = read_form(editor, edit_url(form_page))
        data["workflow-action-name"] = "approve"
        response = send(editor, form_page, data, **{"action-workflow-action": "1"})
        assert privacy_errors(response) == str(NO_PRIVACY.advice)
        assert not is_live(form_page)

    @pytest.mark.usefixtures("moderated")
    def test_asking_for_changes_goes_ahead(self, editor, form_page):
        user = editor.get("/admin/").wsgi_request.user
        form_page.get_workflow().start(form_page, user)
        data = read_form(editor, edit_url(form_page))
        data["workflow-action-name"] = "reject"
        send(editor, form_page, data, **{"action-workflow-action": "1"})
        assert form_page.workflow_states.get().status == "needs_changes"


class TestDraft:
    def test_is_saved(self, editor, form_page):
        data = read_form(editor, edit_url(form_page))
        data["title"] = "Another title"
        save_draft(editor, edit_url(form_page), data)
        assert latest_title(form_page) == "Another title"

    def test_is_saved_by_itself(self, editor, form_page):
        data = read_form(editor, edit_url(form_page))
        data["title"] = "Another title"
        response = editor.post(
            edit_url(form_page), dict(data.lists()), headers={"accept": "application/json"}
        )
        assert response.json()["success"] is True
        assert latest_title(form_page) == "Another title"

    def test_of_a_page_in_moderation_is_saved(self, editor, form_page):
        data = read_form(editor, edit_url(form_page))
        data["workflow-action-name"] = "approve"
        assert save_draft(editor, edit_url(form_page), data).status_code == 302

    def test_is_previewed(self, editor, form_page):
        data = read_form(editor, edit_url(form_page))
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[form_page.pk])
        assert editor.post(url, dict(data.lists())).json()["is_valid"] is True


class TestPanel:
    def links(self, editor, page) -> list[tuple[str, str]]:
        shown = BeautifulSoup(editor.get(edit_url(page)).content, "html.parser")
        return [
            (link.get_text(), link["href"])
            for link in shown.select("[data-inddragelse-readiness] a")
        ]

    def test_lists_what_is_missing_with_links_to_the_fields(self, editor, form_page):
        assert self.links(editor, form_page) == [
            ("Privacy information is missing", "#id_privacy"),
            ("What happens next is missing", "#id_what_happens_next"),
            ("Nobody to ask", "#id_contacts"),
            ("No limit to how long submissions are kept", "#id_retention_months"),
        ]

    def test_each_link_of_an_offer_leads_to_something(self, editor, offer):
        shown = BeautifulSoup(editor.get(edit_url(offer)).content, "html.parser")
        fields = [link["href"][1:] for link in shown.select("[data-inddragelse-readiness] a")]
        assert len(fields) == len(set(fields)) > 8
        assert [field for field in fields if shown.find(id=field) is None] == []

    def test_says_so_when_nothing_is_missing(self, editor, form_page):
        form_page.privacy = form_page.what_happens_next = "<p>Text</p>"
        form_page.retention_months = 6
        form_page.contacts.add(ContactPersonFactory())
        form_page.save_revision()
        shown = BeautifulSoup(editor.get(edit_url(form_page)).content, "html.parser")
        panel = shown.select_one("[data-inddragelse-readiness]")
        assert panel.get_text(strip=True) == "Nothing is missing."

    def test_a_page_that_is_still_to_be_saved_has_none(self, editor, offer):
        url = reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_inddragelse_pages", "applicationformpage", offer.pk],
        )
        shown = BeautifulSoup(editor.get(url).content, "html.parser")
        assert shown.select("[data-inddragelse-readiness]") == []
