"""Figures add up, and outlive the submissions that they were counted from."""

import datetime as dt
from collections import Counter

import pytest

from wagtail_inddragelse.domain import figures
from wagtail_inddragelse.domain.figures import Figures
from wagtail_inddragelse.models import Assessment, IntakeSummary, Score, Submission
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    SubmissionFactory,
)

NAME, EMAIL = "Undine Unævnt", "undine@unævnt.example"


@pytest.fixture
def intake(db):
    return IntakeFactory(unit="organisations")


def apply(intake, **values):
    received = dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)
    submission = SubmissionFactory(
        intake=intake,
        people=2,
        municipality_code="0461",
        received_at=received,
        decided_at=received + dt.timedelta(days=3),
        contact_name=NAME,
        **values,
    )
    assessment = AssessmentFactory(submission=submission, total=80)
    Score.objects.create(assessment=assessment, criterion_id="c", value=4)
    return submission


def everything():
    return Submission.objects.all()


def test_figures_add_up_fact_by_fact():
    one = Figures(states=Counter(confirmed=1), scores=Counter({"4": 2}))
    other = Figures(states=Counter(confirmed=2, rejected=1))
    assert one + other == Figures(states=Counter(confirmed=3, rejected=1), scores=Counter({"4": 2}))


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
        scores=Counter({"4": 1}),
    )


def test_days_can_be_read_as_dates():
    assert Figures(days=Counter({"2026-03-01": 2})).by_day == {dt.date(2026, 3, 1): 2}


def test_a_summary_grows_with_each_deletion(intake):
    for organisation in ("one", "two"):
        row = apply(intake, contact_email=f"{organisation}@x.dk", organisation_key=organisation)
        figures.keep(intake, everything().filter(pk=row.pk))
    found = figures.kept([intake])[intake.translation_key]
    assert (found.states, found.places) == (
        {"confirmed": 2},
        {"participants": 4, "organisations": 2, "sent": 2},
    )


def test_assessments_that_were_never_handed_in_are_not_kept(intake):
    draft = AssessmentFactory(submission=SubmissionFactory(intake=intake))
    Score.objects.create(assessment=draft, criterion_id="c", value=1)
    figures.keep(intake, everything())
    assert figures.kept([intake])[intake.translation_key].scores == {}


def test_a_summary_names_nobody(intake):
    row = apply(intake, contact_email=EMAIL, organisation="Unævnt ApS")
    figures.keep(intake, everything())
    stored = str(IntakeSummary.objects.values().get())
    assert [word for word in (NAME, "navnt", "nævnt", row.reference) if word in stored] == []


def test_an_intake_nothing_was_deleted_of_has_no_summary(intake):
    apply(intake)
    assert figures.kept([intake]) == {}
