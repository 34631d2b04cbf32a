"""“Tell me when it opens”: a page with one field, that sets no cookie."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from ..blocks.visibility import is_open_to_all
from ..conf import get_setting
from ..domain.signup import subscriptions
from ..models import Intake
from ..questions.fields import EmailField
from ..questions.layout import Problem
from .history import can_be_gone_back_to
from .limits import is_over_limit
from .outages import keeps_what_was_typed
from .rendering import HONEYPOT
from .views import is_in_site


def _is_public(offer, request: HttpRequest) -> bool:
    """Whether anyone may see the offer on the site that is asked."""
    return is_open_to_all(offer, None) and is_in_site(offer, request)


class SubscribeForm(forms.Form):
    """The one address to write to."""

    email = EmailField(
        label=_("E-mail"),
        error_messages={"required": _("Enter your e-mail")},
        widget=forms.EmailInput(attrs={"class": "form-input", "autocomplete": "email"}),
    )

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, and the id of the input to go to."""
        return [
            Problem(self[name].id_for_label if name in self.fields else "", message)
            for name, messages in self.errors.items()
            for message in messages
        ]


@method_decorator([csrf_exempt, can_be_gone_back_to, keeps_what_was_typed], name="dispatch")
class SubscribeView(View):
    """Asks for an address and remembers it, for an intake of a page that anyone can see."""

    def dispatch(self, request: HttpRequest, intake_id: int) -> HttpResponse:
        intake = Intake.objects.filter(pk=intake_id, page__live=True).first()
        if intake is None or not _is_public(intake.page, request):
            raise Http404
        with translation.override(intake.locale.language_code):
            return keeps_what_was_typed(super().dispatch)(request, intake)

    def get(self, request: HttpRequest, intake: Intake) -> HttpResponse:
        return self._show(request, intake, SubscribeForm())

    def post(self, request: HttpRequest, intake: Intake) -> HttpResponse:
        form = SubscribeForm(request.POST)
        if not form.is_valid():
            return self._show(request, intake, form, 422)
        if request.POST.get(HONEYPOT) or is_over_limit(request):
            form.add_error(None, _("We could not note it just now. Try again in an hour."))
            return self._show(request, intake, form, 429)
        if subscriptions.can_subscribe(intake):
            language = translation.get_language()
            subscriptions.subscribe(intake, form.cleaned_data["email"], language)
        url = reverse("wagtail_inddragelse:subscribe", kwargs={"intake_id": intake.pk})
        return redirect(f"{url}?noted")

    def _show(
        self, request: HttpRequest, intake: Intake, form: SubscribeForm, status: int = 200
    ) -> HttpResponse:
        offer = intake.page.specific
        context = {
            "base_template": get_setting("BASE_TEMPLATE"),
            "intake": intake,
            "offer": offer,
            "breadcrumbs": offer.get_breadcrumbs_below(),
            "form": form,
            "problems": form.problems,
            "is_noted": "noted" in request.GET,
            "can_subscribe": subscriptions.can_subscribe(intake),
            "last_day": subscriptions.last_day(),
            "honeypot_name": HONEYPOT,
        }
        template = "wagtail_inddragelse/public/subscribe.html"
        return TemplateResponse(request, template, context, status=status).render()
