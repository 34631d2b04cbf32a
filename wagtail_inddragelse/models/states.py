"""The states of a submission, and the questions asked about a state, each once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The state of a submission; only ``domain/record/transitions.py`` changes it."""

    DRAFT = "draft", _("Draft")
    RECEIVED = "received", _("Received")
    UNDER_ASSESSMENT = "under_assessment", _("Under assessment")
    MORE_WANTED = "more_wanted", _("More information wanted")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Place offered")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Place declined")
    EXPIRED = "expired", _("Offer of a place expired")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ATTENDED = "attended", _("Attended")
    ABSENT = "absent", _("Absent")
    OVER = "over", _("Got no place")


DECIDABLE_STATES = (State.RECEIVED, State.UNDER_ASSESSMENT)
"""States in which an outcome can be prepared and released."""

UNDECIDED_STATES = (*DECIDABLE_STATES, State.MORE_WANTED)
"""States of one who waits for a decision, also while more is wanted of them."""

BEFORE_DECISION_STATES = (State.DRAFT, *UNDECIDED_STATES)
"""States in which a prepared outcome may still be released, now or later."""

BEING_ASSESSED_STATES = (State.UNDER_ASSESSMENT, State.MORE_WANTED)
"""States of one whose assessment has begun, so that more may have been asked of them."""

MAY_GET_PLACE_STATES = (State.WAITING, State.OFFERED)
"""States of one who has no place yet, and may get one from the waiting list."""

WAITS_FOR_US_STATES = (*UNDECIDED_STATES, State.WAITING)
"""States of one to whom we owe a decision, or word of a place."""

UNSETTLED_STATES = (*UNDECIDED_STATES, *MAY_GET_PLACE_STATES)
"""States in which somebody still waits for something, the applicant or we."""

AWAITS_SESSIONS_STATES = (State.CONFIRMED, State.OFFERED, State.WAITING)
"""States of one whom the sessions to come concern: with a place, or who may get one."""

OPEN_STATES = (*UNSETTLED_STATES, State.CONFIRMED)
"""States that the applicant can withdraw from."""

PLACED_STATES = (State.CONFIRMED, State.ATTENDED, State.ABSENT)
"""States of one who was given a place and did not give it back."""

HOLDING_STATES = (State.OFFERED, *PLACED_STATES)
"""States that hold a place, which an offered one does until its time is up."""

ACTIVE_STATES = (*OPEN_STATES, State.ATTENDED, State.ABSENT)
"""States that count as being signed up; one of them per intake and e-mail."""

ENDED_STATES = (
    State.DECLINED,
    State.EXPIRED,
    State.REJECTED,
    State.WITHDRAWN,
    State.OVER,
)
"""States of one who has no place and waits for none."""

AS_SENT_STATES = (*UNDECIDED_STATES, State.CONFIRMED)
"""States of one who signed up and has a place, or applied and has had no answer yet."""

ANSWERED_AT_ONCE_STATES = (State.CONFIRMED, State.WAITING)
"""States that a sign-up gets by itself as it comes."""
