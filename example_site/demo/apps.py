from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The command that fills the site with demo content."""

    name = "example_site.demo"
    label = "example_demo"
