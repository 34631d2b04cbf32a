"""What happened to a case: events and mails as one story, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import ModelLogEntry

from ...domain.assessment.reader import Reader
from ...domain.record.records import TELLS_THE_OUTCOME, Record
from ...domain.record.transitions import Action
from ...formats import date_text
from ...mail.mail_status import MailStatus, mail_status, trouble_text
from ...models import Message, Recipient

LOOKS = (
    Record.VIEW,
    Record.DOWNLOAD,
    Record.PDF,
    Record.TAKE_OUT,
    Record.TAKE_OUT_BLIND,
    Record.ASKED,
)
"""Actions that change nothing. There are many, so they are shown apart."""

OUTCOMES = frozenset(record.log_action for record in TELLS_THE_OUTCOME)

TROUBLE = (MailStatus.FAILED, MailStatus.BOUNCED, MailStatus.COMPLAINED)
"""The status of a mail that did not arrive."""

SHOWN_LOOKS = 100

BY_APPLICANT = frozenset(
    action.log_action
    for action in (
        Action.RECEIVE,
        Action.CONFIRM,
        Action.WAIT,
        Action.ACCEPT_PLACE,
        Action.DECLINE,
        Action.GIVE_MORE,
        Action.WITHDRAW,
    )
)
"""What the applicant did, when no caseworker did it."""


@dataclass(frozen=True)
class Entry:
    """Something that happened, by whom, and more about it; ``is_trouble``: somebody should look."""

    moment: dt.datetime
    text: str
    who: str
    detail: str = ""
    url: str = ""
    is_mail: bool = False
    is_trouble: bool = False


@dataclass(frozen=True)
class Timeline:
    """The events and mails, and apart from them the last looks and how many there were in all."""

    entries: list[Entry]
    looks: list[Entry]
    look_count: int


def timeline_of(reader: Reader) -> Timeline:
    """What happened to the case, as ``reader`` may read it; four queries, or five.

    For one who may not know the applicant nothing is told that an applicant or a caseworker wrote,
    such as a journal number, nor why a mail failed. Only who decides is told which outcome was
    prepared, and who manages mails is led to each.
    """
    log, actions = reader.history.select_related("user"), [record.log_action for record in LOOKS]
    events, seen = list(log.exclude(action__in=actions)), log.filter(action__in=actions)
    looks = list(seen[:SHOWN_LOOKS])
    names = _names(events) if reader.is_identified else {}
    mails = [_mail(message, reader) for message in reader.submission.messages.all()]
    told = [_event(entry, reader, names) for entry in events]
    return Timeline(
        entries=sorted([*mails, *told], key=lambda entry: entry.moment, reverse=True),
        looks=[_event(entry, reader, {}) for entry in looks],
        look_count=len(looks) if len(looks) < SHOWN_LOOKS else seen.count(),
    )


def _event(entry: ModelLogEntry, reader: Reader, names: dict[int, str]) -> Entry:
    detail = _detail(entry, names) if reader.is_identified else ""
    return Entry(entry.timestamp, _text(entry, reader), _who(entry), detail)


def _text(entry: ModelLogEntry, reader: Reader) -> str:
    """What happened; which outcome was prepared is only for those who see it on the case too."""
    is_told = reader.may_decide or entry.action not in OUTCOMES
    return str(entry.message if is_told else entry.formatter.label)


def _who(entry: ModelLogEntry) -> str:
    if entry.user_id is not None:
        return entry.user_display_name
    return _("the applicant") if entry.action in BY_APPLICANT else _("by itself")


def _detail(entry: ModelLogEntry, names: dict[int, str]) -> str:
    """The new journal number or day, or the person that something was given to."""
    if entry.action == Record.JOURNAL.log_action:
        return entry.data.get("number") or _("none")
    if entry.action == Record.OBJECTION.log_action:
        return date_text(dt.date.fromisoformat(entry.data["since"]))
    if entry.action == Record.ASSIGN_CASEWORKER.log_action and entry.data.get("caseworker") is None:
        return _("nobody")
    return ", ".join(names[key] for key in _people(entry) if key in names)


def _people(entry: ModelLogEntry) -> list[int]:
    """The keys of the users that an entry is about."""
    data = entry.data
    found = [data.get("caseworker"), data.get("assessor"), *data.get("mentioned", ())]
    return [key for key in found if key is not None]


def _names(events: Iterable[ModelLogEntry]) -> dict[int, str]:
    keys = {key for entry in events for key in _people(entry)}
    users = get_user_model().objects.in_bulk(keys)
    return {key: user_display_name(user) for key, user in users.items()}


def _mail(message: Message, reader: Reader) -> Entry:
    reason = trouble_text(message) if reader.is_identified else ""
    state = mail_status(message)
    return Entry(
        moment=message.sent_at or message.created_at,
        text=_("Mail: %(occasion)s") % {"occasion": message.get_occasion_display()},
        who=_to(message),
        detail=f"{state.label} – {reason}" if reason else str(state.label),
        url=reverse("inddragelse_message", args=[message.pk]) if reader.manages_mails else "",
        is_mail=True,
        is_trouble=state in TROUBLE,
    )


def _to(message: Message) -> str:
    if message.recipient is Recipient.OFFICE:
        return _("to the case office")
    is_to_participant = message.recipient is Recipient.PARTICIPANT
    return _("to a participant") if is_to_participant else _("to the applicant")
