"""The page of the admin that makes an offer from a pattern."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput, Button

from ..domain.offers.new_offer import (
    NewOffer,
    find_places,
    make_offer,
    may_add_offer,
    may_begin_offer,
)
from ..domain.offers.pages import find_form_page
from ..domain.offers.patterns import get_pattern, get_patterns
from ..models import ContactPerson
from ..models.base import get_page_model
from ..questions.typed import DayField

URL_NAME = "inddragelse_new_offer"
WHERE_URL_NAME = "inddragelse_new_offer_where"
MOST_INTAKES = 20
ORIGINS = {"slug": "title", "contacts": "contact"}
"""What a field of the page is made from, where its name is another."""


class NewOfferForm(forms.Form):
    """What the pattern can't know."""

    pattern = forms.ChoiceField(label=gettext_lazy("Pattern"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Title of the page"),
        max_length=255,
        help_text=gettext_lazy("What citizens see in lists and at the top of the page."),
    )
    first_date = DayField(
        label=gettext_lazy("First date"),
        widget=AdminDateInput,
        help_text=gettext_lazy(
            "The first day of the first start date. The other dates are counted from it; you can "
            "change them all."
        ),
    )
    intakes = forms.IntegerField(
        label=gettext_lazy("How many start dates"),
        required=False,
        min_value=1,
        max_value=MOST_INTAKES,
        help_text=gettext_lazy(
            "Leave empty for three if it is a course held several times, and otherwise one."
        ),
    )
    contact = forms.ModelChoiceField(
        ContactPerson.objects.none(),
        label=gettext_lazy("Contact person"),
        required=False,
        help_text=gettext_lazy("Shown on the page, on the form and on the receipt."),
    )

    def __init__(self, *args, parent: Model, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pattern"].choices = [
            (pattern.name, f"{pattern.label}: {pattern.description}") for pattern in get_patterns()
        ]
        self.fields["contact"].queryset = ContactPerson.objects.filter(locale=parent.locale)

    def new_offer(self) -> NewOffer:
        """What was filled in."""
        values = {**self.cleaned_data, "pattern": get_pattern(self.cleaned_data["pattern"])}
        return NewOffer(**values)


class WhereForm(forms.Form):
    """Below which page the offer is made."""

    parent = forms.ChoiceField(
        label=gettext_lazy("Where"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The offer becomes a page below it."),
    )

    def __init__(self, *args, places: list[Model], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [(str(page.pk), _path_text(page)) for page in places]


def _path_text(page: Model) -> str:
    """The titles from the front page on: “Front page › Events”."""
    above = page.get_ancestors().filter(depth__gt=1).values_list("title", flat=True)
    return " › ".join([*above, page.title])


class WhereView(WagtailAdminTemplateMixin, FormView):
    """Asks where the offer is made, unless there is but one place."""

    form_class = WhereForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = gettext_lazy("New offer from a pattern")
    header_icon = "calendar-alt"

    @cached_property
    def places(self) -> list[Model]:
        return find_places(self.request.user)

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        if not self.places:
            raise PermissionDenied
        if len(self.places) == 1:
            return redirect(URL_NAME, self.places[0].pk)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        """The front page of the admin, and here."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "places": self.places}

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        texts = {
            "submit_button_label": _("Continue"),
            "submit_button_active_label": _("Continuing…"),
        }
        return {**context, **texts, "action_url": self.request.path}

    def form_valid(self, form: WhereForm) -> HttpResponse:
        return redirect(URL_NAME, form.cleaned_data["parent"])


def where_url(user) -> str | None:
    """Where ``user`` begins an offer; None for those who may make none."""
    return reverse(WHERE_URL_NAME) if may_begin_offer(user) else None


class NewOfferView(WagtailAdminTemplateMixin, FormView):
    """Asks for a pattern, title and first date, and opens the editor on what came of it."""

    form_class = NewOfferForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = gettext_lazy("New offer from a pattern")
    header_icon = "calendar-alt"

    @cached_property
    def parent(self) -> Model:
        return get_object_or_404(get_page_model(), pk=self.kwargs["parent_id"]).specific

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        if not may_add_offer(request.user, self.parent):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.parent.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict]:
        """The parent page, and here."""
        parent = {"url": _explore(self.parent), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), parent, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "parent": self.parent}

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "action_url": self.request.path,
            "media": context["form"].media,
            "submit_button_label": _("Create the offer"),
            "submit_button_active_label": _("Creating it…"),
        }

    def form_valid(self, form: NewOfferForm) -> HttpResponse:
        try:
            offer = make_offer(self.parent, form.new_offer(), self.request.user)
        except ValidationError as error:
            _add_errors(form, error)
            return self.form_invalid(form)
        self._tell(offer)
        return redirect("wagtailadmin_pages:edit", offer.pk)

    def _tell(self, offer: Model) -> None:
        form_page = find_form_page(offer, only_live=False)
        text = format_html(_("“{}” has been created as a draft."), offer.title)
        if form_page is None:
            messages.success(self.request, text)
            return
        url = reverse("wagtailadmin_pages:edit", args=[form_page.pk])
        messages.success(self.request, text, buttons=[messages.button(url, _("Edit the form"))])


def _add_errors(form: NewOfferForm, error: ValidationError) -> None:
    """What is wrong with the page, at the field it comes from: the address comes from the title."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
    for name, texts in by_field.items():
        form.add_error(ORIGINS.get(name, name if name in form.fields else None), texts)


def _explore(page: Model) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def new_offer_buttons(page: Model, user) -> list[Button]:
    """The button that leads here, where ``user`` may make an offer below ``page``."""
    if not may_add_offer(user, page):
        return []
    url = reverse(URL_NAME, args=[page.pk])
    label = _("New offer from a pattern")
    return [Button(label, url, icon_name="calendar-alt", priority=9)]
