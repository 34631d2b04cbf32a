"""A second click does nothing twice: each form that is opened in the admin is acted on once.

A form carries a key of its own, made when it was opened (``once.html``). Who goes back and sends
other words, or other rows, means something else: what counts is the key with all that was sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..domain.writing.retries import retried
from ..models import UsedForm

KEY = "once"
"""The name of the field with the key."""

SEARCHED = "q"
"""The name of what is searched for in the lists, in their addresses."""

REMEMBERED = dt.timedelta(days=1)
"""How long a form can be sent again without being acted on again."""


def is_first(request: HttpRequest, *also: object) -> bool:
    """Whether this is the first click, for what leads nowhere, such as a file that is sent.

    ``also`` is what tells it apart besides. Ask it in a transaction with what is done but once.
    """
    digest = _digest(request, *also)
    if digest is None:
        return True
    forget_old(timezone.now())
    return not _is_done(digest) and _claim(digest)


def once(
    request: HttpRequest, act: Callable[[], HttpResponseBase], meanwhile: str
) -> HttpResponseBase:
    """``act()`` for the first click; for each further one a redirect to where the first one led.

    What ``act`` does and the note that it is done are one transaction: of a process that dies
    neither is left, and a second click waits for the end of the first. An answer that is no
    redirect, or an error, says that nothing was done, and the same form can be sent again. A form
    without a key is acted on each time. ``meanwhile`` is where to go when the first led nowhere.
    """
    digest = _digest(request)
    if digest is None:
        return act()
    forget_old(timezone.now())
    response = None if _is_done(digest) else _act(digest, act)
    return response or _already_done(request, digest, meanwhile)


def _digest(request: HttpRequest, *also: object) -> str | None:
    if not request.POST.get(KEY):
        return None
    sent = [request.path, sorted(request.POST.lists()), *also]
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def _is_done(digest: str) -> bool:
    """Asked before anything is written, as a database logs a statement that fails."""
    return UsedForm.objects.filter(digest=digest).exists()


@retried
def _claim(digest: str) -> bool:
    """Whether this is the first click: the note is there with what the same transaction does. Who
    comes meanwhile waits for its end."""
    try:
        with transaction.atomic():
            UsedForm.objects.create(digest=digest)
    except IntegrityError:
        return False
    return True


@retried
def _act(digest: str, act: Callable[[], HttpResponseBase]) -> HttpResponseBase | None:
    """The response of ``act``; None when another click was quicker."""
    with transaction.atomic():
        if not _claim(digest):
            return None
        response, used = act(), UsedForm.objects.filter(digest=digest)
        if 300 <= response.status_code < 400:
            used.update(led_to=_without_words(response["Location"])[:500])
        else:
            used.delete()
    return response


def _without_words(address: str) -> str:
    """``address`` without words searched for: they are names of people, and it is stored."""
    path, question, query = address.partition("?")
    query, hash_, anchor = query.partition("#")
    kept = QueryDict(query, mutable=True)
    if not question or kept.pop(SEARCHED, None) is None:
        return address
    return f"{path}?{kept.urlencode()}{hash_}{anchor}"


def forget_old(now: dt.datetime) -> None:
    """Forget the forms that were sent longer ago than they are remembered."""
    UsedForm.objects.filter(done_at__lt=now - REMEMBERED).delete()


def _already_done(request: HttpRequest, digest: str, meanwhile: str) -> HttpResponse:
    led_to = UsedForm.objects.filter(digest=digest).values_list("led_to", flat=True).first()
    messages.info(request, _("You have already sent that. It has been done once, and not again."))
    return redirect(led_to or meanwhile)
