"""The secret link to a submission's receipt, made from its salt and never stored."""

from __future__ import annotations

import base64
import secrets

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import Intake, Submission

KEY_SALT = "wagtail_inddragelse.receipt"
REGISTER_URL_NAME = "inddragelse_submissions_modeladmin_index"
CASE_URL_NAME = "inddragelse_submissions_modeladmin_inspect"
TO_ASSESS = "to_assess"
"""The register's filter for what the user has to assess."""


def new_salt() -> str:
    """The random part of a submission's secret link; giving it a new one kills the old link."""
    return secrets.token_hex(16)


def receipt_token(submission: Submission) -> str:
    """The secret of a submission's link: 256 bits, safe in a URL."""
    return _token(submission, settings.SECRET_KEY)


def check_token(submission: Submission, token: str) -> bool:
    """Whether ``token`` opens ``submission``; those made with a fallback key still do."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(token, _token(submission, key)) for key in keys)


def receipt_url(submission: Submission) -> str:
    """The absolute secret URL of the receipt, on the site that the offer belongs to."""
    arguments = {"reference": submission.reference, "token": receipt_token(submission)}
    with translation.override(submission.language):
        path = reverse("wagtail_inddragelse:receipt", kwargs=arguments)
    return site_url(submission.intake.page) + path


def office_url(submission: Submission) -> str:
    """The absolute URL that finds the case in the register, for those who may see it."""
    return f"{_admin_base_url()}{reverse(REGISTER_URL_NAME)}?q={submission.reference}"


def case_url(submission: Submission) -> str:
    """The absolute URL of the case, for those who may see it."""
    return f"{_admin_base_url()}{reverse(CASE_URL_NAME, args=[submission.pk])}"


def public_url(page: Model) -> str:
    """The absolute address of a page that people can open; empty for one that is not published."""
    return (page.live and page.full_url) or ""


def to_assess_query(intake: Intake) -> str:
    """The query string that has the register show what the user has to assess of ``intake``."""
    return f"intake={intake.pk}&assignee={TO_ASSESS}"


def to_assess_url(intake: Intake) -> str:
    """The absolute URL of the list of what an assessor has to assess of ``intake``."""
    return f"{_admin_base_url()}{reverse(REGISTER_URL_NAME)}?{to_assess_query(intake)}"


def site_url(page: Model) -> str:
    """Scheme and host of the site a page belongs to; the admin's when it belongs to none."""
    parts = page.get_url_parts()
    return (parts and parts[1]) or _admin_base_url()


def _admin_base_url() -> str:
    return getattr(settings, "WAGTAILADMIN_BASE_URL", "").rstrip("/")


def _token(submission: Submission, key: str) -> str:
    value = f"{submission.token_salt}:{submission.reference}"
    digest = salted_hmac(KEY_SALT, value, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
