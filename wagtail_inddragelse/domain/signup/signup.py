"""Signing up: from a valid form to a submission, in one transaction that never oversells."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field

from django.core.files import File
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...mail import outbox
from ...mail.links import new_salt
from ...mail.recipients import others_than_contacts, participants_to_tell
from ...models import Attachment, FormVersion, Intake, Occasion, Participant, State, Submission
from ...models.addresses import address_key, tidy_address
from ...questions.sent import SubmissionData
from ...signals import submission_received
from ..intakes import places
from ..intakes.intakes import IntakeState, get_statuses
from ..intakes.sessions import with_sessions_of
from ..record import transitions
from ..record.retention import delete_after
from ..record.transitions import Action
from ..writing.refused import Refused
from ..writing.retries import retried
from . import attachments, secret_link, waiting_list
from .references import new_reference

REPEATED_WITHIN = dt.timedelta(hours=1)
"""How long the same opened form may be sent again and lead to the receipt of the first."""


class Refusal(TextChoices):
    """Why a sign-up was refused, in words for the applicant."""

    CLOSED = "closed", _("The deadline has passed.")
    NOT_OPEN = "not_open", _("Sign-up has not opened yet.")
    CANCELLED = "cancelled", _("This has been cancelled.")
    FULL = "full", _("All places were taken before you sent the form.")
    TOO_MANY_PEOPLE = "too_many_people", _("There are not enough places left for all of you.")
    NEVER_ENOUGH_PLACES = (
        "never_enough_places",
        _("There are more of you than there are places in all."),
    )
    ALREADY_SIGNED_UP = (
        "already_signed_up",
        _(
            "This e-mail address can’t be used to sign up here again. If it is yours, look in "
            "your inbox: we’ve sent you the link to your sign-up."
        ),
    )
    ORGANISATION_FULL = (
        "organisation_full",
        _("Your organisation has already sent as many as it may."),
    )


REFUSAL_BY_STATE = {
    IntakeState.ANNOUNCED: Refusal.NOT_OPEN,
    IntakeState.NOT_OPEN: Refusal.NOT_OPEN,
    IntakeState.CANCELLED: Refusal.CANCELLED,
    IntakeState.CLOSED: Refusal.CLOSED,
    IntakeState.HELD: Refusal.CLOSED,
    IntakeState.FULL: Refusal.FULL,
}


def _refused(reason: Refusal) -> Refused:
    """The sign-up is refused for ``reason``."""
    return Refused(reason.label, code=reason.value)


def _too_many(places_left: int | None) -> Refused:
    """Fewer places are left than they need together; None where they are not counted in people."""
    if places_left is None:
        return _refused(Refusal.TOO_MANY_PEOPLE)
    text = ngettext(
        "There is only %(count)d place left, which is not enough for all of you.",
        "There are only %(count)d places left, which is not enough for all of you.",
        places_left,
    )
    return Refused(text % {"count": places_left}, code=Refusal.TOO_MANY_PEOPLE)


@dataclass(frozen=True)
class SignUp:
    """A valid form on its way in: what was answered, to which form, for which intake.

    ``opened`` is the number of the form that was opened: another opening has another one.
    """

    intake: Intake
    form_version: FormVersion
    data: SubmissionData
    language: str
    opened: str = ""
    fingerprint: str = field(init=False, repr=False)
    """Keyed hash of the opened form and all that was sent, by which a second click is recognised;
    files are read for it now rather than while others wait for the lock."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingerprint", self._fingerprint())

    def _fingerprint(self) -> str:
        content = [
            self.opened,
            str(self.intake.translation_key),
            self.form_version.digest,
            self.data.contact,
            self.data.answers,
            [tuple_of(participant) for participant in self.data.participants],
            sorted((u.question_id, u.file.name, content_hash(u.file)) for u in self.data.files),
            sorted((question_id, row.pk) for question_id, row in self.data.kept),
        ]
        text = json.dumps(content, sort_keys=True, default=tuple_of)
        return salted_hmac("wagtail_inddragelse.fingerprint", text, algorithm="sha256").hexdigest()


def tuple_of(value) -> list:
    """The field values of a dataclass with slots, in order."""
    return [getattr(value, name) for name in value.__dataclass_fields__]


def content_hash(file: File) -> str:
    """SHA-256 of what the file holds, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def submit(sign_up: SignUp) -> Submission:
    """Store what was sent and return it: confirmed, waiting or received.

    Deadline, places and limits are decided here, with the intake locked. Submission, participants,
    attachments, log entry and outbox messages are committed together. Files are written before
    the lock is taken and removed again if nothing comes of it. Sending one opened form twice
    returns the first submission. Who opens another and has signed up already gets the link to
    their sign-up by mail. Raises Refused with a ``Refusal`` as its code, and as
    ``attachments.stored`` and ``attach`` do.
    """
    try:
        return _store(sign_up)
    except _SentBefore as before:
        return before.submission
    except _SignedUp as signed_up:
        secret_link.mail_again(signed_up.submission)
        raise


class _SentBefore(Exception):
    """This very form is already stored, as ``submission``."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission.reference)
        self.submission = submission


class _SignedUp(Refused):
    """Another form from the same address is already stored, as ``submission``; only one may be."""

    text, code = Refusal.ALREADY_SIGNED_UP.label, Refusal.ALREADY_SIGNED_UP.value

    def __init__(self, submission: Submission) -> None:
        super().__init__()
        self.submission = submission


def _store(sign_up: SignUp) -> Submission:
    with attachments.stored(sign_up.data.files) as new_files:
        return _write(sign_up, new_files)


@retried
def _write(sign_up: SignUp, new_files: list[Attachment]) -> Submission:
    with transaction.atomic():
        transaction.on_commit(new_files.clear)  # what fails from then on must not remove them
        intake = with_sessions_of(sign_up.intake, places.lock(sign_up.intake))
        _look_for_earlier(sign_up, intake)
        submission = _new_submission(sign_up, intake, timezone.now())
        people = len(sign_up.data.participants)
        transitions.apply(submission, _decide(submission, people), now=submission.received_at)
        _tell(submission, _add_participants(submission, sign_up.data))
        attachments.attach(submission, new_files, sign_up.data.kept)
        transaction.on_commit(
            lambda: submission_received.send_robust(sender=Submission, submission=submission)
        )
    return submission


def _look_for_earlier(sign_up: SignUp, intake: Intake) -> None:
    """Raise if the address has already sent this form, or another. Lock the intake first.

    Asked before anything is written: a database may log a statement that a constraint refuses,
    with all the personal data in it.
    """
    key = address_key(sign_up.data.contact.email)
    earlier = Submission.objects.for_intake(intake).active().filter(email_key=key)
    now = timezone.now()
    for submission in earlier.select_related("intake").order_by("pk"):
        if submission.place_offer_has_lapsed(now):
            waiting_list.expire(submission, now)
            continue
        if _is_repeated(submission, sign_up):
            raise _SentBefore(submission)
        if not intake.several_per_contact:
            raise _SignedUp(submission)


def _is_repeated(earlier: Submission, sign_up: SignUp) -> bool:
    """Whether the same opened form came twice within ``REPEATED_WITHIN``."""
    is_recent = timezone.now() - earlier.received_at <= REPEATED_WITHIN
    return is_recent and constant_time_compare(earlier.fingerprint, sign_up.fingerprint)


def _decide(submission: Submission, people: int) -> Action:
    """What happens to a new submission. Raises Refused when it can't be taken."""
    intake = submission.intake
    status = get_statuses([intake], submission.received_at)[0]
    if not (status.is_open or status.turns_away):
        raise _refused(REFUSAL_BY_STATE[status.state])
    _refuse_over_limit(submission)
    if intake.is_assessed:
        return Action.RECEIVE
    if status.room.admits(people, submission.organisation_key):  # or needs no place of its own
        return Action.CONFIRM
    if status.turns_away:
        raise _refused(Refusal.FULL)
    if not places.can_ever_fit(intake, people):
        raise _refused(Refusal.NEVER_ENOUGH_PLACES)
    if not intake.has_waiting_list:
        raise _too_many(status.places_left)
    return Action.WAIT


def _refuse_over_limit(submission: Submission) -> None:
    limit = submission.intake.max_per_organisation
    if limit is None:
        return
    active = Submission.objects.for_intake(submission.intake).active_at(submission.received_at)
    if active.filter(organisation_key=submission.organisation_key).count() >= limit:
        raise _refused(Refusal.ORGANISATION_FULL)


def _new_submission(sign_up: SignUp, intake: Intake, now: dt.datetime) -> Submission:
    contact = sign_up.data.contact
    submission = Submission(
        reference=new_reference(),
        intake=intake,
        intake_key=intake.translation_key,
        form_version=sign_up.form_version,
        answers=sign_up.data.answers,
        contact_name=contact.name,
        contact_email=tidy_address(contact.email),
        contact_may_repeat=intake.several_per_contact,
        contact_phone=contact.phone,
        applies_for=contact.applies_for,
        organisation=contact.organisation,
        organisation_cvr=contact.cvr,
        municipality_code=contact.municipality_code,
        language=sign_up.language,
        state=State.DRAFT,
        fingerprint=sign_up.fingerprint,
        token_salt=new_salt(),
        received_at=now,
        delete_after=delete_after(sign_up.form_version, intake, now),
    )
    submission.organisation_key = submission.find_organisation_key()
    return submission


def _add_participants(submission: Submission, data: SubmissionData) -> list[Participant]:
    return Participant.objects.bulk_create(
        Participant(
            submission=submission,
            position=position,
            name=participant.name,
            email=tidy_address(participant.email),
            role=participant.role,
            is_guest=participant.is_guest,
            answers=participant.answers,
        )
        for position, participant in enumerate(data.participants)
    )


def _tell(submission: Submission, people: list[Participant]) -> None:
    """Write to the participants with an address of their own who were given a place at once."""
    others = others_than_contacts(people).get(submission.pk, [])
    if not submission.is_confirmed or not others:
        return
    if others[0].pk is None:  # MySQL gives no keys back for several rows at once
        others = participants_to_tell([submission], Occasion.CONFIRMED)[submission.pk]
    outbox.queue_many(outbox.compose_to(person, Occasion.CONFIRMED) for person in others)
