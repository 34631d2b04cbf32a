"""Something done with several submissions at once, and with none that one may not touch."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.casework import links
from wagtail_inddragelse.domain.assessment import conflicts, decisions
from wagtail_inddragelse.domain.casework import bulk
from wagtail_inddragelse.models import ConflictOfInterest, PendingState, Role, RoleGrant, State
from wagtail_inddragelse.testing.factories import SubmissionFactory

pytestmark = pytest.mark.django_db

ASSIGN, OUTCOME = "inddragelse_bulk_assign", "inddragelse_bulk_outcome"


@pytest.fixture
def two(intake, decider):
    rows = [
        SubmissionFactory(intake=intake, state=State.RECEIVED, reference=reference)
        for reference in ("AAAA-2222", "BBBB-3333")
    ]
    conflicts.declare_many(decider, rows, set())
    ModelLogEntry.objects.all().delete()
    return rows


@pytest.fixture
def post(client, decider):
    """Sends the form of a bulk action as the decider; gives the messages."""

    def send(name: str, rows, **data) -> list[str]:
        client.force_login(decider)
        keys = [row.pk for row in rows]
        response = client.post(reverse(name), {"submission": keys, **data})
        assert response.status_code == 302
        return [str(message).strip() for message in get_messages(response.wsgi_request)]

    return send


def test_assigns_and_puts_each_on_record(post, two, assessor):
    said = post(ASSIGN, two, caseworker=assessor.pk)
    for row in two:
        row.refresh_from_db()
    assert [row.assigned_to for row in two] == [assessor, assessor]
    assert said == ["2 submissions are assigned."]
    entries = ModelLogEntry.objects.filter(action="wagtail_inddragelse.assign_caseworker")
    assert sorted(entries.values_list("label", flat=True)) == ["AAAA-2222", "BBBB-3333"]


def test_assigns_to_nobody(post, two, decider):
    post(ASSIGN, two, caseworker="me")
    post(ASSIGN, two, caseworker="nobody")
    two[0].refresh_from_db()
    assert two[0].assigned_to is None


def test_somebody_with_a_conflict_is_refused_by_reference(post, two, assessor):
    ConflictOfInterest.objects.create(submission=two[1], user=assessor, has_conflict=True)
    assert post(ASSIGN, two, caseworker=assessor.pk) == [
        "1 submission is assigned.",
        "They have declared a conflict of interest. (BBBB-3333)",
    ]


def test_nothing_is_prepared_before_it_is_declared(post, two, decider):
    ConflictOfInterest.objects.filter(submission=two[1]).delete()
    assert post(OUTCOME, two, outcome="waiting") == [
        "1 outcome is prepared.",
        "Declare first whether you have a conflict of interest. (BBBB-3333)",
    ]
    two[1].refresh_from_db()
    assert two[1].pending_state == ""


def test_prepares_an_outcome(post, two):
    said = post(OUTCOME, two, outcome="reject", reason="Too few places")
    for row in two:
        row.refresh_from_db()
    assert {(row.pending_state, row.decision_reason) for row in two} == {
        (PendingState.REJECT, "Too few places")
    }
    assert said == ["2 outcomes are prepared."]


def test_takes_an_outcome_back(post, two):
    post(OUTCOME, two, outcome="accept", reason="")
    post(OUTCOME, two, outcome="none", reason="")
    two[0].refresh_from_db()
    assert two[0].pending_state == ""


def test_what_has_been_decided_is_refused_by_reference(post, two, intake, decider):
    decided = SubmissionFactory(intake=intake, state=State.REJECTED, reference="CCCC-4444")
    conflicts.declare(decider, decided, has_conflict=False)
    assert post(OUTCOME, [*two, decided], outcome="accept", reason="") == [
        "2 outcomes are prepared.",
        "It has been decided already. (CCCC-4444)",
    ]


def test_a_rejection_without_a_reason_is_asked_for_one(client, decider, two):
    client.force_login(decider)
    data = {"submission": [two[0].pk], "outcome": "reject", "reason": ""}
    response = client.post(reverse(OUTCOME), data)
    assert response.status_code == 422
    assert response.context["form"].errors == {"reason": ["Give the reason for the rejection."]}


@pytest.mark.parametrize("conflict", [True, False])
def test_what_one_may_not_see_is_neither_touched_nor_named(
    post, client, decider, two, other_submission, conflict
):
    hidden = two[1] if conflict else other_submission
    if conflict:
        conflicts.declare(decider, hidden, has_conflict=True)
    assert post(OUTCOME, [two[0], hidden], outcome="accept", reason="") == [
        "1 outcome is prepared."
    ]
    hidden.refresh_from_db()
    assert hidden.pending_state == ""


def test_what_one_may_see_but_not_decide_is_refused(
    post, decider, two, other_submission, other_offer, person
):
    RoleGrant.objects.create(group=decider.groups.get(), page_id=other_offer.pk, role=Role.SEE)
    said = post(OUTCOME, [two[0], other_submission], outcome="accept", reason="")
    refusal = f"You do not decide on this offer. ({other_submission.reference})"
    assert said == ["1 outcome is prepared.", refusal]


@pytest.mark.parametrize("name", [ASSIGN, OUTCOME])
def test_who_decides_nowhere_does_not_find_the_page(client, assessor, two, name):
    client.force_login(assessor)
    assert client.get(reverse(name), {"submission": two[0].pk}).status_code == 404


@pytest.mark.parametrize("ticked", [{}, {"submission": "x"}, {"submission": "9" * 40}])
def test_without_ticks_it_goes_back_to_the_list_one_came_from(client, decider, two, ticked):
    client.force_login(decider)
    response = client.get(reverse(ASSIGN), {"back": "state=received", **ticked})
    assert response.url == links.register_url("state=received")


def test_the_export_takes_the_ticked_ones(client, person, two):
    exporter = person("exporter", Role.EXPORT)
    conflicts.declare_many(exporter, two, ())
    client.force_login(exporter)
    response = client.get(reverse("inddragelse_export"), {"submission": two[0].pk})
    assert response.context["count"] == 1


def opened(client, user, name: str, rows) -> dict:
    """What the page of a bulk action sends of what it showed."""
    client.force_login(user)
    page = client.get(reverse(name), {"submission": [row.pk for row in rows]})
    return {"shown": page.context["shown"]}


def test_an_outcome_that_the_page_did_not_show_is_left(client, post, two, decider):
    shown = opened(client, decider, OUTCOME, two)
    decisions.prepare(two[1], "reject", reason="Another’s words", user=decider)
    assert post(OUTCOME, two, outcome="accept", **shown) == [
        "1 outcome is prepared.",
        "It has been changed since the page was opened. (BBBB-3333)",
    ]
    two[1].refresh_from_db()
    assert (two[1].pending_state, two[1].decision_reason) == ("reject", "Another’s words")


def test_a_caseworker_that_the_page_did_not_show_is_left(client, post, two, decider, assessor):
    shown = opened(client, decider, ASSIGN, two)
    type(two[1]).objects.filter(pk=two[1].pk).update(assigned_to=assessor)
    assert post(ASSIGN, two, caseworker="me", **shown) == [
        "1 submission is assigned.",
        "It has been changed since the page was opened. (BBBB-3333)",
    ]
    two[1].refresh_from_db()
    assert two[1].assigned_to == assessor


@pytest.mark.parametrize(
    ("name", "data"),
    [(OUTCOME, {"outcome": "reject", "reason": "Too late"}), (ASSIGN, {"caseworker": "me"})],
)
def test_a_second_click_does_nothing_and_blames_nobody(client, post, two, decider, name, data):
    shown = opened(client, decider, name, two)
    first = post(name, two, **data, **shown)
    written = ModelLogEntry.objects.count()

    assert post(name, two, **data, **shown) == first * 2  # neither has been read
    assert ModelLogEntry.objects.count() == written


def test_the_page_tells_what_is_prepared_to_who_decides_and_has_declared(client, two, decider):
    for row in two:
        decisions.prepare(row, "reject", reason="Too late", user=decider)
    ConflictOfInterest.objects.filter(submission=two[1]).delete()
    client.force_login(decider)
    page = client.get(reverse(OUTCOME), {"submission": [row.pk for row in two]})
    found = {row.reference: row.present for row in page.context["submissions"]}
    assert found == {"AAAA-2222": "Reject: Too late", "BBBB-3333": ""}


@pytest.mark.parametrize("deed", ["assign", "prepare"])
def test_hundreds_take_a_few_queries_for_each_hundred(intake, decider, deed):
    def count(number: int) -> int:
        rows = [SubmissionFactory(intake=intake, state=State.RECEIVED) for _ in range(number)]
        ConflictOfInterest.objects.bulk_create(
            ConflictOfInterest(submission=row, user=decider, has_conflict=False) for row in rows
        )
        keys = [row.pk for row in rows]
        with CaptureQueriesContext(connection) as queries:
            if deed == "assign":
                result = bulk.assign(keys, decider, user=decider)
            else:
                result = bulk.prepare(keys, "accept", user=decider)
        assert result.done == number
        return len(queries)

    few, many = count(5), count(250)
    assert few <= 20
    assert many <= 3 * few
