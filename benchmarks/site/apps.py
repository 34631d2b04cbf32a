from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The benchmark's own pages and rows."""

    name = "benchmarks.site"
    label = "benchmarks_site"
    default_auto_field = "django.db.models.BigAutoField"
