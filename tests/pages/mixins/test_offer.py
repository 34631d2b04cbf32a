"""An offer as other pages and people see it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from tests.editors import edit_url, make_editor
from wagtail_inddragelse.models import ContactPerson
from wagtail_inddragelse.pages.models import EventPage, ProgrammePage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    ContactPersonFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    OrganisationFactory,
    ProgrammePageFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


class TestContext:
    def test_what_templates_are_given(self, rf):
        person = ContactPersonFactory()
        page = EventPageFactory()
        page.contacts = [person]
        intake = IntakeFactory(page=page)
        form = ApplicationFormPageFactory(parent=page)
        context = page.get_context(rf.get("/"))
        assert [status.intake for status in context["statuses"]] == [intake]
        assert (context["form_page"], context["contacts"]) == (form, [person])
        assert context["changes"] == []

    def test_breadcrumbs_are_the_pages_above(self, home):
        index = OfferIndexPageFactory(parent=home)
        crumbs = EventPageFactory(parent=index).get_breadcrumbs()
        assert [page.pk for page in crumbs] == [home.pk, index.pk]

    def test_page_that_is_still_being_made_has_none(self):
        assert EventPage(title="New").get_breadcrumbs() == []

    def test_page_that_is_still_being_made_has_no_intakes(self):
        assert EventPage(title="New").get_statuses() == []


class TestLanguage:
    def test_page_is_served_in_its_own_language(self, client, home):
        english = Locale.objects.get_or_create(language_code="en")[0]
        english_home = home.copy_for_translation(english)
        english_home.get_latest_revision().publish()
        page = EventPageFactory(parent=english_home, locale=english)
        with translation.override("da"):
            response = page.serve(client.get("/").wsgi_request)
            assert translation.get_language() == "da"
        assert "Free of charge" in response.content.decode()


class TestSnippetsInUse:
    @pytest.fixture
    def person(self):
        return ContactPersonFactory(name="Gone")

    @pytest.fixture
    def programme(self, person):
        body = [("contact_people", {"heading": "Ask", "people": [person]})]
        organiser = OrganisationFactory()
        page = ProgrammePageFactory(
            preliminary_talk_required=True,
            preliminary_contact=person,
            organiser=organiser,
            body=body,
        )
        page.contacts, page.partners = [person], [organiser]
        page.save_revision().publish()
        return page

    def test_deleting_them_breaks_neither_page_nor_editor(self, client, editor, programme, person):
        assert "Gone" in client.get(programme.url).content.decode()
        programme.organiser.delete()
        person.delete()
        response = client.get(programme.url)
        assert (response.status_code, "Gone" in response.content.decode()) == (200, False)
        assert editor.get(edit_url(programme)).status_code == 200

    def test_old_revision_can_be_published_without_them(self, programme, person):
        revision = programme.get_latest_revision()
        person.delete()
        revision.publish()
        page = ProgrammePage.objects.get(pk=programme.pk)
        assert (list(page.contacts.all()), page.preliminary_contact) == ([], None)

    def test_editor_deletes_them_in_the_admin(self, client, root_page, person, programme):
        user = make_editor(root_page, "office")
        user.user_permissions.add(Permission.objects.get(codename="delete_contactperson"))
        client.force_login(user)
        url = reverse("wagtailsnippets_wagtail_inddragelse_contactperson:delete", args=[person.pk])
        assert client.post(url).status_code == 302
        assert not ContactPerson.objects.exists()


class TestCopy:
    def test_form_below_is_left_out(self):
        page = EventPageFactory()
        page.form_page = ApplicationFormPageFactory(parent=page)
        assert page.exclude_fields_in_copy == ["form_page"]

    def test_form_elsewhere_is_kept(self):
        page = EventPageFactory(form_page=ApplicationFormPageFactory())
        assert page.exclude_fields_in_copy == []

    def test_editor_copies_a_branch(self, editor, home, offer):
        form = ApplicationFormPageFactory(parent=offer)
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": home.pk,
            "copy_subpages": "on",
            "publish_copies": "on",
        }
        editor.post(reverse("wagtailadmin_pages:copy", args=[offer.pk]), data)
        copy = EventPage.objects.get(slug="copy")
        assert [status.taken for status in copy.get_statuses()] == [0, 0]
        assert [len(status.sessions) for status in copy.get_statuses()] == [3, 3]
        assert copy.get_form_page() not in {None, form}

    def test_editor_makes_an_alias(self, editor, home, offer):
        data = {
            "new_title": "Alias",
            "new_slug": "alias",
            "new_parent_page": home.pk,
            "alias": "on",
        }
        editor.post(reverse("wagtailadmin_pages:copy", args=[offer.pk]), data)
        alias = EventPage.objects.get(slug="alias")
        assert alias.alias_of_id == offer.pk
        assert alias.get_intakes() == offer.get_intakes()

    def test_editor_translates_a_branch(self, editor, home, offer):
        english = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(english)
        offer.form_page = ApplicationFormPageFactory(parent=offer)
        offer.save_revision().publish()
        url = reverse("simple_translation:submit_page_translation", args=[offer.pk])
        editor.post(url, {"locales": [english.pk], "include_subtree": "on"})
        translated = offer.get_translation(english)
        SubmissionFactory(intake=offer.get_intakes()[0])
        assert [status.taken for status in translated.get_statuses()] == [1, 0]
        for page in (translated, translated.get_children().get()):
            page.get_latest_revision().publish()
        form = EventPage.objects.get(pk=translated.pk).get_form_page()
        assert (form.locale, form.get_parent().pk) == (english, translated.pk)
