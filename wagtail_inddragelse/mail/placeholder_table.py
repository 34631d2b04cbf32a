"""Everything that can be put in a mail somebody writes, by name; ``placeholders.py`` says how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ..formats import answer_text, datetime_text, location_text, period_text
from ..models import MailKind, Message, Recipient
from .contacts import contact_text
from .context import sessions_of
from .plain_text import unlinked
from .reader_link import link_of
from .recipients import office_of


def _to_anybody(kind: MailKind) -> bool:
    return True


def _about_a_submission(kind: MailKind) -> bool:
    return kind.to is not Recipient.SUBSCRIBER


def _to_applicant(kind: MailKind) -> bool:
    return kind.to is Recipient.APPLICANT


@dataclass(frozen=True)
class Placeholder:
    """A name and what it stands for. ``value`` makes the text from a message, and ``is_in`` says
    whether the mail on an occasion has something for it."""

    name: str
    meaning: Promise
    example: Promise | str
    value: Callable[[Message], str]
    is_in: Callable[[MailKind], bool] = _to_applicant
    is_personal: bool = False
    can_be_empty: bool = False
    goes_on: bool = False
    """Whether it is a phrase that begins with a small letter in the middle of a sentence."""

    def __str__(self) -> str:
        return f"{{{self.name}}}"


def _typed(text: str) -> str:
    """What an applicant typed, on one line, with nothing that becomes a link."""
    return unlinked(" ".join(text.split()))


def _name(message: Message) -> str:
    person = message.participant
    return _typed(person.name if person else message.submission.contact_name)


def _organisation(message: Message) -> str:
    """What contact people typed about themselves, which only they are told."""
    return "" if message.participant_id else _typed(message.submission.organisation)


def _reason(message: Message) -> str:
    """The reason for a released decision; a prepared one is not to be seen yet."""
    submission = message.submission
    is_hidden = submission.pending_state or message.participant_id
    return "" if is_hidden else submission.decision_reason


def _first_start(message: Message) -> str:
    return next((datetime_text(one.starts_at) for one in sessions_of(message)), "")


def _sessions(message: Message) -> str:
    return "\n".join(map(_session, sessions_of(message)))


def _session(session) -> str:
    when_and_where = ", ".join(filter(None, [period_text(session), location_text(session)]))
    return "- " + ": ".join(filter(None, [session.title, when_and_where]))


def _contact(message: Message) -> str:
    return contact_text(message.intake.page.specific, office_of(message.submission))


TABLE = (
    Placeholder(
        "reference",
        gettext_lazy("The reference of the submission"),
        "RX34-K7PQ",
        lambda message: message.submission.reference,
        _about_a_submission,
    ),
    Placeholder(
        "offer",
        gettext_lazy("The title of the offer"),
        gettext_lazy("Theme course on participation"),
        lambda message: " ".join(message.intake.page.title.split()),
        _to_anybody,
    ),
    Placeholder(
        "intake",
        gettext_lazy("The title of the start date, class or application round"),
        gettext_lazy("Start 8 November in Odense"),
        lambda message: " ".join(message.intake.title.split()),
        _to_anybody,
    ),
    Placeholder(
        "name",
        gettext_lazy("The name of the reader, as it was typed"),
        gettext_lazy("Anne Example"),
        _name,
        is_personal=True,
    ),
    Placeholder(
        "organisation",
        gettext_lazy("The organisation of the applicant, as it was typed"),
        gettext_lazy("Example Municipality"),
        _organisation,
        is_personal=True,
        can_be_empty=True,
    ),
    Placeholder(
        "participants",
        gettext_lazy("How many people take part, guests included"),
        "2",
        lambda message: str(message.submission.participants.count()),
    ),
    Placeholder(
        "deadline",
        gettext_lazy("The deadline for signing up or applying"),
        gettext_lazy("1 October 2026 at 23:59"),
        lambda message: datetime_text(message.intake.last_minute),
        _to_anybody,
        can_be_empty=True,
    ),
    Placeholder(
        "answer_expected",
        gettext_lazy("When applicants get their answer"),
        gettext_lazy("mid-October"),
        lambda message: answer_text(message.intake),
        lambda kind: kind.can_say_when_answered,
        can_be_empty=True,
        goes_on=True,
    ),
    Placeholder(
        "answer_by",
        gettext_lazy("Until when the offered place is kept"),
        gettext_lazy("8 September 2026 at 12:00"),
        lambda message: datetime_text(message.submission.offered_until),
        lambda kind: kind.offers_place,
    ),
    Placeholder(
        "number_in_line",
        gettext_lazy("The number on the waiting list"),
        "3",
        lambda message: str(message.submission.number_in_line or ""),
        lambda kind: kind.can_say_number_in_line,
        can_be_empty=True,
    ),
    Placeholder(
        "reason",
        gettext_lazy("The reason for the decision"),
        gettext_lazy("The project has no backing from the management yet."),
        _reason,
        lambda kind: kind.can_give_reason,
        is_personal=True,
        can_be_empty=True,
    ),
    Placeholder(
        "starts",
        gettext_lazy("When the first session begins"),
        gettext_lazy("8 November 2026 at 09:00"),
        _first_start,
        lambda kind: kind.can_name_sessions,
        can_be_empty=True,
    ),
    Placeholder(
        "sessions",
        gettext_lazy("All sessions with time and place, one on each line"),
        gettext_lazy("- Day 1: 8 November 2026 at 09:00–16:00, Town Hall"),
        _sessions,
        lambda kind: kind.can_name_sessions,
        can_be_empty=True,
    ),
    Placeholder(
        "journal_number",
        gettext_lazy("The journal number of the case"),
        "2026-1234",
        lambda message: message.submission.journal_number,
        _about_a_submission,
        can_be_empty=True,
    ),
    Placeholder(
        "contact",
        gettext_lazy("The contact people of the offer, one on each line, or the case office"),
        gettext_lazy("Bo Example, 00 00 00 00, bo@example.dk"),
        _contact,
        can_be_empty=True,
    ),
    Placeholder(
        "link",
        gettext_lazy("Where the reader goes next: the submission, or what they can sign up for"),
        "https://www.example.dk/…",
        link_of,
        _to_anybody,
        is_personal=True,
    ),
)
"""All placeholders, in the order in which they are offered."""

BY_NAME = {placeholder.name: placeholder for placeholder in TABLE}
