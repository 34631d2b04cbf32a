"""Everything the demo has, parents before children."""

from __future__ import annotations

from ..dates import DemoDates
from .english import english_pages
from .event_forms import event_form_pages
from .events import event_pages
from .experiences import experiences_page
from .news import news_page
from .programme import programme_page
from .programme_form import programme_form_page
from .project import project_page
from .shapes import PageContent
from .site_pages import footer_pages, front_page, section_pages
from .workshops import workshop_form_page, workshop_page


def all_pages(dates: DemoDates) -> list[PageContent]:
    """The pages of the demo, with the days of ``dates``."""
    return [
        front_page(),
        *section_pages(),
        programme_page(dates.programme),
        programme_form_page(dates.programme),
        workshop_page(),
        workshop_form_page(),
        project_page(),
        experiences_page(),
        *event_pages(dates),
        *event_form_pages(),
        news_page(dates),
        *footer_pages(),
        *english_pages(dates),
    ]
