"""The outbox: all mails a caseworker manages, over all offers."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ...formats import datetime_text
from ...mail.delivery import RELATED
from ...mail.mail_status import mail_status, trouble_text
from ...models import Message, Role, Submission, has_role_anywhere
from ...models.message import MessageQuerySet
from ..links import Crumb
from ..lists import Column, ListView
from ..views import CaseworkView
from .filters import MessageFilterSet

OUTBOX = "inddragelse_outbox"
MESSAGE = "inddragelse_message"


def outbox_url(query: str = "") -> str:
    """The outbox, with the filters of a query string."""
    return f"{reverse(OUTBOX)}?{query}" if query else reverse(OUTBOX)


def message_url(message: Message) -> str:
    """The page of one mail."""
    return reverse(MESSAGE, args=[message.pk])


def managed_by(user) -> MessageQuerySet:
    """The messages that ``user`` manages. Each has ``is_identified``: whether they may know whom
    it is to."""
    known = Submission.objects.identified_to(user).filter(pk=OuterRef("submission"))
    found = Message.objects.visible_to(user).select_related(*RELATED)
    return found.annotate(is_identified=Q(submission=None) | Exists(known))


class OutboxMenuItem(MenuItem):
    """For those who manage mails anywhere."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role_anywhere(request.user, Role.MESSAGES)


def menu_item() -> OutboxMenuItem:
    """“Mails” in the main menu, after the register."""
    return OutboxMenuItem(
        _("Mails"), outbox_url(), name="inddragelse-outbox", icon_name="mail", order=255
    )


def subject_text(message: Message) -> str:
    """The occasion, and the subject of a mail somebody wrote, as it went out."""
    own = message.own_subject and (message.subject or message.own_subject)
    return ": ".join(filter(None, [message.get_occasion_display(), own]))


def recipient_text(message: Message) -> str:
    """The address, or that it is hidden; ``message`` comes from ``managed_by``."""
    return message.to if message.is_identified else _("Hidden in a blind assessment")


def _reference(message: Message) -> str:
    return message.submission.reference if message.submission else _("Subscriber")


def _about(message: Message) -> str:
    return f"{message.intake.page.title} – {message.intake.title}"


def _how_it_went(message: Message) -> str:
    return ": ".join(filter(None, [str(mail_status(message).label), trouble_text(message)]))


def _when(message: Message) -> str:
    return datetime_text(message.sent_at or message.created_at)


class MailsView(CaseworkView):
    """A page about mails, for those who manage any."""

    role = Role.MESSAGES
    header_icon = "mail"

    @property
    def way_back(self) -> str:
        return outbox_url()

    def get_parents(self) -> list[Crumb]:
        return [{"url": outbox_url(), "label": _("Mails")}]


class OutboxView(ListView, MailsView):
    """The list, the newest first."""

    page_title = gettext_lazy("Mails")
    model = Message
    index_url_name = OUTBOX
    index_results_url_name = "inddragelse_outbox_results"
    filterset_class = MessageFilterSet
    is_searchable = True
    search_fields = ["submission__reference"]
    default_ordering = "-pk"
    columns = [
        TitleColumn(
            "subject",
            accessor=subject_text,
            label=gettext_lazy("Mail"),
            get_url=message_url,
            width="26%",
        ),
        Column("reference", label=gettext_lazy("Reference"), accessor=_reference),
        Column("about", label=gettext_lazy("Offer"), accessor=_about),
        Column("to", label=gettext_lazy("To"), accessor=recipient_text),
        Column("status", label=gettext_lazy("Delivery"), accessor=_how_it_went, width="14%"),
        Column("when", label=gettext_lazy("Sent or created"), accessor=_when),
    ]

    def get_base_queryset(self) -> MessageQuerySet:
        return managed_by(self.request.user)

    def get_ordering(self) -> str:
        return self.default_ordering

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("inddragelse_outbox_send")
        return [
            HeaderButton(
                label=_("Send all waiting mails in this list"),
                url=f"{url}?{self.query}" if self.query else url,
                icon_name="mail",
            )
        ]
