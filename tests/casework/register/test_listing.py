"""What the register shows, to whom, and at what cost."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.models import State, Submission
from wagtail_inddragelse.testing.factories import AssessmentFactory, SubmissionFactory

from .conftest import LIST

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(client):
    """The cells of the list, as text."""

    def get(user, **query) -> list[list[str]]:
        client.force_login(user)
        page = BeautifulSoup(client.get(reverse(LIST), query).content, "html.parser")
        return [
            [cell.get_text(", ", strip=True) for cell in row.find_all(["th", "td"])]
            for row in page.select("table.listing tbody tr")
        ]

    return get


def test_a_row(rows, person, intake, decider):
    SubmissionFactory(
        intake=intake,
        reference="AAAA-2222",
        organisation="Vejle Kommune",
        contact_name="Anna Ansøger",
        state=State.RECEIVED,
        assigned_to=decider,
        received_at=timezone.now() - dt.timedelta(days=3),
    )
    (row,) = rows(person("reader", "see"))
    assert row[:8] == [
        "AAAA-2222",
        "Vejle Kommune, Anna Ansøger",
        "Own offer",
        intake.title,
        "Received",
        "–",
        "–",
        "decider",
    ]
    assert row[-1] == "3 days"


def test_a_blind_applicant_is_hidden_from_who_only_assesses(rows, assessor, blind_submission):
    assert [row[:2] for row in rows(assessor)] == [["BLND-2345", "Hidden"]]


def test_nothing_of_a_blind_applicant_is_in_the_page(client, assessor, blind_submission):
    client.force_login(assessor)
    html = client.get(reverse(LIST)).content.decode()
    assert [word for word in ("Secret", "secret@", "Hjørring Kommune") if word in html] == []


def test_a_blind_applicant_is_shown_to_who_decides(rows, decider, blind_submission):
    assert "Hjørring Kommune, Secret Person" in rows(decider)[0]


def test_who_applies_without_an_organisation_stands_alone(rows, decider, intake):
    SubmissionFactory(intake=intake, organisation="", contact_name="Anna Ansøger")
    assert rows(decider)[0][2] == "Anna Ansøger"


class TestScores:
    @pytest.fixture
    def assessed(self, intake):
        row = SubmissionFactory(intake=intake, state=State.UNDER_ASSESSMENT)
        AssessmentFactory(submission=row, total=80)
        AssessmentFactory(submission=row, total=60)
        return row

    def test_mean_and_spread(self, rows, decider, assessed):
        assert rows(decider)[0][6:8] == ["70.0", "20.0"]

    def test_who_may_yet_assess_sees_none(self, rows, assessor, assessed):
        assert rows(assessor)[0][5:7] == ["–", "–"]

    def test_who_owes_an_assessment_sees_none(self, rows, assessor, assessed):
        AssessmentFactory(submission=assessed, assessor=assessor)
        assert rows(assessor)[0][5:7] == ["–", "–"]

    def test_who_owes_one_sees_all_where_nobody_assesses_apart(self, rows, assessor, assessed):
        AssessmentFactory(submission=assessed, assessor=assessor)
        assessed.intake.assesses_apart = False
        assessed.intake.save()
        assert rows(assessor)[0][5:7] == ["70.0", "20.0"]


@pytest.mark.parametrize("query", [{}, {"q": "Applicant"}, {"region": "Region Nordjylland"}])
def test_takes_the_same_number_of_queries_for_5_and_25_rows(client, assessor, intake, query):
    client.force_login(assessor)

    def count(number: int) -> int:
        while Submission.objects.count() < number:
            row = SubmissionFactory(intake=intake, municipality_code="0860", assigned_to=assessor)
            AssessmentFactory(submission=row, total=50)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST), query)
        return len(queries)

    count(1)
    assert count(5) == count(25)


def test_20_rows_on_a_page_and_each_on_one(client, decider, intake, listed):
    made = [row.reference for row in SubmissionFactory.create_batch(45, intake=intake, people=0)]
    pages = [listed(decider, p=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [*pages[0], *pages[1], *pages[2]] == made[::-1]


def test_a_page_that_is_not_there_shows_the_first(decider, intake, listed):
    row = SubmissionFactory(intake=intake)
    assert listed(decider, p="99") == [row.reference]


def test_who_may_only_see_can_tick_nothing(client, person, intake):
    SubmissionFactory(intake=intake)
    client.force_login(person("reader", "see"))
    page = BeautifulSoup(client.get(reverse(LIST)).content, "html.parser")
    assert page.select("table [type=checkbox]") == []


def test_the_register_is_light_on_inline_code(client, decider, intake):
    SubmissionFactory(intake=intake)
    client.force_login(decider)
    page = BeautifulSoup(client.get(reverse(LIST)).content, "html.parser")
    main = page.select_one("main")
    assert main.select("[style], [onclick], script") == []
