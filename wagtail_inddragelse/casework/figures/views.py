"""The pages with figures, for those who may see the submissions they are made from."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ...denmark.spelling import danish_order
from ...domain.assessment import assessment
from ...domain.offers.overview import read_whole
from ...domain.record import counts, figures
from ...domain.record.few import WITHHELD
from ...models import Intake, Role, State, Submission, granted_pages
from ...models.base import get_page_model, once_each
from ...models.keys import parse_key
from .. import links
from ..views import CaseworkView
from . import charts


class FiguresView(CaseworkView, TemplateView):
    """The base of both pages, for those who have any role anywhere."""

    role = Role.SEE
    page_title = _("Figures")
    header_icon = "table"

    def get_parents(self) -> list[links.Crumb]:
        index = {"url": reverse("inddragelse_figures"), "label": self.page_title}
        return [*super().get_parents(), index]

    def get_own_crumb(self) -> str:
        return ""


class OffersView(FiguresView):
    """The offers that have figures."""

    template_name = "wagtail_inddragelse/casework/figures/offers.html"

    def get_context_data(self, **kwargs) -> dict:
        visible = Submission.objects.visible_to(self.request.user).order_by()
        keys = visible.values_list("intake__page__translation_key")
        counts = dict(keys.annotate(count=Count("pk")))
        pages = _visible_pages(self.request.user).filter(translation_key__in=counts)
        with_intakes = pages.filter(pk__in=Intake.objects.values("page"))
        offers = [
            (page.pk, page.title, counts[page.translation_key])
            for page in sorted(once_each(with_intakes), key=lambda page: danish_order(page.title))
        ]
        return super().get_context_data(offers=offers, **kwargs)


class OfferView(FiguresView):
    """The figures of one offer, or with ``?intake=`` of one of its intakes."""

    template_name = "wagtail_inddragelse/casework/figures/offer.html"

    def get_page_subtitle(self) -> str:
        return self.offer.title

    @cached_property
    def offer(self) -> Model:
        """The offer, if the user may see its submissions."""
        return get_object_or_404(_visible_pages(self.request.user), pk=self.kwargs["page_id"])

    @cached_property
    def intakes(self) -> list[Intake]:
        """All intakes of the offer."""
        return list(Intake.objects.on_page(self.offer))

    @cached_property
    def chosen(self) -> list[Intake]:
        """The intakes that the figures are about."""
        wanted = self.request.GET.get("intake")
        if not wanted:
            return self.intakes
        found = [intake for intake in self.intakes if intake.pk == parse_key(wanted)]
        if not found:
            raise Http404
        return found

    def get_context_data(self, **kwargs) -> dict:
        visible = Submission.objects.visible_to(self.request.user).for_intakes(self.chosen)
        return super().get_context_data(
            offer=self.offer,
            intakes=self.intakes,
            one=self.chosen[0] if self.request.GET.get("intake") else None,
            **shown(self.request.user, visible, self.chosen),
            **kwargs,
        )


def _visible_pages(user: AbstractBaseUser) -> QuerySet:
    return get_page_model().objects.all() if user.is_superuser else granted_pages(user, Role.SEE)


def shown(user: AbstractBaseUser, submissions: QuerySet, intakes: list[Intake]) -> dict:
    """All figures of these intakes as the template takes them: those of ``submissions``, which
    ``user`` may see, and what was kept of the ones that have been deleted."""
    readable = assessment.readable_to(user)
    assessments = readable.filter(submission__in=submissions.order_by().values("pk"))
    known = submissions.identified_to(user)
    whole = read_whole(user, intakes)
    deleted = figures.kept(intake for intake in intakes if intake.pk in whole)
    found = sum(deleted.values(), figures.figures_of(submissions, assessments, known))
    return {
        "total": found.states.total(),
        "deleted": sum(gone.states.total() for gone in deleted.values()),
        "few": "sent" in found.few,
        "hides_areas": known.count() < submissions.count(),
        "timeline": charts.timeline(found.by_day, _deadlines(intakes), by_month=bool(deleted)),
        "places": [
            (places, charts.bar_of(places.taken, places.intake.capacity))
            for places in _places(submissions, intakes, deleted)
        ],
        "charts": [
            (gettext("Where they stand"), gettext("State"), _in_order(found.states, State.choices)),
            (gettext("Regions"), gettext("Region"), _by_name(found.regions)),
            (gettext("Municipalities"), gettext("Municipality"), _by_name(found.municipalities)),
            (
                gettext("From receipt to decision"),
                gettext("Within"),
                _in_order(found.decided_within, counts.SPANS),
            ),
            (
                gettext("Scores given"),
                gettext("Score"),
                _in_order(found.scores, _levels(found.scores)),
            ),
        ],
    }


def _levels(found: Counter[str]) -> list[tuple[str, str]]:
    """The levels that were given with what they are called, scale by scale.

    Left out is what was kept before scales were told apart.
    """
    pairs = [key.split("/") for key in found if "/" in key]
    levels = sorted((int(of), int(level)) for level, of in pairs)
    called = gettext("{level} of {levels}")
    return [(f"{level}/{of}", called.format(level=level, levels=of)) for of, level in levels]


def _places(submissions: QuerySet, intakes: list[Intake], deleted: dict) -> list[counts.Places]:
    nothing = figures.Figures()
    gone = (
        (places, deleted.get(places.intake.translation_key, nothing))
        for places in counts.by_intake(submissions, intakes)
    )
    return [places.with_deleted(found.places, found.few) for places, found in gone]


def _deadlines(intakes: list[Intake]) -> list[tuple[str, object]]:
    zone = timezone.get_default_timezone()
    return [
        (gettext("Deadline: {intake}").format(intake=intake), closes.astimezone(zone).date())
        for intake in intakes
        if (closes := intake.closes_at)
    ]


def _in_order(found: Counter[str], choices) -> tuple[charts.Bar, ...]:
    """Bars for those of ``choices`` that were found, in their order."""
    told = [(str(label), found[str(key)]) for key, label in choices if found[str(key)]]
    return charts.bars([*told, *_withheld(found)])


def _by_name(found: Counter[str]) -> tuple[charts.Bar, ...]:
    named = Counter(
        {name or gettext("Not given"): n for name, n in found.items() if name != WITHHELD}
    )
    return charts.bars([*charts.largest_first(named), *_withheld(found)])


def _withheld(found: Counter[str]) -> list[tuple[str, int]]:
    """Deleted submissions that are counted together, as each count alone would be under five."""
    label = gettext("Fewer than 5 each, put together (deleted)")
    return [(label, found[WITHHELD])] if found[WITHHELD] else []
