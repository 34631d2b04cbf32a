"""What one applicant sent for one intake, with the people and files it brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..denmark.organisations import AppliesFor, organisation_key
from .access import Role, granted_pages, granted_paths, pages_below, paths_seen_whole, paths_with
from .addresses import AddressKeyField, NameKeyField
from .assessment import Assessment
from .conflict import ConflictOfInterest
from .form_version import FormVersion
from .intake import Intake
from .states import (
    ACTIVE_STATES,
    AWAITS_SESSIONS_STATES,
    BEING_ASSESSED_STATES,
    DECIDABLE_STATES,
    ENDED_STATES,
    MAY_GET_PLACE_STATES,
    OPEN_STATES,
    PLACED_STATES,
    UNDECIDED_STATES,
    UNSETTLED_STATES,
    State,
)


class OverBecause(models.TextChoices):
    """Why nobody who waits, or was offered a place, can have one any more."""

    CANCELLED = "cancelled", _("It is cancelled")
    HELD = "held", _("It has been held")
    LATE = "late", _("No place came free in time")
    TOO_BIG = "too_big", _("There are more of them than there are places")
    NO_LIST = "no_list", _("There is no waiting list any more")


class PendingState(models.TextChoices):
    """An outcome that is prepared and not yet released."""

    ACCEPT = "accept", _("Accept")
    WAITING = "waiting", _("Waiting list")
    REJECT = "reject", _("Reject")


class SpokenTo(NamedTuple):
    """Who a text addresses: one person, several, or the organisation that has a place."""

    places: int = 1
    is_for_organisation: bool = False


def place_offer_stands(now: dt.datetime) -> Q:
    """The condition of a place offer that can still be answered at ``now``."""
    return Q(state=State.OFFERED, offered_until__gt=now)


def place_offer_lapsed(now: dt.datetime) -> Q:
    """The condition of a place offer that nobody answered in time, whether or not it is written."""
    return Q(state=State.OFFERED, offered_until__lte=now)


def holds_place(now: dt.datetime) -> Q:
    """The condition of holding a place at ``now``: what has lapsed is free again."""
    return Q(state__in=PLACED_STATES) | place_offer_stands(now)


def identity_is_known_to(user) -> Q:
    """The condition by which ``identified_to`` chooses, for annotations and other queries."""
    if user.is_superuser:
        return Q(pk__isnull=False)
    decides = Q(intake__page__in=granted_pages(user, Role.DECIDE))
    return Q(intake__assesses_blind=False) | decides


def _is_given_to(user) -> Q:
    """The condition that a submission is assigned to ``user``, to assess or to work on."""
    given = Assessment.objects.filter(submission=OuterRef("pk"), assessor=user)
    return Q(assigned_to=user) | Exists(given)


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user) -> SubmissionQuerySet:
        """The submissions that ``user`` may read: the one rule for every list, file and search."""
        return self.open_to(user, Role.SEE)

    def open_to(self, user, role: Role) -> SubmissionQuerySet:
        """Those on which ``user`` has ``role``, which a declared conflict of interest closes.

        Who only assesses sees what is assigned to them, and the others of the intakes that say so.
        """
        if not user.is_active:
            return self.none()
        conflicts = ConflictOfInterest.objects.filter(user=user, has_conflict=True)
        mine = self.exclude(Exists(conflicts.filter(submission=OuterRef("pk"))))
        if user.is_superuser:
            return mine
        granted = granted_paths(user)
        mine = mine.filter(intake__page__in=pages_below(paths_with(role, granted)))
        if role not in (Role.SEE, Role.ASSESS) or not granted[Role.ASSESS]:
            return mine
        whole = Q(intake__page__in=pages_below(paths_seen_whole(granted)))
        return mine.filter(whole | Q(intake__assessors_see_all=True) | _is_given_to(user))

    def identified_to(self, user) -> SubmissionQuerySet:
        """Those whose applicant ``user`` may know: in a blind assessment only deciders may."""
        return self.filter(identity_is_known_to(user))

    def holding_places(self) -> SubmissionQuerySet:
        """Those that hold a place now."""
        return self.filter(holds_place(timezone.now()))

    def open(self) -> SubmissionQuerySet:
        """Those that their applicants can withdraw."""
        return self.filter(state__in=OPEN_STATES)

    def that_may_get_place(self) -> SubmissionQuerySet:
        """Those that have no place yet, and may get one from the waiting list."""
        return self.filter(state__in=MAY_GET_PLACE_STATES)

    def active(self) -> SubmissionQuerySet:
        """Those that count as signed up."""
        return self.filter(state__in=ACTIVE_STATES)

    def active_at(self, now: dt.datetime) -> SubmissionQuerySet:
        """Those that count as signed up at ``now``, without what nobody answered in time."""
        return self.active().exclude(place_offer_lapsed(now))

    def for_intake(self, intake: Intake) -> SubmissionQuerySet:
        """Those for this intake, whichever language they were sent in."""
        return self.filter(intake_key=intake.translation_key)

    def for_intakes(self, intakes: Iterable[Intake]) -> SubmissionQuerySet:
        """Those for any of these intakes, whichever language they were sent in.

        A queryset of intakes is asked in the same query.
        """
        if isinstance(intakes, models.QuerySet):
            return self.filter(intake_key__in=intakes.order_by().values("translation_key"))
        return self.filter(intake_key__in=[intake.translation_key for intake in intakes])

    def for_offers(self, pages: models.QuerySet) -> SubmissionQuerySet:
        """Those for any of these pages or their translations: an offer is one in all languages."""
        return self.filter(
            intake__page__translation_key__in=pages.order_by().values("translation_key")
        )

    def decidable(self) -> SubmissionQuerySet:
        """Those that an outcome can be prepared for."""
        return self.filter(state__in=DECIDABLE_STATES)

    def undecided(self) -> SubmissionQuerySet:
        """Those that wait for a decision, also while more is wanted of them."""
        return self.filter(state__in=UNDECIDED_STATES)

    def in_line(self) -> SubmissionQuerySet:
        """The waiting list, first in line first: as they were ranked at the release, then by time.

        Rows are timed and inserted while the intake is locked, so time follows the order of commit.
        """
        best_first = F("line_score").desc(nulls_last=True)
        waiting = self.filter(state=State.WAITING)
        return waiting.order_by(best_first, "-line_tie_break", "received_at", "pk")

    def up_to(self, submission: Submission) -> SubmissionQuerySet:
        """Of ``in_line``, those that come no later than ``submission``."""
        score, tie_break = submission.line_score, submission.line_tie_break
        at_once = Q(received_at=submission.received_at, pk__lte=submission.pk)
        sooner = Q(received_at__lt=submission.received_at) | at_once
        level = Q(line_tie_break__gt=tie_break) | Q(sooner, line_tie_break=tie_break)
        if score is None:
            return self.filter(level | Q(line_score__isnull=False))
        return self.filter(Q(line_score__gt=score) | Q(level, line_score=score))

    def with_people(self) -> SubmissionQuerySet:
        """Each with ``people``, how many it brings."""
        return self.annotate(people=Count("participants", distinct=True))

    def bigger_than(self, places: int) -> SubmissionQuerySet:
        """Those that bring more people than this many."""
        return self.with_people().filter(people__gt=places)


class Submission(models.Model):
    """What one applicant sent for one intake. Its name is its reference, as logs outlive people."""

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="submissions")
    intake_key = models.UUIDField(
        editable=False,
        db_index=True,
        help_text="The intake's translation_key: its places are shared across languages.",
    )
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="submissions"
    )
    answers = models.JSONField(
        _("answers"), default=dict, help_text="By stable question id, never by label."
    )
    answers_version = models.PositiveSmallIntegerField(
        _("version of the answers"),
        default=1,
        help_text="Counts from 1; earlier versions are kept in EarlierAnswers.",
    )
    contact_name = models.CharField(_("name"), max_length=255)
    contact_email = models.EmailField(_("e-mail"))
    email_key = AddressKeyField("contact_email")
    contact_may_repeat = models.BooleanField(
        default=False,
        help_text="Whether the intake let one e-mail send several sign-ups when this one came.",
    )
    contact_phone = models.CharField(_("phone"), max_length=32, blank=True)
    applies_for = models.CharField(
        _("represents"),
        max_length=16,
        choices=AppliesFor.choices,
        blank=True,
        help_text="Empty where it was not asked.",
    )
    organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    organisation_cvr = models.CharField(_("CVR number"), max_length=8, blank=True)
    organisation_key = models.CharField(
        max_length=300,
        help_text="Who it is sent for, see denmark/organisations.py: what places and the limit per "
        "organisation count by.",
    )
    municipality_code = models.CharField(_("municipality"), max_length=4, blank=True)
    language = models.CharField(_("language"), max_length=16)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.RECEIVED
    )
    pending_state = models.CharField(
        _("prepared outcome"), max_length=20, choices=PendingState.choices, blank=True
    )
    decision_reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    offered_until = models.DateTimeField(_("answer to the offer by"), null=True, blank=True)
    line_score = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        help_text="Mean score when it was put on the waiting list; who has more is before it.",
    )
    line_tie_break = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        default=0,
        editable=False,
        help_text="Mean, 0 to 100, on the criterion that decided between equal scores then; who "
        "has more is before it.",
    )
    over_because = models.CharField(
        _("why there is no place"), max_length=16, choices=OverBecause.choices, blank=True
    )
    active_email = models.GeneratedField(
        expression=Case(
            When(
                ~Q(email_key=""),
                state__in=ACTIVE_STATES,
                contact_may_repeat=False,
                then=F("email_key"),
            ),
            default=Value(None),
        ),
        output_field=models.CharField(max_length=320, null=True),
        db_persist=True,
        help_text="The key of the e-mail while active, where it may be so once; else NULL: what "
        "the unique constraint rests on.",
    )
    fingerprint = models.CharField(
        max_length=64,
        help_text="Keyed hash of what was sent, by which a second click is recognised.",
    )
    token_salt = models.CharField(
        max_length=32,
        help_text="Random part of the secret link; a new one makes old links worthless.",
    )
    journal_number = models.CharField(_("journal number"), max_length=64, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    received_at = models.DateTimeField(_("received"))
    state_changed_at = models.DateTimeField(_("state changed"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    objection_since = models.DateField(
        _("objection open since"),
        null=True,
        blank=True,
        help_text="Set while an objection is open, which keeps the case from being deleted.",
    )
    delete_after = models.DateField(_("delete after"), null=True, blank=True)

    # Wagtail would keep a list of all that a submission points at, anew with each save.
    wagtail_reference_index_ignore = True

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()  # roles on offers give rights; these would open the site history
        indexes = [
            models.Index(fields=["intake_key", "state"], name="inddragelse_sub_places"),
            models.Index(fields=["-received_at", "-id"], name="inddragelse_sub_newest"),
            models.Index(fields=["intake_key", "organisation_key"], name="inddragelse_sub_org"),
            models.Index(fields=["municipality_code"], name="inddragelse_sub_municipality"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["intake_key", "active_email"], name="inddragelse_one_active_per_email"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="inddragelse_submission_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OFFERED) | Q(offered_until__isnull=False),
                name="inddragelse_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(pending_state__in=["", *PendingState.values]),
                name="inddragelse_submission_pending_state",
            ),
            models.CheckConstraint(
                condition=~Q(pending_state=PendingState.REJECT) | ~Q(decision_reason=""),
                name="inddragelse_rejection_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answers_version__gte=1), name="inddragelse_answers_version"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def find_organisation_key(self) -> str:
        """The key of the organisation it is sent for, from its columns."""
        return organisation_key(
            applies_for=self.applies_for,
            municipality_code=self.municipality_code,
            cvr=self.organisation_cvr,
            name=self.organisation,
            reference=self.reference,
        )

    @property
    def number_in_line(self) -> int | None:
        """Its number on the waiting list, from 1; None when it does not wait. One query."""
        if not self.is_waiting:
            return None
        line = Submission.objects.for_intake(self.intake).in_line()
        return line.up_to(self).count()

    @property
    def current_attachments(self) -> list:
        """The files that belong to the newest answers; no query when they are already fetched."""
        return [each for each in self.attachments.all() if each.last_version is None]

    @property
    def is_as_sent(self) -> bool:
        """Whether it stands as its form foresaw, so that what the editor wrote for what happens
        next is true: applied for and not decided, or signed up with a place."""
        return self.is_undecided if self.intake.is_assessed else self.is_confirmed

    @property
    def spoken_to(self) -> SpokenTo:
        """Who a text to the applicant addresses; one query unless the people are prefetched."""
        if self.intake.unit == Intake.Unit.ORGANISATIONS:
            return SpokenTo(is_for_organisation=True)
        return SpokenTo(places=max(self.participants.count(), 1))

    @property
    def is_decidable(self) -> bool:
        """Whether an outcome can be prepared and released."""
        return self.state in DECIDABLE_STATES

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for a decision, also while more is wanted."""
        return self.state in UNDECIDED_STATES

    @property
    def is_being_assessed(self) -> bool:
        """Whether its assessment has begun, so that more may have been asked."""
        return self.state in BEING_ASSESSED_STATES

    @property
    def is_asked_for_more(self) -> bool:
        """Whether it waits for what the applicant was asked to add."""
        return self.state == State.MORE_WANTED

    @property
    def is_waiting(self) -> bool:
        """Whether it is in line for a place."""
        return self.state == State.WAITING

    @property
    def is_invited(self) -> bool:
        """Whether a place is offered to it, or was until its time ran out."""
        return self.state == State.OFFERED

    def place_offer_has_lapsed(self, now: dt.datetime) -> bool:
        """Whether a place was offered to it and the time to answer is up."""
        return self.is_invited and self.offered_until <= now

    @property
    def may_get_place(self) -> bool:
        """Whether it has no place yet, and may get one from the waiting list."""
        return self.state in MAY_GET_PLACE_STATES

    @property
    def is_confirmed(self) -> bool:
        """Whether it has a place in what is to come."""
        return self.state == State.CONFIRMED

    @property
    def has_place(self) -> bool:
        """Whether it was given a place and did not give it back."""
        return self.state in PLACED_STATES

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody still waits for something, the applicant or we."""
        return self.state in UNSETTLED_STATES

    @property
    def awaits_sessions(self) -> bool:
        """Whether the sessions to come concern it: it has a place, or may get one."""
        return self.state in AWAITS_SESSIONS_STATES

    @property
    def is_open(self) -> bool:
        """Whether the applicant can still withdraw."""
        return self.state in OPEN_STATES

    @property
    def is_active(self) -> bool:
        """Whether it counts as signed up."""
        return self.state in ACTIVE_STATES

    @property
    def has_ended(self) -> bool:
        """Whether it has no place and waits for none."""
        return self.state in ENDED_STATES


class Participant(models.Model):
    """A person a submission brings; a guest is known by name alone."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="participants"
    )
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=255)
    name_key = NameKeyField("name")
    email = models.EmailField(_("e-mail"), blank=True)
    email_key = AddressKeyField("email")
    role = models.CharField(_("role"), max_length=255, blank=True)
    is_guest = models.BooleanField(_("guest"), default=False)
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "position"], name="inddragelse_participant_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.position + 1}"
