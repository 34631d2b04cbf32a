"""What is measured on: a small site with the same form three ways, and a long list of offers."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from wagtail.models import Page, Site

from wagtail_inddragelse.models import Intake, Submission
from wagtail_inddragelse.pages.models import ApplicationFormPage, OfferIndexPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    SessionFactory,
    SubmissionFactory,
)

from .questions import QUESTIONS, Asked
from .site.models import Attendee, Course, FormField, FormPage, SignUp, TextPage

SIGNED_UP = 100
"""People who have signed up before the first measured one."""

INTRO = "<p>Fortæl os, hvem I er, og hvorfor I vil være med.</p>"
CONTRIB_TYPES = {
    "text": "singleline",
    "email": "email",
    "list": "dropdown",
    "long_text": "multiline",
    "number": "number",
    "radio": "radio",
    "tick": "checkbox",
}
OUR_TYPES = {
    "text": "short_text",
    "long_text": "long_text",
    "number": "number",
    "radio": "one_of",
    "tick": "consent",
}


def build_site() -> None:
    """The pages; the front page is the one that Wagtail's migrations make."""
    home = Site.objects.get(is_default_site=True).root_page
    for title in ("Forløb", "Arrangementer", "Nyheder", "Om os", "Kontakt"):
        home.add_child(instance=TextPage(title=title, show_in_menus=True, intro=INTRO))
    build_contrib_form(home)
    build_our_form(home)
    build_course()


def build_course() -> Course:
    """What the careful hand-written view signs up to, with as many people as ours."""
    closes_at = timezone.now() + dt.timedelta(days=30)
    course = Course.objects.create(title="Temaforløb", capacity=100_000, closes_at=closes_at)
    for number in range(SIGNED_UP):
        email = f"course{number}@example.dk"
        row = SignUp.objects.create(course=course, name="N", email=email, role="R", consent=True)
        Attendee.objects.create(sign_up=row, name=row.name, email=row.email)
    return course


def build_contrib_form(parent: Page) -> FormPage:
    """The ten questions in a page of wagtail.contrib.forms."""
    page = FormPage(
        title="Tilmelding", slug="contrib-forms", intro=INTRO, thank_you_text="<p>Tak</p>"
    )
    page.form_fields = [
        FormField(
            label=asked.label,
            field_type=CONTRIB_TYPES[asked.type],
            required=asked.required,
            choices=",".join(asked.choices),
        )
        for asked in QUESTIONS
    ]
    return parent.add_child(instance=page)


def build_our_form(parent: Page) -> ApplicationFormPage:
    """The ten questions in a page of ours, below an event that many have signed up to."""
    event = EventPageFactory(parent=parent, title="Temaforløb", slug="temaforloeb")
    intake = IntakeFactory(page=event, title="Start 8. november", capacity=100_000)
    SessionFactory(intake=intake, title="Dag 1", venue="Odense")
    sign_up(intake, SIGNED_UP)
    return ApplicationFormPageFactory(
        parent=event,
        title="Tilmelding",
        slug="tilmelding",
        intro=INTRO,
        steps=[("step", {"title": "Om jer", "questions": [_question(q) for q in QUESTIONS[5:]]})],
    )


def sign_up(intake: Intake, number: int) -> list[Submission]:
    """So many confirmed submissions for ``intake``."""
    return SubmissionFactory.create_batch(number, intake=intake)


def _question(asked: Asked) -> tuple[str, dict]:
    value = {"label": asked.label, "required": asked.required}
    if asked.choices:
        value["choices"] = list(asked.choices)
    return OUR_TYPES[asked.type], value


def build_index(offers: int) -> OfferIndexPage:
    """A page that lists so many offers, each with an intake, a session and somebody signed up."""
    home = Site.objects.get(is_default_site=True).root_page
    index = OfferIndexPageFactory(parent=home, title=f"{offers} tilbud", slug=f"liste-{offers}")
    start = timezone.now() + dt.timedelta(days=30)
    for number in range(offers):
        event = EventPageFactory(parent=index, title=f"Kursus {number}", slug=f"kursus-{number}")
        intake = IntakeFactory(page=event, capacity=20)
        SessionFactory(intake=intake, starts_at=start)
        sign_up(intake, 1)
    return index
