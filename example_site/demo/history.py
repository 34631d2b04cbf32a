"""Thousands of sign-ups of the past, written straight into the tables.

Nobody waits for an answer to them: no place is decided, and no mail is sent.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ModelLogEntry, Page

from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.domain.record.form_versions import get_form_version
from wagtail_inddragelse.domain.record.retention import delete_after
from wagtail_inddragelse.domain.record.transitions import Action
from wagtail_inddragelse.domain.signup.references import new_reference
from wagtail_inddragelse.mail.links import new_salt
from wagtail_inddragelse.models import FormVersion, Intake, Participant, State, Submission

from .submissions import FIRST_NAMES, LAST_NAMES, ROLE

BATCH = 500
LAST_STEPS = (Action.MARK_ATTENDED, Action.MARK_ABSENT, Action.WITHDRAW)
STATES = {
    Action.MARK_ATTENDED: State.ATTENDED,
    Action.MARK_ABSENT: State.ABSENT,
    Action.WITHDRAW: State.WITHDRAWN,
}
SHARES = (80, 12, 8)
"""How many of a hundred come, stay away and withdraw."""


def add_history(offer: Page, count: int, say: Callable[[str], None] = lambda text: None) -> int:
    """Fill up the intakes of ``offer`` to ``count`` past sign-ups; returns how many were new."""
    before = Submission.objects.filter(intake__page=offer).count()
    numbers = range(before, count)
    rows, done = _rows(offer, numbers), before
    while batch := list(islice(rows, BATCH)):
        _store(batch)
        done += len(batch)
        say(f"  {done} of {count} past sign-ups")
    return len(numbers)


def _rows(offer: Page, numbers: range) -> Iterator[tuple[Submission, Action]]:
    version = get_form_version(offer.specific.get_form_page().get_schema())
    intakes = list(Intake.objects.on_page(offer))
    for number in numbers:
        chance = random.Random(number)
        [action] = chance.choices(LAST_STEPS, SHARES)
        intake = intakes[number % len(intakes)]
        yield _submission(number, intake, version, STATES[action], chance), action


def _submission(
    number: int, intake: Intake, version: FormVersion, state: State, chance: random.Random
) -> Submission:
    received = intake.closes_at - dt.timedelta(minutes=chance.randrange(60, 30 * 24 * 60))
    municipality = chance.choice(MUNICIPALITIES)
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    return Submission(
        reference=new_reference(),
        intake=intake,
        intake_key=intake.translation_key,
        form_version=version,
        contact_name=name,
        contact_email=f"deltager.{number}@example.dk",
        organisation=f"{municipality.name} Kommune",
        organisation_key=f"municipality:{municipality.code}",
        municipality_code=municipality.code,
        applies_for="municipality",
        language="da",
        state=state,
        fingerprint=f"{number:064x}",
        token_salt=new_salt(),
        received_at=received,
        state_changed_at=max(received, intake.closes_at),
        delete_after=delete_after(version, intake, received),
    )


def _store(batch: list[tuple[Submission, Action]]) -> None:
    """Write a batch with its people and its log; MariaDB gives no keys back, so they are read."""
    with transaction.atomic():
        Submission.objects.bulk_create(submission for submission, _action in batch)
        references = [submission.reference for submission, _action in batch]
        stored = Submission.objects.filter(reference__in=references)
        keys = dict(stored.values_list("reference", "pk"))
        for submission, _action in batch:
            submission.pk = keys[submission.reference]
        Participant.objects.bulk_create(_participant(row) for row, _action in batch)
        ModelLogEntry.objects.bulk_create(entry for row in batch for entry in _log(*row))


def _participant(submission: Submission) -> Participant:
    return Participant(
        submission=submission,
        position=0,
        name=submission.contact_name,
        email=submission.contact_email,
        role=ROLE,
    )


def _log(submission: Submission, last: Action) -> Iterator[ModelLogEntry]:
    content_type = ContentType.objects.get_for_model(Submission)
    steps = ((Action.CONFIRM, submission.received_at), (last, submission.state_changed_at))
    for action, moment in steps:
        yield ModelLogEntry(
            content_type=content_type,
            object_id=str(submission.pk),
            label=submission.reference,
            action=action.log_action,
            timestamp=moment,
        )
