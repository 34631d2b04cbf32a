"""Blocks that show offers: a list, one offer, the criteria, a call to action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from ..denmark.spelling import danish_order
from ..domain.intakes.intakes import IntakeState, IntakeStatus
from ..domain.offers.offers import OfferSummary, find_offers
from ..domain.offers.sites import site_of
from ..models import Intake, Session
from .base import ContentBlock, Group, HeadedBlock
from .choosers import FormPageChooserBlock, OfferChooserBlock
from .links import LinkBlock
from .visibility import is_open_to_all


@dataclass(frozen=True)
class OfferGroup:
    """Offers under one heading; without a heading for those that have no audience."""

    title: str
    offers: list[OfferSummary]


def group_by_audience(offers: Iterable[OfferSummary]) -> list[OfferGroup]:
    """Offers under each of their audiences by name, those without an audience last."""
    groups: dict[str, list[OfferSummary]] = {}
    for offer in offers:
        for audience in offer.page.audiences.all() or [""]:
            groups.setdefault(str(audience), []).append(offer)
    titles = sorted(groups, key=lambda title: (not title, danish_order(title)))
    return [OfferGroup(title, groups[title]) for title in titles]


class OfferListBlock(HeadedBlock):
    """Offers by choice, place, audience or theme; all of the site's when nothing is chosen."""

    pages = blocks.ListBlock(
        OfferChooserBlock(label=_("Offer")),
        label=_("These offers"),
        default=[],
        help_text=_(
            "Shown in this order. Leave empty to show those that fit what is chosen below."
        ),
    )
    below = blocks.PageChooserBlock(
        label=_("Offers below this page"), required=False, can_choose_root=False
    )
    audience = SnippetChooserBlock(
        "wagtail_inddragelse.Audience", label=_("For this audience"), required=False
    )
    theme = SnippetChooserBlock(
        "wagtail_inddragelse.Theme", label=_("On this theme"), required=False
    )
    by_audience = blocks.BooleanBlock(
        label=_("A heading for each audience"), required=False, default=False
    )
    empty_text = blocks.CharBlock(
        label=_("Text when there are none"),
        required=False,
        max_length=255,
        help_text=_("Leave empty to say “There are no offers at the moment.”"),
    )

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        chosen = value.get("pages", [])
        page_it_stands_on = (parent_context or {}).get("page")
        offers = find_offers(
            pages=[page for page in chosen if page] if len(chosen) else None,
            below=value.get("below"),
            audience=value.get("audience"),
            theme=value.get("theme"),
            locale=getattr(page_it_stands_on, "locale", None),
            site_id=site_of(page_it_stands_on),
        )
        groups = group_by_audience(offers) if value.get("by_audience") else [OfferGroup("", offers)]
        return {
            **super().get_context(value, parent_context),
            "groups": [group for group in groups if group.offers],
        }

    class Meta:
        label = _("List of offers")
        icon = "list-ul"
        group = Group.OFFER
        description = _("Offers with state and next start: chosen ones, or by audience or theme.")
        template = "wagtail_inddragelse/blocks/offer_list.html"
        example = {"heading": _("Our offers")}


class OfferBlock(ContentBlock):
    """One offer with its start dates."""

    page = OfferChooserBlock(label=_("Offer"))

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        page = value.get("page")
        found = find_offers(pages=[page]) if page else []
        return {
            **super().get_context(value, parent_context),
            "offer": next(iter(found), None),
        }

    def get_preview_context(self, value, parent_context: dict | None = None) -> dict:
        """Adds the start date of an offer that no site has."""
        context = super().get_preview_context(value, parent_context)
        return {**context, "status": example_status()}

    class Meta:
        label = _("An offer")
        icon = "calendar-alt"
        group = Group.OFFER
        description = _("One offer with its start dates and a button for each.")
        template = "wagtail_inddragelse/blocks/offer.html"
        preview_template = "wagtail_inddragelse/blocks/offer_preview.html"


def example_status() -> IntakeStatus:
    """A start date in a month with places left, which is stored nowhere."""
    start = (timezone.localtime() + dt.timedelta(days=30)).replace(hour=9, minute=0)
    session = Session(
        starts_at=start, ends_at=start + dt.timedelta(hours=7), venue=gettext("The town hall")
    )
    intake = Intake(title=gettext("Two days in the autumn"), capacity=20)
    intake.sessions = [session]
    return IntakeStatus(intake, IntakeState.OPEN, taken=8)


class CriteriaBlock(HeadedBlock):
    """The criteria of a form page, so that applicants read what assessors use."""

    form_page = FormPageChooserBlock(
        label=_("Application form"),
        required=False,
        help_text=_(
            "Its criteria are shown. Leave empty to use the form of the offer that the block is on."
        ),
    )

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        form_page = value.get("form_page") or form_page_of(context.get("page"))
        shown = is_open_to_all(form_page, context)
        criteria = form_page.specific.get_schema().criteria if shown else ()
        return {**context, "criteria": criteria}

    class Meta:
        label = _("Criteria")
        icon = "tasks"
        group = Group.OFFER
        description = _("What applications are judged by, taken from the application form.")
        template = "wagtail_inddragelse/blocks/criteria.html"
        preview_template = "wagtail_inddragelse/blocks/criteria_preview.html"
        example = {"heading": _("How we choose")}


def form_page_of(page: Model | None) -> Model | None:
    """The form of an offer; None for any other page."""
    return page.get_form_page() if getattr(page, "is_offer", False) else None


class CallToActionBlock(ContentBlock):
    """A short text and one button."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=255)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    link = LinkBlock(label=_("Button"))

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        return {**context, "href": value["link"].href(context)}

    class Meta:
        label = _("Call to action")
        icon = "arrow-right-full"
        group = Group.OFFER
        description = _("A short text and one button.")
        template = "wagtail_inddragelse/blocks/call_to_action.html"

        @staticmethod
        def example() -> dict[str, Any]:
            link = {"text": _("See the programme"), "url": "https://www.example.dk/"}
            empty = {"page": None, "document": None, "description": ""}
            return {
                "heading": _("Would you like to take part?"),
                "text": _("Your municipality can apply all year round."),
                "link": {**empty, **link},
            }
