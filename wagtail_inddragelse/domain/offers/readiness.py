"""What a page lacks before people can use it: rules for offers and for forms, in one place.

The editor's panel, the content checker, the dashboard and publishing all ask here. What the law
asks for blocks publishing; the rest advises.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...conf import get_setting
from ...formats import datetime_text, deadline_text
from ...models import Intake, Role, Session, users_with
from ..intakes.places import Usage, count_too_big, count_usage
from ..writing.refused import RefusedByField
from . import titles
from .pages import find_form_page, get_served_intakes, is_used
from .publishing import RELATION


@dataclass(frozen=True)
class Check:
    """One thing that is checked: its name, and what editors read when it is found."""

    code: str
    title: str | Promise
    advice: str | Promise
    blocks: bool = False
    is_told: bool = False
    """Whether whoever saves or publishes the page is told of it, as what was changed brings it
    about."""


@dataclass(frozen=True)
class Finding:
    """A check that found something: the form's field that mends it, and what it is about.

    ``intake_key`` is the ``translation_key`` of the intake that it is about, if it is, and
    ``details`` is what is wrong with its numbers or dates.
    """

    check: Check
    field: str
    about: str = ""
    intake_key: uuid.UUID | None = None
    details: str = ""

    @property
    def is_blocking(self) -> bool:
        """Whether the page must not be published before it is mended."""
        return self.check.blocks

    @property
    def title(self) -> str:
        """What is wrong, with the start date it is about."""
        wrong = self.details or str(self.check.title)
        return f"{self.about}: {wrong}" if self.about else wrong


NO_PRIVACY = Check(
    "no-privacy",
    _("Privacy information is missing"),
    _(
        "The form takes names and e-mail addresses: the law asks you to say who is responsible, "
        "why you ask, how long you keep it and whom you share it with."
    ),
    blocks=True,
)
NO_NEXT_STEPS = Check(
    "no-next-steps",
    _("What happens next is missing"),
    _("People read it on the receipt and in the mail, and write less to ask."),
)
NO_CONTACT = Check(
    "no-contact",
    _("Nobody to ask"),
    _("Choose a contact person, so that people know who to write to or call."),
)
NO_CASE_OFFICE = Check(
    "no-case-office",
    _("The case office e-mail is missing"),
    _("Nobody is emailed when somebody signs up, and answers to our mails are lost."),
)
NO_RETENTION = Check(
    "no-retention",
    _("No limit to how long submissions are kept"),
    _("Personal data must not be kept for longer than it is needed: give a number of months."),
)
NO_CRITERIA = Check(
    "no-criteria",
    _("Criteria are missing"),
    _("Applications are assessed: let applicants read what they are judged by."),
)
UNUSED_FORM = Check(
    "unused-form",
    _("No offer uses this form"),
    _("Put it below an offer, or choose it on the offer's page."),
)
NO_SUMMARY = Check(
    "no-summary",
    _("The summary is missing"),
    _("It is what people read in lists, in search results and when the page is shared."),
)
NO_ELIGIBILITY = Check(
    "no-eligibility",
    _("Who can take part is missing"),
    _("Say who it is for, so that nobody applies in vain."),
)
IMAGE_WITHOUT_ALT = Check(
    "image-without-alt",
    _("The image has no description"),
    _("Screen readers read its title aloud instead. Describe it under Images."),
)
NO_INTAKE = Check(
    "no-intake",
    _("No start date"),
    _("Nobody can sign up before there is a start date or an application round."),
)
INTAKE_WITHOUT_FORM = Check(
    "intake-without-form",
    _("No form to sign up with"),
    _("Publish a form below this page, or choose one, so that people can sign up."),
    is_told=True,
)
NOBODY_READS = Check(
    "nobody-reads",
    _("Nobody but administrators can see the sign-ups"),
    _(
        "Ask an administrator to give your caseworkers a role on this page, under Settings. A "
        "copy of a page takes neither roles nor mail texts with it."
    ),
)
NO_ANNOUNCEMENT = Check(
    "no-announcement",
    _("It does not say when it comes"),
    _("It is announced for later: write, for example, “October 2027”."),
)
NO_DEADLINE = Check(
    "no-deadline",
    _("No deadline"),
    _("People can sign up until the last session is over. Leave it empty for a rolling intake."),
)
DEADLINE_PASSED = Check(
    "deadline-passed",
    _("The deadline has passed"),
    _("Nobody can sign up: check the year."),
)
DEADLINE_AFTER_START = Check(
    "deadline-after-start",
    _("The deadline is after the first session"),
    _("People can sign up when it has already begun. Check that it is meant."),
    is_told=True,
)
TITLE_OF_ANOTHER_DAY = Check(
    "title-of-another-day",
    _("The title names another day"),
    _("None of its dates is on that day. Write the new day in the title."),
    is_told=True,
)
DEADLINE_AT_MIDNIGHT = Check(
    "deadline-at-midnight",
    _("The deadline is at midnight, as the day begins"),
    _("At 00:00 the day has only just begun. Write 23:59 to give people the whole day."),
)
PLACES_BELOW_TAKEN = Check(
    "places-below-taken",
    _("Fewer places than are taken"),
    _("Nobody loses a place, and nobody gets one until as many have withdrawn."),
    is_told=True,
)
NO_PLACES_FOR_A_GROUP = Check(
    "no-places-for-a-group",
    _("Fewer places than a group on the waiting list needs"),
    _("When it is published, they are told that there is no place for them."),
    is_told=True,
)
WAITING_WITHOUT_LIST = Check(
    "waiting-without-list",
    _("People wait, and the waiting list is off"),
    _(
        "When it is published, they are offered the places that are free, and the others are told "
        "that there is none for them."
    ),
    is_told=True,
)
NO_SESSION = Check(
    "no-session",
    _("No sessions"),
    _("Say when and where it is. An application round can do without."),
)
SESSION_PASSED = Check(
    "session-passed",
    _("A session is in the past"),
    _("Check the year."),
)
SESSION_WITHOUT_LOCATION = Check(
    "session-without-location",
    _("A session has neither place nor link"),
    _("Give a venue, an address or an online link, so that people find it."),
)
SAME_DATES = Check(
    "same-dates",
    _("The same dates as another"),
    _("Two start dates are at the same time. Check that it is meant."),
)
NO_ANSWER_DATE = Check(
    "no-answer-date",
    _("It does not say when applicants get an answer"),
    _("Give a date, or write, for example, “mid-December”."),
)

CHECKS = tuple(value for value in vars().values() if isinstance(value, Check))
"""All that is checked, the most important first."""


def check_form(form_page: models.Model) -> list[Finding]:
    """What a form page lacks, as it stands in memory."""
    found = [*find_blocking(form_page), *_missing_in_form(form_page)]
    return found if not form_page.path else [*found, *_missing_for_offers(form_page)]


def check_offer(offer: models.Model, now: dt.datetime | None = None) -> list[Finding]:
    """What an offer lacks at ``now``, as it stands in memory; cancelled and past intakes are
    left alone."""
    return [
        *find_blocking(offer),
        *_missing_in_offer(offer),
        *_missing_in_intakes(offer, now or timezone.now()),
    ]


def find_blocking(page: models.Model) -> list[Finding]:
    """What keeps ``page`` from being published; looks at its own fields only, not at rows."""
    takes_data = getattr(page, "takes_submissions", False)
    return [Finding(NO_PRIVACY, "privacy")] if takes_data and is_empty(page.privacy) else []


def refuse_unready(page: models.Model) -> None:
    """Raise RefusedByField when something keeps ``page`` from being published."""
    if blocking := find_blocking(page):
        advice = {finding.field: [str(finding.check.advice)] for finding in blocking}
        raise RefusedByField(advice, code="not_ready")


def is_empty(html: str) -> bool:
    """Whether rich text holds nothing to read."""
    return not strip_tags(html).replace("&nbsp;", " ").strip()


def _missing_in_form(form_page: models.Model) -> Iterator[Finding]:
    if is_empty(form_page.what_happens_next):
        yield Finding(NO_NEXT_STEPS, "what_happens_next")
    if not form_page.contacts.all():
        yield Finding(NO_CONTACT, "contacts")
    if not (form_page.case_office_email or get_setting("CASE_OFFICE_EMAIL")):
        yield Finding(NO_CASE_OFFICE, "case_office_email")
    if form_page.retention_months is None:
        yield Finding(NO_RETENTION, "retention_months")


def _missing_for_offers(form_page: models.Model) -> Iterator[Finding]:
    intakes = get_served_intakes(form_page)
    if any(intake.is_assessed for intake in intakes) and not form_page.criteria:
        yield Finding(NO_CRITERIA, "criteria")
    if not intakes and not is_used(form_page):
        yield Finding(UNUSED_FORM, "title")


def _missing_in_offer(offer: models.Model) -> Iterator[Finding]:
    if not offer.summary.strip():
        yield Finding(NO_SUMMARY, "summary")
    if is_empty(offer.eligibility):
        yield Finding(NO_ELIGIBILITY, "eligibility")
    if not offer.contacts.all():
        yield Finding(NO_CONTACT, "contacts")
    if offer.image and offer.image.default_alt_text in ("", offer.image.title):
        yield Finding(IMAGE_WITHOUT_ALT, "image")


def _missing_in_intakes(offer: models.Model, now: dt.datetime) -> Iterator[Finding]:
    intakes = offer.get_intakes()
    rows = [row for row in _rows(offer, intakes) if row.matters(now)]
    if not intakes:
        yield Finding(NO_INTAKE, f"{RELATION}-ADD")
    if any(row.is_scheduled for row in rows) and find_form_page(offer.followed_page) is None:
        yield Finding(INTAKE_WITHOUT_FORM, "form_page")
    if rows and offer.path and not users_with(Role.SEE, offer).exists():
        yield Finding(NOBODY_READS, "title")
    usage = count_usage(row.intake for row in rows)
    too_big = count_too_big(row.intake for row in rows if usage[row.intake.translation_key].waiting)
    for row in rows:
        key = row.intake.translation_key
        yield from row.findings(now)
        yield from row.places(usage[key], too_big[key])
    yield from _same_dates(row for row in rows if row.is_scheduled)


def _rows(offer: models.Model, intakes: list[Intake]) -> list[Row]:
    return [
        Row(
            intake,
            f"{RELATION}-{position}",
            is_public=bool(offer.live and intake.pk),
            language=offer.locale.language_code,
        )
        for position, intake in enumerate(intakes)
    ]


def _same_dates(rows: Iterable[Row]) -> Iterator[Finding]:
    seen = set()
    for row in rows:
        dates = tuple((session.starts_at, session.ends_at) for session in row.sessions)
        if dates and dates in seen:
            yield row.finding(SAME_DATES, "title")
        seen.add(dates)


@dataclass(frozen=True)
class Row:
    """An intake as a row of the editor's form."""

    intake: Intake
    prefix: str
    is_public: bool
    language: str

    @property
    def is_scheduled(self) -> bool:
        return self.intake.publication == Intake.Publication.SCHEDULED

    @property
    def sessions(self) -> list[Session]:
        return self.intake.in_order()

    def matters(self, now: dt.datetime) -> bool:
        """Whether anything about it is still to be mended: not when it is cancelled or over."""
        is_over = bool(self.sessions) and self.sessions[-1].ends_at <= now
        return not self.intake.is_cancelled and not (self.is_public and is_over)

    def findings(self, now: dt.datetime) -> Iterator[Finding]:
        if self.is_scheduled:
            yield from self._title()
            yield from self._deadline(now)
            yield from self._sessions(now)
            yield from self._answer()
        elif not self.intake.announced_text:
            yield self.finding(NO_ANNOUNCEMENT, "announced_text")

    def finding(self, check: Check, field: str, session: str = "", details: str = "") -> Finding:
        about = ", ".join(filter(None, [self.intake.title, session]))
        return Finding(check, f"{self.prefix}-{field}", about, self.intake.translation_key, details)

    def _deadline(self, now: dt.datetime) -> Iterator[Finding]:
        intake, sessions = self.intake, self.sessions
        if intake.deadline is None:
            if sessions:  # without sessions, no deadline is a rolling intake
                yield self.finding(NO_DEADLINE, "closes_at")
            return
        if intake.deadline <= now and not self.is_public:
            yield self.finding(DEADLINE_PASSED, "closes_at")
        if intake.closes_at != intake.last_minute:
            yield self.finding(DEADLINE_AT_MIDNIGHT, "closes_at")
        if sessions and intake.closes_at > sessions[0].starts_at:
            yield self.finding(DEADLINE_AFTER_START, "closes_at", details=self._late_deadline())

    def _late_deadline(self) -> str:
        text = _("The deadline, %(deadline)s, is after the first session, %(start)s")
        start = datetime_text(self.sessions[0].starts_at)
        return text % {"deadline": deadline_text(self.intake.closes_at), "start": start}

    def _title(self) -> Iterator[Finding]:
        day = titles.other_day(self.intake, self.language)
        if day:
            details = _("The title names another day, %(day)s")
            yield self.finding(TITLE_OF_ANOTHER_DAY, "title", details=details % {"day": day})

    def places(self, usage: Usage, too_big: int) -> Iterator[Finding]:
        """What is wrong with its places, of which ``usage`` takes up some: ``too_big`` in line
        bring more people than there are."""
        capacity, taken = self.intake.capacity, usage.taken(self.intake)
        if capacity is not None and capacity < taken:
            details = _("Fewer places than are taken: %(taken)d") % {"taken": taken}
            yield self.finding(PLACES_BELOW_TAKEN, "capacity", details=details)
        if too_big:
            details = ngettext(
                "%(count)d on the waiting list brings more people than there are places",
                "%(count)d on the waiting list bring more people than there are places",
                too_big,
            )
            details = details % {"count": too_big}
            yield self.finding(NO_PLACES_FOR_A_GROUP, "capacity", details=details)
        if usage.waiting and not self.intake.has_waiting_list:
            details = ngettext(
                "%(count)d waits, and the waiting list is off",
                "%(count)d wait, and the waiting list is off",
                usage.waiting,
            )
            details = details % {"count": usage.waiting}
            yield self.finding(WAITING_WITHOUT_LIST, "waiting_list", details=details)

    def _sessions(self, now: dt.datetime) -> Iterator[Finding]:
        rows = list(self.intake.sessions.all())
        if not rows and self.intake.kind != Intake.Kind.ROUND:
            yield self.finding(NO_SESSION, "sessions-ADD")
        for position, session in enumerate(rows):
            name, prefix = session.title or str(position + 1), f"sessions-{position}"
            if session.starts_at and session.starts_at <= now and not self.is_public:
                yield self.finding(SESSION_PASSED, f"{prefix}-starts_at", name)
            if not (session.location or session.online_link):
                yield self.finding(SESSION_WITHOUT_LOCATION, f"{prefix}-venue", name)

    def _answer(self) -> Iterator[Finding]:
        intake = self.intake
        has_answer = intake.decision_expected_on or intake.decision_expected_text
        if intake.is_assessed and not has_answer:
            yield self.finding(NO_ANSWER_DATE, "decision_expected_on")
