"""Who may see a submission, and what it says of itself."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group

from tests.editors import make_editor
from wagtail_inddragelse.models import (
    ConflictOfInterest,
    Role,
    RoleGrant,
    State,
    Submission,
    granted_pages,
)
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def index():
    return OfferIndexPageFactory()


@pytest.fixture
def submission(index):
    return SubmissionFactory(intake=IntakeFactory(page=EventPageFactory(parent=index)))


@pytest.fixture
def elsewhere():
    """A submission that could leak."""
    return SubmissionFactory()


@pytest.fixture
def caseworker():
    user = get_user_model().objects.create_user("caseworker")
    user.groups.add(Group.objects.create(name="Office"))
    return user


def grant(user, page, role: Role = Role.SEE) -> None:
    RoleGrant.objects.create(group=user.groups.first(), page=page, role=role)


def seen_by(user) -> list[Submission]:
    return list(Submission.objects.visible_to(user))


class TestVisibleTo:
    def test_nothing_without_a_grant(self, submission, caseworker):
        assert seen_by(caseworker) == []

    def test_what_is_below_the_granted_page(self, submission, elsewhere, caseworker, index):
        grant(caseworker, index)
        assert seen_by(caseworker) == [submission]

    def test_what_is_on_the_granted_page(self, submission, elsewhere, caseworker):
        grant(caseworker, submission.intake.page)
        assert seen_by(caseworker) == [submission]

    def test_not_what_is_above(self, submission, caseworker):
        grant(caseworker, EventPageFactory(parent=submission.intake.page))
        assert seen_by(caseworker) == []

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ASSESS}))
    def test_any_role_lets_them_see(self, submission, caseworker, role):
        grant(caseworker, submission.intake.page, role)
        assert seen_by(caseworker) == [submission]

    def test_once_though_granted_twice(self, submission, caseworker, index):
        grant(caseworker, index)
        grant(caseworker, submission.intake.page, Role.ASSESS)
        assert seen_by(caseworker) == [submission]

    def test_editor_of_the_page_sees_nothing(self, submission, root_page):
        assert seen_by(make_editor(root_page)) == []

    def test_superuser_sees_all(self, submission, elsewhere):
        boss = get_user_model().objects.create_superuser("boss")
        assert set(seen_by(boss)) == {submission, elsewhere}

    def test_those_who_left_see_nothing(self, submission, caseworker, index):
        grant(caseworker, index)
        caseworker.is_active = False
        assert seen_by(caseworker) == []
        boss = get_user_model().objects.create_superuser("boss", is_active=False)
        assert seen_by(boss) == []

    def test_nobody_in_particular_sees_nothing(self, submission):
        assert seen_by(AnonymousUser()) == []

    def test_grant_of_another_group_is_no_help(self, submission, caseworker, index):
        RoleGrant.objects.create(
            group=Group.objects.create(name="Others"), page=index, role=Role.SEE
        )
        assert seen_by(caseworker) == []


class TestWhoOnlyAssesses:
    """Sees what is assigned to them, unless the intake says that assessors see all."""

    @pytest.fixture
    def assessor(self, caseworker, submission):
        grant(caseworker, submission.intake.page, Role.ASSESS)
        return caseworker

    @pytest.fixture
    def others(self, submission):
        """Two more of the same intake, one of them with another assessor."""
        other = SubmissionFactory(intake=submission.intake)
        return [
            AssessmentFactory(submission=other).submission,
            SubmissionFactory(intake=other.intake),
        ]

    @pytest.mark.parametrize("role", [Role.SEE, Role.ASSESS])
    def test_sees_and_assesses_what_is_assigned_alone(self, submission, others, assessor, role):
        assert not Submission.objects.open_to(assessor, role).exists()
        AssessmentFactory(submission=submission, assessor=assessor)
        assert list(Submission.objects.open_to(assessor, role)) == [submission]

    def test_sees_what_is_given_to_them_to_work_on(self, submission, others, assessor):
        Submission.objects.filter(pk=submission.pk).update(assigned_to=assessor)
        assert seen_by(assessor) == [submission]

    @pytest.mark.parametrize("role", [Role.SEE, Role.ASSESS])
    def test_sees_all_where_the_intake_says_so(self, submission, others, assessor, role):
        type(submission.intake).objects.update(assessors_see_all=True)
        found = Submission.objects.open_to(assessor, role)
        assert set(found) == {submission, *others}

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ASSESS}))
    def test_sees_all_by_any_other_role(self, submission, others, assessor, role):
        grant(assessor, submission.intake.page, role)
        assert set(seen_by(assessor)) == {submission, *others}

    def test_another_role_elsewhere_is_no_help(self, submission, elsewhere, assessor):
        grant(assessor, elsewhere.intake.page, Role.DECIDE)
        assert seen_by(assessor) == [elsewhere]

    def test_a_declared_conflict_closes_what_is_assigned(self, submission, assessor):
        AssessmentFactory(submission=submission, assessor=assessor)
        ConflictOfInterest.objects.create(submission=submission, user=assessor, has_conflict=True)
        assert seen_by(assessor) == []


class TestGrantedPages:
    def test_for_one_role_only(self, caseworker, index):
        other = EventPageFactory()
        grant(caseworker, index, Role.ASSESS)
        grant(caseworker, other, Role.EXPORT)
        assert [page.pk for page in granted_pages(caseworker, Role.EXPORT)] == [other.pk]
        assert {page.pk for page in granted_pages(caseworker, Role.SEE)} == {index.pk, other.pk}

    def test_seeing_gives_no_right_to_decide(self, caseworker, index):
        grant(caseworker, index)
        assert not granted_pages(caseworker, Role.DECIDE).exists()


class TestQuerySet:
    def test_languages_of_an_intake_are_one(self):
        first = SubmissionFactory()
        second = SubmissionFactory(intake_key=first.intake_key)
        SubmissionFactory()
        assert set(Submission.objects.for_intake(first.intake)) == {first, second}

    def test_line_is_in_the_order_of_arrival(self):
        intake = IntakeFactory()
        first, second = (SubmissionFactory(intake=intake, state=State.WAITING) for _n in range(2))
        SubmissionFactory(intake=intake)
        assert list(Submission.objects.in_line()) == [first, second]

    def test_active_are_those_that_count_as_signed_up(self):
        active = SubmissionFactory(state=State.WAITING)
        SubmissionFactory(state=State.WITHDRAWN)
        assert list(Submission.objects.active()) == [active]

    def test_holding_are_those_that_take_a_place(self):
        holding = SubmissionFactory(state=State.ATTENDED)
        SubmissionFactory(state=State.WAITING)
        assert list(Submission.objects.holding_places()) == [holding]


class TestSubmission:
    def test_is_called_by_its_reference_and_its_people_by_number(self):
        submission = SubmissionFactory(reference="K7WM-4Q2X", people=2)
        assert str(submission) == "K7WM-4Q2X"
        names = [str(participant) for participant in submission.participants.all()]
        assert names == ["K7WM-4Q2X · 1", "K7WM-4Q2X · 2"]

    def test_can_be_withdrawn_while_it_is_open(self):
        assert {str(state) for state in State if Submission(state=state).is_open} == {
            "received",
            "under_assessment",
            "more_wanted",
            "waiting",
            "offered",
            "confirmed",
        }

    @pytest.mark.parametrize(
        ("values", "active_email"),
        [
            ({"state": State.CONFIRMED}, "ada@xn--kbenhavn-54a.dk"),
            ({"state": State.WITHDRAWN}, None),
            ({"state": State.CONFIRMED, "contact_may_repeat": True}, None),
        ],
    )
    def test_active_email_is_the_key_while_it_may_be_used_once(self, values, active_email):
        submission = SubmissionFactory(contact_email="Ada@KØBENHAVN.dk", **values)
        submission.refresh_from_db()
        assert submission.active_email == active_email

    def test_the_key_follows_the_address(self):
        submission = SubmissionFactory(contact_email="Ada@KØBENHAVN.dk")
        submission.contact_email = "Bo@Example.dk"
        submission.save()
        assert Submission.objects.get().email_key == "bo@example.dk"
