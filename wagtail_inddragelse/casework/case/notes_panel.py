"""Notes that ask the user to look, on the front page of the admin."""

from __future__ import annotations

from wagtail.admin.ui.components import Component

from ...domain.casework import notes

SHOWN = 10
"""How many are shown; there may be more."""


class NotesPanel(Component):
    """The notes that mention the user, unseen ones first; nothing at all when there are none."""

    name = "inddragelse_notes"
    template_name = "wagtail_inddragelse/editing/dashboard/notes.html"
    order = 140

    def get_context_data(self, parent_context) -> dict:
        """Gives ``mentions``, the first of them, and how many ``more`` there are that are new."""
        waiting = notes.waiting_for(parent_context["request"].user)
        mentions = list(waiting[:SHOWN])
        unseen = waiting.filter(seen_at=None).count()
        return {"mentions": mentions, "more": max(unseen - SHOWN, 0)}
