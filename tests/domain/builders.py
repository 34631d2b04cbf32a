"""Short ways to write what people send."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from wagtail_inddragelse.domain.signup.signup import SignUp
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.questions.sent import (
    Contact,
    ParticipantData,
    SubmissionData,
    UploadedAnswer,
)
from wagtail_inddragelse.testing.factories import FormVersionFactory

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = dt.datetime(2026, 10, 1, 12, tzinfo=COPENHAGEN)


def sign_up(intake: Intake, email: str = "ada@example.dk", people: int = 1, **values) -> SignUp:
    """A valid form from ``email`` for this many people, the first of whom is the contact person.

    ``answers``, ``files`` (uploads by question id), ``kept`` and the contact's own values such as
    ``organisation`` can be given.
    """
    files = tuple(UploadedAnswer(*pair) for pair in values.pop("files", {}).items())
    kept, answers = values.pop("kept", ()), values.pop("answers", {})
    participants = tuple(
        ParticipantData(f"Person {n}", f"person{n}-{email}" if n > 1 else email)
        for n in range(1, people + 1)
    )
    contact = Contact(name="Ada Holm", email=email, **values)
    data = SubmissionData(contact, answers, participants, files, kept)
    return SignUp(intake, FormVersionFactory(), data, "en")


def pdf(content: bytes = b"%PDF-1.7 cv", name: str = "Ada Holm, cv.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")
