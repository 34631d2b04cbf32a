"""Sessions, fetched for several intakes at once."""

from __future__ import annotations

from ...models import Intake, Session
from ...models.prepared import PreparedIn

_sessions = PreparedIn(lambda keys: Session.objects.filter(intake__pk__in=keys), Intake._meta.pk)


def fetch_sessions(intakes: list[Intake]) -> list[Intake]:
    """Fetch the sessions of ``intakes``, as ``prefetch_related`` would; one query."""
    by_intake: dict[int, list[Session]] = {intake.pk: [] for intake in intakes}
    for session in _sessions(by_intake) if by_intake else ():
        by_intake[session.intake_id].append(session)
    for intake in intakes:
        _hand_over(intake, by_intake[intake.pk])
    return intakes


def with_sessions_of(known: Intake, intake: Intake) -> Intake:
    """``intake`` with the sessions already fetched for ``known``, an older copy of the row."""
    _hand_over(intake, list(known.sessions.all()))
    return intake


def _hand_over(intake: Intake, sessions: list[Session]) -> None:
    for session in sessions:
        session.intake = intake
    fetched = Session.objects.all()
    fetched._result_cache, fetched._prefetch_done = sessions, True
    intake._prefetched_objects_cache = {"sessions": fetched}
