"""What all our page types share."""

from __future__ import annotations

from django.db import models
from django.utils import translation

from ...conf import get_setting
from ...models.base import get_page_model
from ...models.prepared import PreparedIn

_pages_at = PreparedIn(
    lambda paths: get_page_model().objects.filter(path__in=paths, live=True), models.CharField()
)


class RenderedMixin(models.Model):
    """Renders in the language of the page, over the site's base template.

    ``summary`` is what lists and search engines show; pages without such a field have none.
    """

    summary = ""

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds ``base_template`` and ``breadcrumbs``."""
        context = super().get_context(request, *args, **kwargs)
        context["base_template"] = get_setting("BASE_TEMPLATE")
        context["breadcrumbs"] = self.get_breadcrumbs()
        return context

    def get_breadcrumbs(self) -> list[models.Model]:
        """The published pages above this one, the site's front page first."""
        steps = range(2 * self.steplen, len(self.path), self.steplen)
        return _pages_at(self.path[:length] for length in steps) if steps else []

    def get_breadcrumbs_below(self) -> list[models.Model]:
        """The pages above what is shown below this one and is no page itself."""
        return [*self.get_breadcrumbs(), self]

    def serve(self, request, *args, **kwargs):
        """The response, rendered while the page's own language is active."""
        return self._in_own_language(super().serve, request, *args, **kwargs)

    def serve_preview(self, request, mode_name):
        """A draft as an editor sees it, in the language that its readers will."""
        return self._in_own_language(super().serve_preview, request, mode_name)

    def _in_own_language(self, serve, *args, **kwargs):
        with translation.override(self.locale.language_code):
            response = serve(*args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response
