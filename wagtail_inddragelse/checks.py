"""System checks that name what a site still has to set up.

Errors are for a site that could not take sign-ups or would make private files public; warnings for
one where pages stay empty, mail goes nowhere or many visitors at once fail.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import swapper
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, storages
from django.db import connections, router
from django.template import Engine, TemplateDoesNotExist
from django.template.base import Template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from .conf import SETTING_NAME, SETTINGS, get_setting

NEEDED_APPS = {
    "wagtail_modeladmin": "the register of submissions",
    "wagtail.snippets": "contact people and organisations",
    "wagtail.images": "the pictures of offers",
    "wagtail.documents": "the documents of offers",
}
PAGES_APP = "wagtail_inddragelse.pages"
DOTTED_SETTINGS = ("STREAMFIELD_BLOCKS", "ATTACHMENT_SCANNER")
DANISH_FORMATS = {
    "WAGTAIL_DATE_FORMAT": "%d.%m.%Y",
    "WAGTAIL_DATETIME_FORMAT": "%d.%m.%Y %H:%M",
}
PUBLIC_STORAGES = ("default", "staticfiles")
PUBLIC_ROOTS = ("MEDIA_ROOT", "STATIC_ROOT")
SENDS_NOTHING = {
    f"{package}.{module}.EmailBackend"
    for package in ("django.core.mail.backends", "anymail.backends")
    for module in ("console", "dummy", "filebased", "locmem", "test")
}


def register() -> None:
    """Register the checks; called once when the app is ready."""
    for check in (
        check_settings,
        check_apps,
        check_page_model,
        check_urls,
        check_base_template,
        check_database,
        check_attachments,
        check_mail,
        check_tracking,
        check_time_zone,
        check_date_formats,
        check_dotted_paths,
        check_cache,
    ):
        checks.register(check)


def check_settings(**kwargs: Any) -> Iterator[CheckMessage]:
    """E001 to E003: the settings are a dict of known keys with values of the right type."""
    site_settings = getattr(settings, SETTING_NAME, {})
    if not isinstance(site_settings, dict):
        yield _error(
            "E001",
            f"{SETTING_NAME} is a {type(site_settings).__name__} and must be a dict.",
            f'Write {SETTING_NAME} = {{"BASE_TEMPLATE": "base.html"}}, or leave it out.',
        )
        return
    for key, value in site_settings.items():
        if key not in SETTINGS:
            yield _error("E002", f"{SETTING_NAME} has no key {key!r}.", _nearest_key(key))
        elif not _fits(key, value):
            setting = SETTINGS[key]
            yield _error(
                "E003",
                f"{SETTING_NAME}[{key!r}] is {value!r} and must be {_wanted(key)}.",
                f"{setting.help} Default: {setting.default!r}.",
            )


def check_apps(**kwargs: Any) -> Iterator[CheckMessage]:
    """E004: the apps we stand on are installed."""
    for name, purpose in NEEDED_APPS.items():
        if not apps.is_installed(name):
            yield _error(
                "E004",
                f"{name} is not in INSTALLED_APPS; it is needed for {purpose}.",
                f'Add "{name}" to INSTALLED_APPS.',
            )


def check_page_model(**kwargs: Any) -> Iterator[CheckMessage]:
    """E005: our page types, which build on the stock Page, are only where that is in use."""
    page_model = swapper.is_swapped("wagtailcore", "Page")
    if page_model and apps.is_installed(PAGES_APP):
        yield _error(
            "E005",
            f"{PAGES_APP} needs the stock Page, but WAGTAIL_PAGE_MODEL is {page_model!r}.",
            f'Take "{PAGES_APP}" out of INSTALLED_APPS and add the mixins of {PAGES_APP}.mixins '
            "to page types of your own.",
        )


def check_urls(**kwargs: Any) -> Iterator[CheckMessage]:
    """E006: the address that forms are sent to can be found."""
    try:
        reverse("wagtail_inddragelse:sign_up", args=[1])
    except NoReverseMatch:
        yield _error(
            "E006",
            "The addresses of wagtail_inddragelse are not in the site's urls.",
            'Add path("inddragelse/", include("wagtail_inddragelse.urls")) to '
            f"{settings.ROOT_URLCONF}, above Wagtail's own include.",
        )


def check_base_template(**kwargs: Any) -> Iterator[CheckMessage]:
    """E007 and W001: the template that ours extend exists and has the block they fill."""
    name = _value("BASE_TEMPLATE")
    try:
        has_block = _has_block(Engine.get_default().get_template(name), "content")
    except TemplateDoesNotExist as error:
        yield _error(
            "E007",
            f"The base template {name!r} cannot be loaded: there is no {error}.",
            f'Set {SETTING_NAME} = {{"BASE_TEMPLATE": "…"}} to the template your pages extend.',
        )
        return
    if not has_block:
        yield _warning(
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
        yield _warning(
            "W002",
            f"The SQLite database {alias!r} refuses sign-ups that come at the same time.",
            f'Set DATABASES[{alias!r}]["OPTIONS"] = {{"transaction_mode": "IMMEDIATE"}}.',
        )


def check_attachments(**kwargs: Any) -> Iterator[CheckMessage]:
    """E008 and W003: attachments are kept where no URL leads, in a place that was chosen."""
    alias, folder = _value("ATTACHMENT_STORAGE"), _value("PRIVATE_ROOT")
    if not folder and alias not in settings.STORAGES:
        yield _warning(
            "W003",
            "No place is named for attachments: they go to “private” where the server is started.",
            f'Set {SETTING_NAME} = {{"PRIVATE_ROOT": BASE_DIR / "private"}}, or add {alias!r} to '
            "STORAGES.",
        )
    for place in _public_places(alias, folder):
        yield _error(
            "E008",
            f"Attachments are not kept apart from {place}: anybody could fetch them.",
            f'Set {SETTING_NAME} = {{"PRIVATE_ROOT": BASE_DIR / "private"}}, or another folder '
            "that holds nothing else.",
        )


def check_mail(**kwargs: Any) -> Iterator[CheckMessage]:
    """W004: on a live site mail leaves the machine."""
    backend = _mail_backend()
    if not settings.DEBUG and backend in SENDS_NOTHING:
        yield _warning(
            "W004",
            f"DEBUG is off and mail goes to {backend}: nobody gets a receipt.",
            "Set EMAIL_BACKEND (from Django 6.1 MAILERS) to "
            '"django.core.mail.backends.smtp.EmailBackend" or one of django-anymail\'s.',
        )


def check_tracking(**kwargs: Any) -> Iterator[CheckMessage]:
    """I001: a mail service that can report bounces has an address to report them to."""
    if _mail_backend().startswith("anymail.") and not _has_url("anymail:postmark_tracking_webhook"):
        yield checks.Info(
            "The mail service can't report which mails arrived: its addresses are not in the urls.",
            hint='Add path("anymail/", include("anymail.urls")) to '
            f"{settings.ROOT_URLCONF}, and name them to the service, with ANYMAIL's "
            "WEBHOOK_SECRET.",
            id="wagtail_inddragelse.I001",
        )


def check_time_zone(**kwargs: Any) -> Iterator[CheckMessage]:
    """E009: a deadline is a moment, which takes a time zone."""
    if not settings.USE_TZ:
        yield _error("E009", "USE_TZ is off, so deadlines are not moments.", "Set USE_TZ = True.")


def check_date_formats(**kwargs: Any) -> Iterator[CheckMessage]:
    """W020: on a Danish site, editors meet dates as they write them themselves."""
    if settings.LANGUAGE_CODE.startswith("da"):
        for name, example in DANISH_FORMATS.items():
            if not hasattr(settings, name):
                yield _warning(
                    "W020",
                    f"{name} is not set, so the admin writes 8 November 2027 as 2027-11-08.",
                    f'Set {name} = "{example}", which Danish forms read as well.',
                )


def check_dotted_paths(**kwargs: Any) -> Iterator[CheckMessage]:
    """E010: every dotted path in the settings leads to something that can be called."""
    for key in DOTTED_SETTINGS:
        for path in _paths(_value(key)):
            if problem := _import_problem(path):
                yield _error(
                    "E010",
                    f"{SETTING_NAME}[{key!r}]: {path!r} {problem}.",
                    "Write the dotted path of a function, such as “mysite.offers.function”.",
                )


def check_cache(**kwargs: Any) -> Iterator[CheckMessage]:
    """E011: the cache we are told to use is one of the site's."""
    alias = _value("CACHE")
    if alias not in settings.CACHES:
        yield _error(
            "E011",
            f"{SETTING_NAME}['CACHE'] is {alias!r}, which is not in CACHES.",
            f"Use one of: {', '.join(settings.CACHES)}.",
        )


def _error(number: str, problem: str, hint: str) -> checks.Error:
    return checks.Error(problem, hint=hint, id=f"wagtail_inddragelse.{number}")


def _warning(number: str, problem: str, hint: str) -> checks.Warning:
    return checks.Warning(problem, hint=hint, id=f"wagtail_inddragelse.{number}")


def _has_url(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


def _nearest_key(key: Any) -> str:
    nearest = difflib.get_close_matches(str(key).upper(), SETTINGS, n=1)
    return f"Did you mean {nearest[0]!r}?" if nearest else f"Known keys: {', '.join(SETTINGS)}."


def _fits(key: str, value: Any) -> bool:
    """Whether ``value`` has the type of the default; numbers count from 0, lists hold texts."""
    default = SETTINGS[key].default
    if isinstance(default, list):
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    if isinstance(default, int):
        return type(value) is int and value >= 0
    return isinstance(value, str) or (key == "PRIVATE_ROOT" and isinstance(value, os.PathLike))


def _wanted(key: str) -> str:
    words = {list: "a list of texts", int: "a whole number, 0 or more", str: "a text"}
    return words[type(SETTINGS[key].default)]


def _value(key: str) -> Any:
    """The setting in force, or its default where ``check_settings`` refuses the site's value."""
    value = get_setting(key)
    return value if _fits(key, value) else SETTINGS[key].default


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


def _public_places(alias: str, folder: str | os.PathLike) -> Iterator[str]:
    """The public storage or folders, by setting, that attachments would share."""
    if alias in PUBLIC_STORAGES:
        yield f'STORAGES["{alias}"]'
        return
    private = _attachment_folder(alias, folder)
    for setting in PUBLIC_ROOTS:
        public = getattr(settings, setting, None)
        if public and private and _overlap(private, public):
            yield f"{setting} ({public})"


def _attachment_folder(alias: str, folder: str | os.PathLike) -> str | os.PathLike | None:
    """The folder attachments go to; None when their storage is not a folder."""
    if alias not in settings.STORAGES:
        return folder or "private"
    storage = storages[alias]
    return storage.location if isinstance(storage, FileSystemStorage) else None


def _overlap(one: str | os.PathLike, other: str | os.PathLike) -> bool:
    """Whether one folder holds the other, once symlinks and relative parts are followed."""
    first, second = Path(os.path.realpath(one)), Path(os.path.realpath(other))
    return first.is_relative_to(second) or second.is_relative_to(first)


def _mail_backend() -> str:
    """Dotted path of the backend mail goes to; ``MAILERS`` came with Django 6.1."""
    if hasattr(settings, "MAILERS"):
        return settings.MAILERS.get("default", {}).get("BACKEND", "")
    return settings.EMAIL_BACKEND


def _paths(value: str | list[str] | tuple[str, ...]) -> list[str]:
    return [path for path in ([value] if isinstance(value, str) else value) if path]


def _import_problem(path: str) -> str:
    try:
        return "" if callable(import_string(path)) else "is not a function"
    except ImportError as error:
        return f"cannot be imported ({error})"
