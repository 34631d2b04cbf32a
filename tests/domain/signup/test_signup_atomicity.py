"""A sign-up is stored as a whole or not at all, whatever fails."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.signup import attachments
from wagtail_inddragelse.domain.signup.signup import SignUp, submit
from wagtail_inddragelse.models import Attachment, Intake, Message, Participant, Submission
from wagtail_inddragelse.signals import submission_received, submission_state_changed
from wagtail_inddragelse.testing.factories import IntakeFactory

from ...refusing import refused
from ..builders import pdf, sign_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]


class FailingWrites:
    """A database that fails at write number ``position`` from 0; counts them in ``count``."""

    def __init__(self, position: int | None = None) -> None:
        self.position, self.count = position, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.count += 1
            if self.count - 1 == self.position:
                raise DatabaseError("disk full")
        return execute(sql, params, many, context)


@pytest.fixture
def intake(home):
    return IntakeFactory(capacity=5)


@pytest.fixture
def sent(intake, private_files):
    kept = (("kept", attachments.keep("kept", pdf(b"%PDF-1.7 plan"))),)
    return sign_up(intake, people=2, files={"new": pdf()}, kept=kept)


def nothing_is_left(private_files) -> bool:
    rows = (Submission, Participant, Message, ModelLogEntry)
    kept = Attachment.objects.get()
    return (
        [model.objects.count() for model in rows] == [0, 0, 0, 0]
        and (kept.question_id, kept.submission) == ("kept", None)
        and len(private_files()) == 1
    )


def test_a_failure_at_any_write_leaves_nothing(sent, private_files):
    position = 0
    with connection.execute_wrapper(writes := FailingWrites(position)):
        while fails(sent):
            assert nothing_is_left(private_files), f"after write {position}"
            position += 1
            writes.position, writes.count = position, 0

    assert position >= 6
    assert (Submission.objects.count(), len(private_files())) == (1, 2)


def fails(sent: SignUp) -> bool:
    try:
        submit(sent)
    except DatabaseError:
        return True
    return False


def test_a_receiver_that_fails_leaves_nothing(sent, private_files):
    def fail(**kwargs):
        raise LookupError

    submission_state_changed.connect(fail)
    try:
        with pytest.raises(LookupError):
            submit(sent)
    finally:
        submission_state_changed.disconnect(fail)

    assert nothing_is_left(private_files)


def test_a_refusal_leaves_nothing(sent, private_files):
    Intake.objects.update(publication=Intake.Publication.CANCELLED)

    with refused("cancelled"):
        submit(sent)

    assert nothing_is_left(private_files)


def test_a_receiver_that_fails_after_commit_loses_nothing(sent, private_files):
    def fail(**kwargs):
        raise LookupError

    submission_received.connect(fail)
    try:
        submit(sent)
    finally:
        submission_received.disconnect(fail)

    assert (Submission.objects.count(), Attachment.objects.count()) == (1, 2)
    assert len(private_files()) == 2
