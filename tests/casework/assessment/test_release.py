"""Releasing outcomes in the admin."""

import json

import pytest

from wagtail_inddragelse.casework.shown import write_marks
from wagtail_inddragelse.domain.assessment import conflicts, decisions
from wagtail_inddragelse.models import (
    Message,
    PendingState,
    State,
    Submission,
)

from .rounds import (
    assessed,
    declared,
    listed,
    pending,
    release,
    selection,
    told,
)

pytestmark = pytest.mark.django_db


class TestRelease:
    def test_says_first_what_it_will_do(self, decider_client, decider, intake, best):
        decisions.prepare(best, "accept", user=decider)
        context = decider_client.get(release(intake)).context
        going = [(str(label), rows) for label, rows in context["going"] if rows]
        assert going == [("Imødekom", [best])]
        assert not Message.objects.exists()

    def test_releases(self, decider_client, decider, intake, best, weaker):
        decisions.prepare(best, "accept", user=decider)
        data = listed(decider_client, intake)
        assert decider_client.post(release(intake), data).url == selection(intake)
        states = [Submission.objects.get(pk=row.pk).state for row in (best, weaker)]
        assert states == [State.CONFIRMED, State.UNDER_ASSESSMENT]

    def test_not_what_was_not_on_the_page(self, decider_client, decider, intake, best, weaker):
        decisions.prepare(best, "accept", user=decider)
        data = listed(decider_client, intake)
        decisions.prepare(weaker, "waiting", user=decider)
        decider_client.post(release(intake), data)
        assert Submission.objects.get(pk=weaker.pk).state == State.UNDER_ASSESSMENT

    @pytest.mark.parametrize("mark", [None, 1, ["x"], "x"])
    def test_nothing_by_a_mark_that_is_none_of_ours(
        self, decider_client, decider, intake, best, mark
    ):
        decisions.prepare(best, "accept", user=decider)
        decider_client.post(release(intake), {"listed": json.dumps({best.pk: mark})})
        assert pending(best) == ["accept"]

    @pytest.mark.parametrize("listed", ["", "x", "[]", "[" * 100_000])
    def test_nothing_by_a_list_that_can_not_be_read(
        self, decider_client, decider, intake, best, listed
    ):
        decisions.prepare(best, "accept", user=decider)
        assert decider_client.post(release(intake), {"listed": listed}).url == release(intake)
        assert pending(best) == ["accept"]

    @pytest.mark.usefixtures("in_english")
    def test_names_what_changed_meanwhile(self, decider_client, decider, second, intake, best):
        decisions.prepare(best, "accept", user=decider)
        data = listed(decider_client, intake)
        decisions.prepare(best, "reject", reason="Late", user=second)
        response = decider_client.post(release(intake), data, follow=True)
        assert f"{best.reference}: It has been changed since the page was opened." in told(response)
        assert pending(best) == ["reject"]

    def test_the_line_is_in_the_order_that_the_selection_was_shown_in(
        self, decider_client, decider, intake
    ):
        rows = [declared(decider, assessed(intake, 80, will=step)) for step in (2, 4)]
        for row in rows:
            decisions.prepare(row, "waiting", user=decider)
        page = decider_client.get(selection(intake), {"criterion": "will"})
        address = f"{release(intake)}?criterion=will"
        assert f'href="{address}"' in page.content.decode()

        page = decider_client.get(address)
        assert dict(page.context["going"])[PendingState.WAITING.label] == rows[::-1]
        assert "den, der fik flest på ”Will”" in page.content.decode()
        done = decider_client.post(address, {"listed": page.context["listed"]})
        assert done.url == f"{selection(intake)}?criterion=will"
        assert list(Submission.objects.in_line()) == rows[::-1]

    def test_without_a_criterion_the_page_says_that_time_decides(
        self, decider_client, decider, intake, best
    ):
        decisions.prepare(best, "waiting", user=decider)
        html = decider_client.get(release(intake)).content.decode()
        assert "og ved lige mange point den, der søgte først" in html

    def test_nobody_put_in_line_calls_for_no_word_of_its_order(
        self, decider_client, decider, intake, best
    ):
        decisions.prepare(best, "accept", user=decider)
        assert "På ventelisten" not in decider_client.get(release(intake)).content.decode()

    def test_nothing_listed_releases_nothing(self, decider_client, decider, intake, best):
        decisions.prepare(best, "accept", user=decider)
        assert decider_client.post(release(intake)).url == release(intake)
        assert pending(best) == ["accept"]

    def test_not_what_is_not_declared_for(self, decider_client, second, intake):
        row = decisions.prepare(assessed(intake, 50), "accept", user=second)
        forged = {"listed": write_marks({row.pk: decisions.shown_mark(row)})}
        context = decider_client.get(release(intake)).context
        decider_client.post(release(intake), forged)
        assert (context["total"], context["undeclared"], pending(row)) == (0, 1, ["accept"])

    def test_says_that_another_must_release_where_one_has_a_conflict(
        self, decider_client, decider, second, intake, best
    ):
        decisions.prepare(best, "accept", user=second)
        conflicts.declare(decider, best, has_conflict=True)
        context = decider_client.get(release(intake)).context
        assert (context["total"], context["conflicting"]) == (0, 1)

    def test_names_what_it_left(self, decider_client, decider, intake, best, weaker):
        for row in (best, weaker):
            decisions.prepare(row, "accept", user=decider)
        data = listed(decider_client, intake)
        response = decider_client.post(release(intake), data, follow=True)
        assert [text for text in told(response) if text.startswith(weaker.reference)] == [
            f"{weaker.reference}: Der er ikke pladser nok tilbage."
        ]
