"""Requests per second under gunicorn, on this machine alone and for a few seconds at a time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from statistics import median
from urllib.parse import urlencode

from .contestants import CONTESTANTS, Contestant
from .forms import fill_in

WORKERS = 2
CLIENTS = 4
people = count()


@contextmanager
def server(database: str) -> Iterator[int]:
    """A gunicorn that works on ``database``; yields its port on the loopback address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "benchmarks.wsgi", "--bind", f"127.0.0.1:{port}"]
    environment = {**os.environ, "BENCHMARK_DATABASE": database}
    process = subprocess.Popen(
        [*command, "--workers", str(WORKERS), "--log-level", "error"], env=environment
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def measure(database: str, rounds: int, seconds: float) -> dict[tuple[str, str], float]:
    """Requests per second by contestant and method: the median over interleaved rounds."""
    rates: dict[tuple[str, str], list[float]] = {}
    with server(database) as port:
        for contestant in CONTESTANTS:
            _rate(port, contestant, "GET", seconds)  # what is loaded once is nobody's cost
        for _ in range(rounds):
            for contestant in CONTESTANTS:
                for method in ("GET", "POST"):
                    rate = _rate(port, contestant, method, seconds)
                    rates.setdefault((contestant.name, method), []).append(rate)
    return {key: median(values) for key, values in rates.items()}


def _rate(port: int, contestant: Contestant, method: str, seconds: float) -> float:
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(CLIENTS) as pool:
        tallies = pool.map(lambda _: _ask_until(port, contestant, method, until), range(CLIENTS))
        return sum(tallies) / seconds


def _ask_until(port: int, contestant: Contestant, method: str, until: float) -> int:
    """How many requests one client got answered before ``until``."""
    _status, cookies, html = _ask(port, "GET", contestant.path)
    form = fill_in(html)
    answered = 0
    while time.monotonic() < until:
        if method == "GET":
            status, expected = _ask(port, "GET", contestant.path)[0], 200
        else:
            data = form.by(f"served{next(people)}@example.dk")
            status = _ask(port, "POST", form.action, data, cookies)[0]
            expected = contestant.stored_status
        if status != expected:
            raise RuntimeError(f"{contestant.name} answered {method} with {status}")
        answered += 1
    return answered


def _ask(
    port: int, method: str, path: str, data: dict | None = None, cookies: str = ""
) -> tuple[int, str, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if data else {}
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(
            method, path, urlencode(data) if data else None, headers | {"Cookie": cookies}
        )
        response = connection.getresponse()
        set_cookies = response.headers.get_all("Set-Cookie") or []
        found = "; ".join(cookie.split(";")[0] for cookie in set_cookies)
        return response.status, found, response.read().decode()
    finally:
        connection.close()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("gunicorn did not start")
