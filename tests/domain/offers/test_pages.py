"""Which form serves which offers, and which offers a form serves."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from tests.site.models import PlainPage
from wagtail_inddragelse.domain.offers.pages import (
    find_form_page,
    followed,
    get_form_models,
    get_form_page,
    get_served_intakes,
)
from wagtail_inddragelse.pages.models import ApplicationFormPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    ProgrammePageFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def offer():
    return EventPageFactory()


@pytest.fixture
def intake(offer):
    return IntakeFactory(page=offer)


@pytest.fixture
def shared_form():
    """A form beside the offers, for those that name it."""
    return ApplicationFormPageFactory(parent=OfferIndexPageFactory())


class TestFindFormPage:
    def test_the_one_below_the_offer(self, offer):
        form = ApplicationFormPageFactory(parent=offer)
        assert find_form_page(offer) == form

    def test_the_first_of_several(self, offer):
        first = ApplicationFormPageFactory(parent=offer)
        ApplicationFormPageFactory(parent=offer)
        assert find_form_page(offer) == first

    def test_not_one_further_down_or_of_another_offer(self, offer):
        ApplicationFormPageFactory(parent=EventPageFactory())
        ApplicationFormPageFactory(parent=EventPageFactory(parent=offer))
        assert find_form_page(offer) is None

    def test_the_first_that_is_published(self, offer):
        ApplicationFormPageFactory(parent=offer, live=False)
        published = ApplicationFormPageFactory(parent=offer)
        assert find_form_page(offer) == published

    def test_the_one_it_names_goes_before_the_one_below(self, offer, shared_form):
        ApplicationFormPageFactory(parent=offer)
        offer.form_page = shared_form
        assert find_form_page(offer) == shared_form

    def test_the_one_it_names_while_it_is_a_draft_is_none(self, offer):
        """A form beside the offer's own was chosen on purpose; nobody is sent to another."""
        ApplicationFormPageFactory(parent=offer)
        offer.form_page = ApplicationFormPageFactory(live=False)
        assert find_form_page(offer) is None

    def test_a_page_that_takes_no_submissions_is_none(self, offer, home):
        offer.form_page = home.add_child(instance=PlainPage(title="Plain", slug="plain"))
        assert find_form_page(offer) is None

    def test_page_that_is_still_being_made_has_none(self, offer):
        assert find_form_page(type(offer)(title="New")) is None


class TestGetFormPage:
    def test_by_primary_key_of_its_own_type(self, shared_form):
        assert get_form_page(shared_form.pk) == shared_form
        assert type(get_form_page(shared_form.pk)) is ApplicationFormPage

    def test_draft_too(self):
        draft = ApplicationFormPageFactory(live=False)
        assert get_form_page(draft.pk) == draft

    def test_other_pages_are_none(self, offer):
        assert get_form_page(offer.pk) is None
        assert get_form_page(0) is None

    def test_form_models_are_those_that_take_submissions(self):
        assert get_form_models() == [ApplicationFormPage]


class TestServedIntakes:
    def test_of_the_offer_right_above(self, offer, intake):
        IntakeFactory()
        form = ApplicationFormPageFactory(parent=offer)
        assert get_served_intakes(form) == [intake]

    def test_of_offers_of_every_type_that_name_it(self, offer, intake, shared_form):
        programme = ProgrammePageFactory(form_page=shared_form)
        round_ = IntakeFactory(page=programme)
        offer.form_page = shared_form
        offer.save()
        assert get_served_intakes(shared_form) == [intake, round_]

    def test_not_of_an_offer_above_that_names_another(self, offer, intake, shared_form):
        form = ApplicationFormPageFactory(parent=offer)
        offer.form_page = shared_form
        offer.save()
        assert get_served_intakes(form) == []
        assert get_served_intakes(shared_form) == [intake]

    def test_of_an_offer_above_that_names_it_only_once(self, offer, intake):
        form = ApplicationFormPageFactory(parent=offer)
        offer.form_page = form
        offer.save()
        assert get_served_intakes(form) == [intake]

    def test_not_of_drafts(self, offer, intake):
        form = ApplicationFormPageFactory(parent=offer)
        offer.unpublish()
        assert get_served_intakes(form) == []

    def test_not_of_offers_further_up(self, offer, intake):
        form = ApplicationFormPageFactory(parent=EventPageFactory(parent=offer))
        assert get_served_intakes(form) == []

    def test_in_the_order_of_pages_and_rows(self, shared_form):
        pages = [EventPageFactory(form_page=shared_form) for _number in range(2)]
        rows = [IntakeFactory(page=page, sort_order=at) for at in (1, 0) for page in pages[::-1]]
        assert get_served_intakes(shared_form) == [rows[3], rows[1], rows[2], rows[0]]

    def test_with_pages_and_sessions_at_hand(self, offer, intake, django_assert_num_queries):
        session = SessionFactory(intake=intake)
        [served] = get_served_intakes(ApplicationFormPageFactory(parent=offer))
        with django_assert_num_queries(0):
            assert (served.page.title, served.in_order()) == (offer.title, [session])

    def test_no_intakes(self, offer):
        assert get_served_intakes(ApplicationFormPageFactory(parent=offer)) == []


class TestAliases:
    def test_alias_of_an_offer_adds_no_rows_of_its_own(self, offer, intake, shared_form):
        offer.form_page = shared_form
        offer.save()
        offer.create_alias(update_slug="alias")
        assert get_served_intakes(shared_form) == [intake]

    def test_alias_of_offer_and_form_serves_the_original(self, offer, intake):
        form = ApplicationFormPageFactory(parent=offer)
        alias = offer.create_alias(recursive=True, update_slug="alias")
        aliased_form = ApplicationFormPage.objects.child_of(alias).get()
        assert get_served_intakes(aliased_form) == [intake]
        assert get_served_intakes(form) == [intake]

    def test_form_alone_in_another_language(self, home, offer, intake):
        form = ApplicationFormPageFactory(parent=offer)
        english = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(english)
        offer.copy_for_translation(english, alias=True)
        aliased_form = form.copy_for_translation(english, alias=True)
        assert get_served_intakes(aliased_form) == [intake]

    def test_alias_of_an_offer_sends_people_to_the_form_of_the_original(self, offer):
        form = ApplicationFormPageFactory(parent=offer)
        assert offer.create_alias(update_slug="alias").get_form_page() == form

    def test_the_page_followed_in_the_end(self, offer):
        second = offer.create_alias(update_slug="one").create_alias(update_slug="two")
        assert followed(second).pk == offer.pk
        assert followed(offer) is offer


class TestCopies:
    def test_copy_with_its_form_has_its_own(self, offer, intake):
        form = ApplicationFormPageFactory(parent=offer)
        offer.form_page = form
        offer.save()
        copy = offer.copy(recursive=True, update_attrs={"slug": "copy"})
        own = ApplicationFormPage.objects.child_of(copy).get()
        assert find_form_page(copy) == own
        assert get_served_intakes(own) == copy.get_intakes()
        assert get_served_intakes(form) == [intake]

    def test_copy_without_its_form_has_none(self, offer, intake):
        form = ApplicationFormPageFactory(parent=offer)
        offer.form_page = form
        offer.save_revision().publish()
        copy = offer.copy(update_attrs={"slug": "copy"}, copy_revisions=True)
        copy.get_latest_revision().publish()
        assert find_form_page(type(offer).objects.get(pk=copy.pk)) is None
        assert get_served_intakes(form) == [intake]

    def test_form_elsewhere_serves_the_copy_too(self, offer, intake, shared_form):
        offer.form_page = shared_form
        offer.save()
        copy = offer.copy(update_attrs={"slug": "copy"})
        assert find_form_page(copy) == shared_form
        assert get_served_intakes(shared_form) == [intake, *copy.get_intakes()]

    def test_translation_leads_to_the_form_below_itself(self, home, offer, intake):
        form = ApplicationFormPageFactory(parent=offer)
        offer.form_page = form
        offer.save()
        english = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(english)
        translated = offer.copy_for_translation(english)
        own = form.copy_for_translation(english)
        for page in (translated, own):
            page.get_latest_revision().publish()
        translated = type(offer).objects.get(pk=translated.pk)
        assert find_form_page(translated) == own
        assert get_served_intakes(own) == translated.get_intakes()
