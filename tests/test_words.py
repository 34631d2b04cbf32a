"""Words that were given up, as they said too little or several things, don't come back as names.

What is said instead is in ``docs/contributing/words.md``.
"""

import ast
import re
from pathlib import Path

import wagtail_inddragelse

PACKAGE = Path(wagtail_inddragelse.__file__).parent
GIVEN_UP = {"deed", "handling", "party", "standing", "traces", "walk"}
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def names(tree):
    for node in ast.walk(tree):
        for part in ("id", "attr", "name", "arg"):
            if isinstance(name := getattr(node, part, None), str):
                yield name


def test_no_name_says_what_was_given_up():
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name in [path.stem, *names(ast.parse(path.read_text()))]
        if not GIVEN_UP.isdisjoint(word.lower() for word in WORD.findall(name))
        if name != "walk"  # of the standard library
    }
    assert found == set()
