"""Mailing caseworkers about what waits for them: a note that mentions them, with the reference
and a link, or how many applications they are to assess. Nothing of an applicant is in it.

It goes to the address of their account, straight through Wagtail's own mail function: the outbox is
for what applicants are told, and a notice that gets lost is still on the front page of the admin.
"""

from __future__ import annotations

import logging

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from ..models import Assessment, Intake, Mention, Submission
from .links import case_url, to_assess_url
from .sending import NO_ANSWER, connection_with_timeout, is_paused, pause_sending

logger = logging.getLogger(__name__)


def send_notice(mention_id: int) -> bool:
    """Send it, unless they may no longer see the case; returns whether a mail went out.

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
        return _hand_over(subject, body, mention.user.email)


def send_work(assessor_id: int, intake_id: int) -> bool:
    """Write to an assessor about what waits for them on an intake and they have not been told yet.

    One mail for all of it, and none twice; whether one went out. Never raises for what a mail
    server does: what is not sent is told of by the next mail.
    """
    intake = Intake.objects.select_related("page").get(pk=intake_id)
    assessor = get_user_model().objects.get(pk=assessor_id)
    keys = _claim(_untold(assessor, intake)) if assessor.is_active and assessor.email else []
    if not keys:
        return False
    try:
        return bool(_send_work(assessor, intake, len(keys)))
    except Exception as error:  # its words may name the address
        logger.error("No mail to assessor %s: %s", assessor_id, type(error).__name__)
        Assessment.objects.filter(pk__in=keys).update(told_at=None)
        return False


def _untold(assessor, intake: Intake) -> QuerySet:
    visible = Submission.objects.visible_to(assessor).for_intake(intake)
    open_cases = visible.decidable()
    mine = Assessment.objects.not_handed_in().filter(assessor=assessor, told_at=None)
    return mine.filter(submission__in=open_cases)


def _claim(untold: QuerySet) -> list[int]:
    """Mark them as told before the mail is sent, so that two workers don't send it twice."""
    with transaction.atomic():
        keys = list(untold.select_for_update().values_list("pk", flat=True))
        Assessment.objects.filter(pk__in=keys).update(told_at=timezone.now())
    return keys


def _send_work(assessor, intake: Intake, count: int) -> int:
    profile = UserProfile.get_for_user(assessor)
    with translation.override(profile.get_preferred_language()):
        words = {"count": count, "intake": f"{intake.page.title} – {intake.title}"}
        subject = ngettext(
            "%(count)d application for you to assess",
            "%(count)d applications for you to assess",
            count,
        )
        text = ngettext(
            "You are asked to assess %(count)d application:\n%(intake)s",
            "You are asked to assess %(count)d applications:\n%(intake)s",
            count,
        )
        body = f"{text % words}\n\n{to_assess_url(intake)}\n"
        return _hand_over(subject % words, body, assessor.email)


def _hand_over(subject: str, body: str, address: str) -> int:
    """Send it; returns how many the server took. Raises the server's errors, at once if it has
    just not answered: somebody may be waiting for a page that tells many."""
    if is_paused():
        raise TimeoutError
    try:
        return send_mail(subject, body, [address], connection=connection_with_timeout())
    except Exception as error:
        if type(error).__name__ in NO_ANSWER:
            pause_sending()
        raise
