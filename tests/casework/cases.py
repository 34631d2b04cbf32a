"""A submission full of what could leak, and the words to look for."""

from __future__ import annotations

from django.contrib.auth.models import User

from wagtail_inddragelse.domain.assessment import redaction
from wagtail_inddragelse.models import Attachment, Intake, RoleGrant, State, Submission
from wagtail_inddragelse.questions.schema import Condition, Criterion, FormSchema, Question, Step
from wagtail_inddragelse.testing.factories import (
    AttachmentFactory,
    FormVersionFactory,
    IntakeFactory,
    MessageFactory,
    ParticipantFactory,
    SubmissionFactory,
)

CHOICES = {"choices": [["a", "Alene"], ["b", "Begge spor"]]}
SCHEMA = FormSchema(
    steps=(
        Step(
            "step",
            "Om jer",
            questions=(
                Question("track", "one_of", "Hvilket spor", options=CHOICES),
                Question("count", "number", "Hvor mange"),
                Question("why", "long_text", "Hvorfor"),
                Question("where", "municipality", "Hvor"),
                Question(
                    "near",
                    "yes_no",
                    "Ligger I ved fjorden",
                    condition=Condition("where", ("0860",)),
                ),
                Question("company", "cvr", "CVR"),
                Question("backing", "attachment", "Opbakning"),
            ),
        ),
    ),
    participant_questions=(
        Question("diet", "short_text", "Kost"),
        Question("first", "yes_no", "Første gang"),
    ),
    criteria=(Criterion("need", "Behov"),),
)

WHO = (
    "Signe Leckage",
    "Leckage",
    "signe@hjoerring.dk",
    "hjoerring.dk",
    "11223344",
    "Hjørring",
    "12345674",
    "Deltagersen",
    "ridder@",
    "vegansk",
    "opbakning-fra",
    "Sekretærleder",
    "J-4711",
)
"""What tells who the applicant is."""

WORDS = ("borgmesteren",)
"""What the applicant wrote and that tells nothing, but waits for a caseworker."""

FACTS = ("Begge spor",)
"""What everybody may see who may see the case."""

IN_EVERY_LIST = ">Hjørring</option>"
"""In a list of all municipalities to choose from, which tells nothing."""

SECRETS = (*WHO, *WORDS, *FACTS)
REDACTED = "Fordi borgmesteren i […] ønsker det"


def make_case(page, *, blind: bool = False, **kwargs) -> Submission:
    """A case under assessment that holds every one of ``SECRETS``."""
    intake = IntakeFactory(
        page=page,
        selection=Intake.Selection.ASSESSED,
        assesses_blind=blind,
        assessors_see_all=True,
        capacity=2,
    )
    submission = SubmissionFactory(
        **{
            "intake": intake,
            "people": 0,
            "state": State.UNDER_ASSESSMENT,
            "form_version": FormVersionFactory(form_schema=SCHEMA),
            "contact_name": "Signe Leckage",
            "contact_email": "signe@hjoerring.dk",
            "contact_phone": "11223344",
            "organisation": "Hjørring Kommune",
            "organisation_cvr": "12345674",
            "organisation_key": "0860",
            "municipality_code": "0860",
            "journal_number": "J-4711",
            "decision_reason": "Hjørring er mindre parat end andre",
            "answers": {
                "track": "b",
                "count": 7331,
                "why": "Fordi borgmesteren i Hjørring ønsker det",
                "where": "0860",
                "near": True,
                "company": "12345674",
            },
            **kwargs,
        }
    )
    ParticipantFactory(
        submission=submission,
        name="Ridder Deltagersen",
        email="ridder@hjoerring.dk",
        role="Sekretærleder",
        answers={"diet": "vegansk", "first": True},
    )
    AttachmentFactory(
        submission=submission, question_id="backing", name="opbakning-fra-Hjørring.pdf"
    )
    MessageFactory(submission=submission)
    return submission


def clear(submission: Submission, user: User, *, shown: bool = True) -> None:
    """Redact it as its caseworker would, and clear it."""
    files = submission.attachments.all() if shown else Attachment.objects.none()
    redaction.save(submission, {"why": REDACTED}, files, user=user)
    redaction.clear(submission, user=user)


def give(user: User, page, *roles) -> User:
    """Give the user's own group ``roles`` on ``page``."""
    for role in roles:
        RoleGrant.objects.create(group=user.groups.get(), page_id=page.pk, role=role)
    return user


def body(response) -> str:
    """All that a response tells: text, file, headers."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode("utf-8", "replace").replace(IN_EVERY_LIST, "")
    return text + str(dict(response.headers))


def leaks(text: str, secrets=WHO) -> list[str]:
    """Those of ``secrets`` that stand in ``text``, in whatever case."""
    return [secret for secret in secrets if secret.casefold() in text.casefold()]
