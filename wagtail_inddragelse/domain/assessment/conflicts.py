"""Conflicts of interest: declared before the answers open, and hinted at where we can see one.

A declared conflict closes the submission to who declared it, everywhere:
``Submission.objects.visible_to`` leaves it out. Source: forvaltningsloven, chapter 2.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ...denmark.municipalities import get_municipality
from ...models import Assessment, ConflictOfInterest, Intake, Submission
from ...models.addresses import domain_key
from ..record.records import Record, put_many_on_record, put_on_record
from ..writing.refused import Refused
from ..writing.retries import retried

SHARED_MAIL_SERVICES = frozenset(
    {"gmail.com", "hotmail.com", "outlook.com", "live.dk", "hotmail.dk", "icloud.com", "mail.dk"}
)
"""Domains that say nothing about where somebody works."""


def must_declare(user, submission: Submission) -> bool:
    """Whether ``user`` has to say if they have a conflict before the answers open to them."""
    if not submission.intake.is_assessed:
        return False
    return not ConflictOfInterest.objects.filter(submission=submission, user=user).exists()


def undeclared(submissions: QuerySet, user) -> QuerySet:
    """Those of ``submissions`` on which ``must_declare`` holds."""
    return submissions.filter(_must_declare(user))


def without_undeclared(submissions: QuerySet, user) -> QuerySet:
    """``submissions`` without those on which ``must_declare`` holds."""
    return submissions.filter(~_must_declare(user))


def _must_declare(user) -> Q:
    declared = ConflictOfInterest.objects.filter(submission=OuterRef("pk"), user=user)
    return Q(intake__selection=Intake.Selection.ASSESSED) & ~Exists(declared)


def has_declared(user, submission: Submission) -> bool:
    """Whether ``user`` has declared a conflict of interest."""
    mine = ConflictOfInterest.objects.filter(submission=submission, user=user)
    return mine.filter(has_conflict=True).exists()


def declared_in(user, submissions: Iterable[Submission]) -> set[int]:
    """The primary keys of those in which ``user`` has declared a conflict of interest."""
    mine = ConflictOfInterest.objects.filter(user=user, has_conflict=True)
    keys = mine.filter(submission__in=[row.pk for row in submissions])
    return set(keys.values_list("submission", flat=True))


@retried
def declare(user, submission: Submission, *, has_conflict: bool) -> ConflictOfInterest:
    """Put on record whether ``user`` has a conflict; a later word replaces an earlier one.

    With a conflict, what they said of it is taken away, as nothing of it may count: an assessment,
    a prepared outcome and an approval. A case that was theirs is nobody's, as it is closed to them.
    """
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        declaration, _created = ConflictOfInterest.objects.update_or_create(
            submission=submission, user=user, defaults={"has_conflict": has_conflict}
        )
        record = Record.DECLARE_CONFLICT if has_conflict else Record.DECLARE_NONE
        lost = _take_away(user, row) if has_conflict else []
        put_on_record(submission, record, user=user, **({"lost": lost} if lost else {}))
    return declaration


WRITTEN = ("assigned_to", "pending_state", "decision_reason", "decided_by", "approved_by")
"""The columns of a submission that can name the person who declares a conflict."""


def _take_away(user, row: Submission) -> list[str]:
    """Remove what ``user`` said about the locked ``row``; returns what was removed."""
    mine = Assessment.objects.filter(submission=row, assessor=user)
    lost = ["assessment"] if mine.delete()[0] else []
    if row.assigned_to_id == user.pk:
        row.assigned_to = None
        lost.append("case")
    if row.is_decidable and row.pending_state:
        if row.decided_by_id == user.pk:
            row.pending_state = row.decision_reason = ""
            row.decided_by = row.approved_by = None
            lost.append("outcome")
        elif row.approved_by_id == user.pk:
            row.approved_by = None
            lost.append("approval")
    if lost:
        row.save(update_fields=WRITTEN)
    return lost


def conflicts_in(submission: Submission) -> QuerySet:
    """The conflicts declared in ``submission``, which a decider can undo; oldest first."""
    found = submission.conflicts.filter(has_conflict=True)
    return found.select_related("user").order_by("declared_at", "pk")


@retried
def undo(declaration: ConflictOfInterest, *, user) -> None:
    """Undo a conflict that was declared by mistake: its person is asked again.

    ``user`` is another who decides on the submission and has no conflict in it. What was taken away
    stays away. Raises Refused for one's own declaration.
    """
    if declaration.user_id == user.pk:
        raise Refused(_("Another person must undo it."), code="own_conflict")
    with transaction.atomic():
        person, submission = declaration.user_id, declaration.submission
        ConflictOfInterest.objects.filter(pk=declaration.pk).delete()
        put_on_record(submission, Record.UNDO_CONFLICT, user=user, person=person)


@retried
def declare_many(user, submissions: Iterable[Submission], conflicting: Container[int]) -> None:
    """Declare for each of ``submissions``: a conflict in those whose key is ``conflicting``.

    A few queries for all in which there is none.
    """
    rows = sorted(submissions, key=lambda row: row.pk)
    with transaction.atomic():
        keys = [row.pk for row in rows]
        list(Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        _declare_none([row for row in rows if row.pk not in conflicting], user)
        for row in rows:
            if row.pk in conflicting:
                declare(user, row, has_conflict=True)


def _declare_none(rows: list[Submission], user) -> None:
    mine = ConflictOfInterest.objects.filter(user=user, submission__in=[row.pk for row in rows])
    mine.update(has_conflict=False)
    ConflictOfInterest.objects.bulk_create(
        [ConflictOfInterest(submission=row, user=user, has_conflict=False) for row in rows],
        ignore_conflicts=True,  # those that were there
    )
    put_many_on_record([(row, Record.DECLARE_NONE, {}) for row in rows], user=user)


def hints(user, submission: Submission) -> list[str]:
    """What hints at a conflict, in words: the same mail domain, or the municipality's own."""
    domain = domain_key(user.email)
    if not domain or domain in SHARED_MAIL_SERVICES:
        return []
    found = []
    if domain == domain_key(submission.contact_email):
        found.append(_("The e-mail has the same domain as the applicant’s."))
    if _is_of_municipality(domain, submission.municipality_code):
        found.append(_("The e-mail belongs to the applicant’s municipality."))
    return found


def _is_of_municipality(domain: str, code: str) -> bool:
    municipality = get_municipality(code)
    if municipality is None:
        return False
    labels = {label for label in domain.split(".") if label}
    return bool(labels & _spellings(municipality.name))


def _spellings(name: str) -> set[str]:
    """How a municipality is written in domains: høje-taastrup, hoeje-taastrup, hojetaastrup."""
    plain = name.lower().replace(" ", "-")
    bare = plain.translate(str.maketrans("æøå", "aoa"))
    written_out = plain.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    spelled = {plain, bare, written_out}
    spelled |= {spelling.replace("-", "") for spelling in spelled}
    return spelled | {spelling.encode("idna").decode() for spelling in spelled}
