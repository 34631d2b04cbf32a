"""The people who may see a case: whom it can be given to, and who can be asked to look."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ...models import ConflictOfInterest, Role, Submission, grants_on, users_with
from ...models.base import get_page_model, in_parts
from ..assessment import conflicts
from ..record.records import Record, put_many_on_record, put_on_record
from ..writing import seen
from ..writing.refused import Refused
from ..writing.retries import retried


def who_may_see(submission: Submission) -> models.QuerySet:
    """The active users to whom ``submission`` is visible, with its notes, by name of account.

    Those with a conflict of interest are left out and, where it is assessed blind, all who may not
    know the applicant. What ``visible_to`` and ``identified_to`` say of one user, for all users.
    """
    insiders = _insiders(submission).order_by().values("pk")
    conflicts = ConflictOfInterest.objects.filter(submission=submission, has_conflict=True)
    users = get_user_model().objects.filter(is_active=True)
    return (
        users.filter(Q(is_superuser=True) | Q(pk__in=insiders))
        .exclude(pk__in=conflicts.values("user"))
        .order_by(get_user_model().USERNAME_FIELD)
    )


def _insiders(submission: Submission) -> models.QuerySet:
    """Those whose roles open ``submission`` to them and, where it is blind, the applicant."""
    intake = submission.intake
    if intake.assesses_blind:
        return users_with(Role.DECIDE, intake.page)
    if intake.assessors_see_all:
        return users_with(Role.SEE, intake.page)
    whole = users_with(Role.SEE, intake.page, but=Role.ASSESS).order_by().values("pk")
    given = Q(pk__in=submission.assessments.values("assessor")) | Q(pk=submission.assigned_to_id)
    return users_with(Role.SEE, intake.page).filter(given | Q(pk__in=whole))


def caseworkers_on(paths) -> models.QuerySet:
    """The active users with a role on a page at one of these tree ``paths``, or on all pages."""
    keys = get_page_model().objects.filter(path__in=paths).order_by().values("translation_key")
    groups = grants_on(keys).values("group")
    active = get_user_model().objects.filter(is_active=True)
    return active.filter(Q(is_superuser=True) | Q(groups__in=groups)).distinct()


def assign_caseworker(row: Submission, caseworker, *, user) -> None:
    """Give the locked ``row`` to ``caseworker``, or to nobody with None, on record; not saved.

    Raises Refused for one without a role on the offer or with a declared conflict of interest.
    """
    if caseworker is not None:
        _check(row, caseworker)
    if row.assigned_to != caseworker:
        row.assigned_to = caseworker
        key = None if caseworker is None else caseworker.pk
        put_on_record(row, Record.ASSIGN_CASEWORKER, user=user, caseworker=key)


ASSIGNED_AT_ONCE = 200
"""How many submissions are given to a caseworker in one transaction, with few queries."""


def shown_mark(submission: Submission) -> str:
    """The mark of the caseworker a submission is assigned to, as a page shows it."""
    return seen.mark(submission.assigned_to_id)


def assign_many(
    keys: Iterable[int], caseworker, *, user, shown: seen.Marks | None = None
) -> dict[int, str]:
    """``assign_caseworker`` for the submissions with these primary keys, some at a time, saved.

    ``shown`` holds the ``shown_mark`` of each that was seen, by key. Returns by key why some were
    left: a person who can't take them on, or somebody else gave them away meanwhile.
    """
    refusals = {}
    for some in in_parts(sorted(keys), ASSIGNED_AT_ONCE):
        refusals |= _assign_some(some, caseworker, user, shown)
    return refusals


@retried
def _assign_some(keys: list[int], caseworker, user, shown: seen.Marks | None) -> dict[int, str]:
    with transaction.atomic():
        locked = Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        rows = list(locked)
        refusals = _unfit(rows, caseworker)
        key = None if caseworker is None else caseworker.pk
        others = [row for row in rows if row.assigned_to_id != key]
        for row in others:
            if shown is not None and not seen.is_shown(
                shown.get(str(row.pk), ""), row.assigned_to_id
            ):
                refusals[row.pk] = str(seen.ChangedMeanwhile.text)
        going = [row for row in others if row.pk not in refusals]
        Submission.objects.filter(pk__in=[row.pk for row in going]).update(assigned_to=caseworker)
        put_many_on_record(
            [(row, Record.ASSIGN_CASEWORKER, {"caseworker": key}) for row in going], user=user
        )
    return refusals


def _unfit(rows: list[Submission], caseworker) -> dict[int, str]:
    """Why ``caseworker`` can't take some of ``rows`` on, by key; one query for each offer."""
    if caseworker is None:
        return {}
    models.prefetch_related_objects(rows, "intake__page")
    able = {
        path: caseworkers_on([path]).filter(pk=caseworker.pk).exists()
        for path in {row.intake.page.path for row in rows}
    }
    closed = conflicts.declared_in(caseworker, rows)
    refusals = {row.pk: _has_no_role() for row in rows if not able[row.intake.page.path]}
    return {key: _has_a_conflict() for key in closed} | refusals


def _has_no_role() -> str:
    return _("They have no role on this offer.")


def _has_a_conflict() -> str:
    return _("They have declared a conflict of interest.")


def _check(row: Submission, caseworker) -> None:
    if not caseworkers_on([row.intake.page.path]).filter(pk=caseworker.pk).exists():
        raise Refused(_has_no_role(), code="no_role")
    if conflicts.has_declared(caseworker, row):
        raise Refused(_has_a_conflict(), code="conflict")
