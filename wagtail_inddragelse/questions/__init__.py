"""The form engine: an editor's blocks, compiled to a frozen schema, made into a Django form."""

from . import types
from .registry import Disclosure, QuestionType, get_question_type, question_types, register_question

__all__ = [
    "Disclosure",
    "QuestionType",
    "get_question_type",
    "question_types",
    "register_question",
    "types",
]
