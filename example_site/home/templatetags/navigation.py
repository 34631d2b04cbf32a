"""What the header and footer of the site link to."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site

register = template.Library()


class MenuItem(NamedTuple):
    """A page in the menu; ``current`` is the value of aria-current, empty for other pages."""

    page: Page
    current: str


@register.simple_tag(takes_context=True)
def site_home(context) -> Page | None:
    """The front page in the language of the page shown; None on a site without one."""
    site = Site.find_for_request(context["request"]) if "request" in context else None
    if not site:
        return None
    return site.root_page.get_translation_or_none(_locale(context)) or site.root_page


@register.simple_tag(takes_context=True)
def menu_items(context, home: Page | None) -> list[MenuItem]:
    """The pages right below the front page that are shown in menus."""
    pages = home.get_children().live().in_menu() if home else []
    return [MenuItem(page, _current(page, context.get("page"))) for page in pages]


@register.simple_tag(takes_context=True)
def has_session(context) -> bool:
    """Whether the visitor may be logged in.

    Who they are is only asked then: a page that asks varies with the cookie, and no cache in front
    of the site can keep it for visitors, who have none.
    """
    request = context.get("request")
    return request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES


@register.simple_tag
def footer_pages(home: Page | None) -> list[Page]:
    """The pages right below the front page that are kept out of menus."""
    return list(home.get_children().live().not_in_menu()) if home else []


def _current(item: Page, shown: Page | None) -> str:
    if not isinstance(shown, Page):
        return ""
    if shown.pk == item.pk:
        return "page"
    return "true" if shown.is_descendant_of(item) else ""


def _locale(context) -> Locale:
    page = context.get("page")
    if isinstance(page, Page):
        return page.locale
    return Locale.objects.filter(language_code=get_language()).first() or Locale.get_default()
