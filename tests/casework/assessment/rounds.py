"""A round with outcomes to prepare, and its pages."""

from __future__ import annotations

from django.urls import reverse

from wagtail_inddragelse.casework.shown import write_marks
from wagtail_inddragelse.domain.assessment import conflicts, decisions
from wagtail_inddragelse.models import State, Submission
from wagtail_inddragelse.questions.schema import Criterion, FormSchema
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    SubmissionFactory,
)

from ..conftest import make_user


def declared(user, submission) -> Submission:
    conflicts.declare(user, submission, has_conflict=False)
    return submission


def assessed(intake, score, **steps) -> Submission:
    """One with this score, and these steps on criteria of its form."""
    criteria = tuple(Criterion(name, name.title()) for name in steps)
    version = FormVersionFactory(form_schema=FormSchema(criteria=criteria))
    values = {"form_version": version, "state": State.UNDER_ASSESSMENT}
    submission = SubmissionFactory(intake=intake, **values)
    assessor = make_user(f"assessor of {submission.reference}")
    assessment = AssessmentFactory(submission=submission, assessor=assessor, total=score)
    for name, step in steps.items():
        assessment.scores.create(criterion_id=name, value=step)
    return submission


def selection(intake) -> str:
    return reverse("inddragelse_selection", args=[intake.pk])


def release(intake) -> str:
    return reverse("inddragelse_release", args=[intake.pk])


def outcome(submission, value: str, reason: str = "") -> dict:
    return {f"s{submission.pk}-outcome": value, f"s{submission.pk}-reason": reason}


def pending(*submissions) -> list[str]:
    return [Submission.objects.get(pk=row.pk).pending_state for row in submissions]


def shown(*submissions) -> dict:
    """What the page carries of what it shows of these."""
    rows = Submission.objects.filter(pk__in=[row.pk for row in submissions])
    return {"shown": write_marks({row.pk: decisions.shown_mark(row) for row in rows})}


def listed(client, intake) -> dict:
    """What the button of the release page sends."""
    return {"listed": client.get(release(intake)).context["listed"]}


def told(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]
