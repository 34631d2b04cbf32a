"""Work on many cases in the background."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.casework import errands
from wagtail_inddragelse.domain.assessment import conflicts, decisions
from wagtail_inddragelse.models import (
    Assessment,
    ConflictOfInterest,
    Errand,
    Intake,
    Message,
    PendingState,
    Role,
    RoleGrant,
    State,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    SubmissionFactory,
)

from .cases import give
from .conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def intake(own_offer):
    return IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED, capacity=None)


@pytest.fixture
def decider(own_offer):
    return give(make_user("decider"), own_offer, Role.DECIDE)


@pytest.fixture
def make(intake, decider):
    """Makes this many cases, with an outcome prepared by another and no conflict declared."""

    def cases(number: int, **values) -> list:
        rows = [
            SubmissionFactory(intake=intake, state=State.UNDER_ASSESSMENT, **values)
            for _ in range(number)
        ]
        ConflictOfInterest.objects.bulk_create(
            ConflictOfInterest(submission=row, user=decider, has_conflict=False) for row in rows
        )
        return rows

    return cases


@pytest.fixture
def prepared(make):
    return make(3, pending_state=PendingState.ACCEPT)


@pytest.fixture
def at_once(monkeypatch):
    """Two are many, and are done one at a time."""
    monkeypatch.setattr(errands, "AT_ONCE", 1)
    for kind, way in errands.WAYS.items():
        monkeypatch.setitem(errands.WAYS, kind, way._replace(at_a_time=1))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def release(intake, rows, user) -> Errand:
    listed = {str(row.pk): decisions.shown_mark(row) for row in rows}
    keys = [row.pk for row in rows]
    return errands.begin(Errand.Kind.RELEASE, intake, keys, user=user, listed=listed)


def states(rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def listed_on(client, intake) -> dict[str, str]:
    page = client.get(reverse("inddragelse_release", args=[intake.pk]))
    return {"listed": page.context["listed"], "once": "key"}


@pytest.mark.usefixtures("at_once")
class TestPages:
    def test_a_large_release_lines_up_in_the_order_that_was_asked_for(
        self, client, intake, decider, make, committing
    ):
        rows = make(3, pending_state=PendingState.WAITING)
        for step, row in enumerate(rows, 1):
            assessment = AssessmentFactory(submission=row, total=80)
            assessment.scores.create(criterion_id="will", value=step)
        client.force_login(decider)
        with committing(execute=True):
            address = reverse("inddragelse_release", args=[intake.pk])
            client.post(f"{address}?criterion=will", listed_on(client, intake))
        assert list(Submission.objects.in_line()) == rows[::-1]

    def test_a_large_release_leads_to_how_far_it_is(
        self, client, intake, decider, prepared, committing
    ):
        client.force_login(decider)
        url, data = reverse("inddragelse_release", args=[intake.pk]), listed_on(client, intake)
        with committing(execute=True):
            first, second = client.post(url, data), client.post(url, data)
        errand = Errand.objects.get()
        status = reverse("inddragelse_errand", args=[errand.pk])
        assert (first.url, second.url) == (status, status)
        page = client.get(status)
        assert (page.context["result"], page.get("Refresh")) == ("3 decisions are released.", None)
        assert states(prepared) == [State.CONFIRMED] * 3
        assert Message.objects.filter(occasion="accepted").count() == 3

    def test_it_is_shown_while_something_is_left(self, client, intake, decider, prepared):
        errand = release(intake, prepared, decider)
        client.force_login(decider)
        page = client.get(reverse("inddragelse_errand", args=[errand.pk]))
        assert (page["Refresh"], "0 of 3 submissions" in page.content.decode()) == ("2", True)
        selection = client.get(reverse("inddragelse_selection", args=[intake.pk]))
        assert list(selection.context["errands"]) == [errand]

    def test_one_that_has_stopped_goes_on_by_its_button(
        self, client, intake, decider, prepared, committing
    ):
        errand = release(intake, prepared, decider)
        Errand.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=5))
        client.force_login(decider)
        url = reverse("inddragelse_errand", args=[errand.pk])
        assert "It has stopped" in client.get(url).content.decode()
        with committing(execute=True):
            client.post(url)
        assert states(prepared) == [State.CONFIRMED] * 3

    def test_nobody_else_sees_it(self, client, own_offer, intake, decider, prepared):
        errand = release(intake, prepared, decider)
        client.force_login(give(make_user("second"), own_offer, Role.DECIDE))
        assert client.get(reverse("inddragelse_errand", args=[errand.pk])).status_code == 404

    @pytest.mark.parametrize("by_region", [True, False])
    def test_a_large_round_is_shared_out(
        self, client, own_offer, intake, decider, make, by_region, committing
    ):
        make(4, municipality_code="0860")
        people = [give(make_user(name), own_offer, Role.ASSESS) for name in ("ada", "bo")]
        keys = [person.pk for person in people]
        data = {"region-0": keys, "by-region": ""} if by_region else {"assessors": keys, "each": 1}
        client.force_login(decider)
        with committing(execute=True):
            response = client.post(reverse("inddragelse_assigning", args=[intake.pk]), data)
        page = client.get(response.url)
        count = 8 if by_region else 4
        assert page.context["result"] == f"{count} assignments are made."
        assert Assessment.objects.count() == count


@pytest.mark.usefixtures("at_once")
class TestSteps:
    def test_a_worker_that_dies_leaves_the_rest_to_another(
        self, intake, decider, prepared, monkeypatch
    ):
        errand, calls = release(intake, prepared, decider), []
        whole = decisions.release_some

        def die(*args, **kwargs):
            calls.append(1)
            result = whole(*args, **kwargs)
            if len(calls) == 2:
                raise SystemExit  # after the work of the second step, before its note
            return result

        monkeypatch.setattr(decisions, "release_some", die)
        with pytest.raises(SystemExit):
            errands.do_errand.func(errand.pk)
        errand.refresh_from_db()
        assert (errand.done, states(prepared)) == (
            1,
            [State.CONFIRMED, State.UNDER_ASSESSMENT, State.UNDER_ASSESSMENT],
        )
        errands.do_errand.func(errand.pk)
        errand.refresh_from_db()
        assert (errand.done, errand.count, states(prepared)) == (3, 3, [State.CONFIRMED] * 3)
        assert Message.objects.filter(occasion="accepted").count() == 3

    def test_what_fails_with_one_keeps_no_other(self, intake, decider, prepared, monkeypatch):
        monkeypatch.setitem(
            errands.WAYS, "release", errands.WAYS["release"]._replace(at_a_time=len(prepared))
        )
        errand, whole = release(intake, prepared, decider), decisions.release_some

        def fail(intake, keys, **order):
            result = whole(intake, keys, **order)
            if prepared[1].pk in keys:
                raise ValueError  # as a receiver of the site's own may
            return result

        monkeypatch.setattr(decisions, "release_some", fail)
        errands.do_errand.func(errand.pk)
        errand.refresh_from_db()
        reason = "Something went wrong. Try again, or ask whoever runs the site."
        assert (errand.left, errand.count) == ([], 2)
        assert errand.refusals == {prepared[1].reference: reason}
        assert states(prepared) == [State.CONFIRMED, State.UNDER_ASSESSMENT, State.CONFIRMED]

    def test_when_the_database_fails_nothing_is_left_out(
        self, intake, decider, prepared, monkeypatch
    ):
        errand = release(intake, prepared, decider)

        def fail(*args, **order):
            raise OperationalError

        monkeypatch.setattr(decisions, "release_some", fail)
        with pytest.raises(OperationalError):
            errands.do_errand.func(errand.pk)
        errand.refresh_from_db()
        assert errand.left == [row.pk for row in prepared]

    def test_what_cannot_be_done_is_named(self, intake, decider, prepared, own_offer):
        errand = release(intake, prepared, decider)
        second = give(make_user("second"), own_offer, Role.DECIDE)
        decisions.prepare(prepared[0], "waiting", user=second)
        conflicts.declare(decider, prepared[1], has_conflict=True)
        errands.do_errand.func(errand.pk)
        errand.refresh_from_db()
        assert (errand.count, errand.refusals) == (
            1,
            {
                prepared[0].reference: "It has been changed since the page was opened.",
                prepared[1].reference: "You no longer decide on it.",
            },
        )

    def test_who_has_lost_the_role_does_nothing(self, intake, decider, prepared):
        errand = release(intake, prepared, decider)
        RoleGrant.objects.all().delete()
        errands.do_errand.func(errand.pk)
        assert states(prepared) == [State.UNDER_ASSESSMENT] * 3

    def test_a_broker_that_is_down_leaves_it_to_be_gone_on_with(
        self, intake, decider, prepared, monkeypatch, committing
    ):
        def fail(*_args):
            raise ConnectionError

        monkeypatch.setattr(errands, "do_errand", type("Task", (), {"enqueue": staticmethod(fail)}))
        with committing(execute=True):
            errand = release(intake, prepared, decider)
        errand.refresh_from_db()
        assert errand.left == [row.pk for row in prepared]


@pytest.mark.parametrize("kind", ["release", "evenly"])
def test_the_work_takes_a_few_queries_a_case_at_most(own_offer, intake, decider, make, kind):
    """And no more for each of many than for each of a few."""
    assessor = give(make_user("assessor"), own_offer, Role.ASSESS)

    def each(number: int) -> float:
        rows = make(number, pending_state=PendingState.ACCEPT)
        if kind == "release":
            errand = release(intake, rows, decider)
        else:
            keys, order = [row.pk for row in rows], {"assessors": [assessor.pk], "each": 1}
            errand = errands.begin(Errand.Kind.EVENLY, intake, keys, user=decider, **order)
        with CaptureQueriesContext(connection) as queries:
            errands.do_errand.func(errand.pk)
        errand.refresh_from_db()
        assert errand.count == number
        return len(queries) / number

    few, many = each(50), each(200)
    assert many <= 4
    assert many <= few * 1.1


def test_a_small_round_is_done_at_once(client, own_offer, intake, decider, make):
    make(2)
    assessor = give(make_user("assessor"), own_offer, Role.ASSESS)
    client.force_login(decider)
    url = reverse("inddragelse_assigning", args=[intake.pk])
    client.post(url, {"assessors": [assessor.pk], "each": 1})
    assert (Assessment.objects.count(), Errand.objects.exists()) == (2, False)
