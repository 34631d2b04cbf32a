"""Receivers of Django's signals; each hands over to a function of the domain."""

from __future__ import annotations

from anymail.signals import AnymailTrackingEvent, tracking
from django.db import transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import PageLogEntry
from wagtail.signals import pre_page_move

from .domain.offers import change_mails, changes, publishing
from .domain.record import records, retention
from .domain.record.transitions import TRANSITIONS, Action
from .domain.signup import waiting_list
from .mail.tracking import note_event
from .models import Intake, Message, Session, State, Submission
from .models.search import prepare_sqlite
from .signals import message_failed, message_sent, submission_state_changed


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    connection_created.connect(prepare_sqlite)
    pre_save.connect(note_intake_change, sender=Intake)
    post_save.connect(settle_line, sender=Intake)
    pre_save.connect(note_session_change, sender=Session)
    pre_delete.connect(note_session_removal, sender=Session)
    post_save.connect(follow_session, sender=Session)
    post_delete.connect(follow_removed_session, sender=Session)
    pre_page_move.connect(refuse_move)
    pre_save.connect(refuse_delete, sender=PageLogEntry)
    submission_state_changed.connect(note_state_change)
    tracking.connect(note_tracking)
    message_sent.connect(note_mail, sender=Message)
    message_failed.connect(note_mail, sender=Message)


def note_intake_change(instance: Intake, raw: bool = False, **kwargs) -> None:
    """A publish is about to write an intake."""
    if not raw and instance.pk:
        changes.record_intake_change(instance)


def settle_line(instance: Intake, created: bool, raw: bool = False, **kwargs) -> None:
    """A publish has written an intake: what it means for those who wait is done once it holds.

    What goes wrong then is logged, and left to the command that does it every hour.
    """
    if not raw and not created:
        transaction.on_commit(lambda: waiting_list.settle(instance), robust=True)


def note_session_change(instance: Session, raw: bool = False, **kwargs) -> None:
    """A publish is about to write a session."""
    if not raw:
        changes.record_session_change(instance)


def note_session_removal(instance: Session, origin=None, **kwargs) -> None:
    """A publish is about to take off a session; one that goes with its intake is no news."""
    if getattr(origin, "model", type(origin)) is Session:
        changes.record_session_removal(instance)


def follow_session(instance: Session, raw: bool = False, **kwargs) -> None:
    """A session was set or moved, and the time that submissions are kept runs from the last."""
    if not raw:
        retention.follow_sessions(instance.intake.translation_key)


def follow_removed_session(instance: Session, origin=None, **kwargs) -> None:
    """A session was taken off; one that goes with its intake moves nothing."""
    if getattr(origin, "model", type(origin)) is Session:
        retention.follow_sessions(instance.intake.translation_key)


def refuse_move(instance, parent_page_before, parent_page_after, **kwargs) -> None:
    """A page is about to get another parent: its links and case-work rights depend on it."""
    if parent_page_before != parent_page_after:
        publishing.refuse_if_submissions(instance)


def note_mail(message: Message, **kwargs) -> None:
    """A mail has gone out, or was given up."""
    records.put_mail_on_record(message)


def refuse_delete(instance: PageLogEntry, raw: bool = False, **kwargs) -> None:
    """Wagtail is about to log the deletion of a page, which it does before it touches the tree.

    Whoever deletes, and whichever ancestor: each page below it is logged too. There is no signal
    before treebeard has counted the parent's children anew, which a ProtectedError leaves wrong.
    """
    if not raw and instance.action == "wagtail.delete":
        publishing.refuse_to_delete(instance.page)


def note_state_change(submission: Submission, action: Action, **kwargs) -> None:
    """A submission has moved, inside the transaction that moves it; a new one has no drafts."""
    if State.DRAFT not in TRANSITIONS[action].sources:
        change_mails.forget_drafts(submission)


def note_tracking(event: AnymailTrackingEvent, **kwargs) -> None:
    """The mail service reports how it went with a mail, through a webhook of django-anymail."""
    note_event(event)
