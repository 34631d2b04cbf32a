"""A case's place in the list it was opened from."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from wagtail_inddragelse.casework.register.columns import ORDERINGS
from wagtail_inddragelse.casework.register.neighbours import find_neighbours, neighbours_of
from wagtail_inddragelse.models import State, Submission
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def rows(own_offer):
    """Six submissions, received two at a time."""
    intakes = [IntakeFactory(page=own_offer, sort_order=2), IntakeFactory(page=own_offer)]
    return [
        SubmissionFactory(
            intake=intakes[number % 2],
            received_at=NOW - dt.timedelta(days=day),
            organisation=("Even", "Odd")[day % 2],
        )
        for number, day in enumerate((1, 1, 2, 2, 3, 3))
    ]


@pytest.mark.parametrize("order", ORDERINGS.values(), ids=ORDERINGS)
def test_walks_the_list_in_its_own_order(rows, order):
    listed = Submission.objects.order_by(*order)
    expected = list(listed)
    found = [find_neighbours(listed, row) for row in expected]
    assert [each.number for each in found] == [1, 2, 3, 4, 5, 6]
    assert [each.next for each in found] == [*expected[1:], None]
    assert [each.previous for each in found] == [None, *expected[:-1]]


def test_case_that_has_dropped_out_keeps_its_place(rows):
    everything = Submission.objects.order_by("-received_at", "-pk")
    before, gone, after = everything[1:4]
    found = find_neighbours(everything.exclude(pk=gone.pk), gone)
    assert (found.number, found.total) == (None, 5)
    assert (found.previous, found.next) == (before, after)


class TestOfTheRegister:
    def test_follows_filter_and_search(self, caseworker, rows):
        Submission.objects.filter(pk=rows[2].pk).update(state=State.WAITING)
        found = neighbours_of(caseworker, "state=confirmed&q=Odd&p=3", rows[1])
        assert (found.number, found.total, found.previous, found.next) == (1, 4, None, rows[0])

    @pytest.mark.parametrize("query", ["", *(f"ordering={order}" for order in ORDERINGS)])
    def test_follows_every_column(self, caseworker, rows, query):
        first = next(row for row in rows if neighbours_of(caseworker, query, row).previous is None)
        walked = [first]
        while found := neighbours_of(caseworker, query, walked[-1]).next:
            walked.append(found)
        assert sorted(row.pk for row in walked) == sorted(row.pk for row in rows)
        back = [neighbours_of(caseworker, query, row).previous for row in walked[1:]]
        assert back == walked[:-1]

    def test_leaves_out_what_the_user_may_not_see(self, caseworker, rows, other_submission):
        assert neighbours_of(caseworker, "", rows[0]).total == 6

    @pytest.mark.parametrize("query", ["state=nonsense", "intake=x", "%00", "ordering=99"])
    def test_query_that_means_nothing_breaks_nothing(self, caseworker, rows, query):
        found = neighbours_of(caseworker, query, rows[0])
        assert found is None or found.total in (0, 6)

    def test_number_of_queries_does_not_grow(self, caseworker, rows, django_assert_max_num_queries):
        SubmissionFactory.create_batch(10, intake=rows[0].intake)
        user = User.objects.get(pk=caseworker.pk)
        with django_assert_max_num_queries(12):
            neighbours_of(user, "state=confirmed", rows[0])
