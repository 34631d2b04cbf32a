"""Whether the app is set up: settings, needed apps, addresses, template, database, cache."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

import swapper
from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage
from django.db import connections, router
from django.template import Engine, TemplateDoesNotExist
from django.template.base import Template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from ..conf import SETTING_NAME, SETTINGS
from ..domain.offers.page_types import get_offer_models
from ..domain.record.removal import PAGES_LABEL
from ..models.base import get_page_model
from .found import can_ask, error, fits, value, wanted, warning

NEEDED_APPS = {
    "wagtail_modeladmin": "the register of submissions",
    "wagtail.snippets": "contact people and organisations",
    "wagtail.images": "the pictures of offers",
    "wagtail.documents": "the documents of offers",
}
PAGES_APP = "wagtail_inddragelse.pages"
DOTTED_SETTINGS = ("STREAMFIELD_BLOCKS", "ATTACHMENT_SCANNER")


def check_settings(**kwargs: Any) -> Iterator[CheckMessage]:
    """E001 to E003: the settings are a dict of known keys with values of the right type."""
    site_settings = getattr(settings, SETTING_NAME, {})
    if not isinstance(site_settings, dict):
        yield error(
            "E001",
            f"{SETTING_NAME} is a {type(site_settings).__name__} and must be a dict.",
            f'Write {SETTING_NAME} = {{"BASE_TEMPLATE": "base.html"}}, or leave it out.',
        )
        return
    for key, given in site_settings.items():
        if key not in SETTINGS:
            yield error("E002", f"{SETTING_NAME} has no key {key!r}.", _nearest_key(key))
        elif not fits(key, given):
            setting = SETTINGS[key]
            yield error(
                "E003",
                f"{SETTING_NAME}[{key!r}] is {given!r} and must be {wanted(key)}.",
                f"{setting.help} Default: {setting.default!r}.",
            )


def check_apps(**kwargs: Any) -> Iterator[CheckMessage]:
    """E004: the apps we depend on are installed."""
    for name, purpose in NEEDED_APPS.items():
        if not apps.is_installed(name):
            yield error(
                "E004",
                f"{name} is not in INSTALLED_APPS; it is needed for {purpose}.",
                f'Add "{name}" to INSTALLED_APPS.',
            )


def check_page_model(**kwargs: Any) -> Iterator[CheckMessage]:
    """E005: our page types, which build on the stock Page, are only where that is in use."""
    page_model = swapper.is_swapped("wagtailcore", "Page")
    if page_model and apps.is_installed(PAGES_APP):
        yield error(
            "E005",
            f"{PAGES_APP} needs the stock Page, but WAGTAIL_PAGE_MODEL is {page_model!r}.",
            f'Take "{PAGES_APP}" out of INSTALLED_APPS and add the mixins of {PAGES_APP}.mixins '
            "to page types of your own.",
        )


def check_page_types(**kwargs: Any) -> Iterator[CheckMessage]:
    """W012: there is something to offer: our page types, or the site's own with the mixins."""
    if not get_offer_models():
        yield warning(
            "W012",
            f"The site has no page type that is an offer: {PAGES_APP} is not in INSTALLED_APPS.",
            f'Add "{PAGES_APP}" to INSTALLED_APPS, or the mixins of {PAGES_APP}.mixins to page '
            "types of your own.",
        )


def check_pages_left(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterator[CheckMessage]:
    """W013: pages of our types have the app that shows them."""
    page_model = get_page_model()
    alias = "" if apps.is_installed(PAGES_APP) else can_ask(page_model, databases)
    if not alias:
        return
    left = page_model._default_manager.using(alias).filter(content_type__app_label=PAGES_LABEL)
    if count := left.count():
        yield warning(
            "W013",
            f"{PAGES_APP} is not in INSTALLED_APPS, and {count} of its pages can’t be shown.",
            f'Add "{PAGES_APP}" to INSTALLED_APPS, or delete the pages while it is there.',
        )


def check_urls(**kwargs: Any) -> Iterator[CheckMessage]:
    """E006: the address that forms are sent to can be found."""
    try:
        reverse("wagtail_inddragelse:sign_up", args=[1])
    except NoReverseMatch:
        yield error(
            "E006",
            "The addresses of wagtail_inddragelse are not in the site's urls.",
            'Add path("inddragelse/", include("wagtail_inddragelse.urls")) to '
            f"{settings.ROOT_URLCONF}, above Wagtail's own include.",
        )


def check_base_template(**kwargs: Any) -> Iterator[CheckMessage]:
    """E007 and W001: the template that ours extend exists and has the block they fill."""
    name = value("BASE_TEMPLATE")
    try:
        has_block = _has_block(Engine.get_default().get_template(name), "content")
    except TemplateDoesNotExist as missing:
        yield error(
            "E007",
            f"The base template {name!r} cannot be loaded: there is no {missing}.",
            f'Set {SETTING_NAME} = {{"BASE_TEMPLATE": "…"}} to the template your pages extend.',
        )
        return
    if not has_block:
        yield warning(
            "W001",
            f"The base template {name!r} has no block “content”, so our pages would be empty.",
            "Put {% block content %}{% endblock %} where the content of a page belongs.",
        )


def check_database(**kwargs: Any) -> Iterator[CheckMessage]:
    """W002: SQLite locks at the start of a transaction.

    Otherwise two sign-ups at once both read before they write, and SQLite refuses one of them.
    """
    alias = router.db_for_write(apps.get_model("wagtail_inddragelse", "Submission"))
    connection = connections[alias]
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode") or "DEFERRED"
    if connection.vendor == "sqlite" and mode.upper() not in {"IMMEDIATE", "EXCLUSIVE"}:
        yield warning(
            "W002",
            f"The SQLite database {alias!r} refuses sign-ups that come at the same time.",
            f'Set DATABASES[{alias!r}]["OPTIONS"] = {{"transaction_mode": "IMMEDIATE"}}.',
        )


def check_dotted_paths(**kwargs: Any) -> Iterator[CheckMessage]:
    """E010: every dotted path in the settings leads to something that can be called."""
    for key in DOTTED_SETTINGS:
        for path in _paths(value(key)):
            if problem := _import_problem(path):
                yield error(
                    "E010",
                    f"{SETTING_NAME}[{key!r}]: {path!r} {problem}.",
                    "Write the dotted path of a function, such as “mysite.offers.function”.",
                )


def check_cache(**kwargs: Any) -> Iterator[CheckMessage]:
    """E011: the cache we are told to use is one of the site's."""
    alias = value("CACHE")
    if alias not in settings.CACHES:
        yield error(
            "E011",
            f"{SETTING_NAME}['CACHE'] is {alias!r}, which is not in CACHES.",
            f"Use one of: {', '.join(settings.CACHES)}.",
        )


def _nearest_key(key: Any) -> str:
    nearest = difflib.get_close_matches(str(key).upper(), SETTINGS, n=1)
    return f"Did you mean {nearest[0]!r}?" if nearest else f"Known keys: {', '.join(SETTINGS)}."


def _has_block(template: Template, name: str) -> bool:
    """Whether a child template can fill the block ``name``, here or in a template it extends.

    A parent that is only known while rendering counts as having it.
    """
    seen = []
    while name not in {node.name for node in template.nodelist.get_nodes_by_type(BlockNode)}:
        extends = template.nodelist.get_nodes_by_type(ExtendsNode)
        if not extends or not isinstance(extends[0].parent_name.var, str):
            return bool(extends)
        seen.append(template.origin)
        template, _ = template.engine.find_template(extends[0].parent_name.var, skip=seen)
    return True


def _paths(value: str | list[str] | tuple[str, ...]) -> list[str]:
    return [path for path in ([value] if isinstance(value, str) else value) if path]


def _import_problem(path: str) -> str:
    try:
        return "" if callable(import_string(path)) else "is not a function"
    except ImportError as error:
        return f"cannot be imported ({error})"
