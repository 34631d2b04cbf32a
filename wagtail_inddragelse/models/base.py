"""The site's base page model: stock ``Page`` or what ``WAGTAIL_PAGE_MODEL`` names."""

from __future__ import annotations

import swapper

# Wagtail 8 does this itself; on 7.4 there is no swappable page and the name falls to the default.
swapper.set_app_prefix("wagtailcore", "wagtail")

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


def get_page_model():
    """The base page model class of this site."""
    return swapper.load_model("wagtailcore", "Page")
