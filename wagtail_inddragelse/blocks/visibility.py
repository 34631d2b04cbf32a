"""What a block may show of a page that an editor chose."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import PageViewRestriction


def in_preview(context: dict[str, Any] | None) -> bool:
    """Whether an editor looks at a draft."""
    return getattr((context or {}).get("request"), "is_preview", False)


def is_shown(page: Model | None, context: dict[str, Any] | None) -> bool:
    """Whether ``page`` may be linked to: published, or seen by an editor in a preview."""
    return page is not None and (page.live or in_preview(context))


def is_let_in(page: Model, request: HttpRequest) -> bool:
    """Whether who asks may see ``page`` now. Only a restricted page has the session read."""
    above = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    found = PageViewRestriction.objects.filter(page__path__in=above)
    return all(restriction.accept_request(request) for restriction in found)


def is_open_to_all(page: Model | None, context: dict[str, Any] | None) -> bool:
    """Whether what ``page`` says may be shown elsewhere: as ``is_shown``, and not restricted."""
    return is_shown(page, context) and not page.get_view_restrictions().exists()
