"""Sending all mails of a list that wait for somebody to send them."""

from __future__ import annotations

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages as notes

from ...domain.casework import messages
from ...domain.casework.messages import WAITING
from ...models.keys import parse_key
from ...models.message import MessageQuerySet
from ..once import once
from .filters import MessageFilterSet
from .outbox import MailsView, managed_by, outbox_url


class SendAllView(MailsView):
    """Says how many drafts and held mails of a filtered list there are, and sends them."""

    page_title = gettext_lazy("Send all waiting mails")
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
        return self.show(
            count=self.waiting.count(),
            newest=self.waiting.aggregate(newest=Max("pk"))["newest"],
            back=outbox_url(request.GET.urlencode()),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send those that were counted; what has been drafted since then waits."""
        newest = parse_key(request.POST.get("newest"))
        if newest is None:
            raise Http404
        back = outbox_url(request.GET.urlencode())
        return once(request, lambda: self._send(newest, back), back)

    def _send(self, newest: int, back: str) -> HttpResponse:
        sent = messages.send_all(self.waiting.filter(pk__lte=newest), user=self.request.user)
        text = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", sent)
        notes.success(self.request, text % {"count": sent})
        return redirect(back)
