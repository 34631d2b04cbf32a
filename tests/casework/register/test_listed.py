"""What the register lists is a function of a user and a query string."""

import pytest

from wagtail_inddragelse.casework.register.listed import listed as rows_for
from wagtail_inddragelse.models import State
from wagtail_inddragelse.testing.factories import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(intake):
    made = (("AAAA-2222", "Vejle"), ("BBBB-3333", "Vejle"), ("CCCC-4444", "Aarhus"))
    return [
        SubmissionFactory(intake=intake, reference=reference, organisation=organisation)
        for reference, organisation in made
    ]


def test_filters_words_and_order_are_those_of_the_query(decider, three):
    SubmissionFactory(intake=three[0].intake, state=State.WAITING, organisation="Vejle")
    found = rows_for(decider, "state=confirmed&q=vejle&ordering=-reference")
    assert [row.reference for row in found] == ["BBBB-3333", "AAAA-2222"]


def test_those_ticked_narrow_it_and_others_do_not_matter(decider, three, other_submission):
    found = rows_for(decider, f"submission={three[0].pk}&submission={other_submission.pk}")
    assert list(found) == [three[0]]


def test_who_has_no_role_is_shown_nothing(editor, three):
    assert list(rows_for(editor, "")) == []


@pytest.mark.parametrize(
    "query",
    ["state=nonsense", "intake=x", "submission=1;DROP", "q=%00", f"q={'x' * 201}"],
    ids=lambda query: query[:20],
)
def test_a_query_that_means_nothing_is_no_list(decider, three, query):
    assert rows_for(decider, query) is None
