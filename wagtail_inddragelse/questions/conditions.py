"""“Show only if question X is answered Y”: finding X, and deciding on the server what is shown.

An editor names question and answer. What was named is kept by its key, so that a condition holds on
to it whatever it is called later; a condition that was stored without keys goes by the names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from .quoting import quoted
from .schema import Condition, Question

QUESTION_SETTING = "only_if_question"
ANSWERS_SETTING = "only_if_answers"
HELD_SETTING = "only_if_held"
"""What the condition held on to when it was last saved, as JSON of a ``Held``."""
SHORT_NAME_SETTING = "short_name"


@dataclass(frozen=True, slots=True)
class Held:
    """The id of the question that was called ``name``, and the stored value of each answer by what
    it was called."""

    question: str
    name: str
    answers: dict[str, str]

    @classmethod
    def read(cls, text: str) -> Held | None:
        """The value that ``write`` turned into a text; None for anything else."""
        try:
            held = cls(**json.loads(text))
        except (TypeError, ValueError):
            return None
        return held if isinstance(held.name, str) and isinstance(held.answers, dict) else None

    def write(self) -> str:
        """As the hidden setting of the question keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as the editor wrote it, before its condition is resolved.

    ``choices`` are the ``(stored value, *names)`` of answers that a condition can name, and empty
    for a question that none can ask about.
    """

    id: str
    label: str
    short_name: str
    choices: tuple[tuple[str, ...], ...]
    wanted_question: str = ""
    wanted_answers: tuple[str, ...] = ()
    held: Held | None = None

    @property
    def names(self) -> set[str]:
        """The names that a condition may use for it, as keys."""
        return {label_key(name) for name in (self.short_name, self.label) if name.strip()}


def read_entries(children: Iterable[Any], prefix: str = "q") -> list[Entry]:
    """The questions of a ``QuestionsBlock`` value as conditions see them.

    Blocks that code wrote have no ids before they are saved: they go by their position meanwhile.
    """
    return [_read(child, f"{prefix}{number}") for number, child in enumerate(children)]


def _read(child: Any, fallback_id: str) -> Entry:
    question_type, value = child.block.question_type, child.value
    return Entry(
        id=child.id or fallback_id,
        label=value.get("label") or "",
        short_name=value.get(SHORT_NAME_SETTING) or "",
        choices=tuple(question_type.choices(question_type.options(value))),
        wanted_question=value.get(QUESTION_SETTING) or "",
        wanted_answers=tuple(filter(None, value.get(ANSWERS_SETTING) or ())),
        held=Held.read(value.get(HELD_SETTING) or ""),
    )


def hold(values: Iterable[Any], entries: Sequence[Entry]) -> None:
    """Write into the ``values`` of questions what their conditions hold on to, with the names that
    it has now. ``entries`` are the same questions, of which none has a problem."""
    for value, entry in zip(values, entries, strict=True):
        if HELD_SETTING in value:
            _hold(value, entry, entries)


def _hold(value: Any, entry: Entry, entries: Sequence[Entry]) -> None:
    targets = _targets(entry, entries)
    if not targets:
        value[HELD_SETTING] = ""
        return
    target, answers = targets[0], value[ANSWERS_SETTING]
    if label_key(entry.wanted_question) not in target.names and target.names:
        value[QUESTION_SETTING] = target.short_name or target.label
    kept = {}
    for position, answer in enumerate(answers):
        stored = _value(entry, target, answer)
        name = name_now(target.choices, stored, answer)
        if name != answer:
            answers[position] = name
        kept[name] = stored
    value[HELD_SETTING] = Held(target.id, value[QUESTION_SETTING], kept).write()


def answer_values(answer: Any) -> tuple[str, ...]:
    """The values a stored answer counts as in a condition: one, or several for “several of”."""
    if isinstance(answer, bool):
        return ("yes" if answer else "no",)
    return tuple(answer) if isinstance(answer, list) else (str(answer),)


def is_met(condition: Condition | None, answers: dict[str, Any]) -> bool:
    """Whether ``answers`` (by question id) satisfy ``condition``; no condition always holds."""
    if condition is None:
        return True
    if condition.question not in answers:
        return False
    return not set(condition.answers).isdisjoint(answer_values(answers[condition.question]))


def visible(questions: Iterable[Question], answers: dict[str, Any]) -> list[Question]:
    """The questions that are shown, in order; an answer to a hidden question shows nothing."""
    shown, known = [], {}
    for question in questions:
        if is_met(question.condition, known):
            shown.append(question)
            if question.id in answers:
                known[question.id] = answers[question.id]
    return shown


def resolve(entry: Entry, earlier: Sequence[Entry]) -> Condition | None:
    """The condition ``entry`` asks for, or None when ``earlier`` questions cannot give it."""
    targets = _targets(entry, earlier) or _by_id(entry, earlier)
    if len(targets) != 1 or _value_problems(entry, targets[0]):
        return None
    return Condition(targets[0].id, tuple(_values(entry, targets[0])))


def find_problems(entries: Sequence[Entry]) -> dict[int, dict[str, str]]:
    """What is wrong, as error texts by position of the question and name of the setting."""
    found = {
        position: _duplicates(entry, entries) | _condition_problem(position, entries)
        for position, entry in enumerate(entries)
    }
    return {position: problems for position, problems in found.items() if problems}


def label_key(name: str) -> str:
    """A key that is the same for all ways to write one question or answer."""
    return " ".join(name.split()).casefold()


def _targets(entry: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """The question that ``entry`` waits for: the one it holds on to, unless an editor has named
    another since; else those that are called so."""
    for kept in _by_id(entry, entries):
        if label_key(entry.wanted_question) in {label_key(entry.held.name), *kept.names}:
            return [kept]
    return _named(entry.wanted_question, entries)


def _by_id(entry: Entry, entries: Sequence[Entry]) -> list[Entry]:
    """The question held on to, if it is among ``entries`` and a condition is wanted at all."""
    if entry.held is None or not entry.wanted_question.strip():
        return []
    return [each for each in entries if each.id == entry.held.question]


def _named(name: str, entries: Sequence[Entry]) -> list[Entry]:
    """The questions with this short name; when there are none, those with this label."""
    key = label_key(name)
    by_short_name = [entry for entry in entries if key and label_key(entry.short_name) == key]
    return by_short_name or [entry for entry in entries if key and label_key(entry.label) == key]


def stored_value(choices: Iterable[tuple[str, ...]], name: str) -> str | None:
    """The stored value of the choice that an editor calls ``name``, or None."""
    by_name = {label_key(each): choice[0] for choice in choices for each in choice}
    return by_name.get(label_key(name))


def held_value(choices: Iterable[tuple[str, ...]], name: str, held: Held | None) -> str | None:
    """As ``stored_value``, but what was ``held`` by that name stays while it can be chosen."""
    choices = tuple(choices)
    kept = held.answers.get(name) if held else None
    is_there = any(choice[0] == kept for choice in choices)
    return kept if is_there else stored_value(choices, name)


def name_now(choices: Iterable[tuple[str, ...]], stored: str, name: str) -> str:
    """``name`` while the choice with this ``stored`` value still has it, else its text."""
    names = next(choice[1:] for choice in choices if choice[0] == stored)
    return name if label_key(name) in map(label_key, names) else names[0]


def _values(entry: Entry, target: Entry) -> list[str]:
    values = (_value(entry, target, answer) for answer in entry.wanted_answers)
    return [value for value in values if value is not None]


def _value(entry: Entry, target: Entry, answer: str) -> str | None:
    """The stored value of the ``answer`` that a condition names, whatever it is called now."""
    is_held = entry.held and entry.held.question == target.id
    return held_value(target.choices, answer, entry.held if is_held else None)


def _duplicates(entry: Entry, entries: Sequence[Entry]) -> dict[str, str]:
    counts = Counter(label_key(other.short_name) for other in entries if other.short_name)
    if counts[label_key(entry.short_name)] < 2:
        return {}
    return {SHORT_NAME_SETTING: _("Another question has this short name. Give one a new name.")}


def _condition_problem(position: int, entries: Sequence[Entry]) -> dict[str, str]:
    entry = entries[position]
    if not entry.wanted_question.strip():
        if not entry.wanted_answers:
            return {}
        return {QUESTION_SETTING: _("Write which question the answer belongs to.")}
    targets = _targets(entry, entries)
    if problem := _target_problem(position, targets, entries):
        return {QUESTION_SETTING: problem}
    return _value_problems(entry, targets[0])


def _target_problem(position: int, targets: list[Entry], entries: Sequence[Entry]) -> str:
    entry = entries[position]
    if not targets:
        return _("No question is called that. These come earlier: {names}.").format(
            names=_names(entry for entry in entries[:position] if entry.choices)
        )
    if len(targets) > 1:
        return _("Several questions are called that. Give the one you mean a short name.")
    if _leads_back_to(entry, entries):
        return _("The condition is circular: in the end the question waits for its own answer.")
    if targets[0] not in entries[:position]:
        return _("That question comes later. Move it up, or choose an earlier one.")
    if not targets[0].choices:
        return _("That question has no fixed answers for a condition to ask about.")
    return ""


def _leads_back_to(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Follow the conditions from question to question until they end or come round."""
    seen, current = set(), entry
    while current.id not in seen:
        seen.add(current.id)
        targets = _targets(current, entries)
        if len(targets) != 1:
            return False
        current = targets[0]
    return current is entry


def _value_problems(entry: Entry, target: Entry) -> dict[str, str]:
    names = _names_of_choices(target)
    if not entry.wanted_answers:
        message = _("Write the answer that shows this question. Possible answers: {names}.")
    elif len(_values(entry, target)) < len(entry.wanted_answers):
        message = _("That answer cannot be given. Possible answers: {names}.")
    else:
        return {}
    return {ANSWERS_SETTING: message.format(names=names)}


def _names(entries: Iterable[Entry]) -> str:
    return ", ".join(quoted(entry.short_name or entry.label) for entry in entries) or _("none")


def _names_of_choices(target: Entry) -> str:
    names = [quoted(choice[1]) for choice in target.choices]
    return ", ".join(names[:12]) + ("…" if len(names) > 12 else "")
