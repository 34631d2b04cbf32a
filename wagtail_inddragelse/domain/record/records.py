"""What is put on record besides changes of state: looks, assessments, prepared decisions.

The record is Wagtail's log. It names a submission by its reference and never a person's data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, models
from django.db.models import QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, get_active_log_context, log
from wagtail.models import ModelLogEntry

from ...models import Delivery, Message, PendingState, Submission
from .transitions import LOG_PREFIX


class Record(models.TextChoices):
    """What somebody did with a submission; also its action in Wagtail's log."""

    VIEW = "view", _("Saw the case")
    DOWNLOAD = "download", _("Downloaded an attachment")
    DECLARE_CONFLICT = "declare_conflict", _("Declared a conflict of interest")
    DECLARE_NONE = "declare_no_conflict", _("Declared no conflict of interest")
    UNDO_CONFLICT = "undo_conflict", _("Undid a conflict of interest declared by mistake")
    ASSIGN = "assign", _("Assigned an assessor")
    UNASSIGN = "unassign", _("Took an assignment back")
    ASSIGN_CASEWORKER = "assign_caseworker", _("Assigned a caseworker")
    HAND_IN = "hand_in", _("Handed in an assessment")
    TAKE_BACK = "take_back", _("Took a handed-in assessment back")
    PREPARE = "prepare", _("Prepared an outcome")
    APPROVE = "approve", _("Approved an outcome")
    DELETE = "delete", _("Deleted when the time to keep it was up")
    VIEW_MESSAGE = "view_message", _("Saw a mail")
    WRITE_MESSAGE = "write_message", _("Wrote a mail as a draft")
    EDIT_MESSAGE = "edit_message", _("Edited a mail")
    HOLD_MESSAGE = "hold_message", _("Held a mail back")
    SEND_MESSAGE = "send_message", _("Sent a mail")
    RESEND_MESSAGE = "resend_message", _("Sent a mail again")
    REGENERATE_MESSAGE = "regenerate_message", _("Created a mail again")
    DISCARD_MESSAGE = "discard_message", _("Discarded a draft")
    DEAL_WITH_MESSAGE = "deal_with_message", _("Dealt with a mail that did not arrive")
    CORRECT_ADDRESS = "correct_address", _("Corrected the address")
    NOTE = "note", _("Wrote a note")
    JOURNAL = "journal", _("Set the journal number")
    OBJECTION = "objection", _("Noted that an objection is open")
    OBJECTION_CLOSED = "objection_closed", _("Noted that the objection is closed")
    PDF = "pdf", _("Downloaded the case as PDF")
    TAKE_OUT = "take_out", _("Exported the case")
    TAKE_OUT_BLIND = "take_out_blind", _("Exported the case, without who applied")
    REDACT = "redact", _("Redacted the case")
    CLEAR = "clear", _("Cleared the case for blind assessment")
    TAKE_CLEARING_BACK = "take_clearing_back", _("Took back the clearing for blind assessment")
    ASKED = "asked", _("Was asked about a conflict of interest")
    MAIL_SENT = "mail_sent", _("Mail sent")
    MAIL_FAILED = "mail_failed", _("Mail could not be sent")

    @property
    def log_action(self) -> str:
        """Its name in Wagtail's log."""
        return f"{LOG_PREFIX}{self.value}"


class OutcomeFormatter(LogFormatter):
    """What the log says about a prepared outcome: which one, in words."""

    words: str
    """With ``%s`` for the outcome."""

    def format_message(self, log_entry) -> str:
        """For example “Prepared an outcome: Accept”; of an old entry its label."""
        outcome = log_entry.data.get("outcome")
        if outcome in PendingState.values:
            return self.words % PendingState(outcome).label
        return self.label if outcome is None else str(_("Took the prepared outcome back"))


class PrepareFormatter(OutcomeFormatter):
    label, words = Record.PREPARE.label, _("Prepared an outcome: %s")


class ApproveFormatter(OutcomeFormatter):
    label, words = Record.APPROVE.label, _("Approved an outcome: %s")


TELLS_THE_OUTCOME = {Record.PREPARE: PrepareFormatter, Record.APPROVE: ApproveFormatter}
"""Records shown in full to those who decide, and to others by label alone."""


def put_on_record(submission: Submission, record: Record, *, user, **data) -> None:
    """Write ``record`` into the log; ``data`` holds keys and codes, never personal data."""
    log(submission, record.log_action, user=user, data=data or None)


def put_many_on_record(
    records: Iterable[tuple[Submission, Record, dict]], *, user, now: dt.datetime | None = None
) -> None:
    """``put_on_record`` for many, with one query: each with its record and data."""
    context = get_active_log_context()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=ContentType.objects.get_for_model(Submission),
            object_id=str(submission.pk),
            label=str(submission),
            action=record.log_action,
            timestamp=now or timezone.now(),
            user=user or context.user,
            uuid=context.uuid,
            data=data,
        )
        for submission, record, data in records
    )


def forget_details(submissions: Sequence[Submission]) -> None:
    """Clear entries of all but what was done, by whom and when: journal numbers, outcomes.

    For those that are deleted: their references stay, and nothing of what was in the case.
    """
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Submission),
        object_id__in=[str(row.pk) for row in submissions],
    )
    entries.update(data={})


def put_all_on_record(submissions: QuerySet, record: Record, *, user) -> None:
    """``put_on_record`` without data for however many, by one statement to the database."""
    context = get_active_log_context()
    values = {
        "content_type": ContentType.objects.get_for_model(Submission).pk,
        "object_id": Cast("pk", models.CharField(max_length=255)),
        "label": models.F("reference"),
        "action": record.log_action,
        "timestamp": timezone.now(),
        "user": user.pk,
        "uuid": context.uuid,
    }
    fields = [field for field in ModelLogEntry._meta.concrete_fields if not field.primary_key]
    rows = submissions.order_by().values_list(
        *(_as_value(field, values.get(field.name, field.get_default())) for field in fields)
    )
    name = connections[submissions.db].ops.quote_name
    sql, params = rows.query.sql_with_params()
    columns = ", ".join(name(field.column) for field in fields)
    table = name(ModelLogEntry._meta.db_table)
    with connections[submissions.db].cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", params)


def _as_value(field: models.Field, value: Any) -> Any:
    if hasattr(value, "resolve_expression"):
        return value
    kind = field.target_field if field.is_relation else field
    return models.Value(value, output_field=kind)


def put_mail_on_record(message: Message) -> None:
    """Note that a mail about a submission has gone out or was given up, by key and occasion."""
    if message.submission is None:
        return
    record = Record.MAIL_SENT if message.delivery == Delivery.SENT else Record.MAIL_FAILED
    put_on_record(
        message.submission, record, user=None, message=message.pk, occasion=message.occasion
    )
