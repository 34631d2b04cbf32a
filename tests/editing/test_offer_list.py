"""All offers in one list of the admin."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from tests.editors import log_in
from tests.site.models import PlainPage
from wagtail_inddragelse.models import Role, RoleGrant
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    ProgrammePageFactory,
    SessionFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

FEW, MANY = 5, 50
DAY = dt.timedelta(days=1)


@pytest.fixture
def url():
    return reverse("inddragelse_offers:index")


@pytest.fixture
def admin(home):
    user = get_user_model().objects.create_superuser("admin")
    UserProfile.objects.create(user=user, preferred_language="en")
    return log_in(user)


@pytest.fixture
def course(home):
    """A course of ten places, one of them taken, in 30 days."""
    page = EventPageFactory(parent=home, title="Course")
    starts_at = (timezone.localtime() + 30 * DAY).replace(hour=9, minute=0)
    session = SessionFactory(intake__page=page, intake__capacity=10, starts_at=starts_at)
    SubmissionFactory(intake=session.intake)
    ApplicationFormPageFactory(parent=page)
    return page


@pytest.fixture
def programme(home):
    """A programme that is announced for later."""
    page = ProgrammePageFactory(parent=home, title="Programme")
    IntakeFactory(page=page, publication="announced")
    return page


def table(response) -> list[list[str]]:
    shown = BeautifulSoup(response.content, "html.parser")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in shown.select("table.listing tr")
    ]


def titles(response) -> set[str]:
    shown = BeautifulSoup(response.content, "html.parser")
    return {link.get_text(strip=True) for link in shown.select("table.listing .title-wrapper > a")}


def columns(response, *names: str) -> list[list[str]]:
    head, *rows = table(response)
    wanted = [head.index(name) for name in names]
    return [[row[index] for index in wanted] for row in rows]


def test_lists_offers_of_every_type_and_no_other_page(admin, url, home, course, programme):
    home.add_child(instance=PlainPage(title="Plain", slug="plain"))
    assert titles(admin.get(url)) == {"Course", "Programme"}


def test_says_how_the_offer_stands(admin, url, course):
    start = timezone.localtime() + 30 * DAY
    shown = columns(admin.get(url), "Sign-up", "Next start", "Places taken", "New submissions")
    assert shown == [["Open", f"{start.day} {start:%B %Y} at 09:00", "1 of 10", "1"]]


@pytest.mark.parametrize("hidden", ["offer", "form"])
def test_nothing_is_open_that_nobody_can_sign_up_to(admin, url, course, hidden):
    page = course if hidden == "offer" else course.get_children().get()
    page.specific.unpublish()
    assert columns(admin.get(url), "Sign-up") == [["Not open for sign-up"]]


def test_an_editor_sees_the_places_and_not_the_submissions(editor, url, course):
    head, row = table(editor.get(url))
    assert "New submissions" not in head
    assert row[head.index("Places taken")] == "1 of 10"


def test_a_caseworker_who_edits_sees_the_own_numbers_alone(editor, url, course, programme, home):
    group = editor.get("/admin/").wsgi_request.user.groups.get()
    other = EventPageFactory(parent=home, title="Other")
    SubmissionFactory(intake=IntakeFactory(page=other))
    RoleGrant.objects.create(group=group, page_id=course.pk, role=Role.SEE)
    shown = dict(columns(editor.get(url), "Places taken", "New submissions"))
    assert shown == {"1 of 10": "1", "1": "", "0": ""}


def test_who_edits_no_page_is_turned_away_and_sees_no_menu_item(client, url, course):
    user = get_user_model().objects.create_user("caseworker")
    group = user.groups.create(name="Caseworkers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(url).status_code == 302
    assert url not in client.get("/admin/").content.decode()


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("offer_state=open", {"Course"}),
            ("offer_state=announced", {"Programme"}),
            ("offer_state=open&offer_state=announced", {"Course", "Programme"}),
            ("offer_state=held", set()),
            ("", {"Course", "Programme"}),
        ],
    )
    def test_by_state(self, admin, url, course, programme, query, expected):
        assert titles(admin.get(f"{url}?{query}")) == expected

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [(30, 30, {"Course"}), (31, None, set()), (None, 29, set()), (None, 30, {"Course"})],
    )
    def test_by_next_start(self, admin, url, course, programme, first, last, expected):
        today = timezone.localdate()
        days = {"next_start_from": first, "next_start_to": last}
        wanted = {name: today + day * DAY for name, day in days.items() if day is not None}
        assert titles(admin.get(url, wanted)) == expected

    @pytest.mark.parametrize(
        ("wanted", "expected"), [("true", {"Course"}), ("false", {"Programme"})]
    )
    def test_by_places(self, admin, url, course, programme, wanted, expected):
        assert titles(admin.get(url, {"has_places": wanted})) == expected

    @pytest.mark.parametrize(
        ("wanted", "expected"), [("true", {"Course"}), ("false", {"Programme"})]
    )
    def test_by_new_submissions(self, admin, url, course, programme, wanted, expected):
        assert titles(admin.get(url, {"has_new": wanted})) == expected

    def test_an_editor_can_not_ask_for_new_submissions(self, editor, url, course, programme):
        response = editor.get(url, {"has_new": "true"})
        assert titles(response) == {"Course", "Programme"}
        assert not BeautifulSoup(response.content, "html.parser").select("[name=has_new]")

    def test_in_the_language_of_the_admin(self, admin, url, course):
        UserProfile.objects.update(preferred_language="da")
        with translation.override("da"):
            assert table(admin.get(url))[0].count("Næste start") == 1


class TestExplorer:
    """The page explorer below a list of offers."""

    @pytest.fixture
    def index(self, home):
        return OfferIndexPageFactory(parent=home, title="Events")

    @pytest.fixture
    def url(self, index):
        return reverse("wagtailadmin_explore", args=[index.pk])

    @pytest.fixture
    def course(self, index):
        page = EventPageFactory(parent=index, title="Course")
        start = (timezone.localtime() + 30 * DAY).replace(hour=9, minute=0)
        session = SessionFactory(intake__page=page, intake__capacity=10, starts_at=start)
        SubmissionFactory(intake=session.intake)
        ApplicationFormPageFactory(parent=page)
        return page

    def test_says_how_offers_stand_and_shows_other_pages_too(self, admin, url, index, course):
        index.add_child(instance=PlainPage(title="Plain", slug="plain"))
        names = ("Sign-up", "Places taken", "New submissions")
        assert sorted(columns(admin.get(url), *names)) == [["", "", ""], ["Open", "1 of 10", "1"]]

    def test_an_editor_sees_the_places_and_not_the_submissions(self, editor, url, course):
        assert "New submissions" not in table(editor.get(url))[0]
        assert columns(editor.get(url), "Places taken") == [["1 of 10"]]

    @pytest.mark.parametrize(("wanted", "expected"), [("true", {"Course"}), ("false", set())])
    def test_has_the_filters(self, admin, url, course, wanted, expected):
        assert titles(admin.get(url, {"has_places": wanted})) == expected

    def test_the_results_alone_have_them_too(self, admin, index, course):
        url = reverse("wagtailadmin_explore_results", args=[index.pk])
        assert "Places taken" in table(admin.get(url))[0]

    def test_below_other_pages_it_is_as_ever(self, admin, home, course):
        url = reverse("wagtailadmin_explore", args=[home.pk])
        assert "Places taken" not in table(admin.get(url))[0]

    def test_more_offers_take_no_more_queries(
        self, admin, url, index, course, django_assert_num_queries
    ):
        EventPageFactory(parent=index)
        admin.get(url)
        with CaptureQueriesContext(connection) as few:
            admin.get(url)
        for _ in range(FEW):
            SubmissionFactory(
                intake=SessionFactory(intake__page=EventPageFactory(parent=index)).intake
            )
        with django_assert_num_queries(len(few)):
            assert len(titles(admin.get(url))) == FEW + 2


def test_many_offers_take_no_more_queries_than_few(admin, url, home, django_assert_num_queries):
    def add(number: int) -> None:
        for _ in range(number):
            SubmissionFactory(
                intake=SessionFactory(intake__page=EventPageFactory(parent=home)).intake
            )

    add(FEW)
    admin.get(url)
    with CaptureQueriesContext(connection) as few:
        assert len(titles(admin.get(url))) == FEW
    add(MANY - FEW)
    with django_assert_num_queries(len(few)):
        assert len(titles(admin.get(url))) == MANY
