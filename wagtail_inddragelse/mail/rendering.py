"""From a message to its subject, text and HTML.

``mail_text.py`` gives the headline and what has happened. ``mail/message.txt`` and
``mail/message.html`` put the facts, the dates, the next steps, the link and the contacts around
that.
"""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from ..models import MailText, Message
from .context import build_context
from .mail_text import FOLDER, fill_text, filled_text_of, render_text
from .plain_text import tidy
from .reader_link import without_link
from .speaking import speaking_as

TITLE_LENGTH = 130
HEADLINE_LENGTH = 100
"""The most characters in a subject; the column holds 255."""

Rendered = tuple[str, str, str]
"""Subject, text and HTML."""


def render(message: Message, mail_text: MailText | None = None) -> Rendered:
    """Subject, text and HTML of ``message``, in its language and the site's time zone.

    ``mail_text``, with placeholders, stands in place of that of the occasion: a person's own, or
    one that is being tried out. The secret link is not in what is returned; ``as_email`` puts it
    in. Raises UnknownPlaceholder for a text that ``placeholders.check`` would have refused.
    """
    return _render(message, mail_text, f"{FOLDER}/message.html")


def render_unlinked(message: Message, mail_text: MailText | None = None) -> Rendered:
    """As ``render``, for somebody else's eyes: the secret link leads nowhere."""
    subject, text, html = render(message, mail_text)
    return subject, without_link(text, message), without_link(html, message)


def render_preview(message: Message) -> str:
    """The HTML of ``message`` with its envelope above, for an editor; its link leads nowhere."""
    _subject, _text, html = _render(message, None, f"{FOLDER}/preview.html")
    return without_link(html, message)


def _render(message: Message, mail_text: MailText | None, html_template: str) -> Rendered:
    with speaking_as(message):
        context = build_context(message)
        said = fill_text(mail_text, message) if mail_text else filled_text_of(message, context)
        subject = _subject(message, said.headline, context["offer_title"])
        context |= {
            "headline": said.headline,
            "opening": said.text,
            "opening_html": _as_html(said.text, context["link"]),
            "subject": subject,
        }
        text = tidy(render_text(f"{FOLDER}/message.txt", context))
        html = tidy(render_to_string(html_template, context))
        return subject, text, html


def _as_html(text: str, link: str) -> SafeString:
    """Paragraphs in which ``link`` can be followed, and nothing else is markup."""
    address = escape(link)
    anchor = format_html('<a href="{0}">{0}</a>', link)
    whole = re.compile(re.escape(address) + r"(?![\w/?#&=-])")
    return mark_safe(whole.sub(lambda _match: anchor, linebreaks(text, autoescape=True)))


def _subject(message: Message, headline: str, offer_title: str) -> str:
    """Headline, offer and reference on one line, each once, and nothing about people."""
    title = Truncator(" ".join(offer_title.split())).chars(TITLE_LENGTH)
    reference = message.submission.reference if message.submission else ""
    subject = headline[:HEADLINE_LENGTH]
    if title not in subject:
        subject += f": {title}"
    return subject if not reference or reference in subject else f"{subject} ({reference})"
