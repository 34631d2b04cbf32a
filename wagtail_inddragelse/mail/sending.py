"""Handing a mail to the mail server, without waiting for one that never answers."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage

from ..conf import get_setting

UNREACHABLE = ("TimeoutError", "SMTPServerDisconnected", "SMTPConnectError")
"""Errors of a server that nothing can be handed to now, by name."""


def send(email: EmailMessage) -> int:
    """Send ``email`` and return how many the server took.

    Django waits for a mail server as long as the system does unless the site says how long, and a
    visitor may be waiting too: MAIL_TIMEOUT holds where nothing else is said.
    """
    if not hasattr(settings, "MAILERS"):
        email.connection = email.get_connection()
        if getattr(email.connection, "timeout", 0) is None:
            email.connection.timeout = get_setting("MAIL_TIMEOUT")
    return email.send()
