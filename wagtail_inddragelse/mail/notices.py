"""Telling a caseworker by mail that a note mentions them: the reference and a link, no more.

It goes to the address of their account, straight through Wagtail's own mail function: the outbox is
for what applicants are told, and a notice that gets lost is still on the front page of the admin.
"""

from __future__ import annotations

import logging

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from ..models import Mention, Submission
from .links import case_url

logger = logging.getLogger(__name__)


def send_notice(mention_id: int) -> bool:
    """Send it, unless the case is no longer theirs to see; whether a mail went out.

    Never raises for what a mail server does.
    """
    mention = Mention.objects.select_related("user", "note__submission").get(pk=mention_id)
    if not mention.user.email or not _is_open(mention):
        return False
    try:
        return bool(_send(mention))
    except Exception as error:  # its words may name the address
        logger.error("No mail about mention %s: %s", mention_id, type(error).__name__)
        return False


def _is_open(mention: Mention) -> bool:
    cases = Submission.objects.visible_to(mention.user).identified_to(mention.user)
    return cases.filter(pk=mention.note.submission_id).exists()


def _send(mention: Mention) -> int:
    submission = mention.note.submission
    profile = UserProfile.get_for_user(mention.user)
    with translation.override(profile.get_preferred_language()):
        subject = _("%(reference)s: a note mentions you") % {"reference": submission.reference}
        text = _("A note on the case %(reference)s mentions you. Read it here:\n\n%(url)s\n")
        body = text % {"reference": submission.reference, "url": case_url(submission)}
        return send_mail(subject, body, [mention.user.email])
