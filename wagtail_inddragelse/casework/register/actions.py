"""What can be done with the submissions that are ticked in the register."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import Role, has_role_anywhere


class BulkAction(NamedTuple):
    """A button below the list. It leads to ``url_name`` with ``?submission=`` for each ticked row.

    It is offered to those with ``role`` on some offer; the page it leads to looks at each row.
    """

    label: str | Promise
    icon: str
    role: Role
    url_name: str

    @property
    def url(self) -> str:
        """Where the ticked rows are sent."""
        return reverse(self.url_name)


ACTIONS = (
    BulkAction(_("Assign a caseworker"), "user", Role.DECIDE, "inddragelse_bulk_assign"),
    BulkAction(_("Prepare an outcome"), "check", Role.DECIDE, "inddragelse_bulk_outcome"),
    BulkAction(_("Write a message"), "mail", Role.MESSAGES, "inddragelse_write"),
    BulkAction(_("Export"), "download", Role.EXPORT, "inddragelse_export"),
)
"""All of them, in the order of the buttons."""


def actions_for(user) -> list[BulkAction]:
    """Those that ``user`` has the role for somewhere."""
    held = {role for role in {action.role for action in ACTIONS} if has_role_anywhere(user, role)}
    return [action for action in ACTIONS if action.role in held]
