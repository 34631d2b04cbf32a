"""An offer: a programme or event that people can join, as a mixin for any page type."""

from __future__ import annotations

import datetime as dt
from functools import cached_property, partial

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.images import get_image_model_string
from wagtail.search import index
from wagtail.search.signal_handlers import post_save_signal_handler

from ...blocks import offer_blocks
from ...domain.intakes.intakes import IntakeStatus, get_statuses, without_form
from ...domain.intakes.pretence import Pretence, pretend
from ...domain.offers import publishing
from ...domain.offers.changes import group_changes, list_changes
from ...domain.offers.pages import find_form_page, followed
from ...domain.offers.readiness import Finding, check_offer
from ...editing.offer_form import OfferForm
from ...editing.panels import FormPanel, ReadinessPanel, SignUpsPanel
from ...editing.readiness import ReadinessMixin
from ...editing.tabs import TabbedMixin
from ...editing.widgets import TickBoxes
from ...models import Audience, ContactPerson, Intake, IntakeChange, Organisation, Theme
from ...models.base import PAGE_MODEL
from ...models.panels import KeyedInlinePanel
from ..api import OFFER_FIELDS
from . import fields
from .base import RenderedMixin

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class OfferMixin(TabbedMixin, ReadinessMixin, RenderedMixin):
    """A page that people can sign up from.

    List it before the page class: ``class Course(OfferMixin, Page)``, and add ``offer_panels`` to
    its ``content_panels``; start dates and facts have tabs of their own. Intakes are edited inline
    and belong to the page; an alias shows those of the page it follows, so that nobody signs up to
    a copy.
    """

    is_offer = True

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        BOTH = "both", _("In person and online")

    summary = fields.TextField(
        _("summary"),
        max_length=500,
        blank=True,
        help_text=_("Two sentences at the top of the page and in lists."),
    )
    image = fields.ForeignKey(
        get_image_model_string(),
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    audiences = fields.ParentalManyToManyField(
        Audience, verbose_name=_("audiences"), blank=True, related_name="+"
    )
    themes = fields.ParentalManyToManyField(
        Theme, verbose_name=_("themes"), blank=True, related_name="+"
    )
    organiser = fields.ForeignKey(
        Organisation,
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    partners = fields.ParentalManyToManyField(
        Organisation, verbose_name=_("partners"), blank=True, related_name="+"
    )
    format = fields.CharField(
        _("format"), max_length=16, choices=Format.choices, default=Format.IN_PERSON
    )
    duration = fields.CharField(
        _("duration"), max_length=255, blank=True, help_text=_("For example “12 months”.")
    )
    price_text = fields.CharField(
        _("price"), max_length=255, blank=True, help_text=_("Leave empty if it is free of charge.")
    )
    eligibility = fields.RichTextField(_("who can take part"), blank=True, features=TEXT_FEATURES)
    contacts = fields.ParentalManyToManyField(
        ContactPerson, verbose_name=_("contact people"), blank=True, related_name="+"
    )
    body = fields.StreamField(offer_blocks, verbose_name=_("content"), blank=True)
    form_page = fields.ForeignKey(
        PAGE_MODEL,
        verbose_name=_("form page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where people sign up. Leave empty to use the form page below this page."),
    )

    base_form_class = OfferForm

    editor_tabs = (
        ("content_panels", _("Text")),
        ("intake_panels", _("Start dates")),
        ("fact_panels", _("Facts and contacts")),
    )
    offer_panels = [
        ReadinessPanel(),
        SignUpsPanel(),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]
    intake_panels = [
        KeyedInlinePanel(
            publishing.RELATION,
            heading=_("Start dates and application rounds"),
            label=_("Start date"),
            help_text=_("Each is signed up to on its own and has its own places."),
        ),
        FormPanel(),
        FieldPanel("form_page"),
    ]
    fact_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("format"), FieldPanel("duration")]),
                FieldPanel("price_text"),
                FieldPanel("eligibility"),
                FieldPanel("audiences", widget=TickBoxes),
                FieldPanel("themes", widget=TickBoxes),
            ],
            heading=_("Facts"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("organiser"),
                FieldPanel("partners", widget=TickBoxes),
                FieldPanel("contacts", widget=TickBoxes),
            ],
            heading=_("Who is behind it"),
        ),
    ]

    search_fields = [
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("eligibility"),
        index.SearchField("get_venues"),
        index.RelatedFields("audiences", [index.SearchField("name"), index.FilterField("name")]),
        index.RelatedFields("themes", [index.SearchField("name"), index.FilterField("name")]),
        index.RelatedFields("organiser", [index.SearchField("name"), index.FilterField("name")]),
        index.FilterField("format"),
        index.FilterField("organiser"),
    ]
    api_fields = OFFER_FIELDS

    class Meta:
        abstract = True

    @cached_property
    def followed_page(self) -> models.Model:
        """This page, or for an alias the page that it follows in the end."""
        return followed(self).specific if self.alias_of_id else self

    def get_intakes(self) -> list[Intake]:
        """The intakes people sign up to, in the editor's order."""
        return list(getattr(self.followed_page, publishing.RELATION).all())

    def get_venues(self) -> str:
        """Where its sessions are, a line each: what a search of the site finds it by as well."""
        sessions = [session for intake in self.get_intakes() for session in intake.sessions.all()]
        return "\n".join(dict.fromkeys(filter(None, (each.location for each in sessions))))

    def get_statuses(self, now: dt.datetime | None = None) -> list[IntakeStatus]:
        """How each intake stands at ``now``, the current moment unless given; none is open
        without a form page to sign up on."""
        statuses = get_statuses(self.get_intakes(), now)
        return statuses if self.get_form_page() else without_form(statuses)

    @cached_property
    def _form_page(self) -> models.Model | None:
        return find_form_page(self.followed_page)

    def get_form_page(self) -> models.Model | None:
        """The page where people sign up: the one chosen, else the one below this page. It is live,
        but for a preview, which shows a draft of it as well."""
        return self._form_page

    def get_findings(self) -> list[Finding]:
        """What the offer lacks, as it is in memory."""
        return check_offer(self)

    def get_changes(self) -> list[IntakeChange]:
        """What has been changed after people could see it, newest first."""
        return list_changes(self.get_intakes())

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """As it stands now, or as it would stand."""
        return [("", _("As it is now")), *Pretence.choices]

    def get_preview_context(self, request, mode_name) -> dict:
        """What a draft shows; it links to its form before that is published."""
        self._form_page = find_form_page(self.followed_page, only_live=False)
        context = super().get_preview_context(request, mode_name)
        return {**context, "statuses": pretend(context["statuses"], mode_name)}

    def get_context(self, request, *args, **kwargs) -> dict:
        """Adds what the offer templates show."""
        context = super().get_context(request, *args, **kwargs)
        statuses = self.get_statuses()
        return {
            **context,
            "statuses": statuses,
            "calendar_url": calendar_url(statuses),
            "form_page": self.get_form_page(),
            "changes": group_changes(self.get_changes()),
            "contacts": list(self.contacts.all()),
        }

    @property
    def exclude_fields_in_copy(self) -> list[str]:
        """A copy leaves out a form page that is below this page: it has its own, or none yet."""
        chosen = self.form_page
        own = ["form_page"] if chosen and chosen.is_descendant_of(self) else []
        return [*super().exclude_fields_in_copy, *own]

    def with_content_json(self, content: dict) -> models.Model:
        """The page as a revision has it, keeping every intake that has submissions."""
        return super().with_content_json(publishing.keep_intakes(self, content))

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Save the page, its places locked first where its intakes are written too."""
        save = partial(super().save, *args, update_fields=update_fields, **kwargs)
        if update_fields is None or publishing.RELATION in update_fields:
            publishing.write(self, save)
            transaction.on_commit(partial(find_by_venues, self), robust=True)
        else:
            save()

    def delete(self, *args, **kwargs):
        """Delete the page; RefusedByField, before the tree is touched, when people signed up."""
        publishing.refuse_to_delete(self)
        return super().delete(*args, **kwargs)


def find_by_venues(page: models.Model) -> None:
    """Have the search index read the page again: Wagtail has done so before its sessions were
    written."""
    if getattr(page, "search_auto_update", True):
        post_save_signal_handler(page)


def calendar_url(statuses: list[IntakeStatus]) -> str:
    """Where the dates of an offer can be subscribed to; empty while none is set."""
    dated = [status.intake for status in statuses if status.intake.pk and status.sessions]
    if not dated:
        return ""
    return reverse("wagtail_inddragelse:calendar", args=[dated[0].page_id])
