"""What caseworkers do with mails in the outbox; each action is put on record by reference.

An action is one conditional UPDATE on rows that no worker has: whoever comes after the worker is
told so, and a mail never goes out in a shape that nobody decided on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...mail import outbox
from ...mail.links import new_salt
from ...mail.mail_text import text_to_edit
from ...models import (
    CHANGEABLE,
    Delivery,
    Message,
    Occasion,
    Participant,
    Submission,
)
from ...models.addresses import address_key, tidy_address
from ...models.base import in_parts
from ...models.message import MessageQuerySet
from ..intakes import places
from ..record.records import Record, put_many_on_record, put_on_record
from ..writing import seen
from ..writing.refused import Refused
from ..writing.retries import retried

UNSENT = (*CHANGEABLE, Delivery.FAILED)
WAITING = (Delivery.DRAFT, Delivery.HELD)
"""The deliveries that wait for somebody to send them."""
SENT_AT_ONCE = 200
"""How many mails are queued in one transaction, with a few queries for all."""
NOT_RENDERED = dict.fromkeys(outbox.RENDERED_FIELDS, "")


def _too_late() -> Refused:
    """The mail is being sent, or was sent or changed by another, meanwhile."""
    text = _("It is too late: the mail has been sent or changed meanwhile.")
    return Refused(text, code="too_late")


@retried
def write(
    submissions: Iterable[Submission],
    subject: str,
    text: str,
    *,
    user,
    send: bool,
    to_participants: bool = True,
) -> list[Message]:
    """Write a mail of one's own to each applicant, to be sent now or kept as drafts.

    With ``to_participants`` all who take part and have an address of their own get one too.
    ``subject`` and ``text`` may hold placeholders, which are expected to be checked.
    """
    with transaction.atomic():
        messages = _to_each(sorted(submissions, key=lambda row: row.pk), to_participants)
        for message in messages:
            message.own_subject, message.own_text = subject, text
        stored = outbox.queue_many(messages) if send else outbox.draft_many(messages)
        for message in stored:
            _record(message, Record.SEND_MESSAGE if send else Record.WRITE_MESSAGE, user)
    return stored


def _to_each(submissions: list[Submission], to_participants: bool) -> list[Message]:
    if to_participants:
        return outbox.compose_to_all(submissions, Occasion.FREE)
    return [outbox.compose(row, Occasion.FREE) for row in submissions]


@retried
def edit(
    message: Message, subject: str, text: str, *, user, shown: seen.Marks | None = None
) -> None:
    """Put a caseworker's words in place of the mail text; no words at all change nothing.

    ``shown`` holds the marks of what ``editable`` gave. Raises Refused when it is too late, and
    ChangedMeanwhile when somebody else has written other words since.
    """
    sent = {"subject": subject, "text": text}
    with transaction.atomic():
        locked = Message.objects.select_for_update().filter(pk=message.pk).first()
        if locked is None:
            raise _too_late()
        now = editable(locked)
        changed = seen.merge(shown, sent, now)
        if changed:
            _edit(message, {**now, **changed}, user)


def editable(message: Message) -> dict[str, str]:
    """The subject and text of an unsent mail that ``edit`` changes, as they are now."""
    mail_text = text_to_edit(message)
    return {"subject": mail_text.headline, "text": mail_text.text}


def _edit(message: Message, words: dict[str, str], user) -> None:
    subject, text = words["subject"], words["text"]
    values = {"own_subject": subject, "own_text": text, **NOT_RENDERED}
    _change(message, CHANGEABLE, Record.EDIT_MESSAGE, user, **values)


@retried
def act_on_seen(message: Message, act: Callable, *, user, shown: seen.Marks | None = None) -> None:
    """``act`` on a mail whose words are still those that were ``shown``; None asks for nothing.

    ``shown`` holds the marks of what ``editable`` gave. Raises Refused, as ``act`` does.
    """
    with transaction.atomic():
        locked = Message.objects.select_for_update().filter(pk=message.pk).first()
        if locked is None:
            raise _too_late()
        if shown is not None and seen.marks(editable(locked)) != dict(shown):
            raise _too_late()
        act(message, user=user)


def hold(message: Message, *, user) -> None:
    """Hold a queued mail back until it is released. Raises Refused when it is too late."""
    _change(message, [Delivery.QUEUED], Record.HOLD_MESSAGE, user, delivery=Delivery.HELD)


@retried
def send(message: Message, *, user) -> None:
    """Send a draft, a mail held back or one that waits for its next attempt.

    Raises Refused when it is too late.
    """
    with transaction.atomic():
        now = timezone.now()
        queued = {"delivery": Delivery.QUEUED, "next_attempt_at": now}
        _change(message, CHANGEABLE, Record.SEND_MESSAGE, user, **queued)
        outbox.send_after_commit([message])


def send_all(messages: MessageQuerySet, *, user) -> int:
    """Send those of ``messages`` that are drafts or held back; returns how many.

    What another sends or discards meanwhile is passed over.
    """
    waiting = messages.filter(delivery__in=WAITING).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    return sum(_send_some(some, user) for some in in_parts(keys, SENT_AT_ONCE))


@retried
def _send_some(keys: list[int], user) -> int:
    with transaction.atomic():
        waiting = Message.objects.filter(pk__in=keys, delivery__in=WAITING)
        rows = list(waiting.select_for_update().order_by("pk").prefetch_related("submission"))
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(
            delivery=Delivery.QUEUED, next_attempt_at=timezone.now()
        )
        _record_many(rows, Record.SEND_MESSAGE, user)
        outbox.send_after_commit(rows)
    return len(rows)


def regenerate(message: Message, *, user) -> None:
    """Create an unsent mail again from its mail text, without what was written into it by hand.

    A mail of one's own has no mail text and keeps its words. Raises Refused when it is too late.
    """
    own = {"own_subject": "", "own_text": ""} if message.kind.has_mail_text else {}
    _change(message, UNSENT, Record.REGENERATE_MESSAGE, user, **own, **NOT_RENDERED)


@retried
def discard(message: Message, *, user) -> None:
    """Throw a draft away. Raises Refused when it is too late."""
    with transaction.atomic():
        _record(message, Record.DISCARD_MESSAGE, user)
        deleted, _rows = _row(message, [Delivery.DRAFT]).delete()
        if not deleted:
            raise _too_late()


@retried
def deal_with(message: Message, *, user) -> None:
    """Note that somebody has taken care of a mail that did not arrive."""
    with transaction.atomic():
        undone = Message.objects.not_arrived().filter(pk=message.pk)
        if undone.update(dealt_with_at=timezone.now()):
            _record(message, Record.DEAL_WITH_MESSAGE, user)


@retried
def resend(message: Message, to: str, *, correct_case: bool = False, user) -> Message:
    """Send a sent or failed mail again, to ``to``; returns the row that is on its way.

    With ``correct_case`` the submission gets that address too, see ``correct_address``, or the
    participant whom the mail is to. Raises Refused for a mail on its way, and for an
    address that is in use.
    """
    to = tidy_address(to)
    with transaction.atomic():
        if correct_case and message.participant:
            _correct_participant(message.participant, to, user=user)
        elif correct_case and message.submission:
            correct_address(message.submission, to, user=user)
        try:
            again = outbox.resend(message, to=to)
        except ValueError as error:
            raise _too_late() from error
        Message.objects.filter(pk=message.pk).not_arrived().update(dealt_with_at=timezone.now())
        _record(message, Record.RESEND_MESSAGE, user, resent_as=again.pk)
    return again


@retried
def correct_address(submission: Submission, new: str, *, user) -> None:
    """Put ``new`` in place of the contact person's address, which was wrong.

    Their row as a participant and the mails that wait for them follow. Whoever had the secret link
    at the old address is shut out: the link is another from now on. Raises Refused when
    another active submission for the same intake has it.
    """
    new = tidy_address(new)
    with transaction.atomic():
        places.lock(submission.intake)
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        old_key = row.email_key
        if old_key == address_key(new):
            return
        _refuse_used(row, new)
        row.contact_email, row.token_salt = new, new_salt()
        row.save(update_fields=["contact_email", "email_key", "token_salt"])
        row.participants.filter(email_key=old_key).update(email=new, email_key=row.email_key)
        waiting = row.messages.changeable().to_applicants()
        theirs = [mail.pk for mail in waiting if address_key(mail.to) == old_key]
        waiting.filter(pk__in=theirs).update(to=new)
        put_on_record(row, Record.CORRECT_ADDRESS, user=user)


def _correct_participant(person: Participant, new: str, *, user) -> None:
    """Put ``new`` in place of a participant's address; the mails that wait for them follow."""
    person.email = new
    person.save(update_fields=["email", "email_key"])
    person.messages.changeable().update(to=new)
    put_on_record(person.submission, Record.CORRECT_ADDRESS, user=user)


def _refuse_used(row: Submission, address: str) -> None:
    """Asked rather than left to the constraint, as a database logs a statement that fails."""
    if row.contact_may_repeat or not row.is_active:
        return
    others = Submission.objects.filter(intake_key=row.intake_key).exclude(pk=row.pk)
    if others.filter(active_email=address_key(address)).exists():
        text = _("Somebody is already signed up with that address, so the case keeps its own.")
        raise Refused(text, code="address_in_use")


@retried
def _change(message: Message, deliveries: Iterable[str], record: Record, user, **values) -> None:
    """Write ``values`` while the row is in one of ``deliveries``, and put it on record."""
    with transaction.atomic():
        if not _row(message, deliveries).update(**values):
            raise _too_late()
        _record(message, record, user)
    for name, value in values.items():
        setattr(message, name, value)


def _row(message: Message, deliveries: Iterable[str]) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk, delivery__in=list(deliveries))


def _record_many(messages: list[Message], record: Record, user) -> None:
    """``_record`` for many, with one query for those that belong to a case."""
    of_cases = [message for message in messages if message.submission]
    put_many_on_record(
        [
            (each.submission, record, {"message": each.pk, "occasion": str(each.occasion)})
            for each in of_cases
        ],
        user=user,
    )
    for message in messages:
        if message.submission is None:
            _record(message, record, user)


def _record(message: Message, record: Record, user: AbstractBaseUser | None, **data) -> None:
    """On the record of the case; a mail to a subscriber belongs to none and has its own."""
    data |= {"message": message.pk, "occasion": str(message.occasion)}
    if message.submission:
        put_on_record(message.submission, record, user=user, **data)
    else:
        log(message, record.log_action, user=user, data=data)
