"""Rows as an earlier release left them come through our migrations: nothing lost, all of it right.

The rows are made, the database goes back to how it was before 0015, they are given the values that
people had written then, and it goes forward again. That takes long, so it is done once: each part
below makes its rows, gets the models of then to write with, and looks when all is as it is now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.utils import timezone
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.record.retention import add_months
from wagtail_inddragelse.models import (
    AppliesFor,
    Intake,
    IntakeSummary,
    Participant,
    State,
    Submission,
    Subscription,
)
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

pytestmark = pytest.mark.django_db(transaction=True)

APP, EARLIER = "wagtail_inddragelse", "0014_redacted_files"


@contextmanager
def as_it_was() -> Iterator[StateApps]:
    """The database as it was before 0015, with the models of then; the newest again afterwards."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate([(APP, EARLIER)])
    try:
        yield executor.loader.project_state([(APP, EARLIER)]).apps
    finally:
        MigrationExecutor(connection).migrate(newest)


def old(apps: StateApps, name: str):
    return apps.get_model(APP, name).objects


Part = Generator[None, StateApps, None]


ADDRESSES = {
    "Ada@Åben.dk": "ada@xn--ben-tla.dk",
    "BO@EXAMPLE.DK": "bo@example.dk",
    "cy.holm@example.dk": "cy.holm@example.dk",
}


def addresses_and_names_get_their_keys(intake: Intake) -> Part:
    rows = [SubmissionFactory(intake=intake) for _email in ADDRESSES]
    apps = yield
    for row, email in zip(rows, ADDRESSES, strict=True):
        old(apps, "Submission").filter(pk=row.pk).update(contact_email=email)
        old(apps, "Participant").filter(submission=row.pk).update(email=email, name="  Åse   HOLM ")
    yield
    found = Submission.objects.filter(intake=intake).order_by("pk")
    assert list(found.values_list("contact_email", "email_key")) == list(ADDRESSES.items())
    assert [row.active_email for row in found] == list(ADDRESSES.values())
    people = Participant.objects.filter(submission__in=found).order_by("submission__pk")
    keys = list(people.values_list("email_key", "name_key"))
    assert keys == [(key, "åse holm") for key in ADDRESSES.values()]


def two_that_turn_out_to_have_the_same_address_both_stay(intake: Intake) -> Part:
    rows = [SubmissionFactory(intake=intake) for _ in range(2)]
    other = SubmissionFactory()
    gone = SubmissionFactory(intake=intake, state=State.WITHDRAWN)
    apps = yield
    for row, email in [
        (rows[0], "ada@xn--ben-tla.dk"),
        (rows[1], "ada@åben.dk"),
        (other, "ada@åben.dk"),
        (gone, "ada@åben.dk"),
    ]:
        old(apps, "Submission").filter(pk=row.pk).update(contact_email=email)
    yield
    four = Submission.objects.filter(pk__in=[row.pk for row in (*rows, other, gone)])
    found = dict(four.values_list("pk", "contact_may_repeat"))
    assert found == {rows[0].pk: False, rows[1].pk: True, other.pk: False, gone.pk: False}
    assert Submission.objects.get(pk=rows[0].pk).active_email == "ada@xn--ben-tla.dk"


ORGANISATIONS = [
    ("Aarhus Kommune", "", "", "municipality:0751"),
    ("Århus kommune, Børn og Unge", "55133018", "0751", "municipality:0751"),
    ("københavns kommune", "64942212", "", "municipality:0101"),
    ("Fonden Fremad", "", "0751", "name:fondenfremad"),
    ("Fonden Fremad A/S", "12345674", "0751", "cvr:12345674"),
    ("", "", "0751", "municipality:0751"),
    ("", "", "", "submission:{reference}"),
]


def an_organisation_is_not_its_municipality(intake: Intake) -> Part:
    rows = [SubmissionFactory(intake=intake) for _ in ORGANISATIONS]
    apps = yield
    for row, (name, cvr, code, _key) in zip(rows, ORGANISATIONS, strict=True):
        old(apps, "Submission").filter(pk=row.pk).update(
            organisation=name,
            organisation_cvr=cvr,
            municipality_code=code,
            organisation_key=f"municipality:{code}",  # as it was told of all of them
        )
    yield
    found = Submission.objects.filter(intake=intake).order_by("pk")
    assert [row.organisation_key for row in found] == [
        key.format(reference=row.reference)
        for row, (*_, key) in zip(found, ORGANISATIONS, strict=True)
    ]
    assert {row.applies_for for row in found} == {""} != set(AppliesFor.values)


def nothing_else_of_a_submission_changes(intake: Intake) -> Part:
    until = timezone.now() + dt.timedelta(days=1)
    states = [state for state in State.values if state != State.OVER]
    for state in states:
        SubmissionFactory(
            intake=intake,
            state=state,
            offered_until=until if state == State.OFFERED else None,
            answers={"why": "Æblegrød"},
            journal_number="26/17",
            contact_email=f"{state}@example.dk",
            delete_after=dt.date(2030, 1, 31),
        )
    kept = ("pk", "reference", "state", "token_salt", "fingerprint", "answers", "journal_number")
    kept += ("received_at", "state_changed_at", "offered_until", "delete_after", "contact_email")
    ours = Submission.objects.filter(intake=intake).order_by("pk")
    before = list(ours.values_list(*kept))
    yield
    yield
    assert list(ours.values_list(*kept)) == before
    found = ours.values_list("line_score", "line_tie_break", "over_because", "objection_since")
    assert set(found) == {(None, 0, "", None)}


def who_asked_to_be_told_is_kept_once_and_has_an_end(intake: Intake) -> Part:
    apps = yield
    for email in ("ada@xn--ben-tla.dk", "Ada@ÅBEN.dk", "bo@example.dk"):
        old(apps, "Subscription").create(intake_id=intake.pk, email=email, language="da")
    yield
    found = Subscription.objects.filter(intake=intake).order_by("email")
    assert [row.email for row in found] == ["ada@xn--ben-tla.dk", "bo@example.dk"]
    end = add_months(timezone.localdate(), 12)
    assert {row.keep_until.year for row in found} == {end.year}


def small_figures_of_the_deleted_are_put_together(intake: Intake) -> Part:
    figures = {
        "days": {"2026-03-01": 6, "2026-03-30": 3},
        "states": {"confirmed": 6, "rejected": 3},
        "regions": {"Region Syddanmark": 9},
        "municipalities": {"Odense": 8, "Langeland": 1},
        "decided_within": {"1": 9},
        "scores": {"3": 10, "4": 20},
        "places": {"participants": 6, "organisations": 2, "sent": 9},
    }
    other = IntakeFactory()
    apps = yield
    summaries = old(apps, "IntakeSummary")
    summaries.create(intake_key=intake.translation_key, figures=figures)
    few = {"states": {"rejected": 2}, "places": {"sent": 2}}
    summaries.create(intake_key=other.translation_key, figures=few)
    yield
    found = {row.intake_key: row.figures for row in IntakeSummary.objects.all()}
    assert found[intake.translation_key] == {
        "days": {"2026-03-01": 9},
        "states": {"<5": 9},
        "regions": {"Region Syddanmark": 9},
        "municipalities": {"<5": 9},
        "decided_within": {"1": 9},
        "scores": {"3": 10, "4": 20},
        "places": {"sent": 9},
        "few": ["organisations", "participants"],
    }
    nothing = {key: {} for key in found[intake.translation_key]} | {"few": ["sent"]}
    assert found[other.translation_key] == nothing


def what_was_prepared_and_never_released_is_gone(intake: Intake) -> Part:
    withdrawn, open_case, decided = (SubmissionFactory(intake=intake) for _ in range(3))
    apps = yield
    rows = old(apps, "Submission").filter(intake_id=intake.pk)
    rows.update(pending_state="reject", decision_reason="Too late")
    rows.filter(pk=withdrawn.pk).update(state="withdrawn")
    rows.filter(pk=open_case.pk).update(state="under_assessment")
    rows.filter(pk=decided.pk).update(state="rejected", pending_state="", decided_at=timezone.now())
    yield
    ours = Submission.objects.filter(intake=intake).order_by("pk")
    found = ours.values_list("pending_state", "decision_reason")
    assert list(found) == [("", ""), ("reject", "Too late"), ("", "Too late")]


def the_log_forgets_the_details_of_who_was_deleted_before(intake: Intake) -> Part:
    kept = SubmissionFactory(intake=intake)
    kind = ContentType.objects.get_for_model(Submission)
    for key, actions in ((str(kept.pk), ["journal"]), ("999999", ["journal", "delete"])):
        for action in actions:
            ModelLogEntry.objects.create(
                content_type=kind,
                object_id=key,
                label="x",
                action=f"{APP}.{action}",
                timestamp=timezone.now(),
                data={"number": "26/17"},
            )
    yield
    yield
    ours = ModelLogEntry.objects.filter(object_id__in=[str(kept.pk), "999999"]).order_by("pk")
    found = ours.values_list("object_id", "data")
    assert list(found) == [(str(kept.pk), {"number": "26/17"}), ("999999", {}), ("999999", {})]


PARTS = [
    addresses_and_names_get_their_keys,
    two_that_turn_out_to_have_the_same_address_both_stay,
    an_organisation_is_not_its_municipality,
    nothing_else_of_a_submission_changes,
    who_asked_to_be_told_is_kept_once_and_has_an_end,
    small_figures_of_the_deleted_are_put_together,
    what_was_prepared_and_never_released_is_gone,
    the_log_forgets_the_details_of_who_was_deleted_before,
]


def test_old_rows_come_through(home):
    parts = [part(IntakeFactory()) for part in PARTS]
    for part in parts:
        next(part)
    with as_it_was() as apps:
        for part in parts:
            part.send(apps)
    for part in parts:
        assert next(part, "done") == "done"
