"""What a page lacks before people can use it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from wagtail_inddragelse.domain.offers import readiness
from wagtail_inddragelse.domain.offers.readiness import (
    CHECKS,
    find_blocking,
    is_empty,
    refuse_unready,
)
from wagtail_inddragelse.models import Intake, Role, RoleGrant, State
from wagtail_inddragelse.pages.models import ApplicationFormPage, EventPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    ContactPersonFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
)

from ...refusing import refused
from ..builders import COPENHAGEN, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "clock")]

ROWS = "inddragelse_intakes"
START = NOW + dt.timedelta(days=30)
LONG_AGO = NOW - dt.timedelta(days=30)
TEXT = "<p>We keep it for six months.</p>"


def let_somebody_see(page) -> None:
    caseworker = UserFactory()
    caseworker.groups.add(Group.objects.create(name="Caseworkers"))
    RoleGrant.objects.create(group=caseworker.groups.get(), page_id=page.pk, role=Role.SEE)


@pytest.fixture
def offer():
    """An offer that lacks nothing, with one start date of one session."""
    page = EventPageFactory(summary="One day.", eligibility="<p>Everyone.</p>")
    page.contacts.add(ContactPersonFactory())
    page.save()
    let_somebody_see(page)
    deadline = NOW + dt.timedelta(days=20)
    intake = IntakeFactory(page=page, title="Start", sort_order=0, closes_at=deadline)
    SessionFactory(intake=intake, starts_at=START, venue="Odense")
    ApplicationFormPageFactory(parent=page)
    return page


@pytest.fixture
def form_page(offer):
    """A form that lacks nothing."""
    page = ApplicationFormPageFactory(
        parent=offer,
        privacy=TEXT,
        what_happens_next=TEXT,
        case_office_email="cases@example.dk",
        retention_months=6,
    )
    page.contacts.add(ContactPersonFactory())
    page.save()
    return page


@pytest.fixture
def intake(offer):
    return offer.inddragelse_intakes.get()


def found(page) -> list[tuple[str, str]]:
    """Code and field of what the stored page lacks."""
    page = type(page).objects.get(pk=page.pk)
    return [(finding.check.code, finding.field) for finding in page.get_findings()]


def change(row, **values) -> None:
    type(row).objects.filter(pk=row.pk).update(**values)


class TestChecks:
    def test_each_has_a_name_of_its_own(self):
        assert len({check.code for check in CHECKS}) == len(CHECKS)

    def test_only_privacy_information_blocks(self):
        assert [check.code for check in CHECKS if check.blocks] == ["no-privacy"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", True),
        ('<p data-block-key="a1b2c"></p>', True),
        ("<p>&nbsp;</p>", True),
        ("<p>Yes</p>", False),
    ],
)
def test_rich_text_without_words_is_empty(html, expected):
    assert is_empty(html) is expected


class TestForm:
    def test_a_complete_one_lacks_nothing(self, form_page):
        assert found(form_page) == []

    @pytest.mark.parametrize(
        ("values", "finding"),
        [
            ({"privacy": ""}, ("no-privacy", "privacy")),
            ({"privacy": "<p> </p>"}, ("no-privacy", "privacy")),
            ({"what_happens_next": ""}, ("no-next-steps", "what_happens_next")),
            ({"retention_months": None}, ("no-retention", "retention_months")),
        ],
    )
    def test_what_is_missing(self, form_page, values, finding):
        change(form_page, **values)
        assert found(form_page) == [finding]

    def test_nobody_to_ask(self, form_page):
        form_page.contacts.clear()
        form_page.save()
        assert found(form_page) == [("no-contact", "contacts")]

    def test_nobody_hears_of_submissions(self, form_page, settings):
        settings.WAGTAIL_INDDRAGELSE = {}
        change(form_page, case_office_email="")
        assert found(form_page) == [("no-case-office", "case_office_email")]

    def test_the_site_may_have_a_case_office_for_all(self, form_page):
        change(form_page, case_office_email="")
        assert found(form_page) == []

    def test_assessed_without_criteria(self, form_page, intake, offer):
        change(offer, form_page=form_page)
        change(intake, selection=Intake.Selection.ASSESSED)
        assert found(form_page) == [("no-criteria", "criteria")]

    def test_no_offer_uses_it(self, form_page):
        form_page.move(OfferIndexPageFactory(), pos="last-child")
        assert found(form_page) == [("unused-form", "title")]

    def test_an_offer_elsewhere_that_is_no_more_than_a_draft_uses_it(self, form_page):
        form_page.move(OfferIndexPageFactory(), pos="last-child")
        EventPageFactory(form_page=form_page, live=False)
        assert found(form_page) == []

    def test_while_it_is_being_made_nothing_is_said_of_offers(self):
        codes = [finding.check.code for finding in ApplicationFormPage().get_findings()]
        assert codes == ["no-privacy", "no-next-steps", "no-contact", "no-retention"]


class TestOffer:
    def test_a_complete_one_lacks_nothing(self, offer):
        assert found(offer) == []

    @pytest.mark.parametrize(
        ("values", "finding"),
        [
            ({"summary": " "}, ("no-summary", "summary")),
            ({"eligibility": "<p></p>"}, ("no-eligibility", "eligibility")),
        ],
    )
    def test_what_is_missing(self, offer, values, finding):
        change(offer, **values)
        assert found(offer) == [finding]

    def test_an_empty_price_is_none(self, offer):
        change(offer, price_text="")
        assert found(offer) == []

    def test_nobody_to_ask(self, offer):
        offer.contacts.clear()
        offer.save()
        assert found(offer) == [("no-contact", "contacts")]

    @pytest.mark.parametrize(
        ("description", "expected"),
        [
            ("", [("image-without-alt", "image")]),
            ("IMG_1", [("image-without-alt", "image")]),
            ("A workshop", []),
        ],
    )
    def test_image(self, offer, description, expected):
        image = get_image_model().objects.create(
            title="IMG_1", file=get_test_image_file(), description=description
        )
        change(offer, image=image)
        assert found(offer) == expected

    def test_no_start_date(self, offer, intake):
        intake.delete()
        assert found(offer) == [("no-intake", f"{ROWS}-ADD")]

    def test_start_date_without_a_form(self, offer):
        ApplicationFormPage.objects.update(live=False)
        assert found(offer) == [("intake-without-form", "form_page")]

    def test_a_new_page_is_told_all(self):
        codes = [finding.check.code for finding in EventPage().get_findings()]
        assert codes == ["no-summary", "no-eligibility", "no-contact", "no-intake"]


class TestWhoReads:
    def test_nobody_but_administrators(self, offer):
        RoleGrant.objects.all().delete()
        assert found(offer) == [("nobody-reads", "title")]

    def test_a_group_without_members_is_nobody(self, offer):
        RoleGrant.objects.get().group.user_set.clear()
        assert found(offer) == [("nobody-reads", "title")]

    def test_a_role_on_the_branch_is_enough(self, offer):
        RoleGrant.objects.update(page_id=offer.get_parent().pk)
        assert found(offer) == []

    def test_a_copy_takes_no_roles_with_it(self, offer):
        copy = offer.copy(update_attrs={"slug": "next-year"})
        assert ("nobody-reads", "title") in found(copy)

    def test_what_is_over_needs_nobody(self, offer, intake):
        RoleGrant.objects.all().delete()
        change(intake, publication="cancelled")
        assert found(offer) == []


class TestPlaces:
    @pytest.mark.parametrize(
        ("capacity", "expected"),
        [(1, [("places-below-taken", f"{ROWS}-0-capacity")]), (2, []), (None, [])],
    )
    def test_fewer_than_are_taken(self, offer, intake, capacity, expected):
        SubmissionFactory(intake=intake, people=2)
        SubmissionFactory(intake=intake, state=State.WITHDRAWN, people=3)
        change(intake, capacity=capacity)
        assert found(offer) == expected

    def test_as_they_are_counted_in(self, offer, intake):
        SubmissionFactory(intake=intake, people=2)
        change(intake, capacity=1, unit=Intake.Unit.ORGANISATIONS)
        assert found(offer) == []


class TestLine:
    def waiting(self, intake, *parties: int) -> None:
        for people in parties:
            SubmissionFactory(intake=intake, state=State.WAITING, people=people)

    def test_the_list_is_off_while_people_wait(self, offer, intake):
        self.waiting(intake, 1, 1)
        change(intake, waiting_list="off")
        assert found(offer) == [("waiting-without-list", f"{ROWS}-0-waiting_list")]

    def test_nobody_waits_any_more(self, offer, intake):
        SubmissionFactory(intake=intake, state=State.WITHDRAWN)
        change(intake, waiting_list="off")
        assert found(offer) == []

    @pytest.mark.parametrize(
        ("capacity", "expected"),
        [(2, [("no-places-for-a-group", f"{ROWS}-0-capacity")]), (3, []), (None, [])],
    )
    def test_a_party_that_can_never_fit(self, offer, intake, capacity, expected):
        self.waiting(intake, 3)
        change(intake, capacity=capacity)
        assert found(offer) == expected

    def test_a_party_is_one_where_organisations_are_counted(self, offer, intake):
        self.waiting(intake, 3)
        change(intake, capacity=1, unit=Intake.Unit.ORGANISATIONS)
        assert found(offer) == []


class TestTitle:
    def test_of_another_day(self, offer, intake):
        change(intake, title="Start 1. januar 1999")
        assert found(offer) == [("title-of-another-day", f"{ROWS}-0-title")]

    def test_of_its_own_day(self, offer, intake):
        change(intake, title=f"Start {START.day}. oktober 2026")
        assert found(offer) == []


class TestMidnight:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (dt.time(0, 0), [("deadline-at-midnight", f"{ROWS}-0-closes_at")]),
            (dt.time(0, 1), []),
            (dt.time(23, 59), []),
        ],
    )
    def test_a_deadline_as_the_day_begins(self, offer, intake, at, expected):
        day = (NOW + dt.timedelta(days=20)).date()
        change(intake, closes_at=dt.datetime.combine(day, at, tzinfo=COPENHAGEN))
        assert found(offer) == expected


class TestIntake:
    @pytest.mark.parametrize(
        ("values", "findings"),
        [
            ({"closes_at": None}, [("no-deadline", "closes_at")]),
            ({"closes_at": START + dt.timedelta(1)}, [("deadline-after-start", "closes_at")]),
            ({"selection": "assessed"}, [("no-answer-date", "decision_expected_on")]),
            ({"selection": "assessed", "decision_expected_text": "In May"}, []),
            ({"selection": "assessed", "decision_expected_on": START.date()}, []),
            ({"publication": "announced"}, [("no-announcement", "announced_text")]),
            ({"publication": "announced", "announced_text": "In May"}, []),
            ({"publication": "cancelled", "closes_at": None}, []),
        ],
    )
    def test_what_is_missing(self, offer, intake, values, findings):
        change(intake, **values)
        assert found(offer) == [(code, f"{ROWS}-0-{field}") for code, field in findings]

    def test_each_is_named_and_found_in_its_row(self, offer):
        second = IntakeFactory(page=offer, title="Second", sort_order=1)
        SessionFactory(intake=second, starts_at=START + dt.timedelta(1), venue="Odense")
        with translation.override("en"):
            (finding,) = offer.get_findings()
            assert (finding.title, finding.field) == ("Second: No deadline", f"{ROWS}-1-closes_at")

    def test_sessions_are_missing(self, offer, intake):
        intake.sessions.all().delete()
        assert found(offer) == [("no-session", f"{ROWS}-0-sessions-ADD")]

    def test_a_round_can_do_without_sessions_and_a_rolling_one_without_a_deadline(
        self, offer, intake
    ):
        intake.sessions.all().delete()
        change(intake, kind=Intake.Kind.ROUND, closes_at=None)
        assert found(offer) == []

    def test_session_without_place_or_link(self, offer, intake):
        change(intake.sessions.get(), venue="")
        assert found(offer) == [("session-without-location", f"{ROWS}-0-sessions-0-venue")]

    def test_session_with_a_link_alone(self, offer, intake):
        change(intake.sessions.get(), venue="", online_link="https://example.dk/meet")
        assert found(offer) == []

    def test_same_dates_as_another(self, offer):
        second = IntakeFactory(page=offer, closes_at=NOW + dt.timedelta(days=20), sort_order=1)
        SessionFactory(intake=second, starts_at=START, venue="Aarhus")
        assert found(offer) == [("same-dates", f"{ROWS}-1-title")]

    def test_same_dates_as_a_cancelled_one(self, offer):
        second = IntakeFactory(page=offer, publication="cancelled", sort_order=1)
        SessionFactory(intake=second, starts_at=START, venue="Aarhus")
        assert found(offer) == []


class TestPast:
    @pytest.fixture
    def last_year(self, intake):
        """All dates of the start date are over."""
        change(intake, closes_at=LONG_AGO - dt.timedelta(1))
        end = LONG_AGO + dt.timedelta(hours=6)
        change(intake.sessions.get(), starts_at=LONG_AGO, ends_at=end)

    @pytest.mark.usefixtures("last_year")
    def test_dates_that_nobody_has_seen_yet(self, offer):
        change(offer, live=False)
        ApplicationFormPage.objects.update(live=True)
        assert found(offer) == [
            ("deadline-passed", f"{ROWS}-0-closes_at"),
            ("session-passed", f"{ROWS}-0-sessions-0-starts_at"),
        ]

    @pytest.mark.usefixtures("last_year")
    def test_a_public_one_that_is_over_is_left_alone(self, offer):
        assert found(offer) == []

    def test_a_public_one_whose_deadline_has_passed_is_left_alone(self, offer, intake):
        change(intake, closes_at=LONG_AGO)
        assert found(offer) == []

    def test_a_new_row_of_a_public_page(self, offer, intake):
        offer.inddragelse_intakes = [Intake(title="New", kind="round", closes_at=LONG_AGO)]
        codes = [finding.check.code for finding in offer.get_findings()]
        assert codes == ["deadline-passed"]


class TestBlocking:
    def test_a_form_without_privacy_information(self, form_page):
        form_page.privacy = ""
        (finding,) = find_blocking(form_page)
        assert (finding.check, finding.field) == (readiness.NO_PRIVACY, "privacy")

    def test_an_offer_is_never_blocked(self):
        assert find_blocking(EventPage()) == []

    def test_the_refusal_says_why(self, form_page):
        form_page.privacy = ""
        with refused("not_ready") as refusal:
            refuse_unready(form_page)
        assert refusal.value.message_dict == {"privacy": [str(readiness.NO_PRIVACY.advice)]}
        assert str(refusal.value) == str(readiness.NO_PRIVACY.advice)
