"""Users who have assessed or decided can't be deleted: what they declared is part of the cases."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ...models import Assessment, ConflictOfInterest
from ..writing.refused import Refused


def refuse_if_judged(users: Iterable) -> None:
    """Raise Refused when one of ``users`` has a part in a case."""
    for user in users:
        if _has_judged(user):
            text = _(
                "“%(user)s” can't be deleted: what they declared and how they assessed is part of "
                "cases. Deactivate the account instead: untick “Active”."
            )
            raise Refused(text % {"user": user.get_username()}, code="has_judged")


def _has_judged(user) -> bool:
    """Whether rows that must be kept name ``user``."""
    assessed = Assessment.objects.filter(assessor=user).exists()
    return assessed or ConflictOfInterest.objects.filter(user=user).exists()
