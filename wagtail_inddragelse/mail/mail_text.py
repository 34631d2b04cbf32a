"""The headline and text of a mail: an agency's own mail text where there is one, else the standard.

Each occasion has a standard text ``mail/occasions/<occasion>.txt``: its first line is the headline.
"""

from __future__ import annotations

import logging
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from ..models import Intake, MailText, Message, Occasion, SpokenTo
from .placeholders import BY_NAME, fill
from .plain_text import tidy

FOLDER = "wagtail_inddragelse/mail"

logger = logging.getLogger(__name__)


def filled_text_of(message: Message, context: dict[str, Any]) -> MailText:
    """What ``message`` says to its reader; ``context`` is that of the templates.

    Raises UnknownPlaceholder for a text of its own that ``placeholders.check`` would have refused.
    """
    if message.own_text:
        return fill_text(_own_text(message), message)
    return _set_text(message) or _from_template(message.occasion, context)


def fill_text(mail_text: MailText, message: Message) -> MailText:
    """``mail_text`` as the reader of ``message`` gets it; raises UnknownPlaceholder."""
    headline = " ".join(fill(mail_text.headline, message).split())
    return MailText(headline=headline, text=fill(mail_text.text, message))


def standard_text(occasion: Occasion, language: str, *, is_assessed: bool) -> MailText:
    """The standard text with placeholders in it, for somebody who writes their own.

    ``is_assessed`` says whether people apply, or sign up.
    """
    selection = Intake.Selection.ASSESSED if is_assessed else Intake.Selection.FIRST_COME
    context = {name: str(placeholder) for name, placeholder in BY_NAME.items()}
    context |= {"offer_title": "{offer}", "intake": Intake(selection=selection)}
    context |= SpokenTo()._asdict()
    with translation.override(language):
        mail_text = _from_template(occasion, context)
    mail_text.occasion, mail_text.language = occasion, language
    return mail_text


def text_to_edit(message: Message) -> MailText:
    """The text of ``message`` with placeholders in it: its own, or the one it would have."""
    if message.own_text:
        return _own_text(message)
    is_assessed = message.intake.is_assessed
    return _find(message) or standard_text(
        message.occasion, message.language, is_assessed=is_assessed
    )


def render_text(name: str, context: dict[str, Any]) -> str:
    """Plain text: nothing in it is escaped, unlike what ``render_to_string`` gives."""
    return get_template(name).template.render(Context(context, autoescape=False))


def _own_text(message: Message) -> MailText:
    return MailText(headline=message.own_subject, text=message.own_text)


def _from_template(occasion: Occasion, context: dict[str, Any]) -> MailText:
    text = render_text(f"{FOLDER}/occasions/{occasion}.txt", context)
    headline, _, opening = text.strip().partition("\n")
    return MailText(headline=headline.strip(), text=tidy(opening).strip())


def _find(message: Message) -> MailText | None:
    """The nearest text set on the offer or above it."""
    if not message.kind.has_mail_text:
        return None
    page = message.intake.page
    return MailText.objects.applying_to(page, message.occasion, message.language)


def _set_text(message: Message) -> MailText | None:
    """The nearest one, filled; None when there is none that can be used."""
    mail_text = _find(message)
    try:
        return mail_text and fill_text(mail_text, message)
    except Exception as error:  # whatever is wrong with a text, the mail must go out
        name = type(error).__name__
        logger.error("Mail text %s can't be used, the standard text is: %s", mail_text.pk, name)
        return None
