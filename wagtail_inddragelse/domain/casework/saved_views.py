"""Saved views: filters of the register under a name, each user's own."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ...models import SavedView
from ..writing.refused import Refused
from ..writing.retries import retried


@retried
def save_view(user, name: str, query: str) -> SavedView:
    """Save the filters of ``query`` under ``name``. Raises Refused when the name is taken."""
    try:
        with transaction.atomic():
            return SavedView.objects.create(user=user, name=name, query=query)
    except IntegrityError:
        raise Refused(_("You have a view of that name already."), code="name_taken") from None


def delete_view(user, key: int) -> bool:
    """Delete the user's own view with this primary key; False when there is none."""
    deleted, _rows = SavedView.objects.filter(user=user, pk=key).delete()
    return bool(deleted)
