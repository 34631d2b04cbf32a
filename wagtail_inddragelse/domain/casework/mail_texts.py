"""An agency's own texts of mails: which one holds where, changing them, and what to try them on."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from wagtail.log_actions import log

from ...mail import placeholders
from ...mail.mail_text import standard_text
from ...models import Intake, MailText, Occasion, Role, Submission, occasions_where
from ..assessment import conflicts
from ..writing import seen
from ..writing.refused import RefusedByField
from ..writing.retries import retried
from ..writing.seen import ChangedMeanwhile

MOST_SAMPLES = 10


def texts_at(page: Model, languages: list[str]) -> Iterator[tuple[Occasion, list[MailText]]]:
    """The text that holds at ``page`` on each occasion, in each of ``languages``. Two queries."""
    nearest, is_assessed = _nearest(page), takes_applications(page)
    for occasion in occasions_where(lambda kind: kind.has_mail_text):
        yield (
            occasion,
            [
                nearest.get((occasion, language))
                or standard_text(occasion, language, is_assessed=is_assessed)
                for language in languages
            ],
        )


def text_at(page: Model, occasion: Occasion, language: str) -> MailText:
    """The text of one mail that holds at ``page``: set there or above, or the standard text."""
    nearest = MailText.objects.applying_to(page, occasion, language)
    return nearest or standard_text(occasion, language, is_assessed=takes_applications(page))


def digest(mail_text: MailText) -> str:
    """A mark that tells whether somebody has changed it."""
    return seen.mark([mail_text.headline, mail_text.text])


def _nearest(page: Model) -> dict[tuple[str, str], MailText]:
    """By occasion and language; of several the nearest, which ``above`` gives first."""
    found = MailText.objects.above(page).select_related("page", "changed_by")
    return {(each.occasion, each.language): each for each in reversed(found)}


def takes_applications(page: Model) -> bool:
    """Whether people apply for what is at or below ``page``, rather than sign up."""
    here = Intake.objects.filter(page__path__startswith=page.path)
    return here.filter(selection=Intake.Selection.ASSESSED).exists()


def check(mail_text: MailText) -> dict[str, list[str]]:
    """What is wrong with it, by field; empty when it can be used."""
    occasion = Occasion(mail_text.occasion)
    problems = {
        "headline": placeholders.check(mail_text.headline, occasion, in_subject=True),
        "text": placeholders.check(mail_text.text, occasion),
    }
    return {name: found for name, found in problems.items() if found}


@retried
def save(mail_text: MailText, *, user: AbstractBaseUser, began_from: str = "") -> MailText:
    """Use ``mail_text`` in the mails of its page and all below it, on record; returns the row.

    ``began_from`` is the digest of what held when the writing began; empty replaces whatever holds.
    Raises RefusedByField for a text that can't be used, ChangedMeanwhile when it holds no longer.
    """
    if problems := check(mail_text):
        raise RefusedByField(problems, code="unusable_text")
    where = {name: getattr(mail_text, name) for name in ("page", "occasion", "language")}
    with transaction.atomic():
        list(MailText.objects.select_for_update().filter(page_id=mail_text.page_id))
        _refuse_unseen(text_at(**where), began_from)
        words = {"headline": mail_text.headline, "text": mail_text.text}
        row, is_new = MailText.objects.update_or_create(
            **where, defaults={**words, "changed_by": user}
        )
        log(row, "wagtail.create" if is_new else "wagtail.edit", user=user)
    return row


@retried
def take_back(mail_text: MailText, *, user: AbstractBaseUser, began_from: str = "") -> None:
    """Go back to the text from above, or the standard text, on record; safe to repeat.

    ``began_from`` is the digest of the text that was seen; empty asks for no comparison. Raises
    ChangedMeanwhile when it says something else by now.
    """
    with transaction.atomic():
        row = MailText.objects.select_for_update().filter(pk=mail_text.pk).first()
        if row is None:
            return
        _refuse_unseen(row, began_from)
        log(row, "wagtail.delete", user=user, deleted=True)
        MailText.objects.filter(pk=row.pk).delete()


def _refuse_unseen(mail_text: MailText, began_from: str) -> None:
    if began_from not in ("", digest(mail_text)):
        raise ChangedMeanwhile("text")


def samples(user: AbstractBaseUser, page: Model) -> list[Submission]:
    """The last ten at or below ``page`` that ``user`` may try a text on, newest first.

    A mail says who it is to: those whose answers are shut to ``user``, for a conflict of interest
    or as it is not declared that there is none, are left out, and those assessed blind.
    """
    rows = Submission.objects.open_to(user, Role.MESSAGES).identified_to(user)
    rows = conflicts.without_undeclared(rows, user).filter(intake__page__path__startswith=page.path)
    return list(rows.select_related("intake__page", "form_version")[:MOST_SAMPLES])
