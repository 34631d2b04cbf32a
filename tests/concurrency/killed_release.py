"""Releases a round in processes that are killed, each at a later write than the one before.

Prints after each how all cases stand, as a line of JSON. The last process lives to the end.
"""

from __future__ import annotations

import json
import os
import signal
import sys

import django


class KillingWrites:
    """Kills this process, without any chance to tidy up, before write number ``position``."""

    def __init__(self, position: int) -> None:
        self.left = position

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self.left -= 1
        return execute(sql, params, many, context)


def release(intake_id: int, user_id: int, position: int) -> None:
    """Release, and die at the write with this number."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    from wagtail_inddragelse.domain.assessment import decisions
    from wagtail_inddragelse.models import Intake

    intake = Intake.objects.get(pk=intake_id)
    user = get_user_model().objects.get(pk=user_id)
    with connection.execute_wrapper(KillingWrites(position)):
        decisions.release(intake, user=user)


def is_killed(intake_id: int, user_id: int, position: int) -> bool:
    """Release in a process of its own; whether it was killed."""
    child = os.fork()
    if child == 0:
        release(intake_id, user_id, position)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def main(intake_id: int, user_id: int) -> None:
    """Kill at the first write, then at the second, and so on until a process lives to the end."""
    django.setup()
    from django.db import connections

    from tests.releases import cases
    from wagtail_inddragelse.models import Intake

    position, was_killed = 0, True
    while was_killed:
        connections.close_all()  # a connection must not be shared with the process that dies
        was_killed = is_killed(intake_id, user_id, position)
        snapshot = cases(Intake.objects.get(pk=intake_id))
        print(json.dumps({"killed": was_killed, "cases": snapshot}), flush=True)
        position += 1


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
