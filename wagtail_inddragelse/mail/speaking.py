"""The language and time zone of a mail, and how many it addresses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from ..models import Message, Recipient, SpokenTo


@contextmanager
def speaking_as(message: Message) -> Iterator[None]:
    """The language of ``message`` and the site's time zone: a caseworker may have others."""
    with (
        translation.override(message.language),
        timezone.override(timezone.get_default_timezone()),
    ):
        yield


def spoken_to(message: Message) -> SpokenTo:
    """Who the texts of ``message`` address: the applicant and all they signed up, or one person."""
    if message.recipient is Recipient.APPLICANT:
        return message.submission.spoken_to
    return SpokenTo()
