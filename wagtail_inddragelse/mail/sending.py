"""Handing a mail to the mail server, without waiting for one that never answers."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from ..conf import get_setting

NO_ANSWER = ("TimeoutError", "SMTPServerDisconnected", "SMTPConnectError")
"""Errors of a server that does not answer and that people would have to wait for, by name."""

PAUSE = 5.0
"""Seconds in which a server that did not answer is not tried again while somebody waits for a page:
one step may write to many, in one transaction or in several."""

_paused_until = [float("-inf")]


def send(email: EmailMessage) -> int:
    """Send ``email`` and return how many the server took."""
    if connection := connection_with_timeout():
        email.connection = connection
    return email.send()


def connection_with_timeout() -> BaseEmailBackend | None:
    """A connection to the mail server with a timeout; None where the site sets its own.

    Django waits for a mail server as long as the system does unless the site says how long, and a
    visitor may be waiting too: MAIL_TIMEOUT holds where nothing else is said.
    """
    if hasattr(settings, "MAILERS"):
        return None
    connection = get_connection()
    if getattr(connection, "timeout", 0) is None:
        connection.timeout = get_setting("MAIL_TIMEOUT")
    return connection


def is_paused() -> bool:
    """Whether the mail server has just failed to answer, so that what waits is left for later."""
    return time.monotonic() < _paused_until[0]


def pause_sending() -> None:
    """Note that the mail server did not answer, so that it gets nothing for a moment."""
    _paused_until[0] = time.monotonic() + PAUSE


def resume_sending() -> None:
    """Note that the mail server answers."""
    _paused_until[0] = float("-inf")
