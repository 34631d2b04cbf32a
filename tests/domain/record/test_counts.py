"""Sums of what may be seen, right to the day and the region of the day."""

import datetime as dt
from collections import Counter

import pytest

from wagtail_inddragelse.domain.record import counts
from wagtail_inddragelse.models import Assessment, Score, State, Submission
from wagtail_inddragelse.questions.schema import Criterion, FormSchema
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def moment(text):
    return dt.datetime.fromisoformat(f"{text}+00:00")


def everything():
    return Submission.objects.all()


def test_a_day_begins_at_midnight_by_the_sites_clock():
    for text in ("2026-10-24T21:59", "2026-10-24T22:01", "2026-10-25T22:59", "2026-10-25T23:01"):
        SubmissionFactory(received_at=moment(text))
    assert counts.by_day(everything()) == Counter(
        {dt.date(2026, 10, 24): 1, dt.date(2026, 10, 25): 2, dt.date(2026, 10, 26): 1}
    )


def test_states_are_counted():
    for state in ("confirmed", "confirmed", "rejected"):
        SubmissionFactory(state=state)
    assert counts.by_state(everything()) == {State.CONFIRMED: 2, State.REJECTED: 1}


def test_places_are_counted_in_the_unit_of_the_intake():
    people, organisations = IntakeFactory(), IntakeFactory(unit="organisations")
    for intake in (people, organisations):
        for _ in range(2):
            SubmissionFactory(intake=intake, people=3, organisation_key="name:one")
        SubmissionFactory(intake=intake, state="waiting", people=2)
        SubmissionFactory(intake=intake, state="rejected")
    found = counts.by_intake(everything(), [people, organisations])
    assert [(p.taken, p.usage.waiting, p.sent) for p in found] == [(6, 1, 4), (1, 1, 4)]


def test_an_intake_without_submissions_has_none():
    intake = IntakeFactory()
    assert counts.by_intake(everything(), [intake]) == [counts.Places(intake)]


def test_a_region_is_that_of_the_day_it_came():
    for text in ("2026-12-31T22:59", "2026-12-31T23:01"):
        SubmissionFactory(municipality_code="0101", received_at=moment(text))
    regions, municipalities = counts.by_area(everything())
    assert (regions, municipalities) == (
        {"Region Hovedstaden": 1, "Region Østdanmark": 1},
        {"København": 2},
    )


def test_who_gives_no_municipality_is_counted_as_such():
    SubmissionFactory()
    assert counts.by_area(everything()) == ({"": 1}, {"": 1})


def test_the_time_to_a_decision_is_counted_in_steps():
    received = moment("2026-03-01T10:00")
    for days in (1, 3, 400):
        SubmissionFactory(received_at=received, decided_at=received + dt.timedelta(days=days))
    SubmissionFactory(received_at=received)
    found = counts.by_time_to_decision(everything())
    assert found == {0: 1, 1: 1, len(counts.DECIDED_WITHIN): 1}


def test_without_decisions_there_is_no_time_to_one():
    SubmissionFactory()
    assert counts.by_time_to_decision(everything()) == {}


def scored(*values, **criterion):
    """As many assessments with these steps on one criterion of their form."""
    criteria = (Criterion("c", "Need", **criterion),)
    version = FormVersionFactory(form_schema=FormSchema(criteria=criteria))
    for value in values:
        row = SubmissionFactory(form_version=version)
        assessment = AssessmentFactory(submission=row)
        Score.objects.create(assessment=assessment, criterion_id="c", value=value)


def test_each_score_is_counted_without_what_was_not_applicable():
    scored(4, 4, 2, None)
    assert counts.by_score(Assessment.objects.all()) == {(4, 5): 2, (2, 5): 1}


def test_steps_of_other_scales_are_others():
    """Also of the same criterion, in another version of the form."""
    scored(2)
    scored(2, 1, scale=("no", "yes"))
    assert counts.by_score(Assessment.objects.all()) == {(2, 5): 1, (2, 2): 1, (1, 2): 1}


def test_what_is_advisory_is_not_among_the_scores():
    scored(4)
    scored(1, advisory=True)
    assert counts.by_score(Assessment.objects.all()) == {(4, 5): 1}
