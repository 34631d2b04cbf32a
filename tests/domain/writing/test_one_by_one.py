"""What fails with one keeps no other waiting."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from wagtail_inddragelse.domain.writing.one_by_one import one_by_one
from wagtail_inddragelse.models import State, Submission
from wagtail_inddragelse.signals import submission_state_changed
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory


def test_gives_what_comes_of_each():
    assert one_by_one(lambda number: number + 1, [1, 2]) == [2, 3]


def test_each_has_its_turn_and_the_first_error_is_raised(caplog):
    done = []

    def act(number: int) -> None:
        done.append(number)
        if number:
            raise ValueError(f"secret {number}")

    with pytest.raises(ValueError, match="secret 1"):
        one_by_one(act, [1, 0, 2])
    assert done == [1, 0, 2]
    assert "secret" not in caplog.text


@pytest.mark.django_db
def test_a_receiver_of_the_site_that_fails_with_one_offer_stops_no_other():
    overdue = timezone.now() - dt.timedelta(hours=1)
    first, second = (
        SubmissionFactory(state=State.OFFERED, offered_until=overdue) for _ in range(2)
    )
    waits = SubmissionFactory(
        intake=IntakeFactory(capacity=1, waiting_list="automatic"), state=State.WAITING
    )

    def fail_with_the_first(submission, **kwargs):
        if submission == first:
            raise RuntimeError

    submission_state_changed.connect(fail_with_the_first)
    try:
        with pytest.raises(RuntimeError):
            call_command("expire_place_offers")
    finally:
        submission_state_changed.disconnect(fail_with_the_first)
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {first.pk: "offered", second.pk: "expired", waits.pk: "offered"}
