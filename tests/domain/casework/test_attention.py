"""What needs somebody's attention."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.editors import make_editor
from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.domain.casework.attention import MOST_DRAFTS, SOON, Cases, get_attention
from wagtail_inddragelse.models import Delivery, Role, RoleGrant, State
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AssessmentFactory,
    EventPageFactory,
    IntakeFactory,
    MessageFactory,
    SessionFactory,
    SubmissionFactory,
)

from ..builders import NOW
from ..people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "clock")]

KINDS = (
    "to_assess",
    "all_in",
    "closing",
    "full",
    "to_offer",
    "new",
    "failed",
    "blocked",
    "passed",
    "formless",
    "drafts",
)
NONE = dict.fromkeys(KINDS, 0)


@pytest.fixture
def editor(root_page):
    return make_editor(root_page)


@pytest.fixture
def offer():
    return EventPageFactory()


@pytest.fixture
def caseworker(offer):
    """May read the submissions of one offer, and edit nothing."""
    user = User.objects.create_user("caseworker")
    user.groups.add(Group.objects.create(name="Caseworkers"))
    RoleGrant.objects.create(group=user.groups.get(), page_id=offer.pk, role=Role.SEE)
    return user


@pytest.fixture
def everything(offer):
    """Something of every kind, on two offers."""
    for page in (offer, EventPageFactory()):
        intake = IntakeFactory(page=page, closes_at=NOW + dt.timedelta(days=1), capacity=1)
        submission = SubmissionFactory(intake=intake)
        MessageFactory(submission=submission, delivery=Delivery.FAILED)
        ApplicationFormPageFactory(parent=page)


def counts(user) -> dict[str, int]:
    attention = get_attention(user)
    return {kind: len(getattr(attention, kind)) for kind in KINDS}


@pytest.mark.usefixtures("everything")
class TestWhose:
    def test_an_editor_hears_of_pages_and_never_of_submissions(self, editor):
        assert counts(editor) == {**NONE, "closing": 2, "full": 2, "blocked": 2}

    def test_a_caseworker_hears_of_the_own_offer_alone(self, caseworker):
        own = {"closing": 1, "full": 1, "new": 1, "failed": 1}
        assert counts(caseworker) == {**NONE, **own}

    def test_an_administrator_hears_of_all(self):
        admin = User.objects.create_superuser("admin")
        all_of = ("closing", "full", "new", "failed", "blocked")
        assert counts(admin) == {**NONE, **dict.fromkeys(all_of, 2)}

    def test_anybody_else_hears_of_nothing(self):
        assert counts(User.objects.create_user("nobody")) == NONE


class TestWhat:
    @pytest.mark.parametrize(
        ("closes_at", "expected"),
        [
            (NOW + SOON - dt.timedelta(minutes=1), 1),
            (NOW + SOON + dt.timedelta(minutes=1), 0),
            (NOW - dt.timedelta(minutes=2), 0),
            (None, 0),
        ],
    )
    def test_deadlines_of_the_coming_week(self, editor, offer, closes_at, expected):
        IntakeFactory(page=offer, closes_at=closes_at)
        ApplicationFormPageFactory(parent=offer)
        assert counts(editor)["closing"] == expected

    def test_the_nearest_deadline_comes_first(self, editor, offer):
        ApplicationFormPageFactory(parent=offer)
        later = IntakeFactory(page=offer, closes_at=NOW + dt.timedelta(days=3))
        first = IntakeFactory(page=offer, closes_at=NOW + dt.timedelta(days=2))
        found = [concern.row.intake for concern in get_attention(editor).closing]
        assert found == [first, later]

    def test_a_draft_needs_no_attention_for_its_deadline(self, editor):
        page = EventPageFactory(live=False)
        IntakeFactory(page=page, closes_at=NOW + dt.timedelta(days=1))
        assert counts(editor)["closing"] == 0

    def test_what_is_full(self, editor, offer):
        ApplicationFormPageFactory(parent=offer)
        SubmissionFactory(intake=IntakeFactory(page=offer, capacity=1))
        SubmissionFactory(intake=IntakeFactory(page=offer, capacity=2))
        assert counts(editor)["full"] == 1

    def test_what_has_a_place_for_somebody_in_line_is_not_full(self, caseworker, offer):
        SubmissionFactory(intake=IntakeFactory(page=offer, capacity=1), state=State.WAITING)
        found = counts(caseworker)
        assert (found["full"], found["to_offer"]) == (0, 1)

    def test_the_place_is_there_to_offer_after_the_deadline_too(self, caseworker, offer):
        intake = IntakeFactory(page=offer, capacity=1, closes_at=NOW - dt.timedelta(days=1))
        SubmissionFactory(intake=intake, state=State.WAITING)
        assert counts(caseworker)["to_offer"] == 1

    def test_an_editor_does_not_hear_that_somebody_waits(self, editor, offer):
        SubmissionFactory(intake=IntakeFactory(page=offer, capacity=1), state=State.WAITING)
        assert counts(editor)["to_offer"] == 0

    def test_what_is_new(self, caseworker, offer):
        intake = IntakeFactory(page=offer)
        SubmissionFactory(intake=intake)
        SubmissionFactory(intake=intake, state=State.WITHDRAWN)
        (concern,) = get_attention(caseworker).new
        assert (concern.row.intake, concern.row.new) == (intake, 1)

    def test_mails_that_failed_for_good(self, caseworker, offer):
        submission = SubmissionFactory(intake=IntakeFactory(page=offer))
        MessageFactory(submission=submission, delivery=Delivery.QUEUED)
        failed = MessageFactory(submission=submission, delivery=Delivery.FAILED)
        assert get_attention(caseworker).failed == [failed]

    def test_forms_that_can_not_be_published(self, editor, offer):
        form_page = ApplicationFormPageFactory(parent=offer)
        ApplicationFormPageFactory(parent=offer, privacy="<p>We keep it.</p>")
        assert get_attention(editor).blocked == [form_page]


def under_assessment(intake):
    return SubmissionFactory(intake=intake, state=State.UNDER_ASSESSMENT)


class TestAssessments:
    @pytest.fixture
    def intake(self, offer):
        return IntakeFactory(page=offer, selection="assessed")

    @pytest.fixture
    def assessor(self, offer):
        return make_user("assessor", offer, Role.ASSESS)

    @pytest.fixture
    def decider(self, offer):
        return make_user("decider", offer, Role.DECIDE)

    def test_an_assessor_is_told_of_what_they_owe(self, intake, assessor):
        for total in (None, None, 50):
            row = under_assessment(intake)
            AssessmentFactory(submission=row, assessor=assessor, total=total)
        AssessmentFactory(submission=under_assessment(intake))
        assert get_attention(assessor).to_assess == [Cases(intake, 2)]

    @pytest.mark.parametrize("state", [State.MORE_WANTED, State.WITHDRAWN, State.CONFIRMED])
    def test_not_of_what_is_not_open_for_assessment(self, intake, assessor, state):
        AssessmentFactory(
            submission=SubmissionFactory(intake=intake, state=state), assessor=assessor
        )
        assert get_attention(assessor).to_assess == []

    def test_not_of_a_case_with_a_conflict(self, intake, assessor):
        row = under_assessment(intake)
        conflicts.declare(assessor, row, has_conflict=True)
        AssessmentFactory(submission=row, assessor=assessor)
        assert get_attention(assessor).to_assess == []

    def test_deciders_are_told_when_the_last_is_in(self, intake, decider):
        first, second = (
            AssessmentFactory(submission=under_assessment(intake), total=total)
            for total in (50, None)
        )
        assert get_attention(decider).all_in == []
        type(second).objects.filter(pk=second.pk).update(submitted_at=NOW, total=60)
        assert get_attention(decider).all_in == [Cases(intake, 2)]
        first.submission.pending_state = "accept"
        first.submission.save()
        assert get_attention(decider).all_in == [Cases(intake, 1)]

    def test_assessors_are_not(self, intake, assessor):
        AssessmentFactory(submission=under_assessment(intake), assessor=assessor, total=50)
        assert get_attention(assessor).all_in == []

    def test_nothing_is_in_where_nobody_was_asked(self, intake, decider):
        under_assessment(intake)
        assert get_attention(decider).all_in == []

    def test_who_sees_only_what_is_assigned_is_told_no_numbers(self, intake, assessor):
        SubmissionFactory(intake=intake)
        assert get_attention(assessor).new == []
        type(intake).objects.update(assessors_see_all=True)
        assert [concern.row.new for concern in get_attention(assessor).new] == [1]


class TestLeftToDo:
    """What an editor has to do, which tells nothing of submissions."""

    @pytest.mark.parametrize(
        ("closes_in", "starts_in", "expected"), [(-1, 30, 1), (1, 30, 0), (-30, -1, 0)]
    )
    def test_deadlines_that_have_passed_before_it_begins(
        self, editor, offer, closes_in, starts_in, expected
    ):
        closes_at, starts_at = (NOW + dt.timedelta(days=days) for days in (closes_in, starts_in))
        SessionFactory(intake=IntakeFactory(page=offer, closes_at=closes_at), starts_at=starts_at)
        assert counts(editor)["passed"] == expected

    def test_offers_without_a_published_form(self, editor, offer):
        IntakeFactory(page=offer)
        ApplicationFormPageFactory(parent=offer, live=False)
        assert [found.page.pk for found in get_attention(editor).formless] == [offer.pk]

    @pytest.mark.parametrize("below", [True, False])
    def test_not_those_that_have_one(self, editor, offer, below):
        IntakeFactory(page=offer)
        form_page = ApplicationFormPageFactory(parent=offer if below else EventPageFactory())
        if not below:
            type(offer).objects.filter(pk=offer.pk).update(form_page=form_page)
        assert offer.pk not in [found.page.pk for found in get_attention(editor).formless]

    def test_nor_those_that_nobody_can_sign_up_to(self, editor, offer):
        IntakeFactory(page=offer, publication="announced")
        assert counts(editor)["formless"] == 0

    def test_drafts_that_lack_something_as_they_were_last_saved(self, editor):
        page = EventPageFactory(live=False, summary="", contacts=[])
        page.summary = "What it is"
        page.save_revision()
        (draft,) = get_attention(editor).drafts
        assert (draft.page.pk, draft.page.summary) == (page.pk, "What it is")
        assert "no-summary" not in [finding.check.code for finding in draft.findings]

    def test_the_newest_drafts_alone(self, editor):
        pages = [EventPageFactory(live=False) for _ in range(MOST_DRAFTS + 2)]
        for number, page in enumerate(pages):
            saved_at = NOW + dt.timedelta(minutes=number)
            type(page).objects.filter(pk=page.pk).update(latest_revision_created_at=saved_at)
        newest = [page.pk for page in reversed(pages)][:MOST_DRAFTS]
        assert [draft.page.pk for draft in get_attention(editor).drafts] == newest

    def test_who_edits_nothing_hears_nothing_of_it(self, caseworker, offer):
        IntakeFactory(page=offer)
        EventPageFactory(live=False)
        assert counts(caseworker) == NONE


def test_more_offers_take_no_more_queries(editor, django_assert_num_queries):
    def add(number: int) -> None:
        for _ in range(number):
            page = EventPageFactory()
            SubmissionFactory(intake=IntakeFactory(page=page, capacity=1))
            ApplicationFormPageFactory(parent=page)

    add(2)
    get_attention(editor)
    with CaptureQueriesContext(connection) as few:
        get_attention(editor)
    add(10)
    with django_assert_num_queries(len(few)):
        assert counts(editor)["full"] == 12
