"""The page of one mail: what it says, how it went, and what a caseworker can do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages as notes
from wagtail.log_actions import registry as log_registry

from ...domain.casework import messages
from ...domain.record.records import Record, put_on_record
from ...domain.writing import seen
from ...formats import datetime_text
from ...mail.mail_status import mail_status, trouble_text
from ...mail.placeholders import UnknownPlaceholder
from ...mail.reader_link import without_link
from ...mail.rendering import render_unlinked
from ...models import Delivery, Message, Submission
from .. import links
from ..shown import read_marks, write_marks
from ..views import CaseView
from .outbox import MailsView, managed_by, message_url, outbox_url, recipient_text, subject_text


class Action(NamedTuple):
    """Something to do with a mail: its button, its function, when it is possible, its message."""

    label: str
    act: Callable
    deliveries: tuple[str, ...]
    done: str


ACTIONS = {
    "send": Action(
        gettext_lazy("Send now"),
        messages.send,
        (Delivery.DRAFT, Delivery.HELD, Delivery.QUEUED),
        gettext_lazy("The mail is on its way."),
    ),
    "hold": Action(
        gettext_lazy("Hold back"),
        messages.hold,
        (Delivery.QUEUED,),
        gettext_lazy("The mail is held back until you send it."),
    ),
    "regenerate": Action(
        gettext_lazy("Create again from the mail text"),
        messages.regenerate,
        messages.UNSENT,
        gettext_lazy("The mail has been created again."),
    ),
    "discard": Action(
        gettext_lazy("Discard"),
        messages.discard,
        (Delivery.DRAFT,),
        gettext_lazy("The draft is discarded."),
    ),
}


class AboutMailView(MailsView, CaseView):
    """A page about one mail, and with it about the case that the mail is about, if there is one."""

    only_identified = False
    """Whether it is only for those who may know who the mail is to."""

    def find_submission(self) -> Submission | None:
        found = managed_by(self.request.user)
        found = found.filter(is_identified=True) if self.only_identified else found
        self.message = get_object_or_404(found, pk=self.kwargs["pk"])
        return self.message.submission

    @property
    def must_declare(self) -> bool:
        return self.submission is not None and super().must_declare

    @property
    def case_url(self) -> str:
        return links.case_url(self.submission) if self.submission else ""

    @property
    def way_back(self) -> str:
        """The mail's page, or the list when the mail is gone."""
        still_there = managed_by(self.request.user).filter(pk=self.message.pk).exists()
        return message_url(self.message) if still_there else outbox_url()

    purpose = ""
    """What the page is for, when not only for looking."""

    def get_page_title(self) -> str:
        return ": ".join(filter(None, [str(self.purpose), subject_text(self.message)]))

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(mail=self.message, **kwargs)


class MailView(AboutMailView, TemplateView):
    """What it says or will say. Each look is put on record."""

    template_name = "wagtail_inddragelse/casework/mails/outbox/message.html"

    def get_context_data(self, **kwargs) -> dict:
        message = self.message
        if message.submission:
            put_on_record(
                message.submission,
                Record.VIEW_MESSAGE,
                user=self.request.user,
                message=message.pk,
            )
        return super().get_context_data(
            to=recipient_text(message),
            status=mail_status(message),
            trouble=trouble_text(message),
            history=list(_history(message)),
            record=list(_record(message)),
            actions=[(name, a) for name, a in ACTIONS.items() if message.delivery in a.deliveries],
            shown=_shown(message),
            can_resend=message.delivery in {Delivery.SENT, Delivery.FAILED}
            and message.is_identified,
            to_deal_with=message.has_not_arrived and not message.dealt_with_at,
            **_subject_and_text(message),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """Do one of the things that the page offers."""
        name = request.POST.get("action", "")
        if name == "deal-with":
            messages.deal_with(self.message, user=request.user)
            return redirect(message_url(self.message))
        action = ACTIONS.get(name)
        if action is None:
            return redirect(message_url(self.message))
        shown = request.POST.get("shown")
        messages.act_on_seen(
            self.message,
            action.act,
            user=request.user,
            shown=read_marks(shown) if shown else None,
        )
        notes.success(request, str(action.done))
        return redirect(outbox_url() if name == "discard" else message_url(self.message))


def _shown(message: Message) -> str:
    """The marks of the words that the actions are about; none of a mail that has gone."""
    if message.delivery not in messages.UNSENT:
        return ""
    return write_marks(seen.marks(messages.editable(message)))


def _subject_and_text(message: Message) -> dict:
    """Subject and text as they were or will be sent, without the secret link; nothing of it where
    the recipient is hidden, as the text may name them."""
    if not message.is_identified:
        return {"is_hidden": True}
    if message.subject:
        return {"subject": message.subject, "text": without_link(message.text, message)}
    try:
        subject, text, _html = render_unlinked(message)
    except UnknownPlaceholder as error:
        return {"cannot_be_made": _("There is no placeholder “%s”.") % error}
    return {"subject": subject, "text": text}


def _history(message: Message) -> Iterator[tuple[str, str]]:
    """What happened to it, and when."""
    yield _("Made"), datetime_text(message.created_at)
    if message.attempts:
        yield _("Attempts"), str(message.attempts)
    if message.delivery == Delivery.QUEUED:
        yield _("Next attempt"), datetime_text(message.next_attempt_at)
    moments = {
        _("Sent"): message.sent_at,
        _("Delivered to the recipient’s mail server"): message.delivered_at,
        _("Sent back"): message.bounced_at,
        _("Reported as spam"): message.complained_at,
        _("Dealt with"): message.dealt_with_at,
    }
    yield from ((label, datetime_text(moment)) for label, moment in moments.items() if moment)


def _record(message: Message) -> Iterator:
    """What caseworkers did with it, the newest first."""
    logs = log_registry.get_logs_for_instance(message.submission or message)
    for entry in logs.select_related("user"):
        if (entry.data or {}).get("message") == message.pk:
            yield entry
