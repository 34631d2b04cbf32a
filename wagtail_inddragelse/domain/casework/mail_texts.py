"""An agency's own texts of mails: which one holds where, changing them, and what to try them on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from wagtail.log_actions import log

from ...mail import placeholders
from ...mail.mail_text import Words, words_to_begin_with
from ...models import Intake, MessageTemplate, Occasion, Role, Submission, occasions_where
from ..assessment import conflicts
from ..writing import seen
from ..writing.refused import RefusedByField
from ..writing.retries import retried
from ..writing.seen import ChangedMeanwhile

MOST_SAMPLES = 10


@dataclass(frozen=True)
class Holding:
    """What the mails of a page say on one occasion in one language; no template: the standard."""

    page: Model
    occasion: Occasion
    language: str
    words: Words
    template: MessageTemplate | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is set on this very page."""
        return self.template is not None and self.template.page_id == self.page.pk

    @property
    def digest(self) -> str:
        """By which it is known whether somebody has changed the words."""
        return seen.mark(list(self.words))


def holding_at(page: Model, languages: list[str]) -> Iterator[tuple[Occasion, list[Holding]]]:
    """What holds at ``page`` for each occasion, in each of ``languages``. Two queries."""
    templates, is_assessed = _templates_at(page), takes_applications(page)
    for occasion in occasions_where(lambda kind: kind.has_mail_text):
        yield (
            occasion,
            [
                _holding(page, occasion, language, templates.get((occasion, language)), is_assessed)
                for language in languages
            ],
        )


def get_holding(page: Model, occasion: Occasion, language: str) -> Holding:
    """What holds at ``page`` for one mail."""
    template = MessageTemplate.objects.applying_to(page, occasion, language)
    return _holding(page, occasion, language, template, takes_applications(page))


def _holding(page, occasion, language, template, is_assessed) -> Holding:
    words = (
        Words(template.headline, template.text)
        if template
        else words_to_begin_with(occasion, language, is_assessed=is_assessed)
    )
    return Holding(page, occasion, language, words, template)


def _templates_at(page: Model) -> dict[tuple[str, str], MessageTemplate]:
    """By occasion and language; of several the nearest, which ``above`` gives first."""
    found = MessageTemplate.objects.above(page).select_related("page", "changed_by")
    return {(each.occasion, each.language): each for each in reversed(found)}


def takes_applications(page: Model) -> bool:
    """Whether people apply for what is at or below ``page``, rather than sign up."""
    here = Intake.objects.filter(page__path__startswith=page.path)
    return here.filter(selection=Intake.Selection.ASSESSED).exists()


def check_words(words: Words, occasion: Occasion) -> dict[str, list[str]]:
    """What is wrong with ``words``, by field; empty when they can be used."""
    problems = {
        "headline": placeholders.check(words.headline, occasion, in_subject=True),
        "text": placeholders.check(words.text, occasion),
    }
    return {name: found for name, found in problems.items() if found}


@retried
def save(
    page: Model,
    occasion: Occasion,
    language: str,
    words: Words,
    *,
    user: AbstractBaseUser,
    began_from: str = "",
) -> MessageTemplate:
    """Have the mails of ``page`` and all below it say ``words``, on record.

    ``began_from`` is the digest of what held when the writing began; empty replaces whatever holds.
    Raises RefusedByField for words that can't be used, ChangedMeanwhile when it holds no
    longer.
    """
    if problems := check_words(words, occasion):
        raise RefusedByField(problems, code="unusable_words")
    with transaction.atomic():
        list(MessageTemplate.objects.select_for_update().filter(page_id=page.pk))
        holding = get_holding(page, occasion, language)
        if began_from and not seen.is_shown(began_from, list(holding.words)):
            raise ChangedMeanwhile("text")
        template, is_new = MessageTemplate.objects.update_or_create(
            page_id=page.pk,
            occasion=occasion,
            language=language,
            defaults={**words._asdict(), "changed_by": user},
        )
        log(template, "wagtail.create" if is_new else "wagtail.edit", user=user)
    return template


@retried
def take_back(template: MessageTemplate, *, user: AbstractBaseUser, began_from: str = "") -> None:
    """Have what is above hold again, or the standard text, on record; safe to repeat.

    ``began_from`` is the digest of the words that were seen; empty asks for no comparison. Raises
    ChangedMeanwhile when it says other words by now.
    """
    with transaction.atomic():
        row = MessageTemplate.objects.select_for_update().filter(pk=template.pk).first()
        if row is None:
            return
        if began_from and not seen.is_shown(began_from, [row.headline, row.text]):
            raise ChangedMeanwhile("text")
        log(row, "wagtail.delete", user=user, deleted=True)
        MessageTemplate.objects.filter(pk=row.pk).delete()


def samples(user: AbstractBaseUser, page: Model) -> list[Submission]:
    """The last ten at or below ``page`` that ``user`` may try a text on, newest first.

    A mail says who it is to: those whose answers are shut to ``user``, for a conflict of interest
    or as it is not declared that there is none, are left out, and those assessed blind.
    """
    rows = Submission.objects.open_to(user, Role.MESSAGES).identified_to(user)
    rows = conflicts.without_undeclared(rows, user).filter(intake__page__path__startswith=page.path)
    return list(rows.select_related("intake__page", "form_version")[:MOST_SAMPLES])
