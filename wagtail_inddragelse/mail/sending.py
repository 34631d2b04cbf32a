"""Handing a mail to the mail server, without waiting for one that never answers."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from ..conf import get_setting

UNREACHABLE = ("TimeoutError", "SMTPServerDisconnected", "SMTPConnectError")
"""Errors of a server that nothing can be handed to now, by name."""

LET_BE_FOR = 5.0
"""Seconds in which a server that did not answer is not tried again while somebody waits for a page:
one deed may write to many, in one transaction or in several."""

_not_before = [float("-inf")]


def send(email: EmailMessage) -> int:
    """Send ``email`` and return how many the server took."""
    if connection := patient_connection():
        email.connection = connection
    return email.send()


def patient_connection() -> BaseEmailBackend | None:
    """A connection to the mail server that gives up in time; None where the site says how long.

    Django waits for a mail server as long as the system does unless the site says how long, and a
    visitor may be waiting too: MAIL_TIMEOUT holds where nothing else is said.
    """
    if hasattr(settings, "MAILERS"):
        return None
    connection = get_connection()
    if getattr(connection, "timeout", 0) is None:
        connection.timeout = get_setting("MAIL_TIMEOUT")
    return connection


def is_let_be() -> bool:
    """Whether the mail server has just failed to answer, so that what waits is left for later."""
    return time.monotonic() < _not_before[0]


def let_be() -> None:
    """Leave the mail server, which did not answer, alone for a moment."""
    _not_before[0] = time.monotonic() + LET_BE_FOR


def try_again() -> None:
    """Take the mail server for one that answers."""
    _not_before[0] = float("-inf")
