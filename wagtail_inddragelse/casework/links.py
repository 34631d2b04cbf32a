"""Addresses of one case, for links and redirects."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from ..mail.links import CASE_URL_NAME, REGISTER_URL_NAME
from ..models import Intake, Submission

Crumb = dict[str, str]
"""A place in the breadcrumbs, as Wagtail takes it: its address and its name."""

CASE = CASE_URL_NAME
REGISTER = REGISTER_URL_NAME


def case_url(submission: Submission, query: str = "") -> str:
    """Where the case is shown, with the query string of the list that it was opened from."""
    url = reverse(CASE, args=[submission.pk])
    return f"{url}?{query}" if query else url


def selection_url(intake: Intake) -> str:
    """Where the outcomes of an intake are prepared."""
    return reverse("inddragelse_selection", args=[intake.pk])


def mail_texts_url(page: Model | None = None) -> str:
    """The mail texts of an offer or a branch; without one the list of those."""
    if page is None:
        return reverse("inddragelse_mail_texts")
    return reverse("inddragelse_page_mail_texts", args=[page.pk])


def register_url(query: str = "") -> str:
    """The register, with the filters of a query string."""
    return f"{reverse(REGISTER)}?{query}" if query else reverse(REGISTER)


def register_item(query: str = "") -> Crumb:
    """The register, as the first of the breadcrumbs."""
    return {"url": register_url(query), "label": _("Submissions")}


def case_item(submission: Submission, query: str = "") -> Crumb:
    """A case in the breadcrumbs, by its reference."""
    return {"url": case_url(submission, query), "label": submission.reference}


def selection_item(intake: Intake) -> Crumb:
    """The selection of an intake in the breadcrumbs."""
    return {"url": selection_url(intake), "label": _("Selection")}
