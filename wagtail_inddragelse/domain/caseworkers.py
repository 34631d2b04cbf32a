"""The people who may see a case: whom it can be given to, and who can be asked to look."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import ConflictOfInterest, Role, RoleGrant, Submission, users_with
from ..models.base import get_page_model
from . import conflicts
from .records import Record, put_on_record


class CannotTakeOn(Exception):
    """This person cannot be given this submission; says why in words."""


def who_may_see(submission: Submission) -> models.QuerySet:
    """The active users to whom ``submission`` is visible, with its notes, by name of account.

    Those with a conflict of interest are left out and, where it is assessed blind, all who may not
    know the applicant. What ``visible_to`` and ``identified_to`` say of one user, for all users.
    """
    role = Role.DECIDE if submission.intake.assesses_blind else Role.SEE
    insiders = users_with(role, submission.intake.page).order_by().values("pk")
    conflicts = ConflictOfInterest.objects.filter(submission=submission, has_conflict=True)
    users = get_user_model().objects.filter(is_active=True)
    return (
        users.filter(Q(is_superuser=True) | Q(pk__in=insiders))
        .exclude(pk__in=conflicts.values("user"))
        .order_by(get_user_model().USERNAME_FIELD)
    )


def caseworkers_on(paths) -> models.QuerySet:
    """The active users with a role on a page at one of these tree ``paths``, or on all pages."""
    steps = get_page_model().steplen
    above = {path[:end] for path in paths for end in range(steps, len(path) + 1, steps)}
    groups = RoleGrant.objects.filter(page__path__in=above).values("group")
    active = get_user_model().objects.filter(is_active=True)
    return active.filter(Q(is_superuser=True) | Q(groups__in=groups)).distinct()


def assign_caseworker(submission: Submission, caseworker, *, user) -> Submission:
    """Give ``submission`` to ``caseworker``, or to nobody with None; safe to repeat.

    Raises CannotTakeOn for one without a role on the offer or with a declared conflict of interest.
    """
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        if caseworker is not None:
            _check(row, caseworker)
        if row.assigned_to != caseworker:
            row.assigned_to = caseworker
            row.save(update_fields=["assigned_to"])
            key = None if caseworker is None else caseworker.pk
            put_on_record(row, Record.ASSIGN_CASEWORKER, user=user, caseworker=key)
    return row


def _check(row: Submission, caseworker) -> None:
    if not caseworkers_on([row.intake.page.path]).filter(pk=caseworker.pk).exists():
        raise CannotTakeOn(_("They have no role on this offer."))
    if conflicts.has_declared(caseworker, row):
        raise CannotTakeOn(_("They have declared a conflict of interest."))
