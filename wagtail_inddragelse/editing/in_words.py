"""Numbers in words, as the admin shows them in more than one place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..domain.offers.overview import IntakeOverview, OfferOverview


def places_text(overview: OfferOverview | IntakeOverview) -> str:
    """Places taken, of how many where there is a limit: “12 of 40”."""
    if overview.capacity is None:
        return str(overview.taken)
    return _("%(taken)d of %(places)d") % {"taken": overview.taken, "places": overview.capacity}
