"""Page types of the test site that know nothing of the app, plus one that takes part in it."""

from wagtail.models import Page


class PlainPage(Page):
    """A page of the host site's own."""
