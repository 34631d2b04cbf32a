"""Work on many cases in the background: asked for on a page, done some at a time by a task.

A part of it is one transaction with the note of how far it is: a worker that dies leaves no part
half done, another goes on where it stopped, and two at once take turns.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from ..domain.assessment import assessment, conflicts, decisions
from ..domain.writing.retries import retried
from ..models import Errand, Intake, Role, Submission

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""How many cases are worked on while the caseworker waits for the page."""

KEPT = dt.timedelta(days=30)
"""How long the result of one can be seen."""


class Part(NamedTuple):
    """The result of a part: a number, and by reference why cases were left."""

    count: int
    refusals: dict[str, str]


def _release(errand: Errand, keys: list[int]) -> Part:
    result = decisions.release_some(
        errand.intake,
        keys,
        user=errand.user,
        listed=errand.order["listed"],
        criterion=errand.order.get("criterion", ""),
    )
    return Part(result.released, result.refusals)


def _share_evenly(errand: Errand, keys: list[int]) -> Part:
    people = list(get_user_model().objects.filter(pk__in=errand.order["assessors"]).order_by("pk"))
    each = errand.order["each"]
    return Part(assessment.share_evenly(keys, people, each=each, user=errand.user), {})


def _share_by_region(errand: Errand, keys: list[int]) -> Part:
    wanted = errand.order["by_region"]
    people = get_user_model().objects.in_bulk({key for keys_ in wanted.values() for key in keys_})
    by_region = {
        name: [people[key] for key in keys_ if key in people] for name, keys_ in wanted.items()
    }
    return Part(assessment.share_by_region(keys, by_region, user=errand.user), {})


Act = Callable[[Errand, list[int]], Part]
"""What is done to the cases of an errand with these keys."""


class Way(NamedTuple):
    """How a kind of errand is done: by which function, and so many cases at a time."""

    act: Act
    at_a_time: int


WAYS = {
    Errand.Kind.RELEASE: Way(_release, decisions.BATCH),
    Errand.Kind.EVENLY: Way(_share_evenly, assessment.BATCH),
    Errand.Kind.BY_REGION: Way(_share_by_region, assessment.BATCH),
}


def begin(kind: Errand.Kind, intake: Intake, keys: Iterable[int], *, user, **order) -> Errand:
    """Have it done in the background, to the cases with these primary keys, in this order."""
    Errand.objects.filter(created_at__lt=timezone.now() - KEPT, left=[]).delete()
    left = list(keys)
    errand = Errand.objects.create(
        kind=kind,
        intake=intake,
        user=user,
        order=order,
        left=left,
        total=len(left),
        language=translation.get_language() or "",
    )
    go_on(errand)
    return errand


def go_on(errand: Errand) -> None:
    """Hand it over to the task backend; what that can't take waits until somebody goes on."""
    transaction.on_commit(partial(_enqueue, errand.pk))


def _enqueue(errand_id: int) -> None:
    try:
        do_errand.enqueue(errand_id)
    except Exception as error:
        logger.error("No task for errand %s: %s", errand_id, type(error).__name__)


@task()
def do_errand(errand_id: int) -> None:
    """Do what is left of an errand. The task is given a key alone: a broker holds no more."""
    while _go_on_a_part(errand_id):
        pass


def _go_on_a_part(errand_id: int) -> bool:
    """Do a part; if it fails, do one case instead, and leave that case if it fails too.

    So what fails with one keeps no other. When it is the database that fails, nothing is left out.
    Returns whether something is still to be done.
    """
    try:
        return _do_a_part(errand_id, _act)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.warning("A part of errand %s failed; its cases are tried alone", errand_id)
    try:
        return _do_a_part(errand_id, _act, at_a_time=1)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.error("A case of errand %s could not be done: %s", errand_id, type(error).__name__)
    return _do_a_part(errand_id, _leave, at_a_time=1)


def _act(errand: Errand, keys: list[int]) -> Part:
    return WAYS[Errand.Kind(errand.kind)].act(errand, keys)


def _leave(errand: Errand, keys: list[int]) -> Part:
    """Leave the cases as they are, and say so."""
    references = Submission.objects.filter(pk__in=keys).values_list("reference", flat=True)
    reason = _("Something went wrong. Try again, or ask whoever runs the site.")
    return Part(0, dict.fromkeys(references, reason))


@retried
def _do_a_part(errand_id: int, act: Act, at_a_time: int | None = None) -> bool:
    """One part, and the note that it is done, in one transaction; whether something is left."""
    with transaction.atomic():
        errand = Errand.objects.select_for_update().filter(pk=errand_id).first()
        if errand is None or not errand.left:
            return False
        number = at_a_time or WAYS[Errand.Kind(errand.kind)].at_a_time
        keys, errand.left = errand.left[:number], errand.left[number:]
        with translation.override(errand.language or None):
            part = _do(errand, keys, act)
        errand.count += part.count
        errand.refusals |= part.refusals
        errand.save()
        if not errand.left and errand.kind != Errand.Kind.RELEASE:
            assessment.tell_assessors(Submission.objects.for_intake(errand.intake)[:1])
    return bool(errand.left)


def _do(errand: Errand, keys: list[int], act: Act) -> Part:
    """The part, on the cases that its user still decides on; the others are named."""
    rows = Submission.objects.filter(pk__in=keys)
    if errand.user is None:
        allowed = set()
    else:
        own = rows.open_to(errand.user, Role.DECIDE)
        is_release = errand.kind == Errand.Kind.RELEASE
        own = conflicts.without_undeclared(own, errand.user) if is_release else own
        allowed = set(own.order_by().values_list("pk", flat=True))
    others = rows.exclude(pk__in=allowed).order_by("pk").values_list("reference", flat=True)
    refused = dict.fromkeys(others, _("You no longer decide on it."))
    part = act(errand, [key for key in keys if key in allowed])
    return Part(part.count, refused | part.refusals)


def unfinished(intake: Intake):
    """The unfinished errands on ``intake``, newest first."""
    same = Errand.objects.filter(intake__translation_key=intake.translation_key)
    return same.exclude(left=[]).order_by("-pk")


def result_text(errand: Errand) -> str:
    """The result, in words."""
    if errand.kind == Errand.Kind.RELEASE:
        text = ngettext(
            "%(count)d decision is released.", "%(count)d decisions are released.", errand.count
        )
    else:
        text = ngettext(
            "%(count)d assignment is made.", "%(count)d assignments are made.", errand.count
        )
    return text % {"count": errand.count}
