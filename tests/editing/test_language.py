"""An editor chooses among what is written in the language of the page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale

from tests.editors import edit_url, publish, read_form
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AudienceFactory,
    ContactPersonFactory,
    EventPageFactory,
    OfferIndexPageFactory,
    OrganisationFactory,
    ProgrammePageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(home):
    return Locale.objects.exclude(pk=home.locale_id).first() or Locale.objects.create(
        language_code="en"
    )


def choices(editor, page, name: str) -> list[str]:
    html = editor.get(edit_url(page)).content.decode()
    shown = BeautifulSoup(html, "html.parser")
    options = shown.select(f"select[name={name}] option, input[name={name}]")
    return [option["value"] for option in options if option["value"]]


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("contacts", ContactPersonFactory),
        ("partners", OrganisationFactory),
        ("audiences", AudienceFactory),
    ],
)
def test_an_offer_lists_those_of_its_own_language(editor, offer, english, name, factory):
    ours = factory(locale=offer.locale)
    factory(locale=english)
    assert choices(editor, offer, name) == [str(ours.pk)]


def test_so_does_a_form(editor, offer, english):
    form_page = ApplicationFormPageFactory(parent=offer)
    ours = ContactPersonFactory(locale=offer.locale)
    ContactPersonFactory(locale=english)
    assert choices(editor, form_page, "contacts") == [str(ours.pk)]


class TestChooser:
    """The organiser, the contact person for a talk, and what a list is about."""

    def open(self, editor, page, name: str) -> list[str]:
        """What the list shows that the field opens."""
        html = editor.get(edit_url(page)).content.decode()
        field = BeautifulSoup(html, "html.parser").find(id=f"id_{name}-chooser")
        opened = editor.get(field["data-chooser-url"]).json()["html"]
        links = BeautifulSoup(opened, "html.parser").select("a[data-chooser-modal-choice]")
        return [link.get_text(strip=True) for link in links]

    @pytest.mark.parametrize(
        ("page", "name", "factory"),
        [
            (EventPageFactory, "organiser", OrganisationFactory),
            (ProgrammePageFactory, "preliminary_contact", ContactPersonFactory),
            (OfferIndexPageFactory, "audience", AudienceFactory),
            (OfferIndexPageFactory, "theme", ThemeFactory),
        ],
    )
    def test_it_opens_with_those_of_the_pages_language(self, editor, english, page, name, factory):
        shown = page()
        ours = factory(locale=shown.locale)
        factory(locale=english)
        assert self.open(editor, shown, name) == [str(ours)]

    def test_what_is_chosen_is_kept(self, editor, offer):
        organisation = OrganisationFactory(locale=offer.locale)
        data = read_form(editor, edit_url(offer))
        data["organiser"] = str(organisation.pk)
        publish(editor, edit_url(offer), data)
        offer.refresh_from_db()
        assert offer.organiser == organisation

    def test_a_key_of_another_language_is_refused(self, editor, offer, english):
        other = OrganisationFactory(locale=english)
        data = read_form(editor, edit_url(offer))
        data["organiser"] = str(other.pk)
        response = publish(editor, edit_url(offer), data)
        assert "organiser" in response.context["form"].errors
        offer.refresh_from_db()
        assert offer.organiser is None


def test_one_that_was_chosen_before_stays(editor, offer, english):
    person, organisation = ContactPersonFactory(locale=english), OrganisationFactory(locale=english)
    offer.contacts, offer.organiser = [person], organisation
    offer.save()
    offer.save_revision().publish()
    publish(editor, edit_url(offer), read_form(editor, edit_url(offer)))
    offer.refresh_from_db()
    assert list(offer.contacts.all()) == [person]
    assert offer.organiser == organisation
