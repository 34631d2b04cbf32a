"""What the outbox can be filtered by."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ...mail.mail_status import status_choices, with_status
from ...models import Intake, Message, Occasion
from ...models.base import get_page_model, once_each
from ...models.keys import parse_key


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
    one_each = once_each(_of_mails(request), parse_key(request.GET.get("intake")))
    return one_each.select_related("page").order_by("page__title", "sort_order", "pk")


def _offers(request: HttpRequest) -> QuerySet:
    pages = get_page_model().objects.filter(pk__in=_of_mails(request).order_by().values("page"))
    return once_each(pages, parse_key(request.GET.get("offer"))).order_by("title")


class MessageFilterSet(WagtailFilterSet):
    """By offer, intake, occasion and status."""

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
        """In whatever language people signed up."""
        key = intake.translation_key
        return queryset.filter(
            Q(submission__intake_key=key) | Q(subscription__intake__translation_key=key)
        )

    def filter_state(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        return with_status(queryset, wanted)
