"""Every occasion of a mail, asked every question; and that nobody else answers them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from django.template.loader import get_template

import wagtail_inddragelse
from wagtail_inddragelse.models import MAIL_KINDS, CalendarFile, MailKind, Occasion, Recipient
from wagtail_inddragelse.models.occasion import Change

PACKAGE = Path(wagtail_inddragelse.__file__).parent
TABLE = PACKAGE / "models" / "occasion.py"
SOURCES = sorted(
    path for path in PACKAGE.rglob("*.py") if path != TABLE and path.parent.name != "migrations"
)

OPEN = ("received", "under_assessment", "more_wanted", "waiting", "offered", "confirmed")


def yes(*occasions: str) -> dict:
    return dict.fromkeys(occasions, True)


# Question: the answer for those that are not named, and the answers for those that are.
ANSWERS = {
    "to": (
        Recipient.APPLICANT,
        {
            "office_new": Recipient.OFFICE,
            "office_withdrawn": Recipient.OFFICE,
            "office_more_given": Recipient.OFFICE,
            "office_more_overdue": Recipient.OFFICE,
            "now_open": Recipient.SUBSCRIBER,
        },
    ),
    "participants_are_told": (
        None,
        {
            "confirmed": "confirmed",
            "accepted": "confirmed",
            "moved": "moved",
            "cancelled": "cancelled",
            "resumed": "resumed",
            "reminder": "reminder",
            "withdrawn": "withdrawn",
            "free": "free",
        },
    ),
    "participants_in": (("confirmed", "attended", "absent"), {"withdrawn": ("withdrawn",)}),
    "drafted_after": (
        None,
        {
            "cancelled": Change.CANCELLED,
            "resumed": Change.RESUMED,
            "moved": Change.SESSION,
            "deadline": Change.DEADLINE,
        },
    ),
    "drafted_for": (
        (),
        {
            "cancelled": OPEN,
            "resumed": OPEN,
            "moved": ("confirmed", "offered", "waiting"),
            "deadline": ("received", "under_assessment", "more_wanted"),
        },
    ),
    "has_mail_text": (True, {"free": False}),
    "is_receipt": (False, yes("confirmed", "waiting", "received")),
    "lists_sessions": (
        False,
        yes(
            "confirmed",
            "waiting",
            "received",
            "offered",
            "accepted",
            "moved",
            "cancelled",
            "resumed",
            "reminder",
        ),
    ),
    "calendar_file": (
        None,
        {
            **dict.fromkeys(
                ("confirmed", "accepted", "moved", "cancelled", "resumed"), CalendarFile.DATES
            ),
            **dict.fromkeys(
                ("withdrawn", "rejected", "declined", "expired", "over"), CalendarFile.STRIKE_OUT
            ),
        },
    ),
    "calls_off": (False, yes("cancelled")),
    "says_what_to_expect": (False, yes("received", "deadline")),
    "asks_for_more": (False, yes("more_wanted")),
    "offers_place": (False, yes("offered")),
    "gives_up_place": (False, yes("declined", "expired")),
    "can_give_reason": (False, yes("accepted", "rejected", "waiting")),
    "can_say_when_answered": (False, yes("received", "more_wanted", "free")),
    "can_say_number_in_line": (False, yes("waiting", "free")),
}


@pytest.mark.parametrize("question", [field.name for field in fields(MailKind)])
@pytest.mark.parametrize("occasion", Occasion)
def test_the_answer(occasion, question):
    for_most, for_some = ANSWERS[question]
    assert getattr(MAIL_KINDS[occasion], question) == for_some.get(occasion, for_most)


def test_answers_are_about_occasions_that_there_are():
    named = {occasion for _most, some in ANSWERS.values() for occasion in some}
    assert named <= set(Occasion)


@pytest.mark.parametrize("occasion", Occasion)
def test_each_has_a_standard_text(occasion):
    assert get_template(f"wagtail_inddragelse/mail/occasions/{occasion}.txt")


def test_a_change_is_told_of_on_one_occasion():
    changes = [kind.drafted_after for kind in MAIL_KINDS.values() if kind.drafted_after]
    assert sorted(changes) == sorted(Change)


def test_no_participant_is_told_what_a_participant_is_not_told_of():
    told = {kind.participants_are_told for kind in MAIL_KINDS.values()} - {None}
    assert all(MAIL_KINDS[occasion].participants_are_told == occasion for occasion in told)


def is_member(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Occasion"
        and node.attr.isupper()
    )


def parts(node: ast.AST) -> Iterator[ast.AST | None]:
    """What a collection or comparison is made of."""
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        yield from node.elts
    elif isinstance(node, ast.Dict):
        yield from (*node.keys, *node.values)
    elif isinstance(node, ast.Compare):
        yield from (node.left, *node.comparators)
    elif isinstance(node, ast.MatchValue):
        yield node.value


def rules(source: str) -> list[int]:
    """The lines that collect occasions, or compare with one."""
    found = ast.walk(ast.parse(source))
    return [getattr(node, "lineno", 0) for node in found if any(map(is_member, parts(node)))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_other_file_has_rules_about_occasions(path):
    assert rules(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "x in {Occasion.FREE}",
        "X = frozenset([Occasion.FREE, Occasion.LINK])",
        "X = Y - {Occasion.FREE}",
        "X = {Occasion.FREE: 1}",
        "X = {1: Occasion.FREE}",
        "x == Occasion.FREE",
        "x in (Occasion.FREE, Occasion.LINK)",
        "match x:\n    case Occasion.FREE: pass",
    ],
)
def test_such_a_rule_is_found(source):
    assert rules(source) != []


@pytest.mark.parametrize("source", ["compose(row, Occasion.FREE)", "X = [Occasion.choices]"])
def test_naming_one_is_no_rule(source):
    assert rules(source) == []


def test_no_template_has_rules_about_occasions():
    templates = PACKAGE.rglob("templates/**/*.*")
    assert [path for path in templates if "occasion ==" in path.read_text(encoding="utf-8")] == []
