from django.db import models
from wagtail.models import AbstractPage


class BasePage(AbstractPage):
    """What every page of this site is: Wagtail's least, without its fields for search engines."""

    archived = models.BooleanField(default=False)


class TextPage(BasePage):
    """A page that has nothing to do with offers."""

    template = "core/text_page.html"
