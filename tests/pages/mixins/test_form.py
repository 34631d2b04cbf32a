"""A form page: its schema, and what it takes submissions for."""

from __future__ import annotations

import pytest

from wagtail_inddragelse.models import FormVersion
from wagtail_inddragelse.pages.models import ApplicationFormPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    ContactPersonFactory,
    IntakeFactory,
    SubmissionFactory,
)

from ...refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

QUESTION = {
    "type": "short_text",
    "id": "3f0c2a51-1111-4c8e-9d7f-000000000001",
    "value": {"label": "Why?", "required": True},
}
STEP = {
    "type": "step",
    "id": "3f0c2a51-1111-4c8e-9d7f-000000000002",
    "value": {"title": "About you", "questions": [QUESTION]},
}


@pytest.fixture
def form_page():
    page = ApplicationFormPageFactory(privacy="<p>We keep it.</p>")
    page.steps = ApplicationFormPage._meta.get_field("steps").to_python([STEP])
    page.save()
    return ApplicationFormPage.objects.get(pk=page.pk)


class TestSchema:
    def test_asks_what_the_editor_wrote(self, form_page):
        [step] = form_page.get_schema().steps
        assert [question.label for question in step.questions] == ["Why?"]
        assert form_page.get_schema().privacy == "<p>We keep it.</p>"

    def test_is_made_once_for_the_same_content(self, form_page):
        again = ApplicationFormPage.objects.get(pk=form_page.pk)
        assert again.get_schema() is form_page.get_schema()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("privacy", "<p>We keep it for a year.</p>"),
            ("what_happens_next", "<p>We call you.</p>"),
            ("phone_required", True),
            ("organisation_required", True),
            ("municipality_required", True),
            ("case_office_email", "office@example.dk"),
            ("answers_in_mail", True),
            ("retention_months", 12),
        ],
    )
    def test_is_another_when_anything_it_holds_is_changed(self, form_page, field, value):
        before = form_page.get_schema().digest
        setattr(form_page, field, value)
        assert form_page.get_schema().digest != before

    @pytest.mark.parametrize(
        ("field", "value"), [("intro", "<p>Hello</p>"), ("submit_label", "Apply"), ("title", "x")]
    )
    def test_is_the_same_when_only_the_page_is_changed(self, form_page, field, value):
        before = form_page.get_schema()
        setattr(form_page, field, value)
        assert form_page.get_schema() is before

    def test_contact_options(self, form_page):
        form_page.phone_required = True
        contact = form_page.get_schema().contact
        assert contact.require_phone
        assert not contact.require_organisation

    def test_draft_leaves_the_live_form_alone(self, form_page):
        before = form_page.get_schema().digest
        form_page.privacy = "<p>Another</p>"
        form_page.save_revision()
        assert ApplicationFormPage.objects.get(pk=form_page.pk).get_schema().digest == before


class TestPage:
    def test_statuses_are_those_of_the_offer_above(self, form_page):
        intake = IntakeFactory(page=form_page.get_parent(), capacity=3)
        SubmissionFactory(intake=intake, people=2)
        [status] = form_page.get_statuses()
        assert (status.intake, status.places_left) == (intake, 1)

    def test_form_stands_in_the_page_and_is_the_same_without_it(self, form_page, rf):
        IntakeFactory(page=form_page.get_parent())
        request = rf.get("/")
        assert 'name="contact_name"' in form_page.render_form(request)
        assert 'name="contact_name"' in form_page.get_context(request)["sign_up"]

    def test_context_takes_the_form_a_caller_brings(self, form_page, rf):
        context = form_page.get_context(rf.get("/"), sign_up="came back")
        assert context["sign_up"] == "came back"

    def test_contacts_are_those_of_the_form(self, form_page, rf):
        person = ContactPersonFactory()
        ContactPersonFactory()
        form_page.contacts = [person]
        assert form_page.get_context(rf.get("/"))["contacts"] == [person]

    def test_copy_asks_the_same(self, form_page):
        copy = form_page.copy(update_attrs={"slug": "copy"})
        assert copy.get_schema().digest == form_page.get_schema().digest

    def test_it_stays_while_people_have_signed_up_with_it(self, form_page):
        SubmissionFactory(intake=IntakeFactory(page=form_page.get_parent()))
        with refused("has_submissions"):
            form_page.delete()

    def test_deleting_one_that_was_replaced_keeps_what_was_answered(self, form_page):
        offer = form_page.get_parent()
        submission = SubmissionFactory(intake=IntakeFactory(page=offer))
        other = ApplicationFormPageFactory(parent=offer, slug="other")
        type(offer.specific).objects.filter(pk=offer.pk).update(form_page=other)
        form_page.delete()
        submission.refresh_from_db()
        assert submission.form_version == FormVersion.objects.get()
