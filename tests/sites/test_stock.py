import pytest

from .host import HostSite

SITE = "stock"
PAGE_TYPES = (
    "wagtail_inddragelse_pages.EventPage",
    "wagtail_inddragelse_pages.ApplicationFormPage",
    "pages.EventPage",
)

pytestmark = pytest.mark.sites


class TestStockSite(HostSite):
    """Our page types, beside the site's own apps, models and templates of the same names."""
