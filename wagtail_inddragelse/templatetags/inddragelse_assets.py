"""The stylesheet, linked once per page wherever our markup first appears."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def inddragelse_assets(context) -> SafeString:
    """The link to our stylesheet the first time in a request, else nothing.

    A site that puts it in the head of its base template gets it there and nowhere else.
    """
    request = context.get("request")
    if getattr(request, "inddragelse_assets", False):
        return SafeString("")
    if request is not None:
        request.inddragelse_assets = True
    return render_to_string("wagtail_inddragelse/assets.html")
