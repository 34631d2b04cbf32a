"""Where an administrator gives groups their roles on offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import RoleGrant


class RoleGrantViewSet(ModelViewSet):
    """Roles by group and offer, in the settings menu."""

    model = RoleGrant
    url_prefix = "inddragelse/roles"
    menu_label = _("Caseworker roles")
    icon = "key"
    add_to_settings_menu = True
    list_display = ["group", "page", "role"]
    list_filter = ["group", "role"]
    panels = [FieldPanel("group"), PageChooserPanel("page"), FieldPanel("role")]


role_grants = RoleGrantViewSet("inddragelse_role_grants")
