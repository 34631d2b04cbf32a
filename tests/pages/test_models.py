"""The four page types: where they may stand, and how they are found, served and previewed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.search import index

from tests.editing.test_offer_form import add_intake, add_row
from tests.editors import read_form
from tests.site.models import PlainPage
from wagtail_inddragelse.domain.offers.offers import get_offer_models
from wagtail_inddragelse.domain.offers.pages import get_form_models
from wagtail_inddragelse.pages.models import (
    ApplicationFormPage,
    EventPage,
    OfferIndexPage,
    ProgrammePage,
)
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AudienceFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    OrganisationFactory,
    ProgrammePageFactory,
    SessionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

TYPES = [OfferIndexPage, ProgrammePage, EventPage, ApplicationFormPage]
FACTORIES = [
    OfferIndexPageFactory,
    ProgrammePageFactory,
    EventPageFactory,
    ApplicationFormPageFactory,
]


class TestTree:
    @pytest.mark.parametrize("offer", [ProgrammePage, EventPage])
    def test_below_an_offer_there_are_forms_only(self, offer):
        assert offer.allowed_subpage_models() == get_form_models()

    def test_below_a_form_there_is_nothing(self):
        assert ApplicationFormPage.allowed_subpage_models() == []

    def test_form_stands_below_an_offer_or_beside_several(self):
        parents = set(ApplicationFormPage.allowed_parent_page_models())
        assert parents == {*get_offer_models(), OfferIndexPage}
        assert {ProgrammePage, EventPage} < parents

    @pytest.mark.parametrize("model", [OfferIndexPage, ProgrammePage, EventPage])
    def test_the_others_stand_on_any_page_of_the_site(self, model):
        assert {PlainPage, OfferIndexPage} <= set(model.allowed_parent_page_models())

    def test_below_a_list_there_are_offers_forms_lists_and_the_sites_own(self):
        assert set(OfferIndexPage.allowed_subpage_models()) >= {*TYPES, PlainPage}

    @pytest.mark.parametrize("model", TYPES)
    def test_editor_is_told_what_the_type_is_for(self, model):
        assert model.get_page_description().endswith(".")


@pytest.mark.usefixtures("home")
class TestPreview:
    def preview(self, editor, url: str, data) -> BeautifulSoup:
        """What the preview shows of ``data``, which is saved nowhere."""
        sent = editor.post(url, dict(data.lists()))
        assert sent.json() == {"is_valid": True, "is_available": True}
        response = editor.get(url)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    @pytest.mark.parametrize("factory", FACTORIES)
    def test_change_that_is_not_saved(self, editor, factory):
        page = factory(title="As it is")
        data = read_form(editor, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        data["title"] = "As it will be"
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        assert self.preview(editor, url, data).h1.get_text(strip=True) == "As it will be"
        assert type(page).objects.get(pk=page.pk).title == "As it is"

    @pytest.mark.parametrize(
        ("model", "parent"),
        [
            (OfferIndexPage, OfferIndexPageFactory),
            (ProgrammePage, OfferIndexPageFactory),
            (EventPage, OfferIndexPageFactory),
            (ApplicationFormPage, EventPageFactory),
        ],
    )
    def test_page_that_is_not_made_yet(self, editor, model, parent):
        args = ["wagtail_inddragelse_pages", model._meta.model_name, parent().pk]
        data = read_form(editor, reverse("wagtailadmin_pages:add", args=args))
        data.update({"title": "New page", "slug": "new-page"})
        url = reverse("wagtailadmin_pages:preview_on_add", args=args)
        assert self.preview(editor, url, data).h1.get_text(strip=True) == "New page"
        assert not model.objects.filter(slug="new-page").exists()

    def test_intakes_and_sessions_that_are_not_saved(self, editor, offer):
        data = read_form(editor, reverse("wagtailadmin_pages:edit", args=[offer.pk]))
        row = add_intake(data, title="Start 3", capacity="5")
        add_row(
            data,
            f"{row}-sessions",
            title="Opening day",
            starts_at="2030-11-08 09:00",
            ends_at="2030-11-08 16:00",
        )
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[offer.pk])
        shown = self.preview(editor, url, data)
        headings = [heading.get_text(strip=True) for heading in shown.select("h3.card-heading")]
        assert headings == ["Start 1", "Start 2", "Start 3"]
        assert "Opening day" in shown.get_text()

    def test_draft_is_shown_to_its_editor(self, editor, offer):
        offer.title = "Not public yet"
        offer.save_revision()
        response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[offer.pk]))
        assert "Not public yet" in response.content.decode()


@pytest.mark.django_db(transaction=True)  # MariaDB's full text index holds what is committed
@pytest.mark.migrated  # SQLite's is made by a migration
@pytest.mark.usefixtures("home")
class TestSearch:
    def found(self, model, page, words: str) -> list:
        index.insert_or_update_object(page)
        return list(model.objects.search(words))

    @pytest.mark.parametrize("factory", [EventPageFactory, ProgrammePageFactory])
    def test_offer_is_found_by_its_body(self, factory):
        page = factory(body=[("text", "<p>Samtaler med børn</p>")])
        factory(body=[("text", "<p>Noget andet</p>")])
        assert self.found(type(page), page, "samtaler") == [page]

    @pytest.mark.parametrize(
        ("factory", "field"),
        [
            (EventPageFactory, "summary"),
            (EventPageFactory, "eligibility"),
            (EventPageFactory, "practical"),
            (ProgrammePageFactory, "period"),
            (ProgrammePageFactory, "preliminary_talk_text"),
        ],
    )
    def test_offer_is_found_by_its_texts(self, factory, field):
        page = factory(**{field: "Kommunale teamledere"})
        factory()
        assert self.found(type(page), page, "teamledere") == [page]

    @pytest.mark.parametrize(
        ("field", "factory"), [("audiences", AudienceFactory), ("themes", ThemeFactory)]
    )
    def test_offer_is_found_by_whom_it_is_for_and_what_it_is_about(self, field, factory):
        page = EventPageFactory()
        setattr(page, field, [factory(name="Teamledere")])
        page.save()
        EventPageFactory()
        assert self.found(EventPage, page, "teamledere") == [page]

    def test_what_is_found_can_be_kept_to_a_format_and_an_organiser(self):
        organiser = OrganisationFactory()
        page = EventPageFactory(summary="Kursus", format="online", organiser=organiser)
        for values in ({"organiser": organiser}, {"format": "online"}):
            index.insert_or_update_object(EventPageFactory(summary="Kursus", **values))
        index.insert_or_update_object(page)
        wanted = EventPage.objects.filter(format="online", organiser=organiser)
        assert list(wanted.search("kursus")) == [page]

    def publish(self, page, **session) -> None:
        """Change the first session in the editor's copy of the page, and publish it."""
        draft = page.get_latest_revision_as_object()
        first = draft.inddragelse_intakes.all()[0].sessions.all()[0]
        for name, value in session.items():
            setattr(first, name, value)
        draft.save_revision().publish()

    def test_an_offer_is_found_by_its_venue_as_soon_as_that_is_published(self):
        other, page = EventPageFactory(), EventPageFactory()
        for each in (other, page):
            SessionFactory(intake=IntakeFactory(page=each), venue="Rådhuset", address="Torvet 1")
            each.save_revision().publish()
        self.publish(page, venue="Domkirken")
        search = lambda words: set(EventPage.objects.live().search(words))  # noqa: E731
        assert (search("domkirken"), search("rådhuset")) == ({page}, {other})
        assert search("torvet") == {page, other}

    def test_form_and_list_are_found_by_their_introduction(self):
        form = ApplicationFormPageFactory(intro="<p>Ansøg inden sommer</p>")
        listing = OfferIndexPageFactory(intro="<p>Alle tilbud</p>")
        assert self.found(ApplicationFormPage, form, "sommer") == [form]
        assert self.found(OfferIndexPage, listing, "tilbud") == [listing]

    def test_links_to_online_meetings_are_not_searched(self):
        assert "online_link" not in {
            field.field_name for model in TYPES for field in model.get_search_fields()
        }
