"""The figures as a page of Markdown."""

from __future__ import annotations

from .contestants import CAREFUL, CONTESTANTS, CONTRIB_FORMS, HAND_WRITTEN, OURS
from .served import CLIENTS, WORKERS

HEADER = """# Figures on {database}

Written by `make benchmark`. The same ten questions on the same database, four ways: a plain
hand-written Django view that stores one row; the same view written to do the work that a sign-up
needs (lock, deadline, places, one for each e-mail, person, two mails in an outbox, log); a page of
wagtail.contrib.forms; and ours. Mail is delivered by nobody here: tasks are taken and left.
CPU time is that of the whole request through Django's handler with all middleware, as a ratio to
the plain hand-written view, and the median of interleaved rounds.
"""


def as_markdown(
    database: str, ratios: dict, queries: dict, rates: dict, listed: dict[int, int]
) -> str:
    """All tables; ``database`` is the name of what they were measured on."""
    rows = [_row(contestant.name, ratios, queries, rates) for contestant in CONTESTANTS]
    columns = ["", "GET, CPU", "POST, CPU", "GET, queries", "POST, queries", "GET/s", "POST/s"]
    head = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    note = f"Requests per second are under gunicorn with {WORKERS} workers and {CLIENTS} clients."
    counts = ", ".join(f"{number} offers in {count} queries" for number, count in listed.items())
    lines = [
        HEADER.format(database=database),
        *head,
        *rows,
        "",
        note,
        "",
        *_comparisons(ratios),
        "",
        f"Lists: {counts}.",
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, ratios: dict, queries: dict, rates: dict) -> str:
    cells = [
        name,
        *(f"{ratios[name, method]:.2f}" for method in ("GET", "POST")),
        *(str(queries[name, method]) for method in ("GET", "POST")),
        *(f"{rates[name, method]:.0f}" for method in ("GET", "POST")),
    ]
    return "| " + " | ".join(cells) + " |"


def _comparisons(ratios: dict) -> list[str]:
    """Our cost as a ratio to each of the others."""
    return [
        f"- {method} of ours against {other.name}: "
        f"{ratios[OURS.name, method] / ratios[other.name, method]:.2f}"
        for method in ("GET", "POST")
        for other in (HAND_WRITTEN, CAREFUL, CONTRIB_FORMS)
    ]


EXPORTS = """
## Exports of {rows:,} submissions

CPU time as a ratio to a view written by hand for this one form (objects with their participants
prefetched, written as they come), and to one written with care (tuples, many lines at a time). The
first byte is in seconds, memory in megabytes above the idle process. Each runs in a process of its
own; what is measured is choosing the rows and making the file, without the network.
"""


def exports_as_markdown(rows: int, figures: dict) -> str:
    """The table of exports."""
    head = [
        "| | CPU, to by hand | CPU, to careful | First byte | Memory |",
        "|---|---|---|---|---|",
    ]
    lines = [_export_row(key, figures) for key in figures]
    return "\n".join([EXPORTS.format(rows=rows), *head, *lines]) + "\n"


def _export_row(key: tuple[str, str], figures: dict) -> str:
    (format, maker), own = key, figures[key]
    cells = [
        f"{format}, {maker}",
        *(_ratio(own, figures.get((format, other))) for other in ("by hand", "by hand, with care")),
        f"{own.first:.2f}",
        f"{own.megabytes:.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def _ratio(own, other) -> str:
    return f"{own.seconds / other.seconds:.2f}" if other else ""


LOADS = """
## Loading pages of the example site

From the traces of Chromium on a phone's screen of 360 by 740 pixels, with nothing cached and the
server on the same machine. Bytes are uncompressed, of all requests. Milliseconds are the median:
first and largest contentful paint, and total blocking time. Layout shift is the sum of all shifts.
"""


def loads_as_markdown(loads: dict) -> str:
    """The table of page loads, by the page's name."""
    head = [
        "| | Bytes | Requests | First paint | Largest paint | Layout shift | Blocking |",
        "|---|---|---|---|---|---|---|",
    ]
    lines = [
        f"| {name} | {load.bytes:,} | {load.requests} | {load.first_paint:.0f} "
        f"| {load.largest_paint:.0f} | {load.layout_shift:.3f} | {load.blocking:.0f} |"
        for name, load in loads.items()
    ]
    return "\n".join([LOADS, *head, *lines]) + "\n"


REGISTER = """
## The register with {rows:,} submissions

Milliseconds of the whole request through Django's test client (median), and queries. The
submissions are spread over 80 intakes of 20 offers, every fourth of them assessed blind; the
caseworkers assess and export, and have declared conflicts of interest.
"""


def register_as_markdown(rows: int, figures: dict) -> str:
    """The table of the register's pages, a column for each kind of user."""
    head = ["| | " + " | ".join(figures) + " |", "|---" * (len(figures) + 1) + "|"]
    pages = next(iter(figures.values()))
    lines = [
        f"| {page} | " + " | ".join(_listed(of[page]) for of in figures.values()) + " |"
        for page in pages
    ]
    return "\n".join([REGISTER.format(rows=rows), *head, *lines]) + "\n"


SCREENS = """
## The screens of a caseworker

Milliseconds of the whole request through Django's test client (median), and queries, by how many
submissions there are. They are spread over 80 intakes of 20 offers; each has a mail in the outbox,
every second one two assessments. The caseworker has all roles and has declared no conflict.
"""


def screens_as_markdown(figures: dict) -> str:
    """The table of screens, a column for each number of submissions."""
    head = [
        "| | " + " | ".join(f"{n:,}" for n in figures) + " |",
        "|---" * (len(figures) + 1) + "|",
    ]
    lines = [
        f"| {screen} | " + " | ".join(_listed(of[screen]) for of in figures.values()) + " |"
        for screen in next(iter(figures.values()))
    ]
    return "\n".join([SCREENS, *head, *lines]) + "\n"


def _listed(figures) -> str:
    return f"{figures.milliseconds:.0f} ms, {figures.queries}"
