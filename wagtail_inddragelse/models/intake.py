"""An intake is one start date or application round of an offer; a session is one meeting of it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from ..formats import last_minute
from .base import PAGE_MODEL
from .panels import (
    FoldPanel,
    IntakeToolsPanel,
    KeyedInlinePanel,
    OccupancyPanel,
    SectionPanel,
    shown_when,
)

YEARS = range(2000, 2101)
"""The years that an intake's dates can lie in."""


def _odd_years(row: models.Model, *names: str) -> dict[str, str]:
    """An error for each of the row's moments whose year can only be a slip, as in 0026 or 2206."""
    moments = {name: getattr(row, name) for name in names}
    return {
        name: _("Is the year right? Enter one from %(first)s to %(last)s.")
        % {"first": YEARS.start, "last": YEARS.stop - 1}
        for name, moment in moments.items()
        if moment and moment.year not in YEARS
    }


class IntakeQuerySet(models.QuerySet):
    def sharing_places_with(self, intake: Intake) -> IntakeQuerySet:
        """The rows of the same intake in every language, in primary-key order."""
        return self.filter(translation_key=intake.translation_key).order_by("pk")

    def on_page(self, page: models.Model) -> IntakeQuerySet:
        """The intakes of one offer, in the editor's order, with their sessions fetched."""
        return (
            self.filter(page_id=page.pk).order_by("sort_order", "pk").prefetch_related("sessions")
        )


class SharedAcrossLanguages(models.Model):
    """A row that exists once per language, with facts that must not differ between languages.

    One of them leads: saving it hands its ``SHARED_FIELDS`` to the others, and saving another one
    takes them from it. That is the one made first of those on published pages; a draft of an
    unpublished page is not to say what holds on a published one. A subclass gives ``same_rows()``,
    the queryset of all rows that are this one in some language, the one made first at the head.
    """

    SHARED_FIELDS: tuple[str, ...] = ()
    IS_LIVE = ""
    """The lookup for whether its page is published."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            leading = self.leading_row()
            if leading is not self:
                self._set_facts(leading._facts())
            super().save(*args, **kwargs)
            if leading is self:
                self.same_rows().exclude(pk=self.pk).order_by().update(**self._facts())

    def leading_row(self) -> models.Model:
        """The row whose facts hold in every language; this very object when it leads."""
        first = self.same_rows().order_by(f"-{self.IS_LIVE}", "pk").first()
        return self if first is None or first.pk == self.pk else first

    def _facts(self) -> dict:
        return {name: getattr(self, name) for name in self.SHARED_FIELDS}

    def _set_facts(self, facts: dict) -> None:
        for name, value in facts.items():
            setattr(self, name, value)


class Intake(SharedAcrossLanguages, TranslatableMixin, ClusterableModel, Orderable):
    """One start date or application round of an offer.

    Rows that share a ``translation_key`` are the same intake in other languages: they share their
    places, and ``SHARED_FIELDS`` are kept equal, led by one of them. There is no counter here, as
    publishing an older revision would overwrite it: places are counted from submissions.
    """

    class Publication(models.TextChoices):
        ANNOUNCED = "announced", _("Announced for later")
        SCHEDULED = "scheduled", _("Open between the dates below")
        CANCELLED = "cancelled", _("Cancelled")

    class Selection(models.TextChoices):
        FIRST_COME = "first_come", _("First come, first served")
        ASSESSED = "assessed", _("Applications are assessed")

    class Unit(models.TextChoices):
        PARTICIPANTS = "participants", _("Participants")
        ORGANISATIONS = "organisations", _("Organisations")

    class WaitingList(models.TextChoices):
        OFF = "off", _("No waiting list")
        MANUAL = "manual", _("A caseworker offers free places")
        AUTOMATIC = "automatic", _("The next in line is offered a free place at once")

    class Kind(models.TextChoices):
        START_DATE = "start_date", _("Start date")
        CLASS = "class", _("Class")
        ROUND = "round", _("Application round")

    SHARED_FIELDS = (
        "publication",
        "opens_at",
        "closes_at",
        "selection",
        "capacity",
        "unit",
        "max_participants",
        "max_per_organisation",
        "several_per_contact",
        "waiting_list",
        "guests_allowed",
        "decision_expected_on",
        "assesses_apart",
        "assesses_blind",
        "assessors_see_all",
        "four_eyes",
    )
    ROW_KEY = "translation_key"
    IS_LIVE = "page__live"

    page = ParentalKey(PAGE_MODEL, on_delete=models.CASCADE, related_name="inddragelse_intakes")
    title = models.CharField(
        _("title"),
        max_length=255,
        help_text=_("What citizens choose by, for example “Start 8 November in Odense”."),
    )
    kind = models.CharField(
        _("called"),
        max_length=16,
        choices=Kind.choices,
        default=Kind.START_DATE,
        help_text=_("The word for it on the page."),
    )
    publication = models.CharField(
        _("publication"),
        max_length=16,
        choices=Publication.choices,
        default=Publication.SCHEDULED,
    )
    announced_text = models.CharField(
        _("when it comes"),
        max_length=255,
        blank=True,
        help_text=_("Shown when it is announced for later, for example “October 2027”."),
    )
    opens_at = models.DateTimeField(
        _("opens"),
        null=True,
        blank=True,
        help_text=_("Leave empty to open as soon as it is published."),
    )
    closes_at = models.DateTimeField(
        _("deadline"),
        null=True,
        blank=True,
        help_text=_(
            "The whole minute counts: 23:59 lasts until midnight. Leave empty for a rolling intake."
        ),
    )
    selection = models.CharField(
        _("how people are chosen"),
        max_length=16,
        choices=Selection.choices,
        default=Selection.FIRST_COME,
    )
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Leave empty for no limit.")
    )
    unit = models.CharField(
        _("places are counted in"),
        max_length=16,
        choices=Unit.choices,
        default=Unit.PARTICIPANTS,
    )
    max_participants = models.PositiveSmallIntegerField(
        _("participants per sign-up"),
        default=1,
        help_text=_("How many people one sign-up may bring, the contact person included."),
    )
    max_per_organisation = models.PositiveSmallIntegerField(
        _("sign-ups per organisation"),
        null=True,
        blank=True,
        help_text=_("Leave empty for no limit."),
    )
    several_per_contact = models.BooleanField(
        _("one e-mail may sign up several times"),
        default=False,
        help_text=_(
            "For a secretary who signs up two chiefs, or one who applies for two themes. "
            "Otherwise an e-mail can sign up once."
        ),
    )
    guests_allowed = models.PositiveSmallIntegerField(
        _("guests per sign-up"),
        default=0,
        help_text=_("Extra people one sign-up may bring, known by name alone. Each takes a place."),
    )
    waiting_list = models.CharField(
        _("waiting list"),
        max_length=16,
        choices=WaitingList.choices,
        default=WaitingList.MANUAL,
        help_text=_(
            "When you switch it off, those who wait are offered the places that are free, and the "
            "others are told that there is none for them."
        ),
    )
    decision_expected_on = models.DateField(_("answer by"), null=True, blank=True)
    decision_expected_text = models.CharField(
        _("answer, in words"),
        max_length=255,
        blank=True,
        help_text=_("For example “mid-December”; used instead of the date."),
    )
    assesses_apart = models.BooleanField(
        _("assessors assess independently"),
        default=True,
        help_text=_("Nobody sees the others’ assessments before their own is handed in."),
    )
    assesses_blind = models.BooleanField(
        _("blind assessment"),
        default=False,
        help_text=_(
            "Only those who decide see who the applicants are, and they cannot assess. Assessors "
            "see choices, numbers and dates at once; free text and attachments are hidden until a "
            "caseworker has redacted and cleared the case."
        ),
    )
    assessors_see_all = models.BooleanField(
        _("assessors see all applications"),
        default=False,
        help_text=_(
            "Otherwise they see only those that are assigned to them. Anyone who also decides, or "
            "may see submissions, sees all of them anyway."
        ),
    )
    four_eyes = models.BooleanField(
        _("two people decide"),
        default=False,
        help_text=_("Each outcome must be approved by another caseworker before it is released."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IntakeQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("kind")]),
        SectionPanel(
            [
                FieldPanel("publication"),
                FieldPanel("announced_text", attrs=shown_when("publication=announced")),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            ],
            title=_("When people can sign up"),
        ),
        KeyedInlinePanel("sessions", heading=_("Sessions"), label=_("Session")),
        SectionPanel(
            [
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("unit")]),
                OccupancyPanel(),
                FieldPanel("waiting_list", attrs=shown_when("capacity")),
                FieldRowPanel([FieldPanel("max_participants"), FieldPanel("guests_allowed")]),
            ],
            title=_("Places"),
        ),
        SectionPanel(
            [
                FieldPanel("selection"),
                FieldRowPanel(
                    [FieldPanel("decision_expected_on"), FieldPanel("decision_expected_text")],
                    attrs=shown_when("selection=assessed"),
                ),
                FieldRowPanel(
                    [FieldPanel("assesses_apart"), FieldPanel("assesses_blind")],
                    attrs=shown_when("selection=assessed"),
                ),
                FieldPanel("assessors_see_all", attrs=shown_when("selection=assessed")),
                FieldPanel("four_eyes", attrs=shown_when("selection=assessed")),
            ],
            title=_("Who gets a place"),
        ),
        FoldPanel(
            [FieldPanel("max_per_organisation"), FieldPanel("several_per_contact")],
            title=_("More choices"),
        ),
        IntakeToolsPanel(heading=_("Duplicate and move")),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["sort_order", "pk"]  # rows made by code share a number, and PostgreSQL shuffles
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="inddragelse_intake_close_after_open",
            ),
            models.CheckConstraint(
                condition=Q(max_participants__gte=1), name="inddragelse_intake_one_participant"
            ),
            models.CheckConstraint(
                condition=Q(max_per_organisation__isnull=True) | Q(max_per_organisation__gte=1),
                name="inddragelse_intake_one_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Save it, with its rows in every language locked: none is written from what has become
        of another meanwhile."""
        with transaction.atomic():
            list(self.same_rows().select_for_update())
            super().save(*args, **kwargs)

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False) -> Intake | None:
        """An intake of a page's revision; one from before there was a choice let assessors see all,
        and publishing it changes nothing in a round that runs."""
        data = {"assessors_see_all": True, **data}
        return super().from_serializable_data(data, check_fks, strict_fks)

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.publication == self.Publication.CANCELLED

    @property
    def is_assessed(self) -> bool:
        """Whether caseworkers decide, rather than the order in which people come."""
        return self.selection == self.Selection.ASSESSED

    @property
    def has_waiting_list(self) -> bool:
        """Whether people may wait for a place."""
        return self.waiting_list != self.WaitingList.OFF

    @property
    def keeps_a_line(self) -> bool:
        """Whether places are kept for those who wait: there is a list, and a limit to places."""
        return self.has_waiting_list and self.capacity is not None

    @property
    def most_together(self) -> int | None:
        """The most people who can ever have places together; None without such a limit.

        An intake of no places at all is there for its waiting list.
        """
        return (self.unit == self.Unit.PARTICIPANTS and self.capacity) or None

    @property
    def counts_organisations(self) -> bool:
        """Whether it matters who people represent."""
        return self.unit == self.Unit.ORGANISATIONS or self.max_per_organisation is not None

    @property
    def deadline(self) -> dt.datetime | None:
        """First moment that is too late, or None: the minute that ``closes_at`` names counts."""
        if self.closes_at is None:
            return None
        return self.closes_at.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)

    @property
    def last_minute(self) -> dt.datetime | None:
        """The deadline as shown to people, see the function of that name."""
        return last_minute(self.closes_at)

    @property
    def most_people(self) -> int:
        """The most people one submission can bring, guests included."""
        return self.max_participants + self.guests_allowed

    def in_order(self) -> list[Session]:
        """Its sessions by time, also while they are only in the editor's memory."""
        dated = [s for s in self.sessions.all() if s.starts_at and s.ends_at]
        return sorted(dated, key=lambda session: session.starts_at)

    def is_held(self, now: dt.datetime) -> bool:
        """Whether its last session has ended; never where none is set."""
        sessions = self.in_order()
        return bool(sessions) and max(session.ends_at for session in sessions) <= now

    def has_started(self, now: dt.datetime) -> bool:
        """Whether its first session has begun; never where none is set."""
        sessions = self.in_order()
        return bool(sessions) and sessions[0].starts_at <= now

    def clean(self) -> None:
        """Refuse what the constraints refuse, at the field that the editor can correct."""
        errors = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("The deadline must come after the opening.")
        if self.max_participants == 0:
            errors["max_participants"] = _("At least one person must be able to sign up.")
        if self.max_per_organisation == 0:
            errors["max_per_organisation"] = _("Leave it empty for no limit.")
        errors |= _odd_years(self, "opens_at", "closes_at")
        if errors:
            raise ValidationError(errors)

    def same_rows(self) -> models.QuerySet:
        """This intake in every language, the oldest row first."""
        return Intake.objects.sharing_places_with(self)


class Session(SharedAcrossLanguages, Orderable):
    """One meeting of an intake. ``uid`` names it across revisions, languages and calendars."""

    SHARED_FIELDS = ("starts_at", "ends_at", "online_link")
    CALENDAR_FIELDS = ("title", "venue", "address", "online_link")
    ROW_KEY = "uid"
    IS_LIVE = "intake__page__live"

    intake = ParentalKey(Intake, on_delete=models.CASCADE, related_name="sessions")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("For example “Day 1” or “Follow-up”.")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(_("venue"), max_length=255, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    online_link = models.URLField(
        _("online link"), blank=True, help_text=_("Shown to confirmed participants only.")
    )
    revision = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="How often a publish has changed what calendars show, apart from its times.",
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("venue"), FieldPanel("address")]),
        FieldPanel("online_link"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="inddragelse_session_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.intake)

    @property
    def location(self) -> str:
        """Venue and address on one line; empty for a meeting that is only online."""
        return ", ".join(part for part in (self.venue, self.address) if part)

    def clean(self) -> None:
        """Refuse an end that is not after the start, and a slip in the year, at its field."""
        errors = _odd_years(self, "starts_at", "ends_at")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = _("The end must come after the start.")
        if errors:
            raise ValidationError(errors)

    def same_rows(self) -> models.QuerySet:
        """This session in every language, the oldest row first."""
        return Session.objects.filter(
            uid=self.uid, intake__translation_key=self.intake.translation_key
        ).order_by("pk")
