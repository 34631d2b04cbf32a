"""Reminding those who take part, before each block of days."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from ...conf import get_setting
from ...mail import outbox
from ...models import Intake, Message, Occasion, State, Submission
from ..intakes import places
from ..writing.one_by_one import one_by_one
from ..writing.retries import retried


def remind(now: dt.datetime | None = None) -> int:
    """Queue a reminder for each sign-up to what begins within ``REMIND_DAYS_BEFORE`` days.

    A day that comes later than that after the day before it, such as a follow-up day, begins a
    block of its own; days that lie closer are reminded of together. Once per submission and first
    day of a block: a day that is moved is reminded of anew. Who was confirmed later than that has
    just been told the dates and is left alone. Participants with an address of their own are
    reminded too. Returns how many sign-ups were; safe to repeat and to run twice at once.
    """
    days = get_setting("REMIND_DAYS_BEFORE")
    if not days:
        return 0
    now = now or timezone.now()
    soon = _beginning_soon(now, days)
    return sum(one_by_one(lambda intake: _remind(intake, now, days), soon))


def _beginning_soon(now: dt.datetime, days: int) -> list[Intake]:
    """Intakes of published pages that begin within so many days, counted by the calendar."""
    last = _day(now) + dt.timedelta(days=days)
    intakes = (
        Intake.objects.filter(
            page__live=True,
            sessions__starts_at__gt=now,
            sessions__starts_at__lt=_midnight(last + dt.timedelta(days=1)),
            translation_key__in=Submission.objects.filter(state=State.CONFIRMED).values(
                "intake_key"
            ),
        )
        .exclude(publication=Intake.Publication.CANCELLED)
        .distinct()
    )
    once = {intake.translation_key: intake for intake in intakes.order_by("-pk")}
    return [intake for intake in once.values() if _next_block(intake, now, days)]


def _next_block(intake: Intake, now: dt.datetime, days: int) -> dt.date | None:
    """The first day of the block that begins within ``days`` days and has not begun."""
    near = dt.timedelta(days=days)
    starts = [session.starts_at for session in intake.in_order()]
    blocks = starts[:1] + [b for a, b in pairwise(starts) if _day(b) - _day(a) > near]
    coming = (_day(start) for start in blocks if start > now)
    return next((day for day in coming if day <= _day(now) + near), None)


@retried
def _remind(intake: Intake, now: dt.datetime, days: int) -> int:
    with transaction.atomic():
        intake = places.lock(intake)
        day = _next_block(intake, now, days)
        if day is None:  # moved meanwhile
            return 0
        since = _midnight(day - dt.timedelta(days=days))
        rows = _to_remind(intake, day, since)
        messages = outbox.compose_to_all(rows, Occasion.REMINDER, now=now)
        for message in messages:
            message.session_date = day
        outbox.queue_many(messages)
        return len(rows)


def _to_remind(intake: Intake, day: dt.date, since: dt.datetime) -> list[Submission]:
    """In whatever language they signed up, and also when the page of that is not published."""
    reminded = Message.objects.filter(session_date=day).values("submission")
    confirmed = Submission.objects.for_intake(intake).filter(state=State.CONFIRMED)
    to_remind = confirmed.filter(state_changed_at__lt=since).exclude(pk__in=reminded)
    return list(to_remind.order_by("pk"))


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment, timezone.get_default_timezone())


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
