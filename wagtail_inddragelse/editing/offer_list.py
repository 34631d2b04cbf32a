"""All offers in one list of the admin, with what an editor wants to know of each."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, DateFromToRangeFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import (
    ExplorableIndexView,
    GenericPageFilterSet,
    IndexView,
    PageFilterSet,
)
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet, page_viewset_registry
from wagtail.models import get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..domain.intakes.intakes import IntakeState
from ..domain.offers.offers import get_offer_models
from ..domain.offers.overview import OfferOverview, get_overviews
from ..formats import datetime_text
from ..models import RoleGrant
from ..models.base import get_page_model
from .in_words import places_text
from .new_offer import where_url


class OverviewColumn(Column):
    """A text made of an offer's overview; empty for other pages."""

    def __init__(self, name: str, text, **kwargs) -> None:
        super().__init__(name, **kwargs)
        self.text = text

    def get_value(self, instance) -> str:
        overview = getattr(instance, "inddragelse_overview", None)
        return self.text(overview) if overview else ""


def state_text(overview: OfferOverview) -> str:
    """The state of the intake that speaks for the offer."""
    return str(overview.summary.state.label) if overview.summary.state else ""


def next_start_text(overview: OfferOverview) -> str:
    """Day and time."""
    return datetime_text(overview.summary.next_start)


def taken_text(overview: OfferOverview) -> str:
    """Places taken, of how many where there is a limit."""
    return places_text(overview) if overview.rows else ""


def new_text(overview: OfferOverview) -> str:
    """New submissions; empty for those who may not know."""
    return "" if overview.new is None else str(overview.new)


STATE = OverviewColumn("offer_state", state_text, label=gettext_lazy("Sign-up"))
NEXT_START = OverviewColumn("next_start", next_start_text, label=gettext_lazy("Next start"))
TAKEN = OverviewColumn("taken", taken_text, label=gettext_lazy("Places taken"))
NEW = OverviewColumn("new_submissions", new_text, label=gettext_lazy("New submissions"))


YES_NO = [("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))]


def _yes_no(value) -> str:
    return "true" if value else "false"


def knows_new(user) -> bool:
    """Whether ``user`` may count the new submissions of any offer."""
    return user.is_superuser or RoleGrant.objects.filter(group__user=user).exists()


class OfferFilterSet(PageFilterSet):
    """Filters by what no column of the database holds: it depends on the clock and on rows."""

    offer_state = MultipleChoiceFilter(
        label=gettext_lazy("Sign-up"),
        choices=IntakeState.choices,
        method="filter_state",
        widget=forms.CheckboxSelectMultiple,
    )
    next_start = DateFromToRangeFilter(
        label=gettext_lazy("Next start"), method="filter_next_start", widget=DateRangePickerWidget
    )

    has_places = ChoiceFilter(
        label=gettext_lazy("Has places left"),
        choices=YES_NO,
        empty_label=gettext_lazy("Any"),
        method="filter_places",
        widget=forms.RadioSelect,
    )
    has_new = ChoiceFilter(
        label=gettext_lazy("Has new submissions"),
        choices=YES_NO,
        empty_label=gettext_lazy("Any"),
        method="filter_new",
        widget=forms.RadioSelect,
    )

    class Meta(PageFilterSet.Meta):
        pass

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not knows_new(self.request.user):
            del self.filters["has_new"]

    def filter_places(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        """Offers that somebody can sign up to now and get a place, or the others."""
        return self._where(queryset, lambda o: o.rows and _yes_no(o.has_places) == wanted)

    def filter_new(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        """Offers with new submissions, or without, of those whose submissions one may read."""
        return self._where(queryset, lambda o: o.new is not None and _yes_no(o.new) == wanted)

    def filter_state(self, queryset: QuerySet, name: str, states: list[str]) -> QuerySet:
        """Offers whose leading intake is in one of ``states``; all when none is chosen."""
        if not states:
            return queryset
        return self._where(queryset, lambda overview: overview.summary.state in states)

    def filter_next_start(self, queryset: QuerySet, name: str, wanted: slice) -> QuerySet:
        """Offers that start next on one of the days of ``wanted``, which may be open-ended."""
        return self._where(queryset, lambda overview: _starts_within(overview, wanted))

    def _where(self, queryset: QuerySet, matches) -> QuerySet:
        pages = get_page_model().objects.filter(pk__in=queryset.order_by().values("pk"))
        overviews = get_overviews(pages.only("pk", "alias_of"), self.request.user)
        return queryset.filter(pk__in=[pk for pk, found in overviews.items() if matches(found)])


def _starts_within(overview: OfferOverview, wanted: slice) -> bool:
    start = overview.summary.next_start
    if start is None:
        return False
    day, first, last = timezone.localdate(start), _day(wanted.start), _day(wanted.stop)
    return (first is None or first <= day) and (last is None or day <= last)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


class OverviewMixin:
    """A list of pages with the state of each offer."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns but for parent and type, with ours before the status of the page."""
        left_out = {"parent", "type"}
        *others, status = (column for column in self.base_columns if column.name not in left_out)
        new = [NEW] if knows_new(self.request.user) else []
        return [*others, STATE, NEXT_START, TAKEN, *new, status]

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        add_overviews(context["object_list"], self.request.user)
        return context


class OfferIndexView(OverviewMixin, IndexView):
    """The offers that the user may find in the page explorer."""

    page_title = gettext_lazy("Offers")
    add_item_label = gettext_lazy("New offer from a pattern")

    def get_base_queryset(self) -> QuerySet:
        types = ContentType.objects.get_for_models(*get_offer_models()).values()
        return super().get_base_queryset().filter(content_type__in=types)

    def get_add_url(self) -> str | None:
        """Where an offer begins; None for those who may make none."""
        return where_url(self.request.user)


class OfferExplorerView(OverviewMixin, ExplorableIndexView):
    """The pages below a list of offers, in the page explorer."""


class OfferExplorerFilterSet(OfferFilterSet, GenericPageFilterSet):
    """The same filters, and that by type: other pages may stand there as well."""

    class Meta(OfferFilterSet.Meta):
        pass


def add_overviews(pages, user) -> None:
    """Put ``inddragelse_overview`` on each of ``pages``, for the columns."""
    overviews = get_overviews(pages, user)
    for page in pages:
        page.inddragelse_overview = overviews[page.pk]


class OfferMenuItem(MenuItem):
    """For those who find any page in the page explorer."""

    def is_shown(self, request) -> bool:
        policy = PagePermissionPolicy()
        return policy.user_has_any_permission(request.user, OfferIndexView.any_permission_required)


class OwnColumnsMixin:
    """A viewset whose view knows its columns, as they depend on the user."""

    def get_index_view_kwargs(self, **kwargs) -> dict:
        """Without columns."""
        given = super().get_index_view_kwargs(**kwargs)
        return {name: value for name, value in given.items() if name != "columns"}


class OfferListingViewSet(OwnColumnsMixin, PageListingViewSet):
    """Offers in the main menu, of whatever page types the site has."""

    model = get_page_model()
    name = "inddragelse_offers"
    url_prefix = "inddragelse/offers"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Offers")
    menu_order = 240
    menu_item_class = OfferMenuItem
    add_to_admin_menu = True
    index_view_class = OfferIndexView
    filterset_class = OfferFilterSet


class OfferExplorerViewSet(OwnColumnsMixin, PageViewSet):
    """The page explorer below lists of offers; it shows pages of every type.

    A site's own explorer of such a page comes before ours.
    """

    model = get_page_model()
    icon = "calendar-alt"
    index_view_class = OfferExplorerView
    filterset_class = OfferExplorerFilterSet

    @cached_property
    def parent_models(self) -> list[type]:
        """The page types that list offers."""
        return [model for model in get_page_models() if getattr(model, "lists_offers", False)]

    def on_register(self) -> None:
        """Explore these pages. Wagtail would make it the viewset of all pages, for its model."""
        for parent in self.parent_models:
            page_viewset_registry.values_by_parent_model.setdefault(parent, self)


offer_listing = OfferListingViewSet()
offer_explorer = OfferExplorerViewSet()
