"""The five pages on the days when they were true."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from example_site.demo.submissions import send_submissions
from wagtail_inddragelse.models import Submission

from .conftest import WAGTAIL_LEAVES_FILES_OPEN

pytestmark = [
    WAGTAIL_LEAVES_FILES_OPEN,
    pytest.mark.any_database,
    pytest.mark.usefixtures("original_demo", "db"),
]

PROGRAMME = "/forloeb/raadgivningsforloeb/ansoegning/"
WORKSHOPS = "/forloeb/workshopforloeb/henvendelse/"
MEETING = "/arrangementer/nationalt-temamoede/tilmelding/"
COURSE = "/arrangementer/temaforloeb/tilmelding/"
NETWORK = "/arrangementer/netvaerksmoeder/tilmelding/"
FORMS = [PROGRAMME, WORKSHOPS, MEETING, COURSE, NETWORK]


def at(moment):
    """Stand still at a Danish clock time."""
    naive = dt.datetime.fromisoformat(moment)
    return time_machine.travel(timezone.make_aware(naive), tick=False)


def open_forms():
    """Paths of the forms that take submissions now."""
    pages = {path: Page.objects.get(url_path=f"/forside{path}").specific for path in FORMS}
    return [path for path, page in pages.items() if any(s.is_open for s in page.get_statuses())]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2020-11-30T23:59:59", [PROGRAMME]),
        ("2020-12-01T00:00:00", []),
        ("2021-12-31T23:59:59", []),
        ("2022-01-01T00:00:00", [WORKSHOPS]),
        ("2023-05-10T08:59:59", [WORKSHOPS]),
        ("2023-05-10T09:00:00", [WORKSHOPS, MEETING, COURSE]),
        ("2023-06-09T10:00:59", [WORKSHOPS, MEETING, COURSE]),
        ("2023-06-09T10:01:00", [WORKSHOPS]),
    ],
)
def test_what_was_open_when(moment, expected):
    with at(moment):
        assert open_forms() == expected


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        ("2020-11-30T23:59:59", 1),
        ("2020-12-01T00:00:00", 0),
        ("2023-06-09T10:00:59", 5),
        ("2023-06-09T10:01:00", 1),
    ],
)
def test_what_was_sent_is_taken_up_to_the_last_minute(moment, taken):
    with at(moment):
        send_submissions(5)
    assert Submission.objects.values("intake").distinct().count() == taken


def test_the_news_tells_that_the_deadline_was_moved(read):
    with at("2023-06-05T12:00:00"):
        text = read("/nyheder/inddragelse-i-egen-sag/")
    assert "2. juni 2023" in text
    assert "9. juni 2023" in text
    assert "1. juni 2023" in text


def test_the_network_meetings_were_announced_for_october(read):
    with at("2023-06-05T12:00:00"):
        assert "Oktober 2023" in read("/arrangementer/netvaerksmoeder/")


def test_a_chief_may_bring_one_person(client):
    with at("2023-06-05T12:00:00"):
        html = client.get(MEETING).content.decode()
    assert "add_guest" in html


def test_the_application_round_has_places_for_two_organisations():
    offer = Page.objects.get(url_path="/forside/forloeb/raadgivningsforloeb/").specific
    (intake,) = offer.get_intakes()
    assert (intake.capacity, intake.unit, intake.is_assessed) == (2, "organisations", True)


def test_the_management_backing_and_the_sharing_must_be_given():
    form = Page.objects.get(url_path=f"/forside{PROGRAMME}").specific
    required = {question.type for question in form.get_schema().questions if question.required}
    assert required >= {"attachment", "consent"}


def test_the_criteria_are_nested_as_they_were():
    form = Page.objects.get(url_path=f"/forside{PROGRAMME}").specific
    assert [len(criterion.children) for criterion in form.get_schema().criteria] == [2, 4, 0]
