"""Figures add up, and outlive the submissions that they were counted from, where they are of five
people or more."""

import datetime as dt
from collections import Counter

import pytest

from wagtail_inddragelse.domain.record import figures
from wagtail_inddragelse.domain.record.figures import Figures
from wagtail_inddragelse.models import Assessment, IntakeSummary, Score, Submission
from wagtail_inddragelse.questions.schema import Criterion, FormSchema
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    SubmissionFactory,
)

NAME, EMAIL = "Undine Unævnt", "undine@unævnt.example"


@pytest.fixture
def intake(db):
    return IntakeFactory(unit="organisations")


def apply(intake, **values):
    received = dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)
    criteria = tuple(Criterion(f"c{n}", "Need") for n in range(6))
    submission = SubmissionFactory(
        intake=intake,
        form_version=FormVersionFactory(form_schema=FormSchema(criteria=criteria)),
        people=2,
        municipality_code="0461",
        received_at=received,
        decided_at=received + dt.timedelta(days=3),
        contact_name=NAME,
        **values,
    )
    assessment = AssessmentFactory(submission=submission, total=80)
    Score.objects.create(assessment=assessment, criterion_id="c0", value=4)
    return submission


def everything():
    return Submission.objects.all()


def test_figures_add_up_fact_by_fact():
    scores = Counter({"4/5": 2})
    one = Figures(states=Counter(confirmed=1), scores=scores)
    other = Figures(states=Counter(confirmed=2, rejected=1))
    assert one + other == Figures(states=Counter(confirmed=3, rejected=1), scores=scores)


def test_figures_are_read_as_they_were_stored(intake):
    apply(intake)
    found = figures.figures_of(everything(), Assessment.objects.all())
    assert Figures.from_json(found.to_json()) == found


def test_what_is_counted(intake):
    apply(intake)
    assert figures.figures_of(everything(), Assessment.objects.all()) == Figures(
        days=Counter({"2026-03-01": 1}),
        states=Counter(confirmed=1),
        regions=Counter({"Region Syddanmark": 1}),
        municipalities=Counter({"Odense": 1}),
        decided_within=Counter({"1": 1}),
        scores=Counter({"4/5": 1}),
    )


def test_days_can_be_read_as_dates():
    assert Figures(days=Counter({"2026-03-01": 2})).by_day == {dt.date(2026, 3, 1): 2}


def apply_many(intake, count: int, **values) -> list[Submission]:
    return [
        apply(intake, contact_email=f"n{n}@x.dk", organisation_key=f"name:{n}", **values)
        for n in range(count)
    ]


def kept(intake) -> Figures:
    return figures.kept([intake])[intake.translation_key]


def delete(*rows) -> None:
    chosen = everything().filter(pk__in=[row.pk for row in rows])
    figures.keep(rows[0].intake, chosen)
    chosen.delete()


def test_a_summary_grows_with_each_deletion(intake):
    for _ in range(2):
        delete(*apply_many(intake, 5))
    assert kept(intake) == Figures(
        days=Counter({"2026-03-01": 10}),
        states=Counter(confirmed=10),
        regions=Counter({"Region Syddanmark": 10}),
        municipalities=Counter({"Odense": 10}),
        decided_within=Counter({"1": 10}),
        scores=Counter({"4/5": 10}),
        places=Counter(participants=20, organisations=10, sent=10),
    )


def test_days_are_kept_as_months(intake):
    rows = apply_many(intake, 5)
    everything().filter(pk=rows[0].pk).update(
        received_at=dt.datetime(2026, 3, 31, 21, tzinfo=dt.UTC)
    )
    delete(*rows)
    assert kept(intake).days == {"2026-03-01": 5}


def test_nothing_is_kept_of_fewer_than_five(intake):
    delete(*apply_many(intake, 4))
    assert kept(intake) == Figures(few=frozenset({"sent"}))
    assert numbers(IntakeSummary.objects.get().figures) == []


def numbers(data) -> list[int]:
    """All numbers in stored figures."""
    if isinstance(data, dict):
        return [n for value in data.values() for n in numbers(value)]
    return [data] if isinstance(data, int) else []


def test_no_table_tells_what_another_withholds(intake):
    """Three were rejected; neither the total nor another table gives their number away."""
    rows = [*apply_many(intake, 8), *apply_many(intake, 3, state="rejected")]
    delete(*rows)
    found = kept(intake)
    assert (found.states, found.places, found.few) == (
        {"<5": 11},
        {"sent": 11},
        {"participants", "organisations"},
    )
    assert min(numbers(IntakeSummary.objects.get().figures)) >= 5


def test_those_who_were_not_decided_on_are_no_remainder(intake):
    rows = [*apply_many(intake, 9), *apply_many(intake, 2, state="withdrawn")]
    everything().filter(state="withdrawn").update(decided_at=None)
    delete(*rows)
    assert kept(intake).decided_within == {"<5": 11}


def test_many_scores_of_few_people_are_not_kept(intake):
    rows = apply_many(intake, 9)
    Assessment.objects.exclude(submission__in=rows[:2]).update(submitted_at=None)
    for assessment in Assessment.objects.exclude(submitted_at=None):
        Score.objects.bulk_create(
            Score(assessment=assessment, criterion_id=f"c{n}", value=4) for n in range(1, 6)
        )
    delete(*rows)
    assert kept(intake).scores == {}


def test_a_few_who_brought_somebody_are_not_told_by_the_people(intake):
    rows = apply_many(intake, 6)
    for row in rows[:4]:
        row.participants.last().delete()
    delete(*rows)
    assert kept(intake).few == {"participants"}


def test_assessments_that_were_never_handed_in_are_not_kept(intake):
    rows = apply_many(intake, 5)
    Assessment.objects.update(submitted_at=None)
    delete(*rows)
    assert kept(intake).scores == {}


def test_a_summary_names_nobody(intake):
    apply_many(intake, 5)
    row = apply(intake, contact_email=EMAIL, organisation="Unævnt ApS")
    figures.keep(intake, everything())
    stored = str(IntakeSummary.objects.values().get())
    assert [word for word in (NAME, "navnt", "nævnt", row.reference) if word in stored] == []


def test_an_intake_nothing_was_deleted_of_has_no_summary(intake):
    apply(intake)
    assert figures.kept([intake]) == {}
