"""Panels of the page editor about the state of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.forms import Media
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from ..domain.offers.overview import IntakeOverview, OfferOverview, get_overviews
from ..domain.offers.pages import find_form_page, find_served_offers
from ..domain.offers.readiness import Check, Finding
from ..models import Intake
from .change_notes import drafts_text, signed_up_text
from .dashboard import edit_url, register_url
from .in_words import places_text


@dataclass(frozen=True)
class Point:
    """A check with all that it found."""

    check: Check
    findings: list[Finding]

    @property
    def title(self) -> str:
        """What is wrong, on how many start dates when there are several."""
        if len(self.findings) == 1:
            return self.findings[0].title
        count = len({finding.intake_key for finding in self.findings})
        if count == 1:
            return str(self.check.title)
        about = ngettext("%(count)d start date", "%(count)d start dates", count)
        return f"{about % {'count': count}}: {self.check.title}"


def group_findings(findings: Iterable[Finding]) -> list[Point]:
    """The findings by check, in the order in which the checks are first met."""
    groups: dict[Check, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.check, []).append(finding)
    return [Point(check, found) for check, found in groups.items()]


class ReadinessPanel(Panel):
    """What the page lacks, each with a link to the field that mends it. It has no field itself."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"heading": _("Ready to publish?"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_inddragelse/editing/readiness.html"

        @property
        def media(self) -> Media:
            return Media(js=["wagtail_inddragelse/readiness.js"])

        def is_shown(self) -> bool:
            """Not while the page is still to be saved: everything would be missing."""
            return bool(self.instance.pk) and not self.instance.alias_of_id

        def get_context_data(self, parent_context=None) -> dict:
            """Adds ``blocking`` and ``advice``, lists of points."""
            points = group_findings(self.instance.get_findings())
            return {
                **super().get_context_data(parent_context),
                "blocking": [point for point in points if point.check.blocks],
                "advice": [point for point in points if not point.check.blocks],
            }


class SignUpsPanel(Panel):
    """How each published intake stands, with a way to its submissions for those who may read
    them; others see the places alone, which everybody may know."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"heading": _("Sign-ups at a glance"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_inddragelse/editing/sign_ups.html"

        @cached_property
        def overview(self) -> OfferOverview:
            """The offer as it is stored, not as it is edited."""
            return get_overviews([self.instance], self.request.user)[self.instance.pk]

        def is_shown(self) -> bool:
            """Once there is something that people may have signed up to."""
            return bool(self.instance.pk and self.instance.live and self.overview.rows)

        def get_context_data(self, parent_context=None) -> dict:
            """Adds ``rows``, and ``may_read``: without it, no numbers of submissions by intake.

            ``signed_up`` and ``drafts`` tell all who publish whom that concerns.
            """
            may_read = self.overview.new is not None
            return {
                **super().get_context_data(parent_context),
                "rows": [_glance(row, may_read) for row in self.overview.rows],
                "may_read": may_read,
                "signed_up": signed_up_text(self.instance),
                "drafts": drafts_text(self.instance),
            }


def _glance(row: IntakeOverview, may_read: bool) -> dict:
    public = {"intake": row.intake, "status": row.status, "taken": places_text(row)}
    if not may_read:
        return public
    waiting, url = row.status.waiting, register_url(row.intake)
    return {**public, "waiting": waiting, "new": row.new, "url": url}


class LinkedPagesPanel(Panel):
    """Pages that belong to this one, each with its state and, for who may edit it, a link there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_inddragelse/editing/linked_pages.html"
        if_none = ""

        def is_shown(self) -> bool:
            """Not while the page is still to be saved, nor where it follows another."""
            return bool(self.instance.pk) and not self.instance.alias_of_id

        def find_pages(self) -> list[Model]:
            """The pages to link to."""
            raise NotImplementedError

        def list_below(self, page: Model) -> list[str]:
            """What is named below the page."""
            return []

        def get_add_url(self) -> str:
            """Where to make one while there is none; empty for those who may not."""
            return ""

        def get_context_data(self, parent_context=None) -> dict:
            """Adds ``pages``, ``if_none`` and ``add_url``."""
            user = self.request.user
            pages = [
                {
                    "page": page,
                    "url": edit_url(page) if _may_edit(user, page) else "",
                    "below": self.list_below(page),
                }
                for page in self.find_pages()
            ]
            own = {"pages": pages, "if_none": self.if_none, "add_url": self.get_add_url()}
            return {**super().get_context_data(parent_context), **own}


def _may_edit(user, page: Model) -> bool:
    return page.permissions_for_user(user).can_edit()


class FormPanel(LinkedPagesPanel):
    """The form that the offer is signed up to with."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"heading": _("Form"), **kwargs})

    class BoundPanel(LinkedPagesPanel.BoundPanel):
        if_none = _("There is no form to sign up with yet.")

        def find_pages(self) -> list[Model]:
            found = find_form_page(self.instance, only_live=False)
            return [found] if found else []

        def get_add_url(self) -> str:
            """The page that adds a page below the offer."""
            may_add = self.instance.permissions_for_user(self.request.user).can_add_subpage()
            pk = self.instance.pk
            return reverse("wagtailadmin_pages:add_subpage", args=[pk]) if may_add else ""


class OffersPanel(LinkedPagesPanel):
    """The offers that people sign up to with the form."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"heading": _("Offers"), **kwargs})

    class BoundPanel(LinkedPagesPanel.BoundPanel):
        if_none = _("No offer uses this form yet.")

        def find_pages(self) -> list[Model]:
            return find_served_offers(self.instance)

        def list_below(self, page: Model) -> list[str]:
            """The start dates that are signed up to with the form."""
            return [intake.title for intake in Intake.objects.on_page(page)]
