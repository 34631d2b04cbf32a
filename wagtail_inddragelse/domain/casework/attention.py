"""What needs somebody's attention now, among the offers that they edit or whose submissions they
may read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Model, OuterRef, QuerySet
from django.utils import timezone
from wagtail.permission_policies.pages import PagePermissionPolicy

from ...models import (
    Assessment,
    Delivery,
    Intake,
    Message,
    Role,
    RoleGrant,
    Submission,
    granted_pages,
)
from ...models.access import pages_below
from ...models.base import get_page_model, once_each
from ..assessment.assessment import owed_by, waiting
from ..offers.offers import get_offer_models
from ..offers.overview import IntakeOverview, OfferOverview, get_overviews
from ..offers.pages import get_form_models, pages_with_live_form
from ..offers.readiness import Finding, find_blocking

SOON = dt.timedelta(days=7)
MOST_DRAFTS = 5


@dataclass(frozen=True)
class Concern:
    """An intake that needs attention, with the page it belongs to."""

    offer: OfferOverview
    row: IntakeOverview
    is_editable: bool


@dataclass(frozen=True)
class WaitingDrafts:
    """How many drafted mails of an intake wait for somebody to send them, and whether there is
    anybody but an administrator who may."""

    intake: Intake
    count: int
    has_manager: bool


@dataclass(frozen=True)
class Cases:
    """How many cases of an intake wait for somebody to assess them, or to decide."""

    intake: Intake
    count: int


@dataclass(frozen=True)
class Draft:
    """An offer or form that is not published, and what it lacks."""

    page: Model
    findings: list[Finding]


@dataclass(frozen=True)
class Attention:
    """All that needs attention, by kind."""

    to_assess: list[Cases]
    all_in: list[Cases]
    closing: list[Concern]
    full: list[Concern]
    to_offer: list[Concern]
    new: list[Concern]
    failed: list[Message]
    drafted: list[WaitingDrafts]
    blocked: list
    passed: list[OfferOverview]
    formless: list[OfferOverview]
    drafts: list[Draft]


def get_attention(user, now: dt.datetime | None = None) -> Attention:
    """What needs the attention of ``user``. The number of queries depends on the number of page
    types, never on the number of pages or submissions."""
    now = now or timezone.now()
    editable = set(_editable(user).values_list("pk", flat=True))
    offers = _live_offers(user, editable, now)
    edited = [offer for offer in offers if offer.page.pk in editable]
    concerns = _once_each(
        [Concern(o, row, o.page.pk in editable) for o in offers for row in o.rows]
    )
    closing = [c for c in concerns if _closes_soon(c.row, now)]
    return Attention(
        to_assess=_to_assess(user),
        all_in=_all_in(user),
        closing=sorted(closing, key=lambda concern: concern.row.intake.deadline),
        full=[c for c in concerns if c.row.status.is_full],
        to_offer=[c for c in concerns if c.row.may_read and c.row.status.places_for_line],
        new=[c for c in concerns if c.row.new],
        failed=_failed(user),
        drafted=_drafted(user),
        blocked=_blocked(user),
        passed=[offer for offer in edited if _has_passed(offer)],
        formless=_formless(edited),
        drafts=_drafts(editable),
    )


def _live_offers(user, editable: set[int], now: dt.datetime) -> list[OfferOverview]:
    pages = _of_types(get_offer_models()).filter(live=True, alias_of=None)
    readable = granted_pages(user, Role.SEE).values("pk")
    theirs = pages.filter(pk__in=editable) | pages.filter(pk__in=readable)
    return list(get_overviews(theirs.order_by("path"), user, now).values())


def _once_each(concerns: list[Concern]) -> list[Concern]:
    """An intake in two languages is one; the one that ``user`` may edit, else the first."""
    found: dict = {}
    for concern in sorted(concerns, key=lambda concern: not concern.is_editable):
        found.setdefault(concern.row.intake.translation_key, concern)
    kept = {concern.row.intake.pk for concern in found.values()}
    return [concern for concern in concerns if concern.row.intake.pk in kept]


def _has_passed(offer: OfferOverview) -> bool:
    """Whether nobody can sign up any more, though the sessions are still to come."""
    leading = offer.summary.leading
    return leading is not None and leading.is_closed and offer.summary.next_start is not None


def _formless(offers: list[OfferOverview]) -> list[OfferOverview]:
    """Those that can be signed up to, if it were not for the form."""
    with_form = pages_with_live_form()
    return [o for o in offers if o.page.pk not in with_form and any(r.is_scheduled for r in o.rows)]


def _drafts(editable: set[int]) -> list[Draft]:
    """The pages that were worked on last and lack something; never more than ``MOST_DRAFTS``."""
    pages = _of_types([*get_offer_models(), *get_form_models()])
    newest = pages.filter(pk__in=editable, live=False, alias_of=None).order_by(
        F("latest_revision_created_at").desc(nulls_last=True)
    )[:MOST_DRAFTS]
    drafts = (page.get_latest_revision_as_object() for page in newest)
    found = [Draft(page, page.get_findings()) for page in drafts]
    return [draft for draft in found if draft.findings]


def _of_types(models) -> QuerySet:
    types = ContentType.objects.get_for_models(*models).values()
    return get_page_model().objects.filter(content_type__in=types)


def _editable(user) -> QuerySet:
    return PagePermissionPolicy().instances_user_has_permission_for(user, "change")


def _closes_soon(row: IntakeOverview, now: dt.datetime) -> bool:
    deadline = row.intake.deadline
    return row.status.is_open and deadline is not None and deadline <= now + SOON


def _failed(user) -> list[Message]:
    """Mails that did not arrive; ``is_managed`` tells whether ``user`` manages them."""
    submissions = Submission.objects.visible_to(user)
    failed = Message.objects.not_arrived().filter(submission__in=submissions)
    managed = Message.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return list(failed.select_related("submission").annotate(is_managed=Exists(managed)))


def _drafted(user) -> list[WaitingDrafts]:
    drafts = Message.objects.visible_to(user).filter(delivery=Delivery.DRAFT).order_by()
    rows = drafts.values_list("submission__intake_key").annotate(count=Count("pk"))
    counts = {key: count for key, count in rows if key}
    intakes = Intake.objects.filter(submissions__messages__in=drafts).distinct()
    found = once_each(intakes).select_related("page").order_by("pk") if counts else ()
    managed = RoleGrant.objects.filter(role=Role.MESSAGES).values_list("page__path", flat=True)
    pages = set(pages_below(managed).values_list("pk", flat=True)) if counts else ()
    return [
        WaitingDrafts(intake, counts[intake.translation_key], intake.page_id in pages)
        for intake in found
    ]


def _to_assess(user) -> list[Cases]:
    """What ``user`` is to assess, by intake."""
    return _by_intake(owed_by(user).values_list("submission__intake_key"))


def _all_in(user) -> list[Cases]:
    """What ``user`` may decide on, of the intakes of which nobody owes an assessment any more."""
    own = Submission.objects.open_to(user, Role.DECIDE).decidable().filter(pending_state="")
    given = Assessment.objects.handed_in().filter(submission=OuterRef("pk"))
    owed = waiting().filter(submission__intake_key=OuterRef("intake_key"))
    return _by_intake(own.filter(Exists(given), ~Exists(owed)).values_list("intake_key"))


def _by_intake(keys: QuerySet) -> list[Cases]:
    """How many rows there are for each intake, counted by its translation key."""
    counts = dict(keys.order_by().annotate(count=Count("pk")))
    intakes = Intake.objects.filter(translation_key__in=counts)
    found = once_each(intakes).select_related("page").order_by("pk") if counts else ()
    return [Cases(intake, counts[intake.translation_key]) for intake in found]


def _blocked(user) -> list:
    editable = _editable(user).values("pk")
    pages = [
        page
        for model in (*get_offer_models(), *get_form_models())
        for page in model.objects.filter(pk__in=editable, alias_of=None).defer_streamfields()
    ]
    return [page for page in pages if find_blocking(page)]
