from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The agency's own page types."""

    name = "example_site.home"
    label = "home"
