"""Whatever write of a release fails, each case is released as a whole or not at all."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.releases import after, before, cases, make_round
from wagtail_inddragelse.domain.assessment import decisions
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.testing.factories import UserFactory

from ..signup.test_signup_atomicity import FailingWrites

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

COUNT = 6
BATCH = 3
WRITES_PER_BATCH = 5
"""Two steps with rows and log entries each, and mails: the least a release can write."""


@pytest.fixture
def round_(home, monkeypatch) -> Intake:
    monkeypatch.setattr(decisions, "BATCH", BATCH)
    return make_round(COUNT)


@pytest.fixture
def user(db):
    return UserFactory()


def release_failing_at(position: int | None, intake: Intake, user) -> int:
    """Release until write number ``position`` fails; returns how many writes there were."""
    with connection.execute_wrapper(writes := FailingWrites(position)):
        try:
            decisions.release(intake, user=user)
        except DatabaseError:
            assert position is not None
    return writes.count


def count_writes(intake: Intake, user) -> int:
    with transaction.atomic():
        count = release_failing_at(None, intake, user)
        transaction.set_rollback(True)
    return count


def test_a_failure_at_any_write_leaves_no_case_half_done(round_, user):
    outcomes = {pk: case.pending for pk, case in cases(round_).items()}
    released = {pk: after(outcome) for pk, outcome in outcomes.items()}
    writes = count_writes(round_, user)
    assert writes >= COUNT / BATCH * WRITES_PER_BATCH

    for position in range(writes):
        with transaction.atomic():
            release_failing_at(position, round_, user)
            broken_off = cases(round_)
            whole = [broken_off[pk] in (before(o), after(o)) for pk, o in outcomes.items()]
            assert all(whole), f"after write {position}: {broken_off}"
            assert broken_off != released

            decisions.release(round_, user=user)
            assert cases(round_) == released, f"after write {position}"
            transaction.set_rollback(True)


def test_a_release_that_is_repeated_writes_nothing(round_, user):
    decisions.release(round_, user=user)
    assert release_failing_at(None, round_, user) == 0
