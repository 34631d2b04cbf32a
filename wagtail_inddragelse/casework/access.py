"""Finding what a caseworker may work on; 404 for everything else, so that nothing is revealed."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Intake, Role, Submission, has_role, has_role_anywhere


def get_submission(request: HttpRequest, pk: int, role: Role) -> Submission:
    """The submission, when the user has ``role`` on it and no conflict of interest. Else 404."""
    rows = Submission.objects.open_to(request.user, role)
    related = ("intake__page", "form_version", "redaction", "assigned_to")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def get_intake(request: HttpRequest, pk: int, role: Role) -> Intake:
    """The intake, when the user has ``role`` on its offer. Else 404."""
    intake = get_object_or_404(Intake.objects.select_related("page"), pk=pk)
    if not has_role(request.user, role, intake.page):
        raise Http404
    return intake


def may_see_any(user: AbstractBaseUser) -> bool:
    """Whether there is any offer whose submissions ``user`` may see."""
    return has_role_anywhere(user, Role.SEE)


def may_export_any(user: AbstractBaseUser) -> bool:
    """Whether there is any offer whose submissions ``user`` may export."""
    return has_role_anywhere(user, Role.EXPORT)
