"""How many queries a list of offers takes, few or many."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from .content import build_index
from .in_process import counted

SIZES = (10, 1_000)


def count_queries(offers: int) -> int:
    """Statements that a page listing so many offers sends to the database."""
    path = build_index(offers).url
    handler = WSGIHandler()
    _get(handler, path)  # what is asked once in the life of a process
    with counted() as queries:
        _get(handler, path)
    return queries()


def _get(handler: WSGIHandler, path: str) -> None:
    said = []
    environ = RequestFactory().get(path).environ
    response = handler(environ, lambda status, headers: said.append(status))
    b"".join(response)
    response.close()
    if not said[0].startswith("200"):
        raise RuntimeError(f"{path} answered {said[0]}")
