"""``python -m benchmarks``: sets up a site of its own, measures, and writes ``results.md``.

SQLite unless DATABASE_URL names another server, where a database is made and dropped again.
Nothing here is a test: it fails only when a listing asks more queries for more offers.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="interleaved rounds (10)")
    parser.add_argument("--requests", type=int, default=50, help="requests a round (50)")
    parser.add_argument("--seconds", type=float, default=2, help="seconds a rate is measured (2)")
    parser.add_argument("--rows", type=int, default=100_000, help="submissions exported (100000)")
    parser.add_argument("--only-exports", action="store_true", help="measure no more than that")
    parser.add_argument("--register", type=int, default=100_000, help="rows listed (100000)")
    parser.add_argument("--only-register", action="store_true", help="measure no more than that")
    parser.add_argument("--screens", type=int, default=10_000, help="rows behind screens (10000)")
    parser.add_argument("--only-screens", action="store_true", help="measure no more than that")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    print("Setting up …", flush=True)
    with own_database() as database:
        return _measure(options, database)


@contextmanager
def own_database() -> Iterator[str]:
    """The name of a new database with all tables, dropped at the end."""
    from django.db import connection

    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "benchmark.sqlite3")
        before = connection.settings_dict["NAME"]
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield str(name)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def _measure(options: argparse.Namespace, database: str) -> int:
    from django.db import connection

    from . import content, exports, in_process, listing, loading, register, report, screens, served

    if options.only_register:
        measured = register.measure(options.register)
        _write(report.register_as_markdown(options.register, measured), "register")
        return 0
    if options.only_screens:
        _write(report.screens_as_markdown(screens.measure(options.screens)), "screens")
        return 0
    content.build_site()
    if options.only_exports:
        measured = exports.measure(options.rows, options.rounds)
        _write(report.exports_as_markdown(options.rows, measured), "exports")
        return 0
    print("Measuring in process …", flush=True)
    ratios, queries = in_process.measure(options.rounds, options.requests)
    print("Measuring under gunicorn …", flush=True)
    rates = served.measure(database, max(options.rounds // 3, 1), options.seconds)
    print("Listing offers …", flush=True)
    listed = {number: listing.count_queries(number) for number in listing.SIZES}
    print("Exporting …", flush=True)
    exported = exports.measure(options.rows, max(options.rounds // 3, 1))
    text = report.as_markdown(connection.display_name, ratios, queries, rates, listed)
    text += report.exports_as_markdown(options.rows, exported)
    print("Loading pages in a browser …", flush=True)
    text += report.loads_as_markdown(loading.measure(max(options.rounds // 2, 1)))
    print("Listing submissions …", flush=True)
    text += report.register_as_markdown(options.register, register.measure(options.register))
    _write(text)
    return int(len(set(listed.values())) > 1)


def _write(text: str, part: str = "") -> None:
    """Print the figures, and keep them in the file of the database and of a part measured alone."""
    from django.db import connection

    vendor = "" if connection.vendor == "sqlite" else connection.vendor
    name = "-".join(filter(None, ["results", part, vendor]))
    (FOLDER / f"{name}.md").write_text(text.lstrip(), encoding="utf-8")
    print(f"\n{text}")


if __name__ == "__main__":
    sys.exit(main())
