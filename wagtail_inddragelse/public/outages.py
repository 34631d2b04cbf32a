"""What people are told while the database can't be reached, with all that they typed.

For every form of ours: those of applicants, and those of the case office in the admin.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

OUTAGES = (InterfaceError, OperationalError)
TEMPLATE = "wagtail_inddragelse/public/unavailable.html"


def keeps_what_was_typed(dispatch: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers a POST that lost the database with a page that sends the same again.

    Sending twice is safe: what was stored after all is recognised. The page asks nothing of the
    database, so it stands alone. An outage at a GET is the site's own matter.
    """

    @wraps(dispatch)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return dispatch(request, *args, **kwargs)
        except OUTAGES as error:
            if request.method != "POST":
                raise
            logger.error("A form was not taken: %s", type(error).__name__)
            _give_up_transaction()
            return unavailable(request)

    return answer


def _give_up_transaction() -> None:
    """Where the site wraps each request in a transaction, the cut one is not to be committed."""
    if connection.settings_dict["ATOMIC_REQUESTS"] and connection.in_atomic_block:
        transaction.set_rollback(True)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The page: nothing was stored, and a button sends it again. Files have to be chosen again."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "action": request.get_full_path(),
        "hidden_inputs": typed,
        "has_files": bool(request.FILES),
    }
    response = HttpResponse(render_to_string(TEMPLATE, context), status=503)
    response["Retry-After"] = "60"
    return response
