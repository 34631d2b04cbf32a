"""Make and publish the pages, or update those that an earlier load made."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, Site

from wagtail_inddragelse.models import ContactPerson

from .content.shapes import PageContent
from .intakes import date_changes, move_stored_rows, set_intakes
from .snippets import Registry
from .streams import Resolver

FRONT_PAGE_SLUG = "forside"
ENGLISH = "/en/"


class PageBuilder:
    """Builds pages from content. First all of them are made, then filled, as they link around."""

    def __init__(
        self, site: Site, snippets: dict[str, Registry], say: Callable[[str], None]
    ) -> None:
        self.site = site
        self.snippets = snippets
        self.say = say
        self.ids: dict[str, int] = {}

    def build(self, contents: Iterable[PageContent], moved_on: dt.datetime) -> None:
        """Make, fill and publish the pages. Each is a transaction of its own.

        ``moved_on`` is when the deadlines that were moved were moved.
        """
        contents = list(contents)
        for content in contents:
            with transaction.atomic():
                self.ids[content.path] = self._find(content) or self._make(content).pk
        for content in contents:
            with transaction.atomic():
                self._fill_and_publish(content, moved_on)

    # Making

    def _find(self, content: PageContent) -> int | None:
        model = apps.get_model(content.model)
        if content.path == "/":
            return _first_pk(model.objects.filter(pk=self.site.root_page_id))
        if content.translates:
            source = Page.objects.get(pk=self.ids[content.translates])
            found = source.get_translation_or_none(_locale(content))
            return found and found.pk
        parent = Page.objects.get(pk=self.ids[content.parent_path])
        return _first_pk(model.objects.child_of(parent).filter(slug=content.slug))

    def _make(self, content: PageContent) -> Page:
        if content.translates:
            source = Page.objects.get(pk=self.ids[content.translates]).specific
            return source.copy_for_translation(_locale(content))
        model = apps.get_model(content.model)
        page = model(title=content.title, slug=_slug(content), live=False, locale=_locale(content))
        if content.path == "/":
            return self._make_front_page(page)
        return Page.objects.get(pk=self.ids[content.parent_path]).add_child(instance=page)

    def _make_front_page(self, page: Page) -> Page:
        """Put it where the site's front page is, instead of Wagtail's own welcome page."""
        welcome = self.site.root_page
        page = welcome.get_parent().add_child(instance=page)
        self.site.root_page = page
        self.site.save()
        if type(welcome.specific) is Page:
            welcome.delete()
        return page

    # Filling

    def _fill_and_publish(self, content: PageContent, moved_on: dt.datetime) -> None:
        has_moved = any(intake.first_deadline for intake in content.intakes)
        move_stored_rows(content)
        page = self._get(content)
        if has_moved and not page.live:
            self._fill(page, content, first_deadlines=True)
            page.save_revision().publish()
            page = self._get(content)
        if self._changes(page, content):
            page.save_revision().publish()
            self.say(f"  {content.path}  {content.title}")
            _date(page, content)
            if has_moved:
                date_changes(content, moved_on)

    def _get(self, content: PageContent) -> Page:
        return Page.objects.get(pk=self.ids[content.path]).specific

    def _changes(self, page: Page, content: PageContent) -> bool:
        """Fill the page; whether that changed what is published."""
        before = _state(page)
        self._fill(page, content)
        return not page.live or _state(page) != before

    def _fill(self, page: Page, content: PageContent, first_deadlines: bool = False) -> None:
        page.title = page.draft_title = content.title
        page.slug = _slug(content)
        page.show_in_menus = content.in_menu
        for name, value in content.fields.items():
            setattr(page, name, self._field_value(page, content, name, value))
        if content.intakes:
            set_intakes(page, content, first_deadlines=first_deadlines)

    def _field_value(self, page: Page, content: PageContent, name: str, value: Any) -> Any:
        field = page._meta.get_field(name)
        resolver = Resolver(self.ids, lambda key: self._snippet(page, ContactPerson, key).pk)
        if isinstance(field, StreamField):
            source = content.translates or content.path
            return resolver.stream(field.stream_block, value, source, name)
        if isinstance(field, RichTextField):
            return resolver.rich_text(value)
        if field.many_to_many:
            return [self._snippet(page, field.related_model, key) for key in value]
        if isinstance(field, models.ForeignKey) and isinstance(value, str):
            return self._snippet(page, field.related_model, value)
        return value

    def _snippet(self, page: Page, model: type[models.Model], key: str) -> models.Model:
        return self.snippets[page.locale.language_code][model, key]


def _first_pk(pages: models.QuerySet) -> int | None:
    return pages.values_list("pk", flat=True).first()


def _slug(content: PageContent) -> str:
    return content.slug or FRONT_PAGE_SLUG


def _locale(content: PageContent) -> Locale:
    language = "en" if content.path.startswith(ENGLISH) else "da"
    return Locale.objects.get(language_code=language)


def _state(page: Page) -> str:
    """All that the editor can change, to compare by. PostgreSQL reorders the keys of JSON."""
    data = page.serializable_data()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            data[field.name] = json.loads(data[field.name])
    return json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)


def _date(page: Page, content: PageContent) -> None:
    """Say when the page was last changed, where its content says so."""
    if content.updated and content.updated <= timezone.now():
        Page.objects.filter(pk=page.pk).update(last_published_at=content.updated)
