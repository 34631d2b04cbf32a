"""What needs attention, on the front page of the admin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from ..casework import links
from ..casework.mails.outbox import message_url, outbox_url
from ..domain.casework.attention import (
    Attention,
    Cases,
    Concern,
    Draft,
    WaitingDrafts,
    get_attention,
)
from ..domain.offers.overview import OfferOverview
from ..domain.offers.readiness import INTAKE_WITHOUT_FORM, find_blocking
from ..formats import datetime_text
from ..mail.links import to_assess_query
from ..models import Intake, Message
from ..public.limits import has_unnamed_proxy
from .new_offer import where_url

SHOWN = 5
"""How many points of one kind are shown; there may be more."""


class Item(NamedTuple):
    """One point: what it is about, what is the matter, and where to do something about it, which
    is empty for what is not done in the admin."""

    about: str
    text: str
    url: str


class Group(NamedTuple):
    """Points of one kind, and how many more of them there are."""

    heading: str
    items: list[Item]
    more: int


class AttentionPanel(Component):
    """What needs attention, from deadlines to mails that wait, and the way to a new offer for
    those who may make one; nothing at all when there is neither."""

    name = "inddragelse_attention"
    template_name = "wagtail_inddragelse/editing/dashboard/attention.html"
    order = 150

    def get_context_data(self, parent_context) -> dict:
        """Gives ``groups``, and ``new_offer_url`` for those who may make an offer."""
        user = parent_context["request"].user
        groups = [*_set_up(user), *_groups(get_attention(user))]
        return {"groups": groups, "new_offer_url": where_url(user)}


def register_url(intake: Intake) -> str:
    """The register of submissions, limited to one intake."""
    return links.register_url(f"intake={intake.pk}")


def edit_url(page) -> str:
    """Where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _set_up(user) -> Iterator[Group]:
    """What only the site's traffic tells about its set-up, for superusers."""
    if user.is_superuser and has_unnamed_proxy():
        text = _(
            "A proxy stands before the site, and this setting says that there is none: all "
            "visitors share one limit on how many forms can be sent in an hour."
        )
        yield _group(_("Set-up"), [Item("TRUSTED_PROXIES", text, "")])


def _groups(attention: Attention) -> Iterator[Group]:
    kinds = (
        (_("Can't be published"), map(_blocked, attention.blocked)),
        (_("No form to sign up with"), map(_formless, attention.formless)),
        (_("Cases for you to assess"), map(_to_assess, attention.to_assess)),
        (_("All assessments are in"), map(_all_in, attention.all_in)),
        (_("Mails that didn’t arrive"), map(_failed, attention.failed)),
        (_("Mails waiting for you to send them"), map(_drafted, attention.drafted)),
        (_("New submissions"), map(_new, attention.new)),
        (_("Deadline within a week"), map(_closing, attention.closing)),
        (_("Places to offer"), map(_to_offer, attention.to_offer)),
        (_("Full"), map(_full, attention.full)),
        (_("The deadline has passed"), map(_passed, attention.passed)),
        (_("Not published yet"), map(_draft, attention.drafts)),
    )
    return (_group(heading, items) for heading, found in kinds if (items := list(found)))


def _group(heading: str, items: Iterable[Item]) -> Group:
    items = list(items)
    return Group(heading, items[:SHOWN], max(len(items) - SHOWN, 0))


def _blocked(page) -> Item:
    titles = ", ".join(finding.title for finding in find_blocking(page))
    return Item(page.get_admin_display_title(), titles, edit_url(page))


def _formless(offer: OfferOverview) -> Item:
    page = offer.page
    return Item(page.get_admin_display_title(), str(INTAKE_WITHOUT_FORM.advice), edit_url(page))


def _passed(offer: OfferOverview) -> Item:
    text = _("Starts %(date)s") % {"date": datetime_text(offer.summary.next_start)}
    return Item(offer.page.get_admin_display_title(), text, edit_url(offer.page))


def _draft(draft: Draft) -> Item:
    titles = list(dict.fromkeys(str(finding.check.title) for finding in draft.findings))
    return Item(draft.page.get_admin_display_title(), ", ".join(titles), edit_url(draft.page))


def _failed(message: Message) -> Item:
    url = message_url(message) if message.is_managed else links.case_url(message.submission)
    return Item(message.submission.reference, message.get_occasion_display(), url)


def _drafted(waiting: WaitingDrafts) -> Item:
    count = waiting.count
    text = ngettext("%(count)d mail waiting", "%(count)d mails waiting", count) % {"count": count}
    if not waiting.has_manager:
        text = _("%(mails)s; nobody has the role “Manage mails” here") % {"mails": text}
    return Item(_named(waiting.intake), text, outbox_url(f"intake={waiting.intake.pk}&state=draft"))


def _to_assess(cases: Cases) -> Item:
    text = ngettext(
        "%(count)d case is waiting for your assessment",
        "%(count)d cases are waiting for your assessment",
        cases.count,
    )
    url = links.register_url(to_assess_query(cases.intake))
    return Item(_named(cases.intake), text % {"count": cases.count}, url)


def _all_in(cases: Cases) -> Item:
    text = ngettext("%(count)d case to decide on", "%(count)d cases to decide on", cases.count)
    return Item(
        _named(cases.intake), text % {"count": cases.count}, links.selection_url(cases.intake)
    )


def _named(intake: Intake) -> str:
    return f"{intake.page.title} – {intake.title}"


def _new(concern: Concern) -> Item:
    count = concern.row.new
    text = ngettext("%(count)d new", "%(count)d new", count) % {"count": count}
    return Item(_about(concern), text, register_url(concern.row.intake))


def _closing(concern: Concern) -> Item:
    intake = concern.row.intake
    page = concern.offer.page
    url = edit_url(page) if concern.is_editable else register_url(intake)
    return Item(_about(concern), datetime_text(intake.last_minute), url)


def _to_offer(concern: Concern) -> Item:
    """What is free for those in line, of which not all may be offered by itself."""
    status = concern.row.status
    free, waiting = status.places_for_line, status.claims
    words = [
        ngettext("%(count)d place free", "%(count)d places free", free) % {"count": free},
        ngettext("%(count)d waiting", "%(count)d waiting", waiting) % {"count": waiting},
    ]
    return Item(_about(concern), ", ".join(words), register_url(concern.row.intake))


def _full(concern: Concern) -> Item:
    row = concern.row
    waiting = row.status.waiting if row.may_read else 0
    text = ngettext("%(count)d waiting", "%(count)d waiting", waiting) % {"count": waiting}
    return Item(
        _about(concern),
        text if waiting else str(row.status.state.label),
        register_url(row.intake) if row.may_read else edit_url(concern.offer.page),
    )


def _about(concern: Concern) -> str:
    return f"{concern.offer.page.title} – {concern.row.intake.title}"
