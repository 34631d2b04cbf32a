import pytest

from .host import HostSite

SITE = "swapped"
PAGE_TYPES = ("offers.CoursePage", "offers.EnrolmentPage", "core.TextPage")

pytestmark = pytest.mark.sites


class TestSwappedSite(HostSite):
    """The site's own page types with our mixins, over a base page model of its own."""
