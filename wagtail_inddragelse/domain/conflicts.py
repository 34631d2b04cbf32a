"""Conflicts of interest: declared before the answers open, and hinted at where we can see one.

A declared conflict closes the submission to who declared it, everywhere:
``Submission.objects.visible_to`` leaves it out. Source: forvaltningsloven, chapter 2.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ..models import Assessment, ConflictOfInterest, Intake, Submission
from ..models.addresses import domain_key
from ..models.municipalities import get_municipality
from .records import Record, put_on_record

SHARED_MAIL_SERVICES = frozenset(
    {"gmail.com", "hotmail.com", "outlook.com", "live.dk", "hotmail.dk", "icloud.com", "mail.dk"}
)
"""Domains that say nothing of where somebody works."""


def must_declare(user, submission: Submission) -> bool:
    """Whether ``user`` has to say if they have a conflict before the answers open to them."""
    if not submission.intake.is_assessed:
        return False
    return not ConflictOfInterest.objects.filter(submission=submission, user=user).exists()


def undeclared(submissions: QuerySet, user) -> QuerySet:
    """Those of ``submissions`` on which ``must_declare`` holds."""
    return submissions.filter(_must_declare(user))


def without_undeclared(submissions: QuerySet, user) -> QuerySet:
    """``submissions`` but for those on which ``must_declare`` holds."""
    return submissions.filter(~_must_declare(user))


def _must_declare(user) -> Q:
    declared = ConflictOfInterest.objects.filter(submission=OuterRef("pk"), user=user)
    return Q(intake__selection=Intake.Selection.ASSESSED) & ~Exists(declared)


def has_declared(user, submission: Submission) -> bool:
    """Whether ``user`` has declared a conflict of interest."""
    mine = ConflictOfInterest.objects.filter(submission=submission, user=user)
    return mine.filter(has_conflict=True).exists()


def declare(user, submission: Submission, *, has_conflict: bool) -> ConflictOfInterest:
    """Put on record whether ``user`` has a conflict; a later word replaces an earlier one.

    With a conflict, an assessment of theirs is taken away: nothing of it may count.
    """
    with transaction.atomic():
        declaration, _created = ConflictOfInterest.objects.update_or_create(
            submission=submission, user=user, defaults={"has_conflict": has_conflict}
        )
        if has_conflict:
            Assessment.objects.filter(submission=submission, assessor=user).delete()
        record = Record.DECLARE_CONFLICT if has_conflict else Record.DECLARE_NONE
        put_on_record(submission, record, user=user)
    return declaration


def declare_many(user, submissions: Iterable[Submission], conflicting: Container[int]) -> None:
    """Declare for each of ``submissions``: a conflict in those whose key is ``conflicting``."""
    with transaction.atomic():
        for submission in submissions:
            declare(user, submission, has_conflict=submission.pk in conflicting)


def signs(user, submission: Submission) -> list[str]:
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
