"""Whatever the domain refuses to do is said in words, and has a name."""

import ast
import inspect
import pkgutil
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError

from wagtail_inddragelse import domain
from wagtail_inddragelse.domain.writing.refused import Refused, RefusedByField

MODULES = [
    import_module(found.name)
    for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}.")
]
ERRORS = sorted(
    {
        value
        for module in MODULES
        for name, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, Exception) and value.__module__ == module.__name__
        if not name.startswith("_")  # those never leave their module
    },
    key=lambda error: error.__name__,
)
CALLS = [
    pytest.param(node, id=f"{module.__name__.removeprefix(domain.__name__)}:{node.lineno}")
    for module in MODULES
    for node in ast.walk(ast.parse(inspect.getsource(module)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    if node.func.id in {"Refused", "RefusedByField"}
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_all_that_the_domain_raises_is_a_refusal(error):
    assert issubclass(error, Refused)


@pytest.mark.parametrize(
    "error",
    [error for error in ERRORS if error not in {Refused, RefusedByField}],
    ids=lambda error: error.__name__,
)
def test_a_refusal_of_its_own_says_text_and_code_once_for_all(error):
    assert str(error.text)
    assert error.code


@pytest.mark.parametrize("call", CALLS)
def test_any_other_is_given_text_and_code(call):
    assert len(call.args) == 1
    assert [keyword.arg for keyword in call.keywords] == ["code"]


def test_is_its_text_and_code():
    refusal = Refused("It is full.", code="full")
    assert (str(refusal), refusal.code) == ("It is full.", "full")


def test_by_field_is_what_forms_show():
    refusal = RefusedByField({"page": ["It has submissions."]}, code="has_submissions")
    assert isinstance(refusal, ValidationError)
    assert refusal.message_dict == {"page": ["It has submissions."]}
    assert (str(refusal), refusal.code) == ("It has submissions.", "has_submissions")
