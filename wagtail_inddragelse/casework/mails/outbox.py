"""The outbox: all mails a caseworker manages, over all offers, and sending those that wait."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages as notes
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ...domain.casework import messages
from ...domain.casework.messages import WAITING
from ...formats import datetime_text
from ...mail.delivery import RELATED
from ...mail.mail_status import mail_status, status_choices, trouble_text, with_status
from ...models import Intake, Message, Occasion, Role, Submission, has_role_anywhere
from ...models.base import get_page_model, once_each
from ...models.message import MessageQuerySet
from ..once import once

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


class IntakeFilter(django_filters.ModelChoiceFilter):
    """Intakes by the titles of their offers and their own."""

    class field_class(django_filters.ModelChoiceFilter.field_class):
        def label_from_instance(self, obj: Intake) -> str:
            return f"{obj.page.title} – {obj.title}"


def _of_mails(request: HttpRequest) -> QuerySet:
    """The intakes that the user manages mails about, in every language."""
    about = Message.objects.visible_to(request.user).order_by()
    return Intake.objects.filter(
        Q(translation_key__in=about.values("submission__intake_key"))
        | Q(translation_key__in=about.values("subscription__intake__translation_key"))
    )


def _intakes(request: HttpRequest) -> QuerySet:
    """The same, each once: an intake in two languages is one."""
    one_each = once_each(_of_mails(request), request.GET.get("intake"))
    return one_each.select_related("page").order_by("page__title", "sort_order", "pk")


def _offers(request: HttpRequest) -> QuerySet:
    pages = get_page_model().objects.filter(pk__in=_of_mails(request).order_by().values("page"))
    return once_each(pages, request.GET.get("offer")).order_by("title")


class MessageFilterSet(WagtailFilterSet):
    """By offer, intake, occasion and how a mail stands."""

    offer = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Offer"), queryset=_offers, method="filter_offer"
    )
    intake = IntakeFilter(label=gettext_lazy("Intake"), queryset=_intakes, method="filter_intake")
    occasion = django_filters.ChoiceFilter(label=gettext_lazy("Occasion"), choices=Occasion.choices)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Delivery"), choices=status_choices, method="filter_state"
    )

    class Meta:
        model = Message
        fields = []

    def filter_offer(self, queryset: QuerySet, name: str, page) -> QuerySet:
        return queryset.filter(
            Q(submission__intake__page__translation_key=page.translation_key)
            | Q(subscription__intake__page__translation_key=page.translation_key)
        )

    def filter_intake(self, queryset: QuerySet, name: str, intake: Intake) -> QuerySet:
        """In whatever language it was signed up to."""
        key = intake.translation_key
        return queryset.filter(
            Q(submission__intake_key=key) | Q(subscription__intake__translation_key=key)
        )

    def filter_state(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        return with_status(queryset, wanted)


class TextColumn(Column):
    """A text made from a message."""

    def __init__(self, name: str, text, **kwargs) -> None:
        super().__init__(name, **kwargs)
        self.text = text

    def get_value(self, instance: Message) -> str:
        return self.text(instance)


def subject_text(message: Message) -> str:
    """What it is: the occasion, and the words of whoever wrote their own, as they went out."""
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


class MailsView(WagtailAdminTemplateMixin):
    """A page about mails; 404 for whoever manages none."""

    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not has_role_anywhere(request.user, Role.MESSAGES):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": outbox_url(), "label": _("Mails")},
            {"url": "", "label": self.get_page_title()},
        ]


class OutboxView(MailsView, BaseListingView):
    """The list, the newest first."""

    page_title = gettext_lazy("Mails")
    model = Message
    index_url_name = OUTBOX
    index_results_url_name = "inddragelse_outbox_results"
    filterset_class = MessageFilterSet
    is_searchable = True
    search_fields = ["submission__reference"]
    paginate_by = 20
    default_ordering = "-pk"
    columns = [
        TitleColumn(
            "subject",
            accessor=subject_text,
            label=gettext_lazy("Mail"),
            get_url=message_url,
            width="26%",
        ),
        TextColumn("reference", _reference, label=gettext_lazy("Reference")),
        TextColumn("about", _about, label=gettext_lazy("Offer")),
        TextColumn("to", recipient_text, label=gettext_lazy("To")),
        TextColumn("status", _how_it_went, label=gettext_lazy("Delivery"), width="14%"),
        TextColumn("when", _when, label=gettext_lazy("Sent or made")),
    ]

    def get_base_queryset(self) -> MessageQuerySet:
        return managed_by(self.request.user)

    def get_ordering(self) -> str:
        return self.default_ordering

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("inddragelse_outbox_send")
        query = self.request.GET.urlencode()
        return [
            HeaderButton(
                label=_("Send all that wait in this list"),
                url=f"{url}?{query}" if query else url,
                icon_name="mail",
            )
        ]


class SendAllView(MailsView, View):
    """Says how many drafts and held mails of a filtered list there are, and sends them."""

    page_title = gettext_lazy("Send all that wait")
    template_name = "wagtail_inddragelse/casework/mails/outbox/send_all.html"

    @cached_property
    def waiting(self) -> MessageQuerySet:
        """Those of the list that wait for somebody to send them."""
        found = managed_by(self.request.user).filter(delivery__in=WAITING)
        filters = MessageFilterSet(self.request.GET, found, request=self.request)
        if not filters.is_valid():
            raise Http404
        query = self.request.GET.get("q", "").replace("\x00", "")
        return filters.qs.filter(submission__reference__icontains=query) if query else filters.qs

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                count=self.waiting.count(),
                newest=self.waiting.aggregate(newest=Max("pk"))["newest"],
                back=outbox_url(request.GET.urlencode()),
            )
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send those that were counted; what has been drafted since then waits."""
        newest = request.POST.get("newest", "")
        if not newest.isdecimal():
            raise Http404
        back = outbox_url(request.GET.urlencode())
        return once(request, lambda: self._send(int(newest), back), back)

    def _send(self, newest: int, back: str) -> HttpResponse:
        sent = messages.send_all(self.waiting.filter(pk__lte=newest), user=self.request.user)
        text = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", sent)
        notes.success(self.request, text % {"count": sent})
        return redirect(back)
