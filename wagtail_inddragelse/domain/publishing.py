"""Publishing can't destroy submissions: what keeps intakes, and what refuses to remove them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import ngettext

from ..models import Intake, Submission

RELATION = "inddragelse_intakes"


class HasSubmissions(ValidationError):
    """The page, or one below it, has submissions and must stay where it is.

    Wagtail's admin API answers a ValidationError with its words.
    """

    def __init__(self, message: str) -> None:
        super().__init__({"page": [message]})

    def __str__(self) -> str:
        return self.messages[0]


def submissions_below(page: models.Model) -> int:
    """How many submissions there are for offers on ``page`` and all below it."""
    return Submission.objects.filter(intake__page__path__startswith=page.path).count()


def refuse_if_submissions(page: models.Model) -> None:
    """Raise HasSubmissions, in words for the editor, when ``page`` or one below it has any."""
    count = submissions_below(page)
    if count:
        raise HasSubmissions(
            ngettext(
                "“%(title)s” can't be moved or deleted: it holds %(count)d submission. "
                "Unpublish it or cancel its start dates instead.",
                "“%(title)s” can't be moved or deleted: it holds %(count)d submissions. "
                "Unpublish it or cancel its start dates instead.",
                count,
            )
            % {"title": page.title, "count": count}
        )


def keep_intakes(page: models.Model, content: dict) -> dict:
    """``content`` of a revision, such that saving it can't lose or double an intake of ``page``.

    Rows are matched by ``translation_key`` and sessions by ``uid``, as a revision may have been
    saved before its rows had primary keys, or been copied from another page. Intakes with
    submissions that the revision does not know are added as they stand.
    """
    stored = {
        str(intake.translation_key): intake
        for intake in Intake.objects.filter(page_id=page.pk).prefetch_related("sessions")
    }
    rows = [_with_known_keys(row, stored) for row in content.get(RELATION, [])]
    known = {row["translation_key"] for row in rows}
    missing = [stored[key] for key in stored.keys() - known]
    return {**content, RELATION: rows + [_serialised(row) for row in with_submissions(missing)]}


def with_submissions(intakes: list[Intake]) -> list[Intake]:
    """Those of ``intakes`` that have submissions."""
    stored = [intake.pk for intake in intakes if intake.pk]
    taken = set(Submission.objects.filter(intake__in=stored).values_list("intake_id", flat=True))
    return [intake for intake in intakes if intake.pk in taken]


def _with_known_keys(row: dict, stored: dict[str, Intake]) -> dict:
    intake = stored.get(row["translation_key"])
    sessions = {str(s.uid): s.pk for s in intake.sessions.all()} if intake else {}
    return {
        **row,
        "pk": intake.pk if intake else None,
        "sessions": [{**s, "pk": sessions.get(s["uid"])} for s in row.get("sessions", [])],
    }


def _serialised(intake: Intake) -> dict:
    return intake.serializable_data()
