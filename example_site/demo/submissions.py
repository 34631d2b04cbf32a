"""Sign-ups and applications from invented people, so that the demo has something to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import cycle
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.domain.intakes.intakes import IntakeStatus
from wagtail_inddragelse.domain.offers.offers import find_offers
from wagtail_inddragelse.domain.record.form_versions import get_form_version
from wagtail_inddragelse.domain.signup.signup import SignUp, submit
from wagtail_inddragelse.domain.writing.refused import Refused
from wagtail_inddragelse.models import Intake, Submission
from wagtail_inddragelse.questions.schema import FormSchema, Question
from wagtail_inddragelse.questions.sent import (
    Contact,
    ParticipantData,
    SubmissionData,
    UploadedAnswer,
)

from .applicants import APPLICANTS, Applicant
from .content.programme import PATH as PROGRAMME_PATH

FIRST_NAMES = ("Alma", "Birk", "Clara", "David", "Esther", "Frej", "Gry", "Hjalte", "Ida", "Jonas")
LAST_NAMES = ("Eksempelsen", "Prøvegaard", "Mønsterby", "Demolund", "Tænktholm", "Opfundsen")
TEXT = "Vi vil gerne blive bedre til at spørge børn og unge, før vi beslutter noget for dem."
LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ROLE = "Myndighedsrådgiver"
STEP = 7
"""Municipalities are taken in steps of this many: it has no factor in common with 98."""
Target = tuple[IntakeStatus, Model]
"""An open intake and the form page that takes its sign-ups."""


def send_submissions(count: int, language: str = "da") -> int:
    """Send ``count`` submissions, all but those that were sent before; returns how many were new.

    The first ones are the applications of ``applicants``, the others go in turn to what is open. A
    full intake or municipality is passed over.
    """
    rounds, others = _open_intakes(language)
    applications = [
        (status, form_page, application_data(applicant, form_page.get_schema()))
        for status, form_page in rounds
        for applicant in APPLICANTS
    ][:count]
    turns = zip(range(count - len(applications)), cycle(others), strict=False)
    sign_ups = (
        (status, form_page, _submission_data(number, form_page, status.intake))
        for number, (status, form_page) in turns
    )
    return sum(_send(*sent) for sent in (*applications, *sign_ups))


def _open_intakes(language: str) -> tuple[list[Target], list[Target]]:
    """What is open in a language: the round of the programme, and all the rest."""
    rounds, others = [], []
    for offer in find_offers():
        form_page = offer.page.get_form_page()
        if form_page and offer.page.locale.language_code == language:
            targets = rounds if offer.page.url_path.endswith(PROGRAMME_PATH) else others
            targets += [(status, form_page) for status in offer.statuses if status.is_open]
    return rounds, others


def application_data(applicant: Applicant, schema: FormSchema) -> SubmissionData:
    """An application of ``applicant``, with their own words in every long answer."""
    words = cycle(applicant.words)
    answers = {
        question.id: next(words) if question.type == "long_text" else answer
        for question, answer in _answered(schema.questions)
    }
    return SubmissionData(
        contact=Contact(
            name=applicant.name,
            email=applicant.email,
            phone="00 00 00 00",
            organisation=f"{applicant.municipality.name} Kommune",
            municipality_code=applicant.municipality.code,
            applies_for="municipality",
        ),
        answers=answers,
        participants=(ParticipantData(name=applicant.name, email=applicant.email, role=ROLE),),
        files=_letters(schema),
    )


def _send(status: IntakeStatus, form_page: Model, data: SubmissionData) -> bool:
    intake, schema = status.intake, form_page.get_schema()
    sent_before = Submission.objects.for_intake(intake).filter(contact_email=data.contact.email)
    if sent_before.exists():
        return False
    try:
        submit(SignUp(intake, get_form_version(schema), data, form_page.locale.language_code))
    except Refused:
        return False
    return True


def _submission_data(number: int, form_page: Model, intake: Intake) -> SubmissionData:
    schema = form_page.get_schema()
    municipality = MUNICIPALITIES[number * STEP % len(MUNICIPALITIES)]
    count = min(1 + number % 2, intake.max_participants)
    people = [_person(2 * number + n, schema) for n in range(count)]
    return SubmissionData(
        contact=Contact(
            name=people[0].name,
            email=people[0].email,
            phone="00 00 00 00",
            organisation=f"{municipality.name} Kommune",
            municipality_code=municipality.code,
            applies_for="municipality",
        ),
        answers=_by_id(_answered(schema.questions)),
        participants=tuple(people),
        files=_letters(schema),
    )


def _person(number: int, schema: FormSchema) -> ParticipantData:
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    last = LAST_NAMES[number // len(FIRST_NAMES) % len(LAST_NAMES)]
    return ParticipantData(
        name=f"{first} {last}",
        email=f"{first}.{number}@example.dk".lower(),
        role=ROLE,
        answers=_by_id(_answered(schema.participant_questions)),
    )


def _letters(schema: FormSchema) -> tuple[UploadedAnswer, ...]:
    """A letter for each question that asks for a file."""
    asked = (question for question in schema.questions if question.type == "attachment")
    return tuple(
        UploadedAnswer(q.id, SimpleUploadedFile("opbakning.pdf", LETTER, "application/pdf"))
        for q in asked
    )


def _by_id(answered: Iterable[tuple[Question, Any]]) -> dict[str, Any]:
    return {question.id: answer for question, answer in answered}


def _answered(questions: tuple[Question, ...]) -> Iterator[tuple[Question, Any]]:
    """Answers to the questions that must be answered and are not asked only now and then."""
    for question in questions:
        if question.required and not question.condition and question.type in ANSWERS:
            yield question, ANSWERS[question.type](question)


ANSWERS = {
    "short_text": lambda question: "Afdelingsleder",
    "long_text": lambda question: TEXT,
    "yes_no": lambda question: True,
    "consent": lambda question: True,
    "number": lambda question: int(question.options["maximum"]) // 2,
    "one_of": lambda question: question.options["choices"][0][0],
    "several_of": lambda question: [value for value, _name in question.options["choices"]],
}
