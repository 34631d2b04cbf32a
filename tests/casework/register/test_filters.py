"""What the register is filtered by, and that nobody learns from it what they may not know."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.casework.register.filters import RegisterFilters
from wagtail_inddragelse.models import State
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    ParticipantFactory,
    SubmissionFactory,
)

from .conftest import LIST

pytestmark = pytest.mark.django_db


def at(*when: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*when))


def left_by(url: str) -> dict[str, str]:
    """The query of an address that removes a filter, but for what it says to Wagtail's script."""
    query = QueryDict(url.partition("?")[2]).dict()
    return {name: value for name, value in query.items() if not name.startswith("_w_")}


@pytest.fixture
def two(intake):
    """Two that differ in all that can be filtered by."""
    first = SubmissionFactory(
        intake=intake,
        reference="AAAA-2222",
        state=State.RECEIVED,
        municipality_code="0101",
        received_at=at(2026, 12, 31, 23, 59),
    )
    other = IntakeFactory(page=intake.page)
    SubmissionFactory(
        intake=other,
        reference="BBBB-3333",
        state=State.CONFIRMED,
        municipality_code="0860",
        received_at=at(2027, 1, 1, 0, 0),
    )
    return first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "received"}, ["AAAA-2222"]),
        ({"municipality": "0860"}, ["BBBB-3333"]),
        ({"region": "Region Hovedstaden"}, ["AAAA-2222"]),
        ({"region": "Region Østdanmark"}, []),
        ({"region": "Region Nordjylland"}, ["BBBB-3333"]),
        ({"received_from": "2027-01-01"}, ["BBBB-3333"]),
        ({"received_to": "2026-12-31"}, ["AAAA-2222"]),
        ({"received_from": "2026-12-31", "received_to": "2027-01-01"}, ["BBBB-3333", "AAAA-2222"]),
        ({"received_from": "2027-01-02", "received_to": "2027-01-01"}, []),
        ({"received_from": "yesterday"}, []),
        ({"received_from": "0001-01-01", "received_to": "2026-12-31"}, ["AAAA-2222"]),
        ({"received_from": "2027-01-01", "received_to": "9999-12-31"}, ["BBBB-3333"]),
        ({"state": "nonsense"}, []),
        ({"nonsense": "1"}, ["BBBB-3333", "AAAA-2222"]),
        ({"ordering": "received_at"}, ["AAAA-2222", "BBBB-3333"]),
        ({"ordering": "organisation"}, ["BBBB-3333", "AAAA-2222"]),
    ],
)
def test_narrows_the_list(listed, decider, two, query, found):
    assert listed(decider, **query) == found


def test_a_region_has_the_municipalities_of_the_one_before_from_its_first_day(
    listed, decider, intake
):
    row = SubmissionFactory(
        intake=intake, municipality_code="0101", received_at=at(2027, 1, 1, 0, 0)
    )
    assert listed(decider, region="Region Østdanmark") == [row.reference]


def test_by_intake(listed, decider, two):
    assert listed(decider, intake=two.intake_id) == ["AAAA-2222"]


def test_choosing_another_offer_leaves_the_intake_of_the_one_before(
    listed, decider, two, own_offer, other_submission
):
    found = listed(decider, offer=own_offer.pk, intake=other_submission.intake_id)
    assert found == ["BBBB-3333", "AAAA-2222"]


def test_an_intake_of_somebody_elses_offer_gives_nothing(listed, decider, two, other_submission):
    assert listed(decider, intake=other_submission.intake_id) == []


def test_only_own_offers_are_offered(decider, two, other_submission, own_offer):
    choices = RegisterFilters(decider, QueryDict("")).form.fields["offer"].choices
    assert [key for key, title in choices] == ["", str(own_offer.pk)]


class TestAssignee:
    @pytest.fixture
    def mine(self, two, decider):
        two.assigned_to = decider
        two.save()
        return two

    @pytest.mark.parametrize(
        ("assignee", "found"), [("me", ["AAAA-2222"]), ("nobody", ["BBBB-3333"])]
    )
    def test_by_word(self, listed, decider, mine, assignee, found):
        assert listed(decider, assignee=assignee) == found

    def test_by_person(self, listed, assessor, decider, mine):
        assert listed(assessor, assignee=decider.pk) == ["AAAA-2222"]

    def test_me_is_whoever_opens_the_link(self, listed, assessor, mine):
        assert listed(assessor, assignee="me") == []


class TestBlind:
    @pytest.mark.parametrize(
        "query",
        [
            {"q": "Hjørring"},
            {"q": "Secret"},
            {"q": "secret@hjoerring.dk"},
            {"q": "BLND Secret"},
            {"municipality": "0860"},
            {"region": "Region Nordjylland"},
        ],
    )
    def test_only_who_knows_the_applicants_finds_them(
        self, listed, assessor, decider, blind_submission, query
    ):
        assert listed(assessor, **query) == []
        assert listed(decider, **query) == [blind_submission.reference]

    def test_is_found_by_reference(self, listed, assessor, blind_submission):
        assert listed(assessor, q="blnd-2345") == [blind_submission.reference]

    def test_open_intakes_are_searched_beside_blind_ones(
        self, listed, assessor, blind_submission, intake
    ):
        row = SubmissionFactory(intake=intake, organisation="Hjørring Kommune")
        assert listed(assessor, q="Hjørring") == [row.reference]


def test_all_words_must_occur(listed, decider, intake):
    both = SubmissionFactory(intake=intake, contact_name="Anna", organisation="Vejle")
    SubmissionFactory(intake=intake, contact_name="Anna", organisation="Aarhus")
    assert listed(decider, q="anna vejle") == [both.reference]


class TestQueries:
    @pytest.fixture
    def pills(self, client, decider):
        """What is said to be on under a query, and what is left of the query without it."""

        def get(query: str) -> list[tuple[str, dict]]:
            client.force_login(decider)
            view = client.get(f"{reverse(LIST)}?{query}").context["view"]
            return [(pill.value, left_by(pill.removed_filter_url)) for pill in view.active_filters]

        return get

    def test_what_is_kept_leaves_out_words_ticks_and_what_means_nothing(self, decider):
        query = QueryDict(
            "q=Anna&submission=1&state=received&ordering=received_at&p=3&assessments__comment=x"
        )
        assert RegisterFilters(decider, query).to_keep() == "state=received&ordering=received_at"

    def test_a_pill_removes_its_filter_alone(self, pills):
        assert pills("state=received&municipality=0860") == [
            ("Received", {"municipality": "0860"}),
            ("Hjørring", {"state": "received"}),
        ]

    def test_without_its_offer_no_intake_is_meant(self, pills, intake):
        found = pills(f"offer={intake.page_id}&intake={intake.pk}")
        assert found == [
            ("Own offer", {}),
            (intake.title, {"offer": str(intake.page_id)}),
        ]

    def test_ticks_that_are_no_keys_are_refused(self, decider):
        assert not RegisterFilters(decider, QueryDict("submission=1;DROP")).is_valid()


class TestWords:
    """Found as people type them, on every database."""

    @pytest.mark.parametrize(
        ("stored", "typed"),
        [
            ("Åse Ærø", "åse"),
            ("ægidius østergård", "ÆGIDIUS ØSTERGÅRD"),
            ("A\u030age Mo\u0308ller", "Åge möller"),
            ("Åage", "A\u030aage"),
            ("A\u030age Mo\u0308ller", "Åage"),
            ("Aage Nørgaard", "åge nørgård"),
            ("Åge Nørgård", "Aage Nørgaard"),
            ("Åbenraa", "aabenrå"),
            ("Ada O’Dell", "O'Dell"),
            ("Ada O'Dell", "O’Dell"),
            ("100 % Fri_tid", "100 % fri_"),
        ],
        ids=ascii,
    )
    def test_a_name(self, listed, decider, intake, stored, typed):
        row = SubmissionFactory(intake=intake, contact_name=stored)
        SubmissionFactory(intake=intake, contact_name="Somebody Else")
        assert listed(decider, q=typed) == [row.reference]

    @pytest.mark.parametrize(
        "stored", ["12 34 56 78", "12345678", "+45 12-34-56-78", "(1234) 56.78"]
    )
    @pytest.mark.parametrize(
        "typed",
        [
            "12 34 56 78",
            "12345678",
            "345678",
            "12-34-56-78",
            "+4512345678",
            "0045 12345678",
            "4512345678",
            "(+45) 12 34 56 78",
        ],
    )
    def test_a_phone_number(self, listed, decider, intake, stored, typed):
        row = SubmissionFactory(intake=intake, contact_phone=stored)
        SubmissionFactory(intake=intake, contact_phone="87 65 43 21")
        assert listed(decider, q=typed) == [row.reference]

    @pytest.mark.parametrize("typed", ["bodil", "ærø@example.dk", "Bodil Vejle"])
    def test_a_participant(self, listed, decider, intake, typed):
        row = SubmissionFactory(intake=intake, organisation="Vejle")
        ParticipantFactory(submission=row, position=1, name="Bodil Borger", email="ærø@example.dk")
        other = SubmissionFactory(intake=intake)
        ParticipantFactory(submission=other, position=1, name="Carla")
        assert listed(decider, q=typed) == [row.reference]

    def test_no_word_across_two_fields(self, listed, decider, intake):
        SubmissionFactory(intake=intake, organisation="Vejle", contact_name="Anna")
        assert listed(decider, q="vejleanna") == []

    def test_a_participant_of_a_blind_case_is_found_by_who_may_know(
        self, listed, assessor, decider, blind_submission
    ):
        ParticipantFactory(submission=blind_submission, position=1, name="Bodil Borger")
        assert listed(assessor, q="Bodil") == []
        assert listed(decider, q="Bodil") == [blind_submission.reference]


def test_what_is_mine_to_assess(intake, assessor, decider, listed):
    owed, done, worked_on = (SubmissionFactory(intake=intake, state="received") for _ in range(3))
    for row, total in ((owed, None), (done, 50)):
        AssessmentFactory(submission=row, assessor=assessor, total=total)
    type(worked_on).objects.filter(pk=worked_on.pk).update(assigned_to=assessor)
    assert listed(assessor, assignee="to_assess") == [owed.reference]
    assert set(listed(assessor, assignee="me")) == {owed.reference, worked_on.reference}
    assert listed(decider, assignee="to_assess") == []
