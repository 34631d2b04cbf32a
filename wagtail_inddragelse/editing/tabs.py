"""Tabs of the page editor, in the order of the work."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, Panel, TabbedInterface
from wagtail.utils.decorators import cached_classmethod

LAST_TABS = (("promote_panels", _("Promote")), ("settings_panels", _("Settings")))
"""Wagtail's own."""


class TabbedMixin(models.Model):
    """A page that is edited in ``editor_tabs``: the attribute with the panels of each tab, and its
    heading. A page type changes a tab by that attribute, and all of them by ``edit_handler``.
    """

    editor_tabs: tuple[tuple[str, str | Promise], ...] = (("content_panels", _("Content")),)

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> Panel:
        """The tabs that have a panel, bound to the page type."""
        return cls._own_edit_handler().bind_to_model(cls)

    @classmethod
    def _own_edit_handler(cls) -> Panel:
        if hasattr(cls, "edit_handler"):
            return cls.edit_handler
        tabs = [
            ObjectList(panels, heading=heading)
            for name, heading in (*cls.editor_tabs, *LAST_TABS)
            if (panels := getattr(cls, name))
        ]
        return TabbedInterface(tabs, base_form_class=cls.base_form_class)
