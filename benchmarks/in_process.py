"""CPU time and queries of one request, through Django's whole WSGI handler with all middleware."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from wagtail_inddragelse.models import Submission

from .contestants import CONTESTANTS, HAND_WRITTEN, Contestant
from .forms import FilledIn, fill_in
from .site.models import SignUp

METHODS = ("GET", "POST")
Key = tuple[str, str]


class Response(NamedTuple):
    """What a server would send."""

    status: int
    cookies: str
    html: str


class Visitor:
    """Somebody who opens a contestant's form and sends it, each time as another person."""

    people = count()

    def __init__(self, handler: WSGIHandler, contestant: Contestant) -> None:
        self.handler = handler
        self.contestant = contestant
        self.requests = RequestFactory()
        page = self.send(self.get())
        self.cookies = page.cookies
        self.form: FilledIn = fill_in(page.html)

    def get(self) -> dict:
        """The request of somebody new who opens the form."""
        return self.requests.get(self.contestant.path).environ

    def post(self) -> dict:
        """The request of a person who has not sent the form before."""
        data = self.form.by(f"person{next(self.people)}@example.dk")
        return self.requests.post(
            self.form.action,
            urlencode(data),
            content_type="application/x-www-form-urlencoded",
            headers={"cookie": self.cookies},
        ).environ

    def request(self, method: str) -> dict:
        """A fresh request of that method."""
        return self.get() if method == "GET" else self.post()

    def expected(self, method: str) -> int:
        """The status that says all went well."""
        return 200 if method == "GET" else self.contestant.stored_status

    def send(self, environ: dict) -> Response:
        """The answer to one request."""
        said = []
        response = self.handler(environ, lambda status, headers: said.append((status, headers)))
        body = b"".join(response)
        response.close()
        status, headers = said[0]
        cookies = "; ".join(v.split(";")[0] for name, v in headers if name == "Set-Cookie")
        return Response(int(status.split()[0]), cookies, body.decode())


def measure(rounds: int, requests: int) -> tuple[dict[Key, float], dict[Key, int]]:
    """CPU time as ratios to the hand-written view, and queries, by contestant and method.

    In every round all contestants take their turn, so that whatever else the machine does hits
    them alike; the ratio is the median over the rounds.
    """
    handler = WSGIHandler()
    visitors = [Visitor(handler, contestant) for contestant in CONTESTANTS]
    standing = Submission.objects.count()
    ratios = defaultdict(list)
    for _ in range(rounds):
        for key, ratio in _one_round(visitors, requests).items():
            ratios[key].append(ratio)
        _tidy(standing)
    queries = {
        (visitor.contestant.name, method): _count_queries(visitor, method)
        for visitor in visitors
        for method in METHODS
    }
    return {key: median(values) for key, values in ratios.items()}, queries


def _one_round(visitors: list[Visitor], requests: int) -> dict[Key, float]:
    seconds = {
        (visitor.contestant.name, method): _cpu_seconds(visitor, method, requests)
        for method in METHODS
        for visitor in visitors
    }
    return {
        (name, method): value / seconds[HAND_WRITTEN.name, method]
        for (name, method), value in seconds.items()
    }


def _cpu_seconds(visitor: Visitor, method: str, requests: int) -> float:
    environs = [visitor.request(method) for _ in range(requests)]
    gc.collect()
    start = time.process_time()
    statuses = {visitor.send(environ).status for environ in environs}
    seconds = time.process_time() - start
    if statuses != {visitor.expected(method)}:
        raise RuntimeError(f"{visitor.contestant.name} answered {method} with {statuses}")
    return seconds


def _tidy(standing: int) -> None:
    """Forget this round's people, so that the last round counts no more rows than the first."""
    newest = Submission.objects.order_by("pk").values_list("pk", flat=True)[standing - 1]
    Submission.objects.filter(pk__gt=newest).delete()
    SignUp.objects.exclude(email__startswith="course").delete()


def _count_queries(visitor: Visitor, method: str) -> int:
    environ = visitor.request(method)
    with counted() as queries:
        visitor.send(environ)
    return queries()


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Count the statements sent to the database, apart from those that frame a transaction."""
    statements = []

    def note(execute, sql, params, many, context):
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield lambda: len(statements)
