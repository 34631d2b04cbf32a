"""What a browser may keep of our pages, so that Back and Forward show them as they were.

A page that answers a POST can't be asked for again without sending the form again, so a browser
that kept nothing shows an error of its own instead, and what was typed is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control

KEPT_SECONDS = 600
"""How long an answer to a POST counts as fresh. Browsers go back to older ones too; the limit is
for those that would not."""


def can_be_gone_back_to(dispatch: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets only the browser keep the pages of a form: the response to a POST, and the form itself.

    A form that is asked for anew is always fetched anew. Where an answer leads elsewhere, or fails,
    nothing is kept.
    """

    @wraps(dispatch)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = dispatch(request, *args, **kwargs)
        if 300 <= response.status_code < 400:
            add_never_cache_headers(response)
            return response
        is_answer = request.method == "POST"
        patch_cache_control(response, private=True, max_age=KEPT_SECONDS if is_answer else 0)
        return response

    return answer
