"""What a caseworker sees of one case.

``see_case`` decides it once; page, print and PDF show what it gives and nothing else. Where the
assessment is blind, who may not know the applicant gets a case without whatever tells who it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from ...denmark.municipalities import get_municipality
from ...domain.assessment import assessment as assessing
from ...domain.assessment import blinding, conflicts
from ...domain.casework import same_person
from ...domain.casework.by_hand import possible_actions
from ...domain.casework.caseworkers import who_may_see
from ...domain.intakes.intakes import get_statuses
from ...domain.record.transitions import Action
from ...formats import answer_text, date_text, datetime_text
from ...models import (
    Assessment,
    Attachment,
    Note,
    Participant,
    Role,
    Submission,
    has_role,
)
from ...questions.criteria import leaves, scale_of
from ...questions.schema import Criterion
from .ask_for_more import more_wanted_context
from .timeline import Timeline, timeline_of

ACTION_LABELS = {
    Action.OFFER: gettext_lazy("Offer a place"),
    Action.MARK_ATTENDED: gettext_lazy("Mark as attended"),
    Action.MARK_ABSENT: gettext_lazy("Mark as absent"),
    Action.WITHDRAW: gettext_lazy("Withdraw for the applicant"),
}

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Person:
    """A participant, in words, with the answers to what was asked of each."""

    text: str
    answers: Pairs


@dataclass(frozen=True)
class Case:
    """All that one user sees of one submission, and what they can do about it."""

    pk: int
    reference: str
    is_identified: bool
    is_blind: bool
    is_cleared: bool
    facts: Pairs
    answers: list[tuple[str, Pairs]]
    participants: list[Person]
    files: list[Attachment]
    timeline: Timeline
    notes: list[Note] = field(default_factory=list)
    people: list = field(default_factory=list)
    may_decide: bool = False
    manages_mails: bool = False
    actions: Pairs = field(default_factory=list)
    assessing: dict = field(default_factory=dict)
    answers_version: int = 1
    more: dict = field(default_factory=dict)


def see_case(submission: Submission, user) -> Case:
    """What ``user``, to whom ``submission`` is visible, sees of it. Ask nobody who must declare."""
    is_identified = blinding.is_identified(user, submission)
    may_decide = has_role(user, Role.DECIDE, submission.intake.page)
    manages_mails = has_role(user, Role.MESSAGES, submission.intake.page)
    return Case(
        pk=submission.pk,
        reference=submission.reference,
        is_identified=is_identified,
        is_blind=submission.intake.assesses_blind,
        is_cleared=blinding.is_cleared(submission),
        facts=[(label, text) for label, text in _facts(submission, user, is_identified) if text],
        answers=blinding.answers_for(user, submission),
        participants=[_person(*each) for each in blinding.participants_for(user, submission)],
        files=blinding.attachments_for(user, submission),
        timeline=timeline_of(user, submission, decides=may_decide, manages_mails=manages_mails),
        notes=list(submission.notes.select_related("author")) if is_identified else [],
        people=list(who_may_see(submission)) if is_identified else [],
        may_decide=may_decide,
        manages_mails=manages_mails,
        actions=_actions(submission) if may_decide else [],
        assessing=_assessing(submission, user),
        answers_version=submission.answers_version,
        more=more_wanted_context(submission, user),
    )


def _actions(submission: Submission) -> Pairs:
    """What can be done by hand, each with its name in the address and in words."""
    return [(action.value, ACTION_LABELS[action]) for action in possible_actions(submission)]


def _facts(submission: Submission, user, is_identified: bool) -> Pairs:
    """The case at a glance; empty ones are left out by the caller."""
    intake = submission.intake
    facts = [
        (_("State"), _state(submission)),
        (_("Places free"), _places_free(submission)),
        (_("Offer"), f"{intake.page.title} – {intake.title}"),
        (_("Received"), datetime_text(submission.received_at)),
        (_("Deadline"), datetime_text(intake.last_minute)),
        (_("Answer expected"), _answer_expected(submission)),
        (_("Objection open since"), date_text(submission.objection_since)),
        (_("Delete after"), _delete_after(submission)),
    ]
    return [*facts[:3], *_identity(submission, user), *facts[3:]] if is_identified else facts


def _delete_after(submission: Submission) -> str:
    """The day, and what holds it up."""
    day = date_text(submission.delete_after)
    if day and submission.objection_since:
        return _("%(day)s, but not while the objection is open") % {"day": day}
    return day


def _identity(submission: Submission, user) -> Pairs:
    """Who the applicant is, and what leads to them."""
    contact = (submission.contact_name, submission.contact_email, submission.contact_phone)
    assigned = submission.assigned_to
    return [
        (_("Represents"), submission.get_applies_for_display()),
        (_("Organisation"), submission.organisation),
        (_("Municipality"), _municipality(submission)),
        (_("Contact person"), ", ".join(filter(None, contact))),
        (_("Takes part by another sign-up too"), _also_in(submission, user)),
        (_("Assigned to"), user_display_name(assigned) if assigned else _("nobody yet")),
        (_("Journal number"), submission.journal_number),
    ]


def _also_in(submission: Submission, user) -> str:
    """Who is entered twice for the start date, with the reference of the other sign-up."""
    found = same_person.also_in(submission, user)
    return ", ".join(f"{person.name} ({other.reference})" for person, other in found)


def _state(submission: Submission) -> str:
    label, number = submission.get_state_display(), submission.number_in_line
    if submission.over_because:
        return f"{label}: {submission.get_over_because_display()}"
    if number is None:
        return label
    return _("%(state)s, number %(number)d in line") % {"state": label, "number": number}


def _places_free(submission: Submission) -> str:
    """How many places there are to offer to those in line, of which this is one."""
    if not submission.is_waiting:
        return ""
    [status] = get_statuses([submission.intake])
    return str(status.places_for_line) if status.places_for_line else ""


def _municipality(submission: Submission) -> str:
    found = get_municipality(submission.municipality_code)
    return f"{found.name} ({assessing.region(submission)})" if found else ""


def _answer_expected(submission: Submission) -> str:
    """When the applicant is to answer an offered place, or we them."""
    if submission.is_invited:
        until = {"until": datetime_text(submission.offered_until)}
        return _("from the applicant by %(until)s") % until
    return answer_text(submission.intake)


def _person(row: Participant, answers: Pairs) -> Person:
    text = ", ".join(filter(None, (row.name, row.role, row.email)))
    return Person(f"{text} ({_('guest')})" if row.is_guest else text, answers)


def _assessing(submission: Submission, user) -> dict:
    """Assessments, and what this user can do about them; nothing where nobody assesses."""
    if not submission.intake.is_assessed:
        return {}
    is_open = submission.is_decidable
    shown = assessing.visible_assessments(user, submission)
    criteria = {c.id: c for c in leaves(assessing.criteria_of(submission))}
    page = submission.intake.page
    sees_outcome = has_role(user, Role.DECIDE, page)
    return {
        "assessments": [(row, _scores(row, criteria)) for row in shown],
        **assessing.summary(submission, shown),
        "can_assess": assessing.may_assess(user, submission),
        "can_decide": is_open and sees_outcome,
        "sees_outcome": sees_outcome,
        "assigned": list(submission.assessments.select_related("assessor")) if sees_outcome else [],
        "assessors": list(assessing.assessors_of(page)) if sees_outcome else [],
        "conflicting": list(conflicts.conflicts_in(submission)) if sees_outcome else [],
        "outcome": _outcome(submission) if sees_outcome else "",
        "reason": submission.decision_reason if sees_outcome else "",
        "intake_id": submission.intake_id,
    }


def _outcome(submission: Submission) -> str:
    if submission.decided_at:
        words = {
            "state": submission.get_state_display(),
            "date": datetime_text(submission.decided_at),
        }
        return _("%(state)s, released %(date)s.") % words
    if submission.pending_state:
        words = {"outcome": submission.get_pending_state_display()}
        return _("Prepared: %(outcome)s. The applicant does not see it yet.") % words
    return ""


def _scores(assessment: Assessment, criteria: dict[str, Criterion]) -> list[tuple]:
    """Each as text of the criterion, the score in words and the reason, in form order."""
    given = {score.criterion_id: score for score in assessment.scores.all()}
    return [
        (criterion.text, _score_text(criterion, given[id_].value), given[id_].reason)
        for id_, criterion in criteria.items()
        if id_ in given
    ]


def _score_text(criterion: Criterion, value: int | None) -> str:
    return _("Not applicable") if value is None else scale_of(criterion)[value - 1]
