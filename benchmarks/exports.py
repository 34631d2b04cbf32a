"""What an export of many submissions costs, beside one written by hand for the same rows."""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import connections
from django.utils import timezone, translation

from wagtail_inddragelse.casework.export.contents import contents_of
from wagtail_inddragelse.casework.export.order import Format, Job, Order
from wagtail_inddragelse.casework.register.listed import listed
from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.models import Participant, Submission
from wagtail_inddragelse.pages.models import ApplicationFormPage
from wagtail_inddragelse.testing.factories import FormVersionFactory, IntakeFactory

from .questions import QUESTIONS
from .site import exports

COLUMNS = (
    "reference",
    "offer",
    "intake",
    "state",
    "received_at",
    "contact_name",
    "contact_email",
    "contact_phone",
    "organisation",
    "municipality",
)
Stream = Callable[[], Iterator[bytes]]


class Figures(NamedTuple):
    """Of one file: CPU seconds, seconds to its first piece, megabytes above an idle process."""

    seconds: float
    first: float
    megabytes: float


def measure(number: int, rounds: int) -> dict[tuple[str, str], Figures]:
    """The figures by format and by who made the file; the medians of interleaved rounds."""
    streams = _streams(number)
    found: dict[tuple[str, str], list[Figures]] = {key: [] for key in streams}
    for _ in range(rounds):
        for key, stream in streams.items():
            found[key].append(_in_a_process_of_its_own(stream))
    return {key: _median(figures) for key, figures in found.items()}


def _median(figures: list[Figures]) -> Figures:
    return Figures(*(median(column) for column in zip(*figures, strict=True)))


def _streams(number: int) -> dict[tuple[str, str], Stream]:
    schema = ApplicationFormPage.objects.get(slug="tilmelding").get_schema()
    ids = [question.id for question in schema.questions]
    heard_from = dict(schema.questions[3].options["choices"])
    _sign_up(number, FormVersionFactory(form_schema=schema), ids, list(heard_from))
    user = get_user_model().objects.create_superuser("exporter")
    order = partial(Order, columns=(*COLUMNS, *(f"answer:{id_}" for id_ in ids)), participants=True)
    return {
        ("CSV", "by hand"): partial(exports.csv_stream, ids, heard_from),
        ("CSV", "by hand, with care"): partial(exports.careful_csv_stream, ids, heard_from),
        ("CSV", "ours"): partial(_ours, user, order(Format.CSV_SEMICOLON)),
        ("XLSX", "by hand"): partial(exports.xlsx_stream, ids, heard_from),
        ("XLSX", "ours"): partial(_ours, user, order(Format.XLSX)),
    }


def _ours(user, order: Order) -> Iterator[bytes]:
    """All that the page does when it is sent: rows chosen as the register does, then written."""
    with translation.override("da"):
        yield from Job(user, contents_of(user, listed(user, "")), order).pieces()


def _sign_up(number: int, version, ids: list[str], heard_from: list[str]) -> None:
    """So many submissions with answers, and a participant each."""
    intake = IntakeFactory(capacity=None)
    now = timezone.now()
    for start in range(0, number, 5_000):
        rows = [
            Submission(
                reference=f"B{n:08}",
                intake=intake,
                intake_key=intake.translation_key,
                form_version=version,
                answers={
                    id_: _answer(question.name, n, heard_from)
                    for id_, question in zip(ids, QUESTIONS[5:], strict=True)
                },
                contact_name=f"Ansøger {n}",
                contact_email=f"ansoeger{n}@example.dk",
                contact_phone="12 34 56 78",
                organisation=f"Afdeling {n % 500}",
                organisation_key=f"name:{n}",
                municipality_code=MUNICIPALITIES[n % 98].code,
                language="da",
                state="confirmed",
                fingerprint=f"{n:064}",
                token_salt=f"{n}",
                received_at=now,
                state_changed_at=now,
            )
            for n in range(start, min(start + 5_000, number))
        ]
        made = Submission.objects.bulk_create(rows)
        Participant.objects.bulk_create(
            Participant(
                submission=row, position=0, name=row.contact_name, email=row.contact_email, role="-"
            )
            for row in made
        )


def _answer(name: str, n: int, heard_from: list[str]):
    return {
        "role": "Socialfaglig leder",
        "motivation": f"{n}: " + "Vi vil lære mere om det her. " * 20,
        "employees": n % 90,
        "heard_from": heard_from[n % len(heard_from)],
        "consent": True,
    }[name]


def _in_a_process_of_its_own(stream: Stream) -> Figures:
    """The figures of ``stream``, run in a fork, whose memory nobody else has stretched."""
    connections.close_all()  # a connection must not be shared with a fork
    gc.collect()
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        return Figures(*json.loads(text))
    try:
        os.write(writing, json.dumps(_consume(stream)).encode())
    finally:
        os._exit(0)


def _consume(stream: Stream) -> Figures:
    Submission.objects.first()  # connected, as an idle server is
    idle = _resident()
    start, worked = time.perf_counter(), time.process_time()
    pieces = stream()
    next(pieces)
    first = time.perf_counter() - start
    for _piece in pieces:
        pass
    seconds = time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(seconds, first, peak - idle)


def _resident() -> float:
    """Megabytes of memory that this process has now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024 / 1024
