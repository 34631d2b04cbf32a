"""What people may put in a mail they write, such as ``{reference}``, checked and filled in.

``check(text, occasion)`` gives the problems of a text, an empty list when it can be used;
``fill(text, message)`` gives the text as one reader gets it. There is no template language: a name
in braces is looked up once in ``placeholder_table.TABLE`` and what it gives is put in as plain
text, in which no brace, markup or address of an applicant's means anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from ..formats import in_sentence
from ..models import MAIL_KINDS, Message, Occasion
from .placeholder_table import BY_NAME, TABLE, Placeholder
from .plain_text import tidy
from .speaking import speaking_as

BEFORE_A_SENTENCE = ".!?:-–•"
"""Characters after which a sentence, or an entry of a list, begins."""

BRACED = re.compile(r"\{([^{}\n]*)\}")


class UnknownPlaceholder(LookupError):
    """A text has a name that is not in the table, or that its mail has no value for."""


def for_occasion(occasion: Occasion) -> list[Placeholder]:
    """The placeholders that a mail on this occasion has a value for."""
    return [placeholder for placeholder in TABLE if placeholder.is_in(MAIL_KINDS[occasion])]


def check(text: str, occasion: Occasion, *, in_subject: bool = False) -> list[str]:
    """What is wrong with the placeholders of ``text``, in words for its author, with the line."""
    if in_subject:
        return [*_check_names(text, occasion), *_check_subject(text)]
    return [
        _("Line %(number)d: %(problem)s") % {"number": number, "problem": problem}
        for number, line in enumerate(text.splitlines(), start=1)
        for problem in (*_check_names(line, occasion), *_check_line(line))
    ]


def fill(text: str, message: Message) -> str:
    """``text`` as the reader of ``message`` gets it, in the language of the message.

    A line that has placeholders, of which none gives anything, is left out. Where a secret link
    goes there is a mark for it. Raises UnknownPlaceholder for what ``check`` would have refused.
    """
    with speaking_as(message):
        lines = [_fill_line(line, message) for line in text.splitlines()]
    return tidy("\n".join(line for line in lines if line is not None)).strip()


def _fill_line(line: str, message: Message) -> str | None:
    values = {name: _value(name, message) for name in BRACED.findall(line)}
    if values and not any(values.values()):
        return None
    return BRACED.sub(lambda match: _fitted(values[match[1]], match), line)


def _fitted(value: str, match: re.Match) -> str:
    """``value`` as it is written where its name stands."""
    before = match.string[: match.start()].rstrip()
    is_within = bool(before) and before[-1] not in BEFORE_A_SENTENCE
    return in_sentence(value) if is_within and BY_NAME[match[1]].goes_on else value


def _value(name: str, message: Message) -> str:
    placeholder = BY_NAME.get(name)
    if placeholder is None or not placeholder.is_in(message.kind):
        raise UnknownPlaceholder(name)
    return placeholder.value(message)


def _named(text: str) -> list[str]:
    return list(dict.fromkeys(BRACED.findall(text)))


def _known(text: str) -> list[Placeholder]:
    return [BY_NAME[name] for name in _named(text) if name in BY_NAME]


def _check_names(text: str, occasion: Occasion) -> Iterator[str]:
    for name in _named(text):
        if name not in BY_NAME:
            yield _unknown(name, occasion)
        elif not BY_NAME[name].is_in(MAIL_KINDS[occasion]):
            yield _("There is no “%(placeholder)s” in the mail “%(occasion)s”.") % {
                "placeholder": BY_NAME[name],
                "occasion": Occasion(occasion).label,
            }
    if re.search("[{}]", BRACED.sub("", text)):
        yield _("“{” and “}” belong around the name of a placeholder and nowhere else.")


def _unknown(name: str, occasion: Occasion) -> str:
    known = [placeholder.name for placeholder in for_occasion(occasion)]
    nearest = get_close_matches(name.strip().lower().replace(" ", "_"), known, n=1)
    text = _("There is no placeholder “{%(name)s}”.") % {"name": name}
    if not nearest:
        return text
    return text + " " + _("Did you mean “{%(name)s}”?") % {"name": nearest[0]}


def _check_line(line: str) -> Iterator[str]:
    if len(_named(line)) < 2:
        return
    for placeholder in _known(line):
        if placeholder.can_be_empty:
            yield _(
                "“%(placeholder)s” can be empty. Give it a line without other placeholders, which "
                "is left out when there is nothing to put in."
            ) % {"placeholder": placeholder}


def _check_subject(text: str) -> Iterator[str]:
    for placeholder in _known(text):
        if placeholder.is_personal:
            yield _("“%(placeholder)s” is only for the reader, so it can’t be in the subject.") % {
                "placeholder": placeholder
            }
        elif placeholder.can_be_empty:
            yield _("“%(placeholder)s” can be empty, so it can’t be in the subject.") % {
                "placeholder": placeholder
            }
