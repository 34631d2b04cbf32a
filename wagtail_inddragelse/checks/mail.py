"""Whether mail leaves the machine, without anybody waiting, from and to addresses that exist."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from django.conf import global_settings, settings
from django.core import checks
from django.core.checks import CheckMessage
from django.core.exceptions import ValidationError
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from ..conf import SETTING_NAME
from .found import error, value, warning

SENDS_NOTHING = {
    f"{package}.{module}.EmailBackend"
    for package in ("django.core.mail.backends", "anymail.backends")
    for module in ("console", "dummy", "filebased", "locmem", "test")
}


def check_mail(**kwargs: Any) -> Iterator[CheckMessage]:
    """W004: on a live site mail leaves the machine."""
    backend = _backend()
    if not settings.DEBUG and backend in SENDS_NOTHING:
        yield warning(
            "W004",
            f"DEBUG is off and mail goes to {backend}: nobody gets a receipt.",
            "Set EMAIL_BACKEND (from Django 6.1 MAILERS) to "
            '"django.core.mail.backends.smtp.EmailBackend" or one of django-anymail\'s.',
        )


def check_mail_timeout(**kwargs: Any) -> Iterator[CheckMessage]:
    """W005: nobody waits for ever for a mail server that takes the call and never answers."""
    if _is_smtp(_backend()) and _timeout() is None:
        yield warning(
            "W005",
            "Nothing says how long to wait for the mail server: one that never answers holds up "
            "whoever waits for a page.",
            'Set EMAIL_TIMEOUT = 10 (from Django 6.1 "timeout" in the OPTIONS of MAILERS).',
        )


def check_addresses(**kwargs: Any) -> Iterator[CheckMessage]:
    """E015: the addresses in the settings are addresses; a sender may have a name before it."""
    given = {
        "CASE_OFFICE_EMAIL": value("CASE_OFFICE_EMAIL"),
        "DEFAULT_FROM_EMAIL": parseaddr(value("DEFAULT_FROM_EMAIL"))[1]
        or value("DEFAULT_FROM_EMAIL"),
    }
    for key, address in given.items():
        if address and not _is_address(address):
            yield error(
                "E015",
                f"{SETTING_NAME}[{key!r}] is {value(key)!r}, which is not an e-mail address.",
                "Write one address, such as “cases@example.dk”.",
            )


def check_sender(**kwargs: Any) -> Iterator[CheckMessage]:
    """W011: on a live site mails come from the agency, not from Django's default."""
    sender = value("DEFAULT_FROM_EMAIL") or settings.DEFAULT_FROM_EMAIL
    if not settings.DEBUG and sender == global_settings.DEFAULT_FROM_EMAIL:
        yield warning(
            "W011",
            f"Mails come from {sender}, where no answer arrives and which mail servers refuse.",
            "Set DEFAULT_FROM_EMAIL to an address of your agency.",
        )


def check_tracking(**kwargs: Any) -> Iterator[CheckMessage]:
    """I001: a mail service that can report bounces has an address to report them to."""
    if _backend().startswith("anymail.") and not _has_url("anymail:postmark_tracking_webhook"):
        yield checks.Info(
            "The mail service can't report which mails arrived: its addresses are not in the urls.",
            hint='Add path("anymail/", include("anymail.urls")) to '
            f"{settings.ROOT_URLCONF}, and name them to the service, with ANYMAIL's "
            "WEBHOOK_SECRET.",
            id="wagtail_inddragelse.I001",
        )


def _backend() -> str:
    """Dotted path of the backend mail goes to; ``MAILERS`` came with Django 6.1."""
    if hasattr(settings, "MAILERS"):
        return settings.MAILERS.get("default", {}).get("BACKEND", "")
    return settings.EMAIL_BACKEND


def _timeout() -> float | None:
    if hasattr(settings, "MAILERS"):
        return settings.MAILERS.get("default", {}).get("OPTIONS", {}).get("timeout")
    return settings.EMAIL_TIMEOUT


def _is_smtp(path: str) -> bool:
    try:
        return issubclass(import_string(path), EmailBackend)
    except (ImportError, TypeError):  # Django says so when it sends the first mail
        return False


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _has_url(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False
