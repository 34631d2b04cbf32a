"""What a citizen reaches by URL. No view here sets a cookie, nor reads the session or the user but
to ask whether somebody may still see a restricted page."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny, xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from wagtail.models import Site

from ..blocks.visibility import is_open_to_all
from ..conf import get_setting
from ..domain.offers.pages import get_form_page, nearest_public
from ..domain.record.transitions import NotAllowed
from ..domain.signup import self_service
from ..mail.calendar import own_calendar
from ..mail.links import check_token, public_url
from ..models import Submission
from . import tokens
from .attempt import Outcome
from .endings import show_ending
from .history import can_be_gone_back_to
from .outages import keeps_what_was_typed
from .receipt import receipt_context, secret_link
from .step_by_step import make_attempt


@method_decorator(
    [
        csrf_exempt,
        xframe_options_exempt,
        can_be_gone_back_to,
        transaction.non_atomic_requests,
        sensitive_post_parameters(),
        keeps_what_was_typed,
    ],
    name="dispatch",
)
class SignUpView(View):
    """Takes a posted form: redirects to the receipt, or shows the form again with what was typed.

    It needs no CSRF token, as nothing is done in the name of a session or user: a signed token ties
    the form to its page, version and intake. The transaction is ``submit``'s own. Error reports
    leave out what was posted.
    """

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Reloading the address of a form that was shown again leads back to a fresh one, or to the
        page above one that has been unpublished since."""
        form_page = _find_form_page(request, page_id)
        target = nearest_public(form_page)
        if not is_open_to_all(target, None):
            raise Http404
        return redirect(target.get_url(request))

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form_page = _find_form_page(request, page_id)
        with translation.override(form_page.locale.language_code):
            return self._answer(request, form_page)

    @method_decorator(keeps_what_was_typed)
    def _answer(self, request: HttpRequest, form_page) -> HttpResponse:
        try:
            outcome = make_attempt(request, form_page).run()
        except tokens.BadToken as error:
            raise Http404 from error
        except SuspiciousOperation:
            return _show_too_much(request, form_page)
        if outcome.submission is not None:
            return to_receipt(outcome.submission)
        if outcome.ending is not None:
            return show_ending(request, form_page, outcome.ending)
        return _show_again(request, form_page, outcome)


def _find_form_page(request: HttpRequest, page_id: int):
    form_page = get_form_page(page_id)
    if form_page is None or not is_in_site(form_page, request):
        raise Http404
    return form_page


def is_in_site(form_page, request: HttpRequest) -> bool:
    """Whether the page belongs to the site that is asked, where there are several."""
    parts = form_page.get_url_parts(request)
    if parts is None:
        return False
    sites = {root.site_id for root in Site.get_site_root_paths()}
    return len(sites) == 1 or parts[0] == getattr(Site.find_for_request(request), "pk", None)


def to_receipt(submission: Submission) -> HttpResponse:
    """Where the answer to a form leads: see other, so that a reload sends nothing."""
    url = reverse("wagtail_inddragelse:receipt", kwargs=secret_link(submission))
    response = redirect(url)
    response.status_code = 303
    return response


def _show_again(request: HttpRequest, form_page, outcome: Outcome) -> HttpResponse:
    context = form_page.get_context(request, sign_up=outcome.html)
    context["has_errors"] = outcome.status_code >= 400
    template = form_page.get_template(request)
    response = TemplateResponse(request, template, context, status=outcome.status_code)
    return response.render()


def _show_too_much(request: HttpRequest, form_page) -> HttpResponse:
    """Say so on a page of its own, which names the form only where anyone may see it."""
    is_open = is_open_to_all(form_page, None)
    context = {
        "base_template": get_setting("BASE_TEMPLATE"),
        "form_url": form_page.get_url(request) if is_open else "",
    }
    template = "wagtail_inddragelse/public/too_much.html"
    return TemplateResponse(request, template, context, status=413).render()


@method_decorator(
    [csrf_exempt, xframe_options_deny, transaction.non_atomic_requests, keeps_what_was_typed],
    name="dispatch",
)
class SecretLinkView(View):
    """A page behind a submission's secret link: never indexed or given away as referrer, and kept
    by nobody but for the form that asks for more."""

    kept = staticmethod(never_cache)
    """What says whether the browser may keep the page."""

    def dispatch(self, request: HttpRequest, reference: str, token: str) -> HttpResponse:
        submission = (
            Submission.objects.select_related("intake__page", "form_version")
            .filter(reference=reference)
            .first()
        )
        if submission is None or not check_token(submission, token):
            raise Http404
        with translation.override(submission.language):
            response = self.kept(keeps_what_was_typed(super().dispatch))(request, submission)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response


class ReceiptView(SecretLinkView):
    """What was sent, its state, what happens next, and what the applicant can do about it."""

    def get(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        template = "wagtail_inddragelse/public/receipt.html"
        return TemplateResponse(request, template, receipt_context(submission)).render()


class ReceiptCalendarView(SecretLinkView):
    """The sessions as a calendar file, which strikes them out for those who lost their place."""

    def get(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        offer = submission.intake.page.specific
        content = own_calendar(submission, url=public_url(offer))
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{offer.slug}.ics"'
        return response


class ChangeView(SecretLinkView):
    """What applicants do by themselves: withdraw, take an offered place or decline it.

    It asks first, and needs a POST: a mail program that opens links changes nothing.
    """

    ACTIONS = {
        "withdraw": self_service.withdraw,
        "accept_place": self_service.accept_place,
        "decline": self_service.decline,
    }

    def get(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        template = "wagtail_inddragelse/public/change.html"
        return TemplateResponse(request, template, receipt_context(submission)).render()

    def post(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        act = self.ACTIONS.get(request.POST.get("action", ""))
        if act is None:
            return HttpResponse(_("Unknown action."), status=400, content_type="text/plain")
        with suppress(NotAllowed):  # done already: the receipt shows how it stands
            act(submission)
        return to_receipt(submission)
