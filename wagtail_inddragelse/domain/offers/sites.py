"""Which of Wagtail's sites a page belongs to, where an installation has several."""

from __future__ import annotations

from django.db.models import Model, Q
from wagtail.models import Site


def site_of(page: Model | None) -> int | None:
    """Primary key of the site that ``page`` belongs to; None for one that belongs to none."""
    path = getattr(page, "url_path", "") or ""
    roots = [root for root in Site.get_site_root_paths() if path.startswith(root.root_path)]
    longest = max(roots, key=lambda root: len(root.root_path), default=None)
    return longest.site_id if longest else None


def in_site(site_id: int | None) -> Q:
    """The condition for pages of this site in every language; None or an only site limits none."""
    roots = Site.get_site_root_paths()
    if site_id is None or len({root.site_id for root in roots}) < 2:
        return Q()
    found = Q(pk=None)
    for root in roots:
        if root.site_id == site_id:
            found |= Q(url_path__startswith=root.root_path)
    return found
