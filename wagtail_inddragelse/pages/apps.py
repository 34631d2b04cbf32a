from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InddragelsePagesConfig(AppConfig):
    """Ready-made page types over the mixins."""

    name = "wagtail_inddragelse.pages"
    label = "wagtail_inddragelse_pages"
    verbose_name = _("Offer pages")
    default_auto_field = "django.db.models.BigAutoField"
