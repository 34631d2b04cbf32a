"""Users who have judged applications stay: what they declared and gave is part of the cases."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...models import Assessment, ConflictOfInterest


class HasJudged(ValidationError):
    """The user has assessed, or declared their interest in a case, and can't be deleted."""

    def __str__(self) -> str:
        return self.messages[0]


def refuse_if_judged(users: Iterable) -> None:
    """Raise HasJudged, in words for who deletes, when one of ``users`` has a part in a case."""
    for user in users:
        if _has_judged(user):
            raise HasJudged(
                _(
                    "“%(user)s” can't be deleted: what they declared and how they assessed is "
                    "part of cases. Deactivate the account instead: take the tick at “Active” off."
                )
                % {"user": user.get_username()}
            )


def _has_judged(user) -> bool:
    """Whether rows that must be kept name ``user``."""
    assessed = Assessment.objects.filter(assessor=user).exists()
    return assessed or ConflictOfInterest.objects.filter(user=user).exists()
