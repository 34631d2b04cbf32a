"""The filters of the register: all parameters of its address, each with what it narrows to.

Nothing else in an address has any effect: a lookup of the model could ask for what somebody may not
read. Where an assessment is blind, those who may not know the applicants get no answer from filters
or words that would tell of them.
"""

from __future__ import annotations

import datetime as dt

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.active_filters import (
    ActiveFilter,
    ChoiceFilterAdapter,
    filter_adapter_class_registry,
    register_filter_adapter_class,
)
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from ...denmark.municipalities import members_of
from ...domain.assessment.assessment import owed_by
from ...models import Intake, Submission, identity_is_known_to
from ...models.base import get_page_model
from ...models.keys import parse_key
from ...questions.typed import DayField, DayInput
from . import choices
from .columns import ORDERINGS

ORDER = "ordering"
"""The name of the parameter that says what the register is sorted by; Wagtail's own."""


class ChosenFilter(django_filters.ChoiceFilter):
    """One of several choices, which the filter set supplies."""

    def __init__(self, **kwargs) -> None:
        super().__init__(empty_label=gettext_lazy("All"), **kwargs)


class OfferFilter(ChosenFilter):
    """An offer; without it its intake is not meant either."""

    class Adapter(ChoiceFilterAdapter):
        def get_url_without_filter_param(self, param: str) -> str:
            return super().get_url_without_filter_param([param, "intake"])


register_filter_adapter_class(OfferFilter, adapter_class=OfferFilter.Adapter)


class DaysWidget(DateRangePickerWidget):
    """Two of the browser's own fields for a day, which need no script; each with its label."""

    template_name = "wagtail_inddragelse/casework/register/days.html"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs)
        labels = (gettext_lazy("Received from"), gettext_lazy("Received to"))
        self.widgets = [DayInput(attrs={"title": label}) for label in labels]


class DaysFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included, by the clocks of the site."""

    class field_class(django_filters.DateFromToRangeFilter.field_class):
        widget = DaysWidget

        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.fields = [DayField(required=False), DayField(required=False)]

        def clean(self, value) -> slice | None:
            """The days must be in order."""
            days = super().clean(value)
            if days and days.start and days.stop and days.start > days.stop:
                raise ValidationError(_("The last day must not be before the first."))
            if days and days.start and days.start.year == dt.MINYEAR:  # as one types 1999
                return slice(None, days.stop)  # its first hour is before all years in UTC
            return days


class RegisterFilters(WagtailFilterSet):
    """Everything the register can be narrowed by besides words; bound to a query string."""

    offer = OfferFilter(label=gettext_lazy("Offer"), method="by_offer")
    intake = ChosenFilter(label=gettext_lazy("Intake"), method="by_intake")
    state = ChosenFilter(label=gettext_lazy("State"), widget=forms.RadioSelect)
    assignee = ChosenFilter(label=gettext_lazy("Assigned to"), method="by_assignee")
    municipality = ChosenFilter(label=gettext_lazy("Municipality"), method="by_municipality")
    region = ChosenFilter(label=gettext_lazy("Region on the day of receipt"), method="by_region")
    received = DaysFilter(label=gettext_lazy("Received"), field_name="received_at")
    submission = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Ticked"),
        field_name="pk",
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Submission
        fields = []

    def __init__(self, user, query: QueryDict) -> None:
        query = _without_another_offers_intake(user, query)
        super().__init__(query, Submission.objects.visible_to(user))
        self.user = user
        for name, found in self._choices().items():
            self.filters[name].extra["choices"] = found
        if not (query.get("offer") or query.get("intake")):
            self.filters["intake"].extra["empty_label"] = _("Choose an offer first")
        if "submission" not in query:
            del self.filters["submission"]

    def _choices(self) -> dict[str, choices.Choices]:
        """The choices, by filter."""
        offers = choices.offers(self.user)
        offer, intake = (parse_key(self.data.get(name)) for name in ("offer", "intake"))
        return {
            "offer": choices.offers_once(offers, offer),
            "intake": choices.intakes(self.user, offer, intake),
            "state": choices.states(),
            "assignee": choices.assigned_to([path for _pk, _title, path, _same in offers]),
            "municipality": choices.municipalities(),
            "region": choices.regions(),
            "submission": self._ticked(),
        }

    def _ticked(self) -> choices.Choices:
        keys = list(filter(None, map(parse_key, self.data.getlist("submission"))))
        names = dict(self.queryset.filter(pk__in=keys).values_list("pk", "reference"))
        return [(str(key), names.get(key, str(key))) for key in keys]

    def in_words(self) -> list[ActiveFilter]:
        """The active filters, in words."""
        return [each for name in self.form.changed_data for each in self._in_words(name)]

    def _in_words(self, name: str) -> list[ActiveFilter]:
        told, value = self.filters[name], self.form.cleaned_data[name]
        adapter = filter_adapter_class_registry.get(told)
        return list(adapter(told, self.form[name], value, "", self.data).get_active_filters())

    def to_keep(self) -> str:
        """The query string as a saved view keeps it: without words or single submissions."""
        kept = QueryDict(mutable=True)
        for name in self._parameters() if self.is_valid() else ():
            if value := self.data.get(name):
                kept[name] = value
        if self.data.get(ORDER) in ORDERINGS:
            kept[ORDER] = self.data[ORDER]
        return kept.urlencode()

    def _parameters(self) -> list[str]:
        days = [f"received_{end}" for end in DaysWidget.suffixes]
        return [name for name in self.base_filters if name not in ("received", "submission")] + days

    def by_offer(self, rows: QuerySet, name: str, key: str) -> QuerySet:
        """In whatever language."""
        return rows.for_offers(get_page_model().objects.filter(pk=int(key)))

    def by_intake(self, rows: QuerySet, name: str, key: str) -> QuerySet:
        """In whatever language it was signed up to."""
        return rows.for_intakes(Intake.objects.filter(pk=int(key)))

    def by_assignee(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What is given to somebody to work on; to the user also what they are to assess."""
        if value == choices.NOBODY:
            return rows.filter(assigned_to=None)
        if value not in (choices.ME, choices.TO_ASSESS):
            return rows.filter(assigned_to=int(value))
        found = Q(pk__in=list(owed_by(self.user).values_list("submission", flat=True)))
        return rows.filter(found | Q(assigned_to=self.user) if value == choices.ME else found)

    def by_municipality(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        """Where the user may know the applicant."""
        return rows.filter(identity_is_known_to(self.user), municipality_code=code)

    def by_region(self, rows: QuerySet, name: str, region: str) -> QuerySet:
        """Where the user may know the applicant; the region of the day of receipt."""
        found = Q()
        for group in members_of(region):
            found |= Q(municipality_code__in=group.codes) & _received(group.first, group.last)
        return rows.filter(identity_is_known_to(self.user), found)


def _without_another_offers_intake(user, query: QueryDict) -> QueryDict:
    """Choosing another offer drops the intake of the one before."""
    offer, intake = parse_key(query.get("offer")), query.get("intake")
    if offer is None or not intake:
        return query
    if intake in dict(choices.intakes(user, offer, parse_key(intake))):
        return query
    kept = query.copy()
    del kept["intake"]
    return kept


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _received(first: dt.date | None, last: dt.date | None) -> Q:
    """Received on one of these days, in the site's time zone; both included, None for no limit."""
    found = Q()
    if first:
        found &= Q(received_at__gte=_start_of(first))
    if last:
        found &= Q(received_at__lt=_start_of(last + dt.timedelta(days=1)))
    return found
