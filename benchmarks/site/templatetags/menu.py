from django import template
from wagtail.models import Site

register = template.Library()


@register.simple_tag(takes_context=True)
def menu_pages(context):
    """The pages below the front page that are to be in the menu."""
    site = Site.find_for_request(context["request"])
    return site.root_page.get_children().live().in_menu()
