"""Why mails are sent, and what the mail on each occasion is: the one table for all of it.

A new occasion is a name and a row here, a text in ``templates/…/mail/occasions/`` and its tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _

from .change import IntakeChange
from .states import (
    AWAITS_SESSIONS_STATES,
    OPEN_STATES,
    PLACED_STATES,
    UNDECIDED_STATES,
    State,
)

Change = IntakeChange.Kind


class Occasion(models.TextChoices):
    """Why a mail is sent; each has a template of its own."""

    CONFIRMED = "confirmed", _("Sign-up confirmed")
    WAITING = "waiting", _("On the waiting list")
    RECEIVED = "received", _("Application received")
    OFFERED = "offered", _("Place offered")
    MORE_WANTED = "more_wanted", _("More information wanted")
    MORE_TAKEN_BACK = "more_taken_back", _("No more information wanted")
    ACCEPTED = "accepted", _("Application accepted")
    REJECTED = "rejected", _("Application rejected")
    DECLINED = "declined", _("Place declined")
    EXPIRED = "expired", _("Offer of a place expired")
    OVER = "over", _("Got no place")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")
    MOVED = "moved", _("Moved")
    DEADLINE = "deadline", _("Deadline moved")
    RESUMED = "resumed", _("Takes place after all")
    REMINDER = "reminder", _("Reminder")
    OFFICE_NEW = "office_new", _("To the case office: new submission")
    OFFICE_WITHDRAWN = "office_withdrawn", _("To the case office: withdrawn")
    OFFICE_MORE_GIVEN = "office_more_given", _("To the case office: more information given")
    OFFICE_MORE_OVERDUE = "office_more_overdue", _("To the case office: no answer in time")
    LINK = "link", _("The link again")
    NOW_OPEN = "now_open", _("Now open")
    FREE = "free", _("Message")


class Recipient(Enum):
    """Who a mail is to. Only the applicant gets the secret link."""

    APPLICANT = auto()
    PARTICIPANT = auto()
    SUBSCRIBER = auto()
    OFFICE = auto()


class CalendarFile(Enum):
    """What the calendar file of a mail is for."""

    DATES = auto()
    """Gives who takes part the dates as they are now, also that they are cancelled."""
    STRIKE_OUT = auto()
    """Strikes out the dates for those who have no place but may have noted them."""


@dataclass(frozen=True)
class MailKind:
    """What the mail on one occasion is; the defaults are what holds for most."""

    to: Recipient = Recipient.APPLICANT
    participants_are_told: Occasion | None = None
    """What those who take part are told on it: an application and its reasons are the applicant's
    alone."""
    participants_in: tuple[State, ...] = PLACED_STATES
    """The states of a sign-up in which they are told of it."""
    drafted_after: Change | None = None
    """The change to an intake after which it is drafted, for a caseworker to send. All others are
    sent at once."""
    drafted_for: tuple[State, ...] = ()
    """The states of those whom that change concerns."""
    has_mail_text: bool = True
    """Whether an agency can set a text of its own; else a caseworker writes each mail."""
    is_receipt: bool = False
    """Whether it answers something just sent: it says what happens next and can repeat that."""
    lists_sessions: bool = False
    calendar_file: CalendarFile | None = None
    calls_off: bool = False
    """Whether it says that all is cancelled, so that nothing is left to withdraw from."""
    says_what_to_expect: bool = False
    """Whether deadline and day of the answer are among its facts."""
    asks_for_more: bool = False
    offers_place: bool = False
    gives_up_place: bool = False
    """Whether it answers an offered place that was not taken."""
    can_give_reason: bool = False
    """Whether the reason of a decision can be put in its text."""
    can_say_when_answered: bool = False
    can_say_number_in_line: bool = False

    @property
    def can_name_sessions(self) -> bool:
        """Whether the sessions can be put in its text."""
        return self.lists_sessions or not self.has_mail_text


TO_OFFICE = MailKind(to=Recipient.OFFICE)

MAIL_KINDS: dict[str, MailKind] = {
    Occasion.CONFIRMED: MailKind(
        participants_are_told=Occasion.CONFIRMED,
        is_receipt=True,
        lists_sessions=True,
        calendar_file=CalendarFile.DATES,
    ),
    Occasion.WAITING: MailKind(
        is_receipt=True,
        lists_sessions=True,
        can_give_reason=True,
        can_say_number_in_line=True,
    ),
    Occasion.RECEIVED: MailKind(
        is_receipt=True,
        lists_sessions=True,
        says_what_to_expect=True,
        can_say_when_answered=True,
    ),
    Occasion.OFFERED: MailKind(lists_sessions=True, offers_place=True),
    Occasion.MORE_WANTED: MailKind(asks_for_more=True, can_say_when_answered=True),
    Occasion.MORE_TAKEN_BACK: MailKind(),
    Occasion.ACCEPTED: MailKind(
        participants_are_told=Occasion.CONFIRMED,
        lists_sessions=True,
        calendar_file=CalendarFile.DATES,
        can_give_reason=True,
    ),
    Occasion.REJECTED: MailKind(calendar_file=CalendarFile.STRIKE_OUT, can_give_reason=True),
    Occasion.DECLINED: MailKind(calendar_file=CalendarFile.STRIKE_OUT, gives_up_place=True),
    Occasion.EXPIRED: MailKind(calendar_file=CalendarFile.STRIKE_OUT, gives_up_place=True),
    Occasion.OVER: MailKind(calendar_file=CalendarFile.STRIKE_OUT),
    Occasion.WITHDRAWN: MailKind(
        participants_are_told=Occasion.WITHDRAWN,
        participants_in=(State.WITHDRAWN,),
        calendar_file=CalendarFile.STRIKE_OUT,
    ),
    Occasion.CANCELLED: MailKind(
        participants_are_told=Occasion.CANCELLED,
        drafted_after=Change.CANCELLED,
        drafted_for=OPEN_STATES,
        lists_sessions=True,
        calendar_file=CalendarFile.DATES,
        calls_off=True,
    ),
    Occasion.MOVED: MailKind(
        participants_are_told=Occasion.MOVED,
        drafted_after=Change.SESSION,
        drafted_for=AWAITS_SESSIONS_STATES,
        lists_sessions=True,
        calendar_file=CalendarFile.DATES,
    ),
    # Those who await a decision were told the deadline in their receipt, and a later one puts off
    # their answer; those with a place have nothing to do by then.
    Occasion.DEADLINE: MailKind(
        drafted_after=Change.DEADLINE,
        drafted_for=UNDECIDED_STATES,
        says_what_to_expect=True,
    ),
    Occasion.RESUMED: MailKind(
        participants_are_told=Occasion.RESUMED,
        drafted_after=Change.RESUMED,
        drafted_for=OPEN_STATES,
        lists_sessions=True,
        calendar_file=CalendarFile.DATES,
    ),
    Occasion.REMINDER: MailKind(participants_are_told=Occasion.REMINDER, lists_sessions=True),
    Occasion.OFFICE_NEW: TO_OFFICE,
    Occasion.OFFICE_WITHDRAWN: TO_OFFICE,
    Occasion.OFFICE_MORE_GIVEN: TO_OFFICE,
    Occasion.OFFICE_MORE_OVERDUE: TO_OFFICE,
    Occasion.LINK: MailKind(),
    Occasion.NOW_OPEN: MailKind(to=Recipient.SUBSCRIBER),
    Occasion.FREE: MailKind(
        participants_are_told=Occasion.FREE,
        has_mail_text=False,
        can_say_when_answered=True,
        can_say_number_in_line=True,
    ),
}

DRAFTED_AFTER: dict[Change, Occasion] = {
    change: occasion for occasion in Occasion if (change := MAIL_KINDS[occasion].drafted_after)
}
"""The occasion on which a mail is drafted after a change to an intake."""


def occasions_where(holds: Callable[[MailKind], bool]) -> tuple[Occasion, ...]:
    """The occasions whose mail satisfies ``holds``."""
    return tuple(occasion for occasion in Occasion if holds(MAIL_KINDS[occasion]))
