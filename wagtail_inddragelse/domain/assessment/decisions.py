"""Decisions: prepared in silence, approved where two people decide, and released together.

Applicants see nothing of an outcome before its release, which writes state, log and mail in one
transaction for a few submissions at a time. A release that breaks off can simply be repeated: what
is released is no longer pending.

Who has declared a conflict of interest decides nothing of that submission.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Max, Min, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import (
    Assessment,
    Intake,
    PendingState,
    Recommendation,
    Submission,
)
from ...models.assessment import handed_in
from ...models.base import in_parts
from ...models.submission import SubmissionQuerySet
from ..intakes import places
from ..record import transitions
from ..record.records import Record, put_many_on_record, put_on_record
from ..record.transitions import Action
from ..writing import seen
from ..writing.refused import Refused
from ..writing.retries import retried
from ..writing.seen import ChangedMeanwhile
from . import conflicts, ranking, scoring

ACTIONS = {
    PendingState.ACCEPT: Action.ACCEPT,
    PendingState.WAITING: Action.DEFER,
    PendingState.REJECT: Action.REJECT,
}


BATCH = 20
"""How many submissions are released in one transaction, and so how many a fault can hold back."""


@dataclass
class Release:
    """The result of a release: how many were released, and by reference why others were not."""

    released: int = 0
    refusals: dict[str, str] = field(default_factory=dict)

    def add(self, other: Release) -> None:
        """Add the result of another part of the same release."""
        self.released += other.released
        self.refusals |= other.refusals


def shown_mark(submission: Submission) -> str:
    """The mark of a prepared outcome with its reason, as a page shows them: one whole."""
    return seen.mark([submission.pending_state, submission.decision_reason])


@retried
def prepare(
    submission: Submission, outcome: str, *, reason: str = "", user, shown: str | None = None
) -> Submission:
    """Set the outcome that a later release makes public; an empty one takes it back.

    An approval given before falls away. ``shown`` is the ``shown_mark`` of what was seen before.
    Raises Refused without a reason for a rejection, for a submission that is not open for a
    decision and for one that ``user`` has a conflict of interest in; ChangedMeanwhile when somebody
    else has prepared another outcome since.
    """
    wanted = Wanted(outcome, reason, shown)
    wanted.check()
    with transaction.atomic():
        row = _locked(submission, user)
        wanted.put_on(row, user)
        row.save(update_fields=PREPARED)
        put_on_record(row, Record.PREPARE, user=user, outcome=outcome)
    return row


@dataclass(frozen=True)
class Wanted:
    """The outcome that somebody wants for a submission, as the arguments of ``prepare`` say."""

    outcome: str
    reason: str = ""
    shown: str | None = None

    def check(self) -> None:
        """Raise ValueError for an unknown outcome, and Refused for a rejection without a reason."""
        if self.outcome and self.outcome not in PendingState.values:
            raise ValueError(self.outcome)
        if self.outcome == PendingState.REJECT and not self.reason.strip():
            raise Refused(_("Give the reason for the rejection."), code="no_reason")

    def is_there(self, row: Submission) -> bool:
        """Whether it is already prepared, by a first click or by somebody else."""
        return [row.pending_state, row.decision_reason] == [self.outcome, self.reason.strip()]

    def put_on(self, row: Submission, user) -> None:
        """Put it on a locked row, which is not saved. Raises ChangedMeanwhile."""
        if not seen.is_shown(self.shown, [row.pending_state, row.decision_reason]):
            raise ChangedMeanwhile("outcome")
        row.pending_state, row.decision_reason = self.outcome, self.reason.strip()
        row.decided_by, row.approved_by = (user if self.outcome else None), None


PREPARED = ("pending_state", "decision_reason", "decided_by", "approved_by")
"""The columns of a prepared outcome."""

PREPARED_AT_ONCE = 100
"""How many outcomes are prepared in one transaction, with a few queries for all."""


@dataclass
class Preparation:
    """The result of preparing many: the keys of those prepared, of those that somebody else changed
    meanwhile, and by key why others were refused."""

    done: list[int] = field(default_factory=list)
    clashes: list[int] = field(default_factory=list)
    refusals: dict[int, str] = field(default_factory=dict)


def prepare_many(wanted: Mapping[int, Wanted], *, user) -> Preparation:
    """``prepare`` for many, by primary key: some at a time, and none stops the others.

    Raises ValueError for an outcome that there is not.
    """
    result = Preparation()
    for keys in in_parts(sorted(wanted), PREPARED_AT_ONCE):
        part = _prepare_some({key: wanted[key] for key in keys}, user)
        result.done += part.done
        result.clashes += part.clashes
        result.refusals |= part.refusals
    return result


@retried
def _prepare_some(wanted: Mapping[int, Wanted], user) -> Preparation:
    result, going, there = Preparation(), [], []
    with transaction.atomic():
        locked = Submission.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        rows = list(locked)
        closed = conflicts.declared_in(user, rows)
        for row in rows:
            try:
                wanted[row.pk].check()
                _check_is_open(row, row.pk in closed)
                wanted[row.pk].put_on(row, user)
            except ChangedMeanwhile:
                is_there = wanted[row.pk].is_there(row)
                (there if is_there else result.clashes).append(row.pk)
            except Refused as refusal:
                result.refusals[row.pk] = str(refusal)
            else:
                going.append(row)
        Submission.objects.bulk_update(going, PREPARED)
        put_many_on_record(
            [(row, Record.PREPARE, {"outcome": str(row.pending_state)}) for row in going], user=user
        )
        result.done = [row.pk for row in going] + there
    return result


@retried
def approve(submission: Submission, *, user, shown: str | None = None) -> Submission:
    """Approve an outcome that another person prepared. Raises Refused for the one who prepared it.

    ``shown`` is the ``shown_mark`` of the words that are approved; others are not.
    """
    with transaction.atomic():
        row = _locked(submission, user)
        _check_approvable(row, user, shown)
        row.approved_by = user
        row.save(update_fields=["approved_by"])
        put_on_record(row, Record.APPROVE, user=user, outcome=row.pending_state)
    return row


def _check_approvable(row: Submission, user, shown: str | None) -> None:
    if not seen.is_shown(shown, [row.pending_state, row.decision_reason]):
        raise ChangedMeanwhile("outcome")
    if not row.pending_state:
        raise Refused(_("Nothing is prepared."), code="not_prepared")
    if row.decided_by_id == user.pk:
        text = _("Another person than the one who prepared it must approve it.")
        raise Refused(text, code="own_outcome")


def approve_many(shown: seen.Marks, *, user) -> Preparation:
    """``approve`` for many, by primary key with what was seen of each; none stops the others."""
    result = Preparation()
    for keys in in_parts(sorted(map(int, shown)), PREPARED_AT_ONCE):
        part = _approve_some(keys, shown, user)
        result.done += part.done
        result.refusals |= part.refusals
    return result


@retried
def _approve_some(keys: list[int], shown: seen.Marks, user) -> Preparation:
    result, going = Preparation(), []
    with transaction.atomic():
        rows = list(Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        closed = conflicts.declared_in(user, rows)
        for row in rows:
            try:
                _check_is_open(row, row.pk in closed)
                _check_approvable(row, user, shown[str(row.pk)])
            except Refused as refusal:
                result.refusals[row.pk] = str(refusal)
            else:
                going.append(row)
        result.done = [row.pk for row in going]
        Submission.objects.filter(pk__in=result.done).update(approved_by=user)
        records = [(row, Record.APPROVE, {"outcome": str(row.pending_state)}) for row in going]
        put_many_on_record(records, user=user)
    return result


def _locked(submission: Submission, user) -> Submission:
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    _check_is_open(row, conflicts.has_declared(user, row))
    return row


def _check_is_open(row: Submission, has_conflict: bool) -> None:
    if not row.is_decidable:
        raise Refused(_("It has been decided already."), code="decided")
    if has_conflict:
        raise Refused(_has_a_conflict(), code="conflict")


def _has_a_conflict() -> str:
    return _("You have declared a conflict of interest in it.")


@dataclass(frozen=True)
class Candidate:
    """A submission in the order of its score, the places it would take, and what is suggested."""

    submission: Submission
    places: int
    outcome: str = ""


def ranked(intake: Intake, *, criterion: str = "", user=None) -> list[Submission]:
    """Those to be decided on, the best first; not assessed ones come last. Few queries.

    One that was asked for more is among them, though nothing can be prepared for it meanwhile.

    On ties the one who scored higher on ``criterion`` (an id) comes first, then who applied first.
    Each has ``score`` (mean), ``spread``, ``disagree``, ``said`` (recommendations with how many
    gave them), ``assigned``, ``handed_in``, ``has_fewer`` (than others have:
    its mean is of less), ``people`` and ``is_owed``: where assessors assess independently,
    ``user`` is told nothing of a case that they owe their own assessment of.
    """
    rows = list(_with_counts(Submission.objects.for_intake(intake).undecided()))
    ranking.add_scores(rows, criterion)
    _hide_what_is_owed(rows, user)
    _add_recommendations(rows)
    return sorted(rows, key=ranking.best_first)


def _with_counts(rows: SubmissionQuerySet) -> SubmissionQuerySet:
    """``rows`` with their counts; the joins multiply rows, which distinct counts undo."""
    return (
        rows.with_people()
        .select_related("intake", "form_version")
        .annotate(
            spread=Max("assessments__total") - Min("assessments__total"),
            assigned=Count("assessments", distinct=True),
            handed_in=Count("assessments", distinct=True, filter=handed_in("assessments__")),
        )
    )


def _hide_what_is_owed(rows: list[Submission], user) -> None:
    owed = Assessment.objects.not_handed_in().filter(
        assessor=user, submission__in=rows, submission__intake__assesses_apart=True
    )
    keys = set(owed.values_list("submission", flat=True)) if user else set()
    for row in rows:
        row.is_owed = row.pk in keys
        if row.is_owed:
            row.score, row.spread, row.tie_break = None, None, 0


def _add_recommendations(rows: list[Submission]) -> None:
    """What assessors recommend of each row, and whether they disagree; one query."""
    readable = [row for row in rows if not row.is_owed]
    given = Assessment.objects.handed_in().filter(submission__in=readable)
    counts = given.values_list("submission", "recommendation").annotate(Count("pk")).order_by()
    found: dict[int, Counter] = defaultdict(Counter)
    for key, recommendation, count in counts:
        found[key][recommendation] = count
    for row in rows:
        said = found[row.pk]
        row.said = [(choice.label, said[choice]) for choice in Recommendation if said[choice]]
        row.disagree = scoring.disagree(row.spread, said)
    most = max((row.handed_in for row in rows), default=0)
    for row in rows:
        row.has_fewer = not row.is_owed and 0 < row.handed_in < most


def take_the_best(intake: Intake, *, criterion: str = "", user=None) -> list[Candidate]:
    """Suggest: accept the best while places last, then the waiting list where there is one.

    Nothing is written. Whom nobody has assessed gets no suggestion. One that needs more places than
    are left does not stop a smaller one behind it, and one that was asked for more keeps its place
    among the best. Without a waiting list the others get none
    either: a rejection needs a reason, which only a person can give. What ``user`` may not read yet
    counts as not assessed.
    """
    room, suggestions = places.Room(intake), []
    for row in ranked(intake, criterion=criterion, user=user):
        wanted, outcome = room.wanted(row.people, row.organisation_key), ""
        if row.score is not None and room.take(row.people, row.organisation_key):
            outcome = PendingState.ACCEPT
        elif row.score is not None and _can_wait(intake, row.people):
            outcome = PendingState.WAITING
        suggestions.append(Candidate(row, wanted, outcome))
    return suggestions


def _can_wait(intake: Intake, people: int) -> bool:
    """Whether a group of this size can wait, rather than be told at once that there is no place."""
    return intake.has_waiting_list and places.can_ever_fit(intake, people)


def release(
    intake: Intake, *, user, listed: seen.Marks | None = None, criterion: str = ""
) -> Release:
    """Make prepared outcomes public, some at a time; safe to repeat.

    Who is put on the waiting list stands there as ``ranked`` has them, by the same ``criterion``.
    ``listed`` holds the ``shown_mark`` of each that its user saw, by primary key: nothing else is
    released; None releases all. What cannot be released is left as it is and named in the result:
    changed meanwhile, not approved where two people decide, a conflict of interest, no places
    left, or a place in what is cancelled or has been held.
    """
    result = Release()
    for keys in batches(to_release(intake, listed, criterion=criterion)):
        part = release_some(intake, keys, user=user, listed=listed, criterion=criterion)
        result.add(part)
    return result


def to_release(
    intake: Intake, listed: seen.Marks | None = None, *, criterion: str = ""
) -> list[int]:
    """The primary keys of what a release of ``intake`` is about, the best first.

    So the number in line that each is told is the one they have.
    """
    rows = Submission.objects.for_intake(intake).only("received_at")
    if listed is None:
        rows = rows.decidable().exclude(pending_state="")
    asked = [row for row in rows if listed is None or str(row.pk) in listed]
    ranking.add_scores(asked, criterion)
    return [row.pk for row in sorted(asked, key=ranking.best_first)]


def batches(keys: list[int]) -> Iterator[list[int]]:
    """``keys`` in batches, one for each transaction."""
    return in_parts(keys, BATCH)


@retried
def release_some(
    intake: Intake,
    keys: list[int],
    *,
    user,
    listed: seen.Marks | None = None,
    criterion: str = "",
) -> Release:
    """Release those of ``intake`` with these primary keys in one transaction, all or nothing."""
    with transaction.atomic():
        room = places.Room(places.lock(Intake.objects.sharing_places_with(intake).first()))
        going, refusals = _sort_out(_lock_many(keys), room, user, listed)
        _release(going, user, criterion)
    return Release(len(going), refusals)


def _lock_many(keys: list[int]) -> list[Submission]:
    """The rows, each with ``people``, in the order of ``keys``; locked in the order of the keys."""
    rows = {
        row.pk: row
        for row in Submission.objects.select_for_update().order_by("pk").filter(pk__in=keys)
    }
    counted = Submission.objects.filter(pk__in=keys).order_by().with_people()
    people = dict(counted.values_list("pk", "people"))
    for row in rows.values():
        row.people = people[row.pk]
    prefetch_related_objects(list(rows.values()), "intake__page", "form_version")
    return [rows[key] for key in keys if key in rows]


def _sort_out(
    rows: list[Submission], room: places.Room, user, listed: seen.Marks | None
) -> tuple[list[Submission], dict[str, str]]:
    """Those of ``rows`` that are released, and by reference why others are not."""
    going, refusals = [], {}
    closed, off = conflicts.declared_in(user, rows), _why_off(room.intake)
    for row in rows:
        if listed is None and not row.pending_state:
            continue  # somebody else has just done it
        shown = None if listed is None else listed[str(row.pk)]
        if row.pk in closed:
            refusals[row.reference] = _has_a_conflict()
        elif refusal := _why_not(row, room, shown, off):
            refusals[row.reference] = refusal
        else:
            going.append(row)
    return going, refusals


def _why_off(intake: Intake) -> str:
    """Why nobody can get a place there any more, in words; empty while they can."""
    if intake.is_cancelled:
        return _("It is cancelled, so nobody can be given a place.")
    if intake.is_held(timezone.now()):
        return _("It has been held, so nobody can be given a place.")
    return ""


def _why_not(row: Submission, room: places.Room, shown: str | None, off: str) -> str:
    """Why ``row`` can't be released, in words; when it can, it has taken its places in ``room``.

    Where it is ``off``, as that says why, only a rejection is still true.
    """
    if not row.is_decidable:
        return _("It is no longer open for a decision.")
    if not row.pending_state or not seen.is_shown(shown, [row.pending_state, row.decision_reason]):
        return str(ChangedMeanwhile.text)
    if room.intake.four_eyes and row.approved_by_id is None:
        return _("Another person must approve it first.")
    if off and row.pending_state != PendingState.REJECT:
        return off
    if row.pending_state == PendingState.WAITING and not room.intake.has_waiting_list:
        return _("There is no waiting list.")
    if row.pending_state == PendingState.WAITING and not _can_wait(room.intake, row.people):
        return _("There are more of them than there are places in all.")
    is_accepted = row.pending_state == PendingState.ACCEPT
    if is_accepted and not room.take(row.people, row.organisation_key):
        return _("There are not enough places left.")
    return ""


def _release(rows: list[Submission], user, criterion: str) -> None:
    now = timezone.now()
    received = [row for row in rows if transitions.can(row, Action.ASSESS)]
    transitions.apply_many(received, Action.ASSESS, user=user, now=now)
    ranking.store([row for row in rows if row.pending_state == PendingState.WAITING], criterion)
    for outcome, action in ACTIONS.items():
        decided = [row for row in rows if row.pending_state == outcome]
        for row in decided:
            row.pending_state, row.decided_at = "", now
        values = ["pending_state", "decided_at", "line_score", "line_tie_break"]
        transitions.apply_many(decided, action, user=user, now=now, values=values)
