"""What needs attention, on the front page of the admin."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests.editors import edit_url, log_in
from wagtail_inddragelse.editing.dashboard import SHOWN, register_url
from wagtail_inddragelse.models import Delivery, Role, RoleGrant, State
from wagtail_inddragelse.public.limits import is_over_limit
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    MessageFactory,
    SessionFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HOME = "/admin/"


@pytest.fixture
def admin(home):
    user = get_user_model().objects.create_superuser("admin")
    UserProfile.objects.create(user=user, preferred_language="en")
    return log_in(user)


@pytest.fixture
def course(home):
    return EventPageFactory(parent=home, title="Course")


@pytest.fixture
def intake(course):
    """A start date of one place, which is taken, with its deadline tomorrow, and a form."""
    ApplicationFormPageFactory(parent=course, privacy="<p>We keep it.</p>")
    closes_at = timezone.now() + dt.timedelta(days=1)
    intake = IntakeFactory(page=course, title="May", capacity=1, closes_at=closes_at)
    SubmissionFactory(intake=intake)
    return intake


@pytest.fixture
def caseworker(course):
    """Reads the submissions of the course, and manages no mails."""
    user = get_user_model().objects.create_user("caseworker")
    UserProfile.objects.create(user=user, preferred_language="en")
    group = Group.objects.create(name="Caseworkers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    RoleGrant.objects.create(group=group, page_id=course.pk, role=Role.SEE)
    return log_in(user)


def points(client) -> dict[str, list[tuple[str, str]]]:
    """By heading: what each point is about and where it leads."""
    shown = BeautifulSoup(client.get(HOME).content, "html.parser")
    return {
        group.th.get_text(strip=True): [(a.get_text(strip=True), a["href"]) for a in group("a")]
        for group in shown.select("#inddragelse-attention-section tbody")
    }


def new_offer_link(client) -> bool:
    shown = BeautifulSoup(client.get(HOME).content, "html.parser")
    return bool(shown.select(f'a[href="{reverse("inddragelse_new_offer_where")}"]'))


def test_a_place_that_waits_to_be_offered(caseworker, course):
    intake = IntakeFactory(page=course, title="May", capacity=2, waiting_list="manual")
    SubmissionFactory(intake=intake)
    SubmissionFactory(intake=intake, state=State.WAITING)
    SubmissionFactory(intake=intake, state=State.WAITING)
    assert points(caseworker)["Places to offer"] == [("Course – May", register_url(intake))]
    assert "1 place free, 2 waiting" in caseworker.get(HOME).content.decode()
    assert "Full" not in points(caseworker)


def test_when_nothing_needs_attention_there_is_the_way_to_a_new_offer(editor, course):
    assert points(editor) == {}
    assert new_offer_link(editor)


def test_who_may_make_no_offer_has_no_panel_then(client, course):
    user = get_user_model().objects.create_user("caseworker")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert b"inddragelse-attention" not in client.get(HOME).content


def test_an_editor_hears_of_what_is_left_to_do(editor, home, course):
    session = SessionFactory(
        intake__page=course,
        intake__closes_at=timezone.now() - dt.timedelta(days=1),
        starts_at=timezone.now() + dt.timedelta(days=30),
    )
    without_form = EventPageFactory(parent=home, title="Meeting")
    IntakeFactory(page=without_form)
    draft = EventPageFactory(parent=home, title="Draft", live=False)
    assert session.intake.page_id == course.pk
    assert points(editor) == {
        "No form to sign up with": [("Meeting", edit_url(without_form))],
        "The deadline has passed": [("Course", edit_url(course))],
        "Not published yet": [("Draft", edit_url(draft))],
    }


def test_each_point_leads_to_where_something_can_be_done(admin, course, intake):
    form_page = ApplicationFormPageFactory(parent=course, title="Sign up")
    submission = intake.submissions.get()
    failed = MessageFactory(submission=submission, delivery=Delivery.FAILED)
    MessageFactory(submission=submission, delivery=Delivery.DRAFT)
    mail = reverse("inddragelse_message", args=[failed.pk])
    drafts = f"{reverse('inddragelse_outbox')}?intake={intake.pk}&state=draft"
    assert points(admin) == {
        "Can't be published": [("Sign up", edit_url(form_page))],
        "Mails that didn’t arrive": [(submission.reference, mail)],
        "Mails waiting for you to send them": [("Course – May", drafts)],
        "New submissions": [("Course – May", register_url(intake))],
        "Deadline within a week": [("Course – May", edit_url(course))],
        "Full": [("Course – May", register_url(intake))],
    }


def test_an_editor_is_led_to_the_page_and_told_nothing_of_submissions(editor, course, intake):
    assert points(editor) == {
        "Deadline within a week": [("Course – May", edit_url(course))],
        "Full": [("Course – May", edit_url(course))],
    }


def test_a_link_leads_to_the_submissions_of_that_intake_alone(admin, course, intake):
    SubmissionFactory(intake=IntakeFactory(page=course))
    response = admin.get(register_url(intake))
    assert list(response.context["object_list"]) == [intake.submissions.get()]


def test_of_many_points_the_first_are_shown(admin, course):
    ApplicationFormPageFactory(parent=course, privacy="<p>We keep it.</p>")
    for _ in range(SHOWN + 2):
        SubmissionFactory(intake=IntakeFactory(page=course, capacity=9))
    shown = BeautifulSoup(admin.get(HOME).content, "html.parser")
    rows = shown.select("#inddragelse-attention-section tbody tr")
    assert len(rows) == SHOWN + 2  # the heading, the points, and how many more there are
    assert rows[-1].get_text(strip=True) == "and 2 more"


def test_who_may_only_read_is_led_to_the_case(caseworker, intake):
    submission = intake.submissions.get()
    MessageFactory(submission=submission, delivery=Delivery.FAILED)
    MessageFactory(submission=submission, delivery=Delivery.DRAFT)
    case = reverse("inddragelse_submissions_modeladmin_inspect", args=[submission.pk])
    shown = points(caseworker)
    assert shown["Mails that didn’t arrive"] == [(submission.reference, case)]
    assert "Mails waiting for you to send them" not in shown


def test_the_drafts_of_an_offer_that_nobody_manages_are_pointed_out(admin, course, intake):
    submission = intake.submissions.get()
    for _ in range(2):
        MessageFactory(submission=submission, delivery=Delivery.DRAFT)
    text = "2 mails waiting; nobody has the role “Manage mails” here"
    assert text in admin.get(HOME).content.decode()
    group = Group.objects.create(name="Managers")
    RoleGrant.objects.create(group=group, page_id=course.get_parent().pk, role=Role.MESSAGES)
    content = admin.get(HOME).content.decode()
    assert "2 mails waiting" in content
    assert text not in content


class TestSetUp:
    """What only the traffic tells of the set-up, for those who may do everything."""

    @pytest.fixture(autouse=True)
    def _proxy(self):
        is_over_limit(RequestFactory().post("/", HTTP_X_FORWARDED_FOR="192.0.2.7"))

    def text(self, client) -> str:
        shown = BeautifulSoup(client.get(HOME).content, "html.parser")
        cells = shown.select("#inddragelse-attention-section tbody td")
        return [cell.get_text(strip=True) for cell in cells if not cell.a]

    def test_a_proxy_that_no_setting_names(self, admin):
        assert self.text(admin)[:2] == [
            "TRUSTED_PROXIES",
            "A proxy stands before the site, and this setting says that there is none: all "
            "visitors share one limit on how many forms can be sent in an hour.",
        ]

    def test_a_caseworker_can_do_nothing_about_it(self, caseworker):
        assert "TRUSTED_PROXIES" not in self.text(caseworker)
