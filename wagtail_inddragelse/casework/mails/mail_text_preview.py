"""What a mail looks like to one applicant, real or invented. Nothing is stored or sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...domain.casework import mail_texts
from ...domain.offers.pages import find_form_page
from ...domain.record.records import Record, put_on_record
from ...mail.placeholders import BY_NAME
from ...mail.recipients import recipient_of
from ...mail.rendering import Rendered, render_unlinked
from ...models import MAIL_KINDS, MailText, Message, Occasion, Recipient, Submission, Subscription
from ...public.previews import example_submission

INVENTED = "example"


@dataclass(frozen=True)
class Sample:
    """A submission that a text can be tried on; without one an invented one of ``form_page``."""

    submission: Submission | None = None
    form_page: Model | None = None

    @property
    def key(self) -> str:
        """Its value in the list of choices."""
        return str(self.submission.pk) if self.submission else INVENTED

    @property
    def label(self) -> str:
        """What it is called: the reference, and never a name."""
        if self.submission is None:
            return _("An invented applicant")
        row = self.submission
        return f"{row.reference} · {row.intake.title} · {row.get_state_display()}"

    def put_on_record(self, user: AbstractBaseUser, occasion: Occasion) -> None:
        """Record in the log of a real submission that its data was seen."""
        if self.submission:
            put_on_record(self.submission, Record.VIEW, user=user, mail=str(occasion))

    def render(self, occasion: Occasion, language: str, mail_text: MailText | None) -> Rendered:
        """Subject, text and HTML of the mail, with ``mail_text`` in place of the one that holds."""
        submission = self.submission or _invent(self.form_page, language)
        return render_unlinked(_message(submission, occasion, language), mail_text)


def find_samples(user: AbstractBaseUser, page: Model) -> list[Sample]:
    """The last submissions that ``user`` may try a text on, and an invented one where it can be."""
    found = [Sample(submission) for submission in mail_texts.samples(user, page)]
    form_page = find_form_page(page, only_live=False)
    return [*found, Sample(form_page=form_page)] if form_page else found


def _message(submission: Submission, occasion: Occasion, language: str) -> Message:
    about = {"submission": submission}
    kind = MAIL_KINDS[occasion]
    if kind.to is Recipient.SUBSCRIBER:
        about = {"subscription": Subscription(intake=submission.intake, language=language)}
    elif kind.offers_place and submission.offered_until is None:
        submission.offered_until = timezone.now() + dt.timedelta(days=7)
    to = recipient_of(*about.values(), occasion)
    return Message(**about, occasion=occasion, to=to, language=language)


def _invent(form_page: Model, language: str) -> Submission:
    with translation.override(language):
        submission = example_submission(form_page, language)
        submission.decision_reason = str(BY_NAME["reason"].example)
    return submission
