"""What a mail says has happened: the agency's own text where there is one, else the standard one.

Each occasion has a standard text ``mail/occasions/<occasion>.txt``: its first line is the headline.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from ..models import Intake, Message, MessageTemplate, Occasion, SpokenTo
from .placeholders import BY_NAME, fill
from .plain_text import tidy

FOLDER = "wagtail_inddragelse/mail"

logger = logging.getLogger(__name__)


class Words(NamedTuple):
    """A headline, which also begins the subject, and the text below it."""

    headline: str
    text: str


def words_of(message: Message, context: dict[str, Any]) -> Words:
    """What ``message`` says; ``context`` is that of the templates.

    Raises UnknownPlaceholder for words of its own that ``placeholders.check`` would have refused.
    """
    if message.own_text:
        return fill_words(Words(message.own_subject, message.own_text), message)
    return _own_words(message) or _standard_words(message.occasion, context)


def fill_words(words: Words, message: Message) -> Words:
    """``words`` as the reader of ``message`` gets them; raises UnknownPlaceholder."""
    return Words(" ".join(fill(words.headline, message).split()), fill(words.text, message))


def words_to_begin_with(occasion: Occasion, language: str, *, is_assessed: bool) -> Words:
    """The standard text with placeholders in it, for somebody who writes their own.

    ``is_assessed`` says whether people apply, or sign up.
    """
    selection = Intake.Selection.ASSESSED if is_assessed else Intake.Selection.FIRST_COME
    context = {name: str(placeholder) for name, placeholder in BY_NAME.items()}
    context |= {"offer_title": "{offer}", "intake": Intake(selection=selection)}
    context |= SpokenTo()._asdict()
    with translation.override(language):
        return _standard_words(occasion, context)


def words_to_edit(message: Message) -> Words:
    """The words of ``message`` with placeholders in them: its own, or those it would have."""
    if message.own_text:
        return Words(message.own_subject, message.own_text)
    if template := _template(message):
        return Words(template.headline, template.text)
    is_assessed = message.intake.is_assessed
    return words_to_begin_with(message.occasion, message.language, is_assessed=is_assessed)


def render_text(name: str, context: dict[str, Any]) -> str:
    """Plain text: nothing in it is escaped, unlike what ``render_to_string`` gives."""
    return get_template(name).template.render(Context(context, autoescape=False))


def _standard_words(occasion: Occasion, context: dict[str, Any]) -> Words:
    text = render_text(f"{FOLDER}/occasions/{occasion}.txt", context)
    headline, _, opening = text.strip().partition("\n")
    return Words(headline.strip(), tidy(opening).strip())


def _own_words(message: Message) -> Words | None:
    """The nearest text set on the offer or above it; None when there is none that can be used."""
    template = _template(message)
    return template and _filled(template, message)


def _template(message: Message) -> MessageTemplate | None:
    if not message.kind.has_mail_text:
        return None
    return MessageTemplate.objects.applying_to(
        message.intake.page, message.occasion, message.language
    )


def _filled(template: MessageTemplate, message: Message) -> Words | None:
    try:
        return fill_words(Words(template.headline, template.text), message)
    except Exception as error:  # whatever is wrong with a text, the mail must go out
        name = type(error).__name__
        logger.error("Mail text %s can't be used, the standard text is: %s", template.pk, name)
        return None
