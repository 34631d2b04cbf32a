"""A type says of itself what it is: nothing in the package knows one by its name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import wagtail_inddragelse
from wagtail_inddragelse.questions.registry import question_types

PACKAGE = Path(wagtail_inddragelse.__file__).parent
IN_TEMPLATES = re.compile(r"\.(type|block_type)\b(?!\.)")


def by_name(source: str) -> Iterator[ast.AST]:
    """Where the name of a type is used other than to look up what the type says, or compared."""
    nodes = list(ast.walk(ast.parse(source)))
    looked_up = {id(argument) for node in nodes for argument in _arguments(node)}
    asked = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        is_name = getattr(node, "attr", "") in ("type", "block_type")
        if _compares(node) or (is_name and id(node) not in looked_up | asked):
            yield node


def _arguments(node: ast.AST) -> list[ast.expr]:
    is_look_up = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "get_question_type"
    return node.args if is_look_up else []


def _compares(node: ast.AST) -> bool:
    parts = list(ast.walk(node)) if isinstance(node, ast.Compare) else []
    texts = {part.value for part in parts if isinstance(part, ast.Constant)}
    is_of_names = any(getattr(part, "attr", "") == "name" for part in parts)
    return is_of_names and not texts.isdisjoint(kind.name for kind in question_types())


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("get_question_type(question.type).is_file", False),
        ("item.type.is_file", False),
        ('question.type == "cvr"', True),
        ("child.block_type in HIDDEN", True),
        ("HINTS[question.type]", True),
        ("match question.type:\n    case 'cvr': pass", True),
        ('kind.name in ("cvr", "municipality")', True),
        ('field.name == "outcome"', False),
    ],
)
def test_it_would_be_found(source, is_found):
    assert any(by_name(source)) is is_found


def test_in_code():
    found = {path: [n.lineno for n in by_name(path.read_text())] for path in PACKAGE.rglob("*.py")}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_in_templates():
    paths = [*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]
    assert [path for path in paths if IN_TEMPLATES.search(path.read_text())] == []
