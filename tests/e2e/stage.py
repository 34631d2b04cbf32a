"""States that the demo is not in as loaded. Runs in a process of the demo: see ``Demo.stage``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from example_site.demo.applicants import Applicant
from example_site.demo.streams import Resolver
from example_site.demo.submissions import application_data
from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.domain.record.form_versions import form_of, get_form_version
from wagtail_inddragelse.domain.signup import more_wanted
from wagtail_inddragelse.domain.signup.signup import SignUp, submit
from wagtail_inddragelse.models import Intake, MoreWanted, State, Submission
from wagtail_inddragelse.pages.models import ApplicationFormPage, OfferIndexPage
from wagtail_inddragelse.public import tokens
from wagtail_inddragelse.public.receipt import secret_link
from wagtail_inddragelse.questions.reopen import choosable
from wagtail_inddragelse.questions.schema import FormSchema
from wagtail_inddragelse.testing.factories import IntakeFactory, SessionFactory, SubmissionFactory
from wagtail_inddragelse.testing.page_factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    ProgrammePageFactory,
)

from .stage_words import WORDS, Words

NOW = timezone.now()
DAY = dt.timedelta(days=1)
TAKEN = {"capacity": 1}
OFFERS: dict[str, dict[str, Any]] = {
    "announced": {"publication": "announced"},
    "not-open": {"opens_at": NOW + 10 * DAY},
    "few-places": {"capacity": 2},
    "waiting-list": TAKEN | {"waiting_list": "manual"},
    "full": TAKEN | {"waiting_list": "off"},
    "closed": {"closes_at": NOW - DAY},
    "cancelled": {"publication": "cancelled"},
}
"""By the slug of the offer: what its one intake is like."""
IN_LINE = {"offered_until": NOW + 3 * DAY}
COURSE_STATES: dict[State, dict[str, Any]] = {
    State.CONFIRMED: {},
    State.WAITING: {},
    State.OFFERED: IN_LINE,
    State.EXPIRED: IN_LINE,
    State.DECLINED: {},
    State.OVER: {"over_because": "held"},
    State.WITHDRAWN: {},
    State.ATTENDED: {},
    State.ABSENT: {},
}
"""The states that a sign-up for the course is shown in, with what else is known then."""
APPLICATION_STATES = (State.RECEIVED, State.UNDER_ASSESSMENT, State.REJECTED, State.CONFIRMED)
MORE = ("wanted", "over", "answered")
"""How a request for more stands."""
REOPENED = ("long_text", "attachment")
"""The types of the questions that are asked again."""
CODES = (municipality.code for municipality in MUNICIPALITIES)


def build() -> None:
    """Make everything, in each language, and print the addresses by name as JSON."""
    addresses: dict[str, str] = {}
    for language, words in WORDS.items():
        stage = Stage(language, words)
        addresses |= {f"{language} {name}": address for name, address in stage.build()}
    print(json.dumps(addresses))


@dataclass(frozen=True)
class Stage:
    """Makes the states of one language, on the site's own pages and on new ones."""

    language: str
    words: Words

    def build(self) -> Iterator[tuple[str, str]]:
        """Names, each with an address or, for "token of a form that is gone", what it says."""
        self._add_offers()
        self._close_to_the_public()
        course = self._form_page(self.words.course)
        gone = tokens.issue(
            course.pk, course.get_schema().digest, 10**6, NOW - dt.timedelta(hours=1)
        )
        yield "token of a form that is gone", gone
        yield from self._course_receipts(course)
        yield from self._application_receipts(self._application())

    # Offers

    def _add_offers(self) -> None:
        for slug, fields in OFFERS.items():
            offer = self._add_offer(slug)
            self._add_intake(offer, **fields, announced_text=self.words.later)
        self._add_offer("undated")

    def _add_offer(self, slug: str, factory=EventPageFactory) -> Model:
        offer = factory(
            parent=self._index(),
            slug=slug,
            title=self.words.titles[slug],
            locale=self._locale(),
            summary=self.words.summary,
        )
        ApplicationFormPageFactory(
            parent=offer,
            slug="form",
            title=self.words.form_title,
            locale=self._locale(),
            steps=self._steps(),
            one_step_at_a_time=factory is ProgrammePageFactory,
            municipality_required=True,
            privacy=self.words.privacy,
            case_office_email="sager@example.dk",
        )
        return offer

    def _add_intake(self, offer: Model, **fields) -> Intake:
        intake = IntakeFactory(page=offer, title=self.words.intake, **fields)
        SessionFactory(intake=intake, venue="Odense", online_link="https://example.dk/")
        if "waiting_list" in fields:
            SubmissionFactory(intake=intake, language=self.language)
        return intake

    def _close_to_the_public(self) -> None:
        offer = self._add_offer("restricted")
        PageViewRestriction.objects.create(page=offer, restriction_type="password", password="x")

    def _application(self) -> ApplicationFormPage:
        if self.language == "en":
            offer = self._add_offer("programme", ProgrammePageFactory)
            self._add_intake(offer, selection="assessed", closes_at=NOW + 30 * DAY)
        return self._form_page(self.words.application)

    # Receipts

    def _course_receipts(self, form_page: ApplicationFormPage) -> Iterator[tuple[str, str]]:
        for state, known in COURSE_STATES.items():
            submission = self._send(form_page, state, known)
            yield f"receipt {state}", address(submission)
            if submission.is_open:
                yield f"change {state}", address(submission, "receipt_change")
        yield "receipt cancelled", address(self._cancelled())

    def _cancelled(self) -> Submission:
        intake = Intake.objects.get(page__slug="cancelled", locale=self._locale())
        return SubmissionFactory(intake=intake, language=self.language)

    def _application_receipts(self, form_page: ApplicationFormPage) -> Iterator[tuple[str, str]]:
        reason = {"decision_reason": self.words.reason}
        for state in APPLICATION_STATES:
            yield f"application {state}", address(self._send(form_page, state, reason))
        for outcome in MORE:
            yield from self._more(outcome, self._send(form_page, State.UNDER_ASSESSMENT, {}))

    def _more(self, outcome: str, submission: Submission) -> Iterator[tuple[str, str]]:
        steps = choosable(form_of(submission), submission.answers)
        ids = [each.id for step in steps for each in step.questions if each.type in REOPENED]
        chief = get_user_model().objects.get(username="leder")
        wanted = more_wanted.ask(
            submission, ids, due_at=NOW + 7 * DAY, text=self.words.reason, user=chief
        )
        if outcome == "over":
            MoreWanted.objects.filter(pk=wanted.pk).update(due_at=NOW - DAY, asked_at=NOW - 2 * DAY)
        if outcome == "answered":
            wanted.outcome, wanted.closed_at = MoreWanted.Outcome.ANSWERED, NOW
            wanted.save()
            Submission.objects.filter(pk=submission.pk).update(state=State.UNDER_ASSESSMENT)
        yield f"receipt more {outcome}", address(submission)
        yield f"more {outcome}", address(submission, "receipt_more")

    def _send(self, form_page: ApplicationFormPage, state: State, known: dict) -> Submission:
        """Send the form for a municipality that has sent none, and put what was sent in a state."""
        schema = form_page.get_schema()
        applicant = Applicant(next(CODES), "Rita Prøve", (self.words.answer,))
        data = application_data(applicant, schema)
        me = replace(data.participants[0], answers=first_choices(schema))
        sign_up = SignUp(
            intake=form_page.get_intakes()[0],
            form_version=get_form_version(schema),
            data=replace(data, participants=(me,)),
            language=self.language,
        )
        submission = submit(sign_up)
        Submission.objects.filter(pk=submission.pk).update(state=state, **known)
        submission.refresh_from_db()
        return submission

    # Finding and making

    def _index(self) -> OfferIndexPage:
        return OfferIndexPage.objects.get(slug=self.words.index, locale=self._locale())

    def _form_page(self, offer_slug: str) -> ApplicationFormPage:
        """The form below the offer with this slug."""
        pages = ApplicationFormPage.objects.filter(locale=self._locale())
        return pages.get(url_path__contains=f"/{offer_slug}/")

    def _locale(self) -> Locale:
        return Locale.objects.get(language_code=self.language)

    def _steps(self) -> str:
        """The questions of the words, as Wagtail stores them."""
        block = ApplicationFormPage._meta.get_field("steps").stream_block
        return Resolver({}, str).stream(block, list(self.words.steps), self.language)


def first_choices(schema: FormSchema) -> dict[str, Any]:
    """Answers about a participant: the first choice of each question."""
    asked = schema.participant_questions
    return {question.id: question.options["choices"][0][0] for question in asked}


def address(submission: Submission, page: str = "receipt") -> str:
    """The path of a page behind the secret link."""
    return reverse(f"wagtail_inddragelse:{page}", kwargs=secret_link(submission))
