"""Publishing can't destroy submissions: what keeps intakes, and what refuses to remove them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

from django.db import models, transaction
from django.utils.translation import ngettext

from ...models import Intake, Submission
from ..intakes import places
from ..writing.refused import RefusedByField
from ..writing.retries import retried
from .pages import find_served_offers, get_form_models

RELATION = "inddragelse_intakes"
UNSAVED = "_cluster_related_objects"
"""Where modelcluster keeps the rows of a page that are not saved yet, and takes each kind away as
it saves it."""


def write(page: models.Model, save: Callable[[], None]) -> None:
    """``save`` the page with its intakes, in one transaction that locks their places first.

    Who signs up locks the places and then writes; a publish that wrote first and met them later
    would deadlock with them, and with the publish of another language. ``page`` is as it was
    before each attempt, since saving takes its unsaved intakes away.
    """
    before = list(_remember(page))

    @retried
    def attempt() -> None:
        for row, values, is_new in before:
            _put_back(row, values, is_new)
        with transaction.atomic():
            places.lock_all(_keys(page))
            save()

    attempt()


def _keys(page: models.Model) -> set[uuid.UUID]:
    """The keys of the intakes that are stored for ``page``, and of those it is about to store."""
    stored = Intake.objects.filter(page_id=page.pk).values_list("translation_key", flat=True)
    unsaved = vars(page).get(UNSAVED, {}).get(RELATION, ())
    return {*stored, *(intake.translation_key for intake in unsaved)}


def _remember(row: models.Model) -> Iterator[tuple[models.Model, dict, bool]]:
    """``row`` and all unsaved rows below it, with what each holds."""
    values = dict(vars(row))
    related = values.get(UNSAVED)
    if related:
        values[UNSAVED] = dict(related)
    yield row, values, row._state.adding
    for children in (related or {}).values():
        for child in children:
            yield from _remember(child)


def _put_back(row: models.Model, values: dict, is_new: bool) -> None:
    vars(row).clear()
    vars(row).update(values)
    if values.get(UNSAVED):
        vars(row)[UNSAVED] = dict(values[UNSAVED])
    row._state.adding = is_new


def submissions_below(page: models.Model) -> int:
    """How many submissions there are for offers on ``page`` and all below it."""
    return Submission.objects.filter(intake__page__path__startswith=page.path).count()


def refuse_to_delete(page: models.Model) -> None:
    """Raise RefusedByField when ``page``, or one below it, has submissions or is a form that people
    have signed up with: the offers would be left without it, and their sign-ups with no form to
    send anything more by."""
    refuse_if_submissions(page)
    count = submissions_by_forms_below(page)
    if count:
        text = ngettext(
            "“%(title)s” can't be deleted: %(count)d sign-up has come through the form. Unpublish "
            "it instead.",
            "“%(title)s” can't be deleted: %(count)d sign-ups have come through the form. "
            "Unpublish it instead.",
            count,
        )
        raise _has_submissions(text, page, count)


def _has_submissions(text: str, page: models.Model, count: int) -> RefusedByField:
    words = text % {"title": page.title, "count": count}
    return RefusedByField({"page": [words]}, code="has_submissions")


def submissions_by_forms_below(page: models.Model) -> int:
    """How many submissions there are for offers whose form is ``page`` or one below it, wherever
    the offers are."""
    forms = (
        form
        for model in get_form_models()
        for form in model.objects.filter(path__startswith=page.path, alias_of=None)
    )
    offers = {offer.pk for form in forms for offer in find_served_offers(form)}
    return Submission.objects.filter(intake__page__in=offers).count()


def refuse_if_submissions(page: models.Model) -> None:
    """Raise RefusedByField, in words for the editor, when ``page`` or one below it has any."""
    count = submissions_below(page)
    if count:
        text = ngettext(
            "“%(title)s” can't be moved or deleted: it holds %(count)d submission. "
            "Unpublish it or cancel its start dates instead.",
            "“%(title)s” can't be moved or deleted: it holds %(count)d submissions. "
            "Unpublish it or cancel its start dates instead.",
            count,
        )
        raise _has_submissions(text, page, count)


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
    """Those of ``intakes`` that have submissions, in whatever language they were sent."""
    stored = [intake for intake in intakes if intake.pk]
    found = Submission.objects.for_intakes(stored).order_by()
    taken = set(found.values_list("intake_key", flat=True).distinct())
    return [intake for intake in stored if intake.translation_key in taken]


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
