"""Parallel tracks of activities, with the time they ask of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..questions.decimals import DecimalBlock
from ..questions.structs import StructBlock
from .base import Group, HeadedBlock

HOURS_PER_DAY = Decimal(7)
LAST_MONTH = 36
"""A figure of more months than this cannot be read."""


class Who(TextChoices):
    """Whose time an activity takes."""

    EVERYONE = "everyone", _("Every employee")
    SELECTED = "selected", _("Selected employees")
    MANAGERS = "managers", _("Managers")


class Unit(TextChoices):
    HOURS = "hours", _("Hours")
    DAYS = "days", _("Days")


def number_text(number: Decimal) -> str:
    """A number without needless decimals: “1,5” in Danish."""
    return number_format(f"{number:f}".rstrip("0").rstrip(".") if number % 1 else int(number))


def hours_text(hours: Decimal) -> str:
    """“1 hour”, “1.5 hours”."""
    return _counted(ngettext("%(number)s hour", "%(number)s hours", _plural(hours)), hours)


def days_text(days: Decimal) -> str:
    """“1 day”, “3 days”."""
    return _counted(ngettext("%(number)s day", "%(number)s days", _plural(days)), days)


def _plural(number: Decimal) -> int:
    return 1 if number == 1 else 2


def _counted(text: str, number: Decimal) -> str:
    return text % {"number": number_text(number)}


class ActivityValue(blocks.StructValue):
    """One activity, as the template asks for it.

    In a template a field's name gives the editor's value, so no property has the name of a field.
    """

    @property
    def times(self) -> int:
        return self.get("count") or 1

    @property
    def length(self) -> Decimal:
        """How long it takes each time, in the editor's unit."""
        return self.get("duration") or Decimal(0)

    def hours(self, hours_per_day: Decimal) -> Decimal:
        """Hours it takes one person in all, preparation included."""
        factor = hours_per_day if self.get("unit") == Unit.DAYS else 1
        return self.times * (self.length * factor + (self.get("preparation") or 0))

    @property
    def duration_text(self) -> str:
        """“2 × 3 hours”, “3 days”, “1 hour and 1 hour of preparation”."""
        spell = days_text if self.get("unit") == Unit.DAYS else hours_text
        text = spell(self.length)
        if preparation := self.get("preparation"):
            text = gettext("%(duration)s and %(preparation)s of preparation") % {
                "duration": text,
                "preparation": hours_text(preparation),
            }
        return f"{self.times} × {text}" if self.times > 1 else text

    @property
    def who_text(self) -> str:
        """“Selected employees (8)”."""
        who, people = Who(self.get("who") or Who.EVERYONE).label, self.get("people")
        return f"{who} ({people})" if people else str(who)

    @property
    def starts(self) -> int | None:
        """The first month it takes place in; None when it has no place in time."""
        return self.get("first_month")

    @property
    def ends(self) -> int | None:
        """The last month it takes place in."""
        return self.get("last_month") or self.starts

    @property
    def months_text(self) -> str:
        """“Month 3”, “Months 3–5”; empty when it has no place in time."""
        if not self.starts:
            return ""
        if self.starts == self.ends:
            return gettext("Month %(month)d") % {"month": self.starts}
        return gettext("Months %(first)d–%(last)d") % {"first": self.starts, "last": self.ends}


class ActivityBlock(StructBlock):
    """One activity of a track; its months are counted from the start, 1 being the first."""

    title = blocks.CharBlock(label=_("Activity"), max_length=255)
    count = blocks.IntegerBlock(label=_("How many times"), default=1, min_value=1, max_value=999)
    duration = DecimalBlock(
        label=_("Length each time"), min_value=0, max_value=9999, decimal_places=2
    )
    unit = blocks.ChoiceBlock(label=_("Counted in"), choices=Unit.choices, default=Unit.HOURS)
    preparation = DecimalBlock(
        label=_("Preparation"),
        required=False,
        min_value=0,
        max_value=999,
        decimal_places=2,
        help_text=_("Hours for each person, each time."),
    )
    who = blocks.ChoiceBlock(label=_("Who takes part"), choices=Who.choices, default=Who.EVERYONE)
    people = blocks.IntegerBlock(
        label=_("Number of people"), required=False, min_value=1, help_text=_("If it is known.")
    )
    first_month = blocks.IntegerBlock(
        label=_("First month"),
        required=False,
        min_value=1,
        max_value=LAST_MONTH,
        help_text=_(
            "Counted from the start: 1 is the month it starts in. Places it in the figure."
        ),
    )
    last_month = blocks.IntegerBlock(
        label=_("Last month"),
        required=False,
        min_value=1,
        max_value=LAST_MONTH,
        help_text=_("Leave empty if it is the same month."),
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=255)

    def clean(self, value: ActivityValue) -> ActivityValue:
        cleaned = super().clean(value)
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if last and not first:
            raise self._error("first_month", _("Say which month it starts in."))
        if last and last < first:
            raise self._error("last_month", _("The last month must not be before the first."))
        return cleaned

    def _error(self, name: str, message: str) -> StructBlockValidationError:
        return StructBlockValidationError({name: ValidationError(message)})

    class Meta:
        label = _("Activity")
        icon = "time"
        value_class = ActivityValue
        label_format = "{title}"


@dataclass(frozen=True)
class Total:
    """What one group of people spends on a track."""

    who: Who
    hours: Decimal
    is_extra: bool = False

    @property
    def text(self) -> str:
        """“36 hours”; “20 hours more” for those who also do what everyone does."""
        text = hours_text(self.hours)
        return gettext("%(hours)s more") % {"hours": text} if self.is_extra else text


def per_person(activities: Iterable[ActivityValue], hours_per_day: Decimal) -> list[Total]:
    """Hours that each person of each group spends on ``activities``, groups as in ``Who``."""
    spent: dict[str, Decimal] = {}
    for activity in activities:
        who = activity.get("who") or Who.EVERYONE
        spent[who] = spent.get(who, Decimal(0)) + activity.hours(hours_per_day)
    return [
        Total(who, spent[who], who == Who.SELECTED and Who.EVERYONE in spent)
        for who in Who
        if who in spent
    ]


class TrackBlock(StructBlock):
    """Activities that belong together, in order."""

    title = blocks.CharBlock(label=_("Track"), max_length=255)
    intro = blocks.TextBlock(
        label=_("Introduction"),
        required=False,
        rows=2,
        help_text=_("Who runs it and who it is for."),
    )
    activities = blocks.ListBlock(ActivityBlock(), label=_("Activities"), min_num=1)

    class Meta:
        label = _("Track")
        icon = "list-ol"
        label_format = "{title}"


@dataclass(frozen=True)
class Track:
    """A track with its sums, as the template asks for it."""

    title: str
    intro: str
    activities: list[ActivityValue]
    totals: list[Total]
    hours: str


class TracksBlock(HeadedBlock):
    """Tracks that run side by side: a list of activities that is also a figure in time."""

    hours_per_day = DecimalBlock(
        label=_("Hours in a day"),
        default=HOURS_PER_DAY,
        min_value=1,
        max_value=24,
        decimal_places=2,
        help_text=_("Days are counted as this many hours in the totals."),
    )
    tracks = blocks.ListBlock(TrackBlock(), label=_("Tracks"), min_num=1)

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        hours_per_day = value.get("hours_per_day") or HOURS_PER_DAY
        tracks = value.get("tracks", [])
        activities = [activity for track in tracks for activity in track["activities"]]
        months = max((activity.ends or 0 for activity in activities), default=0)
        return {
            **super().get_context(value, parent_context),
            "tracks": [self._track(track, hours_per_day) for track in tracks],
            "totals": per_person(activities, hours_per_day) if len(tracks) > 1 else [],
            "months": range(1, months + 1),
        }

    def _track(self, track: blocks.StructValue, hours_per_day: Decimal) -> Track:
        activities = list(track["activities"])
        hours = sum((activity.hours(hours_per_day) for activity in activities), Decimal(0))
        totals = per_person(activities, hours_per_day)
        return Track(track["title"], track.get("intro", ""), activities, totals, hours_text(hours))

    class Meta:
        label = _("Tracks and activities")
        icon = "list-ol"
        group = Group.OFFER
        description = _(
            "Parallel tracks with activities, the hours they take, and a figure of when they are."
        )
        template = "wagtail_inddragelse/blocks/tracks.html"
        example = {
            "heading": _("What the course consists of"),
            "tracks": [
                {
                    "title": _("Advice for managers"),
                    "intro": "",
                    "activities": [
                        {
                            "title": _("Start-up meeting"),
                            "duration": Decimal(4),
                            "who": Who.MANAGERS,
                            "first_month": 1,
                        },
                        {
                            "title": _("Development day"),
                            "duration": Decimal(6),
                            "who": Who.MANAGERS,
                            "first_month": 4,
                        },
                    ],
                },
                {
                    "title": _("Training for case officers"),
                    "intro": "",
                    "activities": [
                        {
                            "title": _("Training days"),
                            "duration": Decimal(3),
                            "unit": Unit.DAYS,
                            "first_month": 2,
                            "last_month": 3,
                        },
                        {
                            "title": _("Reflection in teams"),
                            "count": 2,
                            "duration": Decimal(3),
                            "first_month": 4,
                            "last_month": 6,
                        },
                    ],
                },
            ],
        }
