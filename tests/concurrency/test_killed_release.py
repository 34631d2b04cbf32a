"""A release whose process is killed, again and again, until it is through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.core import mail

from tests.releases import Case, after, before, cases, make_round
from wagtail_inddragelse.domain.assessment import decisions
from wagtail_inddragelse.mail.delivery import send_due
from wagtail_inddragelse.models import Intake, Submission
from wagtail_inddragelse.testing.factories import UserFactory

from .server import ROOT

COUNT = 2 * decisions.BATCH
WRITES_PER_BATCH = 5


@pytest.fixture
def round_(transactional_db, home) -> Intake:
    return make_round(COUNT)


@pytest.fixture
def snapshots(round_, shared_database) -> list[dict]:
    """How the cases stood after each process, all but the last of which were killed."""
    user = UserFactory()
    command = [sys.executable, "-m", "tests.concurrency.killed_release"]
    with shared_database() as database:
        done = subprocess.run(
            [*command, str(round_.pk), str(user.pk)],
            cwd=ROOT,
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "tests.concurrency.settings", "SERVER_DATABASE": database},
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_cases(snapshot: dict) -> dict[int, Case]:
    """The cases of a snapshot, whose lists were tuples before they were JSON."""
    return {
        int(pk): Case(*(tuple(v) if isinstance(v, list) else v for v in values))
        for pk, values in snapshot["cases"].items()
    }


def test_no_kill_leaves_a_case_half_done(round_, snapshots):
    # The first process dies at its first write: all is as it was prepared.
    prepared = {pk: case.pending for pk, case in as_cases(snapshots[0]).items()}
    assert len(prepared) == COUNT
    *killed, last = [snapshot["killed"] for snapshot in snapshots]
    assert (all(killed), last, len(killed) > WRITES_PER_BATCH) == (True, False, True)

    for snapshot in snapshots:
        for pk, case in as_cases(snapshot).items():
            assert case in (before(prepared[pk]), after(prepared[pk]))
    assert cases(round_) == {pk: after(outcome) for pk, outcome in prepared.items()}


def test_everybody_gets_one_mail(round_, snapshots):
    send_due()
    sent = Counter(address for message in mail.outbox for address in message.to)
    addresses = Submission.objects.for_intake(round_).values_list("contact_email", flat=True)
    assert sent == Counter(addresses)
