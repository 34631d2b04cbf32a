"""A form as it is asked: frozen, typed and JSON-able.

The schema is what a submission answers. It is stored once per distinct form, found by its digest,
so nothing in it may depend on when or for whom it was made.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

LATER = {"one_step_at_a_time": False, "missing": ""}
"""What older forms did not have. It is left out of the JSON unless it is set, so that
a form keeps the digest it always had."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Show a question only when ``question`` (an id) has one of ``answers`` (stored values)."""

    question: str
    answers: tuple[str, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Condition:
        return cls(data["question"], tuple(data["answers"]))


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``id`` is the editor's block id; ``options`` are its type's own settings.

    ``missing`` is the error when a required answer is missing; empty: the text of its type.
    """

    id: str
    type: str
    label: str = ""
    help_text: str = ""
    required: bool = False
    autocomplete: str = ""
    condition: Condition | None = None
    options: dict[str, Any] = field(default_factory=dict)
    missing: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Question:
        condition = data["condition"] and Condition.from_json(data["condition"])
        return cls(**{**data, "condition": condition})


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the form. ``intro`` is rich text as Wagtail stores it."""

    id: str
    title: str = ""
    intro: str = ""
    questions: tuple[Question, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Step:
        return cls(**{**data, "questions": tuple(map(Question.from_json, data["questions"]))})


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that submissions are judged by. ``weight`` counts among its siblings.

    ``scale`` labels the steps of the score, the lowest first. An ``advisory`` criterion is talked
    about and does not count.
    """

    id: str
    text: str
    guidance: str = ""
    weight: int = 1
    children: tuple[Criterion, ...] = ()
    scale: tuple[str, ...] = ()
    advisory: bool = False

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Criterion:
        children = tuple(map(Criterion.from_json, data["children"]))
        return cls(**{**data, "scale": tuple(data.get("scale", ())), "children": children})


@dataclass(frozen=True, slots=True)
class ContactOptions:
    """Which of the contact person's particulars must be given; name and e-mail always must."""

    require_phone: bool = False
    require_organisation: bool = False
    require_municipality: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FormSchema:
    """A whole form. Two schemas are equal when their digests are.

    ``privacy`` is rich text as Wagtail stores it; ``texts`` holds any JSON-able texts of the page.
    """

    steps: tuple[Step, ...] = ()
    participant_questions: tuple[Question, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    contact: ContactOptions = ContactOptions()
    privacy: str = ""
    texts: dict[str, Any] = field(default_factory=dict)
    one_step_at_a_time: bool = False
    digest: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        canonical = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        object.__setattr__(self, "digest", hashlib.sha256(canonical.encode()).hexdigest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormSchema) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all steps, in the order they are asked."""
        return tuple(question for step in self.steps for question in step.questions)

    def to_json(self) -> dict[str, Any]:
        """The form as dicts, lists and plain values."""
        return {name: part for name, part in _parts(self).items() if name != "digest"}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> FormSchema:
        """The form that ``to_json`` turned into ``data``."""
        return cls(
            steps=tuple(map(Step.from_json, data["steps"])),
            participant_questions=tuple(map(Question.from_json, data["participant_questions"])),
            criteria=tuple(map(Criterion.from_json, data["criteria"])),
            contact=ContactOptions(**data["contact"]),
            privacy=data["privacy"],
            texts=data["texts"],
            one_step_at_a_time=data.get("one_step_at_a_time", False),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return _parts(value) if is_dataclass(value) else value


def _parts(value: Any) -> dict[str, Any]:
    parts = {each.name: getattr(value, each.name, None) for each in fields(value)}
    return {name: _plain(part) for name, part in parts.items() if part != LATER.get(name, ...)}
