"""Signed, dated tokens: what ties a posted form to the page, form version and intake it showed."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.core import signing
from django.utils import timezone

from ..conf import get_setting

FORM_SALT = "wagtail_inddragelse.form"
UPLOAD_SALT = "wagtail_inddragelse.upload"


class BadToken(Exception):
    """The token is missing, not ours, or was made for another page."""


@dataclass(frozen=True)
class FormToken:
    """What a form was when it was shown. ``intake_id`` is None where the applicant chooses.

    ``opening`` is the number of this opening of it, by which a second click is recognised. A page
    that a site caches gives all its readers the same one.
    """

    page_id: int
    digest: str
    intake_id: int | None
    issued_at: dt.datetime
    opening: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it tells which form was shown."""
        return bool(self.digest)

    @property
    def age(self) -> dt.timedelta:
        """Time since the form was shown."""
        return timezone.now() - self.issued_at

    @property
    def is_expired(self) -> bool:
        """Whether it was shown too long ago to be taken as it is."""
        return self.age > dt.timedelta(hours=get_setting("TOKEN_MAX_AGE_HOURS"))

    @property
    def is_hasty(self) -> bool:
        """Whether it came back faster than a person can fill it in."""
        return self.age < dt.timedelta(seconds=get_setting("MIN_FILL_SECONDS"))


def issue(
    page_id: int,
    digest: str,
    intake_id: int | None,
    issued_at: dt.datetime | None = None,
    opening: str = "",
) -> str:
    """A token for a form that is being opened now, or was first shown at ``issued_at``.

    One that comes back keeps its ``opening``.
    """
    seconds = (issued_at or timezone.now()).timestamp()
    opening = opening or secrets.token_urlsafe(12)
    return signing.dumps([page_id, digest, intake_id, seconds, opening], salt=FORM_SALT)


def unknown(page_id: int) -> FormToken:
    """The value used for a token that can't be read, on a page that anyone may see."""
    return FormToken(page_id, "", None, timezone.now())


def read(token: str, page_id: int) -> FormToken:
    """What ``token`` says. Raises BadToken unless it is ours and was issued for this page."""
    try:
        page, digest, intake_id, issued_at, *opening = signing.loads(token, salt=FORM_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadToken from error
    if page != page_id:
        raise BadToken
    when = dt.datetime.fromtimestamp(issued_at, tz=dt.UTC)
    return FormToken(page, digest, intake_id, when, *opening)  # one from before has no number


def sign_upload(attachment_id: int, key: int | str) -> str:
    """What a form posts back for a file that was kept from an earlier attempt at it.

    ``key`` says which form: its page's primary key, or what else tells it from all others.
    """
    return signing.dumps([attachment_id, key], salt=UPLOAD_SALT)


def read_upload(token: str, key: int | str) -> int | None:
    """Primary key of the kept file, or None when the token is not ours or of another form."""
    max_age = dt.timedelta(hours=24)
    try:
        attachment_id, signed_key = signing.loads(token, salt=UPLOAD_SALT, max_age=max_age)
    except (signing.BadSignature, ValueError):
        return None
    return attachment_id if signed_key == key else None
