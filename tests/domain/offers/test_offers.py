"""Lists of offers: what is asked for, and nothing that is not public."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from wagtail_inddragelse.domain.intakes.intakes import IntakeState, IntakeStatus
from wagtail_inddragelse.domain.offers.offers import (
    OfferSummary,
    find_offers,
    get_offer_models,
    summarise,
)
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.pages.models import EventPage, ProgrammePage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AudienceFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    ProgrammePageFactory,
    SessionFactory,
    SubmissionFactory,
    ThemeFactory,
)

NOW = dt.datetime(2027, 5, 1, 12, 0, tzinfo=dt.UTC)


def pages(**kwargs) -> list:
    return [offer.page for offer in find_offers(**kwargs)]


def tagged(page, **relations):
    for name, rows in relations.items():
        setattr(page, name, rows)
    page.save()
    return page


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestFindOffers:
    def test_all_types_in_the_order_of_the_tree(self):
        index = OfferIndexPageFactory()
        second = ProgrammePageFactory(parent=index)
        third = EventPageFactory(parent=index)
        assert pages() == [second, third]
        assert get_offer_models() == [ProgrammePage, EventPage]

    def test_below_a_page_at_any_depth(self):
        index = OfferIndexPageFactory()
        inside = EventPageFactory(parent=OfferIndexPageFactory(parent=index))
        EventPageFactory()
        assert pages(below=index) == [inside]

    def test_chosen_pages_in_the_order_chosen(self):
        first, second, third = EventPageFactory(), ProgrammePageFactory(), EventPageFactory()
        EventPageFactory()
        chosen = [third, first, second]
        assert pages(pages=chosen) == chosen
        assert pages(pages=(page for page in chosen)) == chosen

    def test_no_pages_chosen_are_no_offers(self):
        EventPageFactory()
        assert pages(pages=[]) == []

    def test_pages_that_are_no_offers_are_left_out(self):
        event = EventPageFactory()
        assert pages(pages=[OfferIndexPageFactory(), event]) == [event]

    def test_for_an_audience(self):
        managers, staff = AudienceFactory(), AudienceFactory()
        for_managers = tagged(EventPageFactory(), audiences=[managers, staff])
        tagged(EventPageFactory(), audiences=[staff])
        EventPageFactory()
        assert pages(audience=managers) == [for_managers]

    def test_about_a_theme(self):
        theme = ThemeFactory()
        about_it = tagged(ProgrammePageFactory(), themes=[theme, ThemeFactory()])
        tagged(ProgrammePageFactory(), themes=[ThemeFactory()])
        assert pages(theme=theme) == [about_it]

    def test_all_filters_together(self):
        audience, theme, index = AudienceFactory(), ThemeFactory(), OfferIndexPageFactory()
        both = {"audiences": [audience], "themes": [theme]}
        wanted = tagged(EventPageFactory(parent=index), **both)
        tagged(EventPageFactory(), **both)
        tagged(EventPageFactory(parent=index), audiences=[audience])
        tagged(EventPageFactory(parent=index), themes=[theme])
        assert pages(audience=audience, theme=theme, below=index) == [wanted]

    def test_audience_in_another_language_is_the_same(self):
        english = Locale.objects.get_or_create(language_code="en")[0]
        audience = AudienceFactory()
        translated = audience.copy_for_translation(english)
        translated.save()
        offer = tagged(EventPageFactory(), audiences=[audience])
        assert pages(audience=translated) == [offer]

    def test_one_language_of_an_offer_that_has_several(self, home):
        english = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(english)
        audience = AudienceFactory()
        danish = tagged(EventPageFactory(), audiences=[audience])
        translated = danish.copy_for_translation(english)
        translated.get_latest_revision().publish()
        translated.refresh_from_db()
        assert pages(audience=audience, locale=danish.locale) == [danish]
        assert pages(audience=audience, locale=english) == [translated]
        assert pages(audience=audience) == [danish, translated]

    def test_chosen_pages_may_be_in_any_language(self):
        english = Locale.objects.get_or_create(language_code="en")[0]
        offer = EventPageFactory()
        assert pages(pages=[offer], locale=english) == [offer]

    def test_offer_with_several_intakes_is_listed_once(self):
        audience = AudienceFactory()
        offer = tagged(EventPageFactory(), audiences=[audience, AudienceFactory()])
        IntakeFactory(page=offer)
        IntakeFactory(page=offer)
        assert pages(audience=audience) == [offer]


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestNotPublic:
    @pytest.fixture
    def audience(self):
        return AudienceFactory()

    @pytest.fixture
    def public(self, audience):
        return tagged(EventPageFactory(title="Public"), audiences=[audience])

    def found(self, page, audience) -> list[list]:
        """What each way of asking finds, where ``page`` would leak."""
        return [
            pages(),
            pages(pages=[page]),
            pages(below=page.get_parent()),
            pages(audience=audience),
        ]

    def test_draft_is_not_listed(self, public, audience):
        index = OfferIndexPageFactory()
        draft = tagged(EventPageFactory(live=False, parent=index), audiences=[audience])
        assert self.found(draft, audience) == [[public], [], [], [public]]

    def test_page_for_those_with_a_password_is_not_listed(self, public, audience):
        index = OfferIndexPageFactory()
        secret = tagged(EventPageFactory(parent=index), audiences=[audience])
        PageViewRestriction.objects.create(
            page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
        assert self.found(secret, audience) == [[public], [], [], [public]]

    def test_page_below_a_restricted_one_is_not_listed(self, public, audience):
        index = OfferIndexPageFactory()
        secret = tagged(EventPageFactory(parent=index), audiences=[audience])
        PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
        assert self.found(secret, audience) == [[public], [], [], [public]]

    def test_unpublished_change_is_not_shown(self, public):
        public.title = "Not yet"
        public.save_revision()
        assert [page.title for page in pages()] == ["Public"]


def summary(*statuses: IntakeStatus) -> OfferSummary:
    return OfferSummary(EventPage(), list(statuses), NOW)


def status(state: IntakeState, days: int | None = None) -> IntakeStatus:
    """A status whose only session starts so many days from now."""
    intake = Intake()
    if days is not None:
        starts = NOW + dt.timedelta(days=days)
        ends = starts + dt.timedelta(hours=6)
        intake.sessions.create(starts_at=starts, ends_at=ends)
    return IntakeStatus(intake, state, 0)


def in_days(number: int) -> dt.datetime:
    return NOW + dt.timedelta(days=number)


@pytest.mark.django_db
class TestSummary:
    def test_state_is_that_of_the_intake_people_can_do_most_about(self):
        full, open_ = status(IntakeState.FULL), status(IntakeState.OPEN)
        assert summary(full, open_, status(IntakeState.HELD)).state == IntakeState.OPEN
        assert summary(status(IntakeState.HELD), full).leading is full

    def test_without_intakes_there_is_no_state_and_no_start(self):
        assert (summary().state, summary().leading, summary().next_start) == (None, None, None)

    def test_next_start_is_the_first_that_can_still_be_had(self):
        offer = summary(
            status(IntakeState.FULL, 1), status(IntakeState.OPEN, 9), status(IntakeState.OPEN, 3)
        )
        assert offer.next_start == in_days(3)

    def test_else_the_first_to_come(self):
        offer = summary(status(IntakeState.CLOSED, 8), status(IntakeState.FULL, 5))
        assert offer.next_start == in_days(5)

    def test_what_has_started_is_not_to_come(self):
        offer = summary(status(IntakeState.OPEN, -1), status(IntakeState.CLOSED, 4))
        assert offer.next_start == in_days(4)
        assert summary(status(IntakeState.HELD, -1)).next_start is None

    def test_what_is_cancelled_does_not_start(self):
        assert summary(status(IntakeState.CANCELLED, 2)).next_start is None

    def test_start_that_is_not_set_yet(self):
        assert summary(status(IntakeState.ANNOUNCED)).next_start is None


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestSummarise:
    def test_each_offer_has_its_own_intakes(self):
        taken = SubmissionFactory(intake=IntakeFactory(capacity=1)).intake
        session = SessionFactory()
        for intake in (taken, session.intake):
            ApplicationFormPageFactory(parent=intake.page)
        first, second = summarise([taken.page, session.intake.page])
        assert (first.state, second.state) == (IntakeState.FULL_WAITING, IntakeState.OPEN)
        assert (first.next_start, second.next_start) == (None, session.starts_at)

    def test_alias_has_those_of_the_original(self):
        intake = IntakeFactory()
        alias = intake.page.create_alias(update_slug="alias")
        original, followed = summarise([intake.page, alias])
        assert [s.intake for s in followed.statuses] == [s.intake for s in original.statuses]

    def test_at_the_moment_given(self):
        page = IntakeFactory(closes_at=NOW).page
        ApplicationFormPageFactory(parent=page)
        before, after = NOW - dt.timedelta(days=1), NOW + dt.timedelta(days=1)
        assert [summarise([page], moment)[0].state for moment in (before, after)] == [
            IntakeState.OPEN,
            IntakeState.CLOSED,
        ]

    def test_now_unless_given(self):
        page = IntakeFactory(closes_at=timezone.now() - dt.timedelta(hours=1)).page
        assert summarise([page])[0].state == IntakeState.CLOSED

    @pytest.mark.parametrize(
        ("published", "expected"), [(True, IntakeState.OPEN), (False, IntakeState.NO_FORM)]
    )
    def test_nobody_can_sign_up_without_a_published_form(self, published, expected):
        page = IntakeFactory().page
        ApplicationFormPageFactory(parent=page, live=published)
        ApplicationFormPageFactory(parent=IntakeFactory().page)
        assert summarise([page])[0].state == expected

    def test_the_form_it_names_counts_and_not_the_one_below(self):
        page = IntakeFactory().page
        ApplicationFormPageFactory(parent=page)
        page.form_page = ApplicationFormPageFactory(live=False)
        assert summarise([page])[0].state == IntakeState.NO_FORM

    def test_an_alias_is_signed_up_to_with_the_form_of_its_original(self):
        page = IntakeFactory().page
        ApplicationFormPageFactory(parent=page)
        alias = page.create_alias(update_slug="alias")
        assert summarise([alias])[0].state == IntakeState.OPEN

    def test_what_is_not_open_stays_as_it_is_without_a_form(self):
        page = IntakeFactory(publication="cancelled").page
        assert summarise([page])[0].state == IntakeState.CANCELLED
