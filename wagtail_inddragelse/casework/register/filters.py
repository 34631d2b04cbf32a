"""The filters of the register: all that its address can say, each with what it narrows to.

Nothing else in an address has any effect: modeladmin's own filters take any lookup of the model, by
which somebody could ask for what they may not read. Where an assessment is blind, those who may not
know the applicants get no answer from filters or words that would tell of them.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...denmark.municipalities import members_of
from ...domain.assessment.assessment import owed_by
from ...formats import date_text
from ...models import Intake, identity_is_known_to
from ...models.base import get_page_model
from ...models.keys import parse_key
from ...questions.typed import DayField
from . import choices
from .search import search

ORDER = "o"
"""The name of the parameter that says what the register is sorted by."""


class Chip(NamedTuple):
    """A filter that is on: what it is, in words, and the query string without it."""

    label: str
    value: str
    query_without: str


class KeysField(forms.Field):
    """Several primary keys, as ticked in the list."""

    widget = forms.MultipleHiddenInput

    def clean(self, value) -> list[int]:
        """The keys. Raises ValidationError for what is none."""
        keys = [parse_key(text) for text in value or ()]
        if None in keys:
            raise ValidationError(_("Tick the submissions in the list."))
        return keys


class RegisterFilters(forms.Form):
    """Everything the register can be narrowed by; bound to a query string."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=gettext_lazy(
            "Reference, organisation, person, e-mail or phone number; participants too"
        ),
    )
    offer = forms.ChoiceField(label=gettext_lazy("Offer"), required=False)
    intake = forms.ChoiceField(label=gettext_lazy("Intake"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("Assigned to"), required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    region = forms.ChoiceField(
        label=gettext_lazy("Region on the day of receipt"),
        required=False,
    )
    received_from = DayField(label=gettext_lazy("Received from"), required=False)
    received_to = DayField(label=gettext_lazy("Received to"), required=False)
    submission = KeysField(label=gettext_lazy("Ticked"), required=False)

    def __init__(self, user, query: QueryDict) -> None:
        super().__init__(_without_another_offers_intake(user, query), auto_id="filter-%s")
        self.user, self.order = user, query.get(ORDER, "")
        offers = choices.offers(user)
        offer, intake = (parse_key(self.data.get(name)) for name in ("offer", "intake"))
        empty = _("All") if offer or intake else _("Choose an offer first")
        self._offer("offer", choices.offers_once(offers, offer))
        self._offer("intake", choices.intakes(user, offer, intake), empty)
        self._offer("state", choices.states())
        self._offer("assignee", choices.assigned_to([path for _pk, _title, path, _same in offers]))
        self._offer("municipality", choices.municipalities())
        self._offer("region", choices.regions())

    def _offer(self, name: str, found: choices.Choices, empty: str = "") -> None:
        self.fields[name].choices = [("", empty or _("All")), *found]

    def clean(self) -> dict:
        """The days must be in order."""
        data = super().clean()
        first, last = data.get("received_from"), data.get("received_to")
        if first and last and first > last:
            self.add_error("received_to", _("The last day must not be before the first."))
        return data

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Those of ``rows`` that the filters let through; none when a filter means nothing."""
        if not self.is_valid():
            return rows.none()
        for name, value in self.active().items():
            rows = NARROWINGS[name](rows, value, self.user)
        return rows

    def active(self) -> dict:
        """What is on, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def is_on(self) -> bool:
        """Whether anything narrows the list, even something that means nothing."""
        return not self.is_valid() or bool(self.active())

    def chips(self) -> list[Chip]:
        """What is on, in words; the words searched for stay in their field."""
        if not self.is_valid():
            return []
        names = [name for name in self.active() if name != "q"]
        return [
            Chip(str(self.fields[name].label), self._in_words(name), self._query_without(name))
            for name in names
        ]

    def _in_words(self, name: str) -> str:
        value = self.cleaned_data[name]
        if isinstance(value, dt.date):
            return date_text(value)
        if isinstance(value, list):
            return str(len(value))
        return str(dict(self.fields[name].choices)[value])

    def _query_without(self, name: str) -> str:
        left_out = {name, "intake"} if name == "offer" else {name}
        return self.as_query(left_out)

    def as_query(self, left_out: set[str] | frozenset[str] = frozenset()) -> str:
        """The query string that says the same, but for the names in ``left_out``."""
        query = QueryDict(mutable=True)
        for name in self.active() if self.is_valid() else ():
            if name not in left_out:
                query.setlist(name, self.data.getlist(name))
        if self.order and ORDER not in left_out:
            query[ORDER] = self.order
        return query.urlencode()

    def to_keep(self) -> str:
        """The query string as a saved view keeps it: without words or single submissions."""
        return self.as_query({"q", "submission"})


def _without_another_offers_intake(user, query: QueryDict) -> QueryDict:
    """Who chooses another offer leaves the intake of the one before."""
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


def _by_region(rows: QuerySet, name: str, user) -> QuerySet:
    found = Q()
    for group in members_of(name):
        found |= Q(municipality_code__in=group.codes) & _received(group.first, group.last)
    return rows.filter(identity_is_known_to(user), found)


def _by_assignee(rows: QuerySet, value: str, user) -> QuerySet:
    """What is given to somebody to work on; to the user also what they are to assess."""
    if value == choices.NOBODY:
        return rows.filter(assigned_to=None)
    if value not in (choices.ME, choices.TO_ASSESS):
        return rows.filter(assigned_to=int(value))
    found = Q(pk__in=list(owed_by(user).values_list("submission", flat=True)))
    return rows.filter(found | Q(assigned_to=user) if value == choices.ME else found)


NARROWINGS = {
    "q": search,
    "offer": lambda rows, value, user: rows.for_offers(
        get_page_model().objects.filter(pk=int(value))
    ),
    "intake": lambda rows, value, user: rows.for_intakes(Intake.objects.filter(pk=int(value))),
    "state": lambda rows, value, user: rows.filter(state=value),
    "assignee": _by_assignee,
    "municipality": lambda rows, value, user: rows.filter(
        identity_is_known_to(user), municipality_code=value
    ),
    "region": _by_region,
    "received_from": lambda rows, value, user: rows.filter(_received(value, None)),
    "received_to": lambda rows, value, user: rows.filter(_received(None, value)),
    "submission": lambda rows, value, user: rows.filter(pk__in=value),
}
"""By the name of a filter: what it makes of rows, its value, and who asks."""
