"""Patterns of offers, as plain data: what a new offer can begin as.

A site adds its own with ``register_pattern``. Texts are lazy, as they are written in the language
of the page that is made. Dates are counted in days from the first date that the editor gives, and
clock times are the site's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...models import Intake

Block = dict[str, Any]
"""A StreamField block as it is stored: ``type`` and ``value``."""


@dataclass(frozen=True)
class SessionPattern:
    """A meeting so many days after the first date, from one clock time to another ("09:00")."""

    title: Any = ""
    day: int = 0
    starts: str = "09:00"
    ends: str = "15:00"


@dataclass(frozen=True)
class IntakePattern:
    """What is the same about each start date.

    ``title`` may name ``{date}``, the day of the first session. ``fields`` are those of ``Intake``.
    The deadline is at the clock time ``closes_at``, so many days before; None for a rolling intake.
    """

    title: Any
    fields: dict[str, Any] = field(default_factory=dict)
    sessions: tuple[SessionPattern, ...] = ()
    days_to_deadline: int | None = None
    closes_at: str = "23:59"
    days_to_answer: int | None = None


@dataclass(frozen=True)
class FormPattern:
    """What the form asks. ``fields`` are those of the form page; streams are lists of blocks."""

    title: Any
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pattern:
    """An offer to begin with.

    ``page_type`` is the class name of the page type, or of a mixin of it, that suits best; a site
    without it gets the first type of offer that may stand there. Fields that a site's page type
    does not have are left out. ``intakes`` is how many there are unless the editor says otherwise,
    each ``days_between`` after the one before.
    """

    name: str
    label: Any
    description: Any
    page_type: str
    intake: IntakePattern
    form: FormPattern
    fields: dict[str, Any] = field(default_factory=dict)
    intakes: int = 1
    days_between: int = 14


_patterns: dict[str, Pattern] = {}


def register_pattern(pattern: Pattern) -> Pattern:
    """Offer ``pattern`` to editors; one of the same name is replaced. Returns it."""
    _patterns[pattern.name] = pattern
    return pattern


def get_patterns() -> list[Pattern]:
    """All patterns, in the order they were registered."""
    return list(_patterns.values())


def get_pattern(name: str) -> Pattern:
    """The pattern ``name``; KeyError when there is none."""
    return _patterns[name]


def question(kind: str, label: Any, **settings: Any) -> Block:
    """A question of the type ``kind``."""
    return {"type": kind, "value": {"label": label, **settings}}


def step(title: Any, *questions: Block) -> Block:
    """A step with its questions."""
    return {"type": "step", "value": {"title": title, "intro": "", "questions": list(questions)}}


def criterion(text: Any, *parts: Any) -> Block:
    """A criterion, and the texts of those it consists of."""
    children = [_criterion(part) for part in parts]
    return {**_criterion(text), "value": {**_criterion(text)["value"], "children": children}}


def _criterion(text: Any) -> Block:
    return {"type": "criterion", "value": {"text": text, "guidance": "", "weight": 1}}


NEEDS = question(
    "long_text",
    _("Is there anything we should take into account?"),
    help_text=_("For example access or food. Write only what we need to know."),
    limit=500,
    rows=3,
)
PARTICIPANTS = {"type": "participants", "value": {"label": _("Who takes part?"), "questions": []}}
MOTIVE = question(
    "long_text", _("Why do you want to take part?"), required=True, limit=2000, rows=6
)
APPLICATION = [
    step(
        _("Your application"),
        MOTIVE,
        question("long_text", _("What will you use it for?"), required=True, limit=2000, rows=6),
        question("number", _("How many employees will take part?"), minimum=1),
    ),
    step(
        _("Backing and sharing"),
        question(
            "attachment",
            _("Backing from your management"),
            required=True,
            help_text=_("A signed letter in which the management stands behind the application."),
        ),
        question(
            "consent",
            _("We agree that the application is shared with those who assess it."),
            required=True,
        ),
    ),
]
CRITERIA = [
    criterion(
        _("Motivation"),
        _("The application says why the organisation wants to take part"),
        _("The management stands behind it"),
    ),
    criterion(
        _("Use afterwards"),
        _("The application says what is to be different"),
        _("There are people and hours to keep it going"),
    ),
]
SIGN_UP_NEXT = _("<p>A week before, we’ll send you the programme.</p>")
APPLY_NEXT = _("<p>We’ll read your application and send you an answer.</p>")
ASSESSED = {
    "selection": Intake.Selection.ASSESSED,
    "unit": Intake.Unit.ORGANISATIONS,
    "waiting_list": Intake.WaitingList.MANUAL,
}

COURSE = register_pattern(
    Pattern(
        name="course",
        label=_("A course held several times"),
        description=_("Start dates of three days each: two in a row and one to follow up."),
        page_type="EventPage",
        fields={"duration": _("3 days")},
        intakes=3,
        intake=IntakePattern(
            title=_("Start {date}"),
            fields={"capacity": 30, "max_participants": 4},
            days_to_deadline=28,
            closes_at="12:00",
            sessions=(
                SessionPattern(_("Day 1"), 0, "09:00", "16:00"),
                SessionPattern(_("Day 2"), 1, "09:00", "16:00"),
                SessionPattern(_("Follow-up day"), 28, "09:00", "16:00"),
            ),
        ),
        form=FormPattern(
            title=_("Sign up"),
            fields={
                "steps": [step(_("Participants"), PARTICIPANTS, NEEDS)],
                "what_happens_next": SIGN_UP_NEXT,
                "submit_label": pgettext_lazy("button", "Sign up"),
                "retention_months": 6,
            },
        ),
    )
)
ROLLING = register_pattern(
    Pattern(
        name="rolling",
        label=_("A rolling programme"),
        description=_("People can apply at any time, after a talk with a contact person."),
        page_type="ProgrammePage",
        fields={"preliminary_talk_required": True, "duration": _("3 months")},
        intake=IntakePattern(
            title=_("Rolling intake"),
            fields={
                **ASSESSED,
                "kind": Intake.Kind.CLASS,
                "decision_expected_text": _("within four weeks"),
            },
        ),
        form=FormPattern(
            title=_("Apply"),
            fields={
                "steps": [
                    step(
                        _("Your application"),
                        question(
                            "yes_no", _("Have you talked to our contact person?"), required=True
                        ),
                        MOTIVE,
                        question("date", _("When would you like to begin?")),
                    )
                ],
                "criteria": CRITERIA,
                "organisation_required": True,
                "what_happens_next": APPLY_NEXT,
                "submit_label": pgettext_lazy("button", "Send application"),
                "retention_months": 24,
            },
        ),
    )
)
ROUND = register_pattern(
    Pattern(
        name="round",
        label=_("A round with a deadline and criteria"),
        description=_(
            "Applications by a deadline six weeks before it begins, assessed by criteria."
        ),
        page_type="ProgrammePage",
        fields={"duration": _("12 months")},
        intake=IntakePattern(
            title=_("Start {date}"),
            fields={**ASSESSED, "kind": Intake.Kind.ROUND, "capacity": 2},
            days_to_deadline=42,
            days_to_answer=28,
            sessions=(SessionPattern(_("Opening day"), 0, "10:00", "15:00"),),
        ),
        form=FormPattern(
            title=_("Apply"),
            fields={
                "steps": APPLICATION,
                "criteria": CRITERIA,
                "phone_required": True,
                "organisation_required": True,
                "municipality_required": True,
                "what_happens_next": APPLY_NEXT,
                "submit_label": pgettext_lazy("button", "Send application"),
                "retention_months": 24,
            },
        ),
    )
)
MEETING = register_pattern(
    Pattern(
        name="meeting",
        label=_("A one-day meeting"),
        description=_("One day with many places; each person may bring a guest."),
        page_type="EventPage",
        fields={"duration": _("1 day")},
        intake=IntakePattern(
            title="{date}",
            fields={"capacity": 100, "guests_allowed": 1},
            days_to_deadline=14,
            closes_at="12:00",
            sessions=(SessionPattern("", 0, "10:00", "15:00"),),
        ),
        form=FormPattern(
            title=_("Sign up"),
            fields={
                "steps": [step(_("Practical"), NEEDS)],
                "what_happens_next": SIGN_UP_NEXT,
                "submit_label": pgettext_lazy("button", "Sign up"),
                "retention_months": 6,
            },
        ),
    )
)
