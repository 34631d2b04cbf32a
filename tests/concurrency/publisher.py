"""Publishes a page again and again, each time with another start of its sessions and other places.

It says when it begins, goes on until its standard input is closed, and prints what it came to as a
line of JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import select
import sys

import django

PLACES = int(os.environ.get("PUBLISHER_PLACES", "1000"))


def publish(page_id: int, round_: int) -> None:
    """Publish the page as an editor does who has opened it, changed it and sends it."""
    from wagtail_inddragelse.models.base import get_page_model

    page = get_page_model().objects.get(pk=page_id).get_latest_revision_as_object()
    intakes = list(page.inddragelse_intakes.all())
    for intake in intakes:
        intake.capacity = PLACES + round_ % 2
        sessions = list(intake.sessions.all())
        for session in sessions:
            session.ends_at += dt.timedelta(minutes=1 if round_ % 2 else -1)
        intake.sessions = sessions
    page.inddragelse_intakes = intakes
    page.save_revision().publish()


def is_over() -> bool:
    """Whether standard input has been closed."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def main(page_id: int) -> None:
    django.setup()
    from django.db import DatabaseError

    if "SERVER_UNLOCKED" in os.environ:
        from wagtail_inddragelse.domain.offers import publishing

        publishing.write = lambda page, save: save()
    published, failures = 0, []
    print("ready", flush=True)
    while not is_over():
        try:
            publish(page_id, published)
            published += 1
        except DatabaseError as error:
            failures.append(repr(error))
    print(json.dumps({"published": published, "failures": failures}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
