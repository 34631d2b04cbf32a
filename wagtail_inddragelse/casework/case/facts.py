"""A case at a glance: the facts that stand above its answers."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from ...denmark.municipalities import get_municipality
from ...domain.assessment import assessment as assessing
from ...domain.assessment.reader import Pairs, Reader
from ...domain.casework import same_person
from ...domain.intakes.intakes import get_statuses
from ...formats import answer_text, date_text, datetime_text
from ...models import Submission


def facts_of(reader: Reader) -> Pairs:
    """The facts that are known, as ``reader`` may read them."""
    return [(label, text) for label, text in _facts(reader) if text]


def _facts(reader: Reader) -> Iterator[tuple[str, str]]:
    submission, intake = reader.submission, reader.submission.intake
    yield _("State"), _state(submission)
    yield _("Places free"), _places_free(submission)
    yield _("Offer"), f"{intake.page.title} – {intake.title}"
    if reader.is_identified:
        yield from _identity(reader)
    yield _("Received"), datetime_text(submission.received_at)
    yield _("Deadline"), datetime_text(intake.last_minute)
    yield _("Answer expected"), _answer_expected(submission)
    yield _("Objection open since"), date_text(submission.objection_since)
    yield _("Delete after"), _delete_after(submission)


def _delete_after(submission: Submission) -> str:
    """The day, and what holds it up."""
    day = date_text(submission.delete_after)
    if day and submission.objection_since:
        return _("%(day)s, but not while the objection is open") % {"day": day}
    return day


def _identity(reader: Reader) -> Iterator[tuple[str, str]]:
    """Who the applicant is, and what leads to them."""
    submission, assigned = reader.submission, reader.submission.assigned_to
    contact = (submission.contact_name, submission.contact_email, submission.contact_phone)
    yield _("Represents"), submission.get_applies_for_display()
    yield _("Organisation"), submission.organisation
    yield _("Municipality"), _municipality(submission)
    yield _("Contact person"), ", ".join(filter(None, contact))
    yield _("Takes part by another sign-up too"), _also_in(reader)
    yield _("Assigned to"), user_display_name(assigned) if assigned else _("nobody yet")
    yield _("Journal number"), submission.journal_number


def _also_in(reader: Reader) -> str:
    """Who is entered twice for the start date, with the reference of the other sign-up."""
    found = same_person.also_in(reader.submission, reader.user)
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
    """When the applicant must answer a place offer, or when we must answer them."""
    if submission.is_invited:
        until = {"until": datetime_text(submission.offered_until)}
        return _("from the applicant by %(until)s") % until
    return answer_text(submission.intake)
