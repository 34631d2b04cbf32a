from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InddragelseConfig(AppConfig):
    """The core app: abstract mixins, domain rows, sign-up and mail."""

    name = "wagtail_inddragelse"
    label = "wagtail_inddragelse"
    verbose_name = _("Offers and sign-ups")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, handlers  # registers the checks and receivers
        from .models import comparing

        checks.register()
        comparing.register()
        handlers.connect()
