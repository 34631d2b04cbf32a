"""What an agency writes in its mails in place of the standard text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import PAGE_MODEL
from .occasion import Occasion


class MailTextQuerySet(models.QuerySet):
    def above(self, page: models.Model) -> MailTextQuerySet:
        """Those set on ``page`` or a page above it, the nearest first."""
        ends = range(page.steplen, len(page.path) + 1, page.steplen)
        paths = [page.path[:end] for end in ends]
        return self.filter(page__path__in=paths).order_by("-page__depth")

    def applying_to(self, page: models.Model, occasion: Occasion, language: str) -> MailText | None:
        """The one that mails about ``page`` use; None for the standard text. One query."""
        return self.above(page).filter(occasion=occasion, language=language).first()


class MailText(models.Model):
    """Headline and text of the mails on one occasion, for a page and all below it.

    Without a row and a page it is the standard text, or what somebody is writing.
    """

    page = models.ForeignKey(
        PAGE_MODEL,
        verbose_name=_("offer or branch"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The nearest one at or above an offer holds for it.",
    )
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion.choices)
    language = models.CharField(_("language"), max_length=16)
    headline = models.CharField(
        _("headline"),
        max_length=100,
        help_text=_("Also the start of the subject, followed by offer and reference."),
    )
    text = models.TextField(
        _("text"),
        help_text=_(
            "Plain text. An empty line begins a new paragraph. Reference, dates, link and contact "
            "are added automatically."
        ),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    # It goes with its page, and must not keep anybody from deleting that.
    wagtail_reference_index_ignore = True

    objects = MailTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "occasion", "language"], name="inddragelse_one_text_per_mail"
            ),
            models.CheckConstraint(
                condition=~Q(occasion=Occasion.FREE), name="inddragelse_mail_text_not_free"
            ),
            models.CheckConstraint(
                condition=~Q(headline="") & ~Q(text="") & ~Q(language=""),
                name="inddragelse_mail_text_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.get_occasion_display()} · {self.language}"

    def is_set_on(self, page: models.Model) -> bool:
        """Whether it is the text of this very page; the standard text belongs to no page."""
        return self.page_id == page.pk
