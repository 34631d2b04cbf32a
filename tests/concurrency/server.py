"""A gunicorn with four workers, and the people who send it forms."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 4
SECONDS_TO_ANSWER = 120


@dataclass(frozen=True)
class Answer:
    """What came back for one posted form, and when, in seconds on the clients' common clock."""

    status: int
    receipt_path: str
    receipt: str
    sent_at: float
    answered_at: float


@dataclass(frozen=True)
class Server:
    """A running server on this machine."""

    port: int

    def get(self, path: str) -> str:
        """The body of a page that must be there."""
        status, _headers, body = self._request("GET", path)
        assert status == 200, body
        return body

    def sign_up(self, form: Form, **person: str) -> Answer:
        """Send the form once and follow the redirect to the receipt."""
        sent_at = time.monotonic()
        status, headers, _body = self._request("POST", form.action, form.hidden | person)
        answered_at = time.monotonic()
        path = headers.get("Location", "") if status == 303 else ""
        return Answer(status, path, self.get(path) if path else "", sent_at, answered_at)

    def change(self, receipt_path: str, step: str) -> int:
        """Take a step by the secret link, as the receipt does; the status of what comes back."""
        return self._request("POST", f"{receipt_path}change/", {"action": step})[0]

    def _request(self, method: str, path: str, data: dict | None = None):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
        try:
            connection.request(method, path, urlencode(data or {}), headers)
            response: HTTPResponse = connection.getresponse()
            return response.status, response.headers, response.read().decode()
        finally:
            connection.close()


@dataclass(frozen=True)
class Form:
    """A form as the server showed it: where it goes, and its hidden fields with the token."""

    action: str
    hidden: dict[str, str]

    @classmethod
    def open(cls, server: Server, path: str) -> Form:
        """The sign-up form on the page at ``path``."""
        form = BeautifulSoup(server.get(path), "html.parser").select_one("form.inddragelse-form")
        inputs = form.select("input[type=hidden]")
        return cls(form["action"], {tag["name"]: tag.get("value", "") for tag in inputs})


@contextmanager
def running(database: str, log: Path, **environment: str) -> Iterator[Server]:
    """A server on ``database``, stopped again at the end; what it says goes to ``log``."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener, log.open("wb") as output:
        port, descriptor = listener.getsockname()[1], listener.fileno()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "tests.concurrency.wsgi"),
                *("--bind", f"fd://{descriptor}"),
                *("--workers", str(WORKERS)),
                *("--timeout", str(SECONDS_TO_ANSWER)),
                "--no-control-socket",
            ],
            cwd=ROOT,
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "tests.concurrency.settings", "SERVER_DATABASE": database}
            | environment,
            pass_fds=[descriptor],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Server(port)
    finally:
        process.terminate()
        process.wait(timeout=SECONDS_TO_ANSWER)


@contextmanager
def publishing(
    database: str, pages: list[int], results: list[dict], **environment: str
) -> Iterator[None]:
    """A process for each page that publishes it until this ends; what each came to is added to
    ``results``."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.concurrency.publisher", str(page)],
            cwd=ROOT,
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "tests.concurrency.settings", "SERVER_DATABASE": database}
            | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for page in pages
    ]
    try:
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        yield
    finally:
        for process in processes:
            output, _errors = process.communicate(timeout=SECONDS_TO_ANSWER)
            results.append(json.loads(output))


def send_all(server: Server, form: Form, people: list[dict], clients: int) -> list[Answer]:
    """Everybody signs up, as many at a time as there are clients; answers in order of people."""
    start = Barrier(clients)

    def client(number: int) -> list[Answer]:
        start.wait(SECONDS_TO_ANSWER)
        return [server.sign_up(form, **person) for person in people[number::clients]]

    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(client, range(clients)))
    return [answers[n % clients][n // clients] for n in range(len(people))]
