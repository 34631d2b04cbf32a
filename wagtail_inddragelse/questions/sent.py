"""The data of a valid form, frozen: no form, no request and no database behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True, slots=True)
class PeopleLimits:
    """How many people one submission may bring: participants in all, and guests besides.

    ``by_organisation`` says whether it matters for whom they apply, as organisations are counted.
    """

    max_participants: int = 1
    guests_allowed: int = 0
    by_organisation: bool = False


@dataclass(frozen=True, slots=True)
class IntakeChoice:
    """An intake that a form lets people choose; one that is not open is shown all the same.

    ``hint`` is what the form says of it under its label, as HTML, and ``group`` the offer that it
    belongs to, where there are several to choose from.
    """

    value: str
    label: str
    is_open: bool = True
    hint: str = ""
    group: str = ""

    @property
    def full_label(self) -> str:
        """The label where nothing around it says what it belongs to."""
        return f"{self.group} – {self.label}" if self.group else self.label


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact person. ``cvr`` is the answer to the form's first CVR question, if it has one.

    ``applies_for`` is one of ``AppliesFor``, or empty where it was not asked.
    """

    name: str
    email: str
    phone: str = ""
    organisation: str = ""
    cvr: str = ""
    municipality_code: str = ""
    applies_for: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantData:
    """A person who takes part. A guest may have no e-mail and has no role."""

    name: str
    email: str = ""
    role: str = ""
    is_guest: bool = False
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UploadedAnswer:
    """A file that was sent now, as the answer to the question ``question_id``."""

    question_id: str
    file: UploadedFile


@dataclass(frozen=True, slots=True)
class SubmissionData:
    """All that was answered. ``kept`` pairs question ids with files from an earlier attempt."""

    contact: Contact
    answers: dict[str, Any]
    participants: tuple[ParticipantData, ...]
    files: tuple[UploadedAnswer, ...] = ()
    kept: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answers to the questions that were opened again.

    ``kept`` pairs question ids with files that were there before, or from an earlier attempt.
    """

    answers: dict[str, Any]
    files: tuple[UploadedAnswer, ...] = ()
    kept: tuple[tuple[str, Any], ...] = ()
