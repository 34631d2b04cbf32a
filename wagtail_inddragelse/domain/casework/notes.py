"""Notes on a case, and whom they ask to look with ``@name``."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from ...mail.tasks import tell_mentioned
from ...models import Mention, Note, Submission
from ..record.records import Record, put_on_record
from ..writing.refused import Refused
from ..writing.retries import retried
from .caseworkers import who_may_see

NAME = re.compile(r"(?<![\w.+-])@([\w.@+-]+)")
"""What may be the name of an account: the characters that Django takes in one."""


@retried
def add(submission: Submission, text: str, *, author) -> Note:
    """Write a note, and mail those it mentions once it is stored.

    Raises Refused for a name that is none of those who may see the case; nothing is stored
    then, as somebody would wait for an answer that does not come.
    """
    people = find_mentioned(submission, text)
    with transaction.atomic():
        note = Note.objects.create(submission=submission, author=author, text=text)
        told = [user for user in people if user != author]
        for user in told:
            _mention(note, user)
        mentioned = [user.pk for user in told]
        put_on_record(submission, Record.NOTE, user=author, mentioned=mentioned)
    return note


def _mention(note: Note, user) -> None:
    mention = Mention.objects.create(note=note, user=user)
    transaction.on_commit(lambda: tell_mentioned.enqueue(mention.pk), robust=True)


def find_mentioned(submission: Submission, text: str) -> list:
    """The users named in ``text``, each once. Raises Refused."""
    written = dict.fromkeys(NAME.findall(text))
    if not written:
        return []
    people = {user.get_username().casefold(): user for user in who_may_see(submission)}
    found = {name: people.get(_known(name, people)) for name in written}
    strangers = [name for name, user in found.items() if user is None]
    if strangers:
        raise Refused(_nobody_here(strangers), code="strangers")
    return list(dict.fromkeys(found.values()))


def _nobody_here(names: list[str]) -> str:
    text = ngettext(
        "%(names)s may not see this case, or does not exist.",
        "%(names)s may not see this case, or do not exist.",
        len(names),
    )
    return text % {"names": ", ".join(f"@{name}" for name in names)}


def _known(name: str, people: dict) -> str:
    """``name`` as it is known; a sentence may end right after it."""
    name = name.casefold()
    return name if name in people else name.rstrip(".-+@")


def waiting_for(user) -> QuerySet:
    """The mentions of ``user`` on cases whose notes they may still read, unseen ones first."""
    open_cases = Submission.objects.visible_to(user).identified_to(user)
    mine = Mention.objects.filter(user=user, note__submission__in=open_cases)
    return mine.select_related("note__submission", "note__author").order_by(
        F("seen_at").desc(nulls_first=True), "-pk"
    )


def mark_seen(user, submission: Submission) -> int:
    """Note that ``user`` has opened the case they were asked to look at; returns how many."""
    unseen = Mention.objects.filter(user=user, note__submission=submission, seen_at=None)
    return unseen.update(seen_at=timezone.now())
