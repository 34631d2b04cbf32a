"""The themed course in English. Its start dates are the Danish ones and share their places."""

from __future__ import annotations

from dataclasses import replace

from ..dates import THEMED_COURSE_DAYS, DemoDates, day_month_text
from . import people
from .event_forms import KEPT_MONTHS
from .events import COURSE_PATH, course_intake, course_period
from .shapes import (
    Block,
    IntakeContent,
    PageContent,
    contact_people,
    offers,
    question,
    required,
    step,
    text,
)
from .site_pages import ACCESSIBILITY, EVENTS_PATH, HOME_PATH, NEWSLETTER, PRIVACY_POLICY

HOME = "/en/"
EVENTS = "/en/events/"
COURSE = f"{EVENTS}themed-course/"
FORM = f"{COURSE}sign-up/"

ORGANISATIONS = {
    people.AGENCY: {
        "name": "Agency for Child Involvement",
        "description": "Advises municipalities on giving children and young people a say.",
    },
    people.BOERNS_VILKAAR: {"description": "Holds the training."},
    people.VIVE: {"description": "Contributes research and knowledge."},
}
PEOPLE = {
    "nadia": {"role": "Consultant", "hours": "Monday to Thursday 9:00-15:00"},
}
AUDIENCES = {people.STAFF: "Case officers and key staff"}
THEMES = {people.OWN_CASE: "Involvement in one's own case"}


def english_pages(dates: DemoDates) -> list[PageContent]:
    """The front page, the list of events, the course and its form, and what the footer links to."""
    return [_front_page(), _events(), _course(dates), _form(), *_footer_pages()]


def _footer_pages() -> list[PageContent]:
    """What every public site must have, in English too."""
    return [
        _standard(
            "newsletter/",
            NEWSLETTER,
            "Newsletter",
            "Research, grants, publications and conferences in the social field. The newsletter "
            "is in Danish.",
            '<p>Write to <a href="mailto:nyhedsbrev@example.dk">nyhedsbrev@example.dk</a> and '
            "you’ll get the next issue. We send it about once a month, and you can unsubscribe "
            "at any time.</p>",
        ),
        _standard(
            "privacy/",
            PRIVACY_POLICY,
            "Privacy",
            "This site sets no cookies when you read it, search or sign up.",
            "<p>Every form tells you what we use your information for, who we share it with and "
            "when we delete it. When you have sent a form, you get a secret link, where you can "
            "see what you sent, and withdraw.</p><p>Write to our data protection officer at "
            '<a href="mailto:databeskyttelse@example.dk">databeskyttelse@example.dk</a> if you '
            "want to see, correct or delete what we hold about you.</p>",
        ),
        _standard(
            "accessibility/",
            ACCESSIBILITY,
            "Accessibility",
            "Everyone should be able to read the site and send a form.",
            "<p>You can use the site with a keyboard, a screen reader or magnification, on small "
            "screens and without JavaScript. If you find something that doesn’t work, write to "
            '<a href="mailto:post@example.dk">post@example.dk</a>. We’re also happy to help you '
            "fill in a form.</p>",
            contact_people("Contact", "nadia"),
        ),
    ]


def _standard(
    slug: str, danish: PageContent, title: str, intro: str, words: str, *more: Block
) -> PageContent:
    """A page of text below the front page, the translation of ``danish``."""
    return PageContent(
        path=f"{HOME}{slug}",
        model="home.StandardPage",
        title=title,
        translates=danish.path,
        fields={"intro": intro, "body": [text(words), *more]},
    )


def _front_page() -> PageContent:
    return PageContent(
        path=HOME,
        model="home.HomePage",
        title="Front page",
        translates=HOME_PATH,
        fields={
            "heading": "Children and young people must be heard in their own case",
            "intro": "We help municipalities involve children and young people.",
            "body": [offers("Events", COURSE)],
        },
    )


def _events() -> PageContent:
    return PageContent(
        path=EVENTS,
        model="wagtail_inddragelse_pages.OfferIndexPage",
        title="Events",
        in_menu=True,
        translates=EVENTS_PATH,
        fields={"intro": "<p>Events that are also held for people who do not speak Danish.</p>"},
    )


def _course(dates: DemoDates) -> PageContent:
    period = course_period(dates.themed, "en")
    return PageContent(
        path=COURSE,
        model="wagtail_inddragelse_pages.EventPage",
        title="Themed course on involving children and young people",
        translates=COURSE_PATH,
        intakes=tuple(_intake(key, dates) for key in THEMED_COURSE_DAYS),
        fields={
            "summary": (
                "Two days and a follow-up day for case officers and key staff. We hold the course "
                f"three times in {period}, with the same content each time."
            ),
            "duration": "Two days and a follow-up day",
            "image": "course",
            "organiser": people.AGENCY,
            "partners": [people.VIVE, people.BOERNS_VILKAAR],
            "audiences": [people.STAFF],
            "themes": [people.OWN_CASE],
            "contacts": ["nadia"],
            "eligibility": (
                "<p>For case officers and key staff of municipalities. Afterwards you put it to "
                "use in your own work and as inspiration and advice for your colleagues.</p>"
            ),
            "practical": "<p>It is free of charge. Meals are included.</p>",
            "body": [
                text(
                    "<p>You work on how children and young people get a real say in their own "
                    "case, and try it out at home before the follow-up day.</p>"
                ),
            ],
        },
    )


def _intake(key: str, dates: DemoDates) -> IntakeContent:
    """The Danish one in other words; its rules come from the Danish row."""
    danish = course_intake(key, dates)
    starts = dates.themed.day(THEMED_COURSE_DAYS[key][0])
    sessions = (replace(each, title=SESSION_TITLES[each.key]) for each in danish.sessions)
    return IntakeContent(key, f"Start {day_month_text(starts, 'en')}", {}, tuple(sessions))


SESSION_TITLES = {"day-1": "Day 1", "day-2": "Day 2", "follow-up": "Follow-up day"}


def _form() -> PageContent:
    return PageContent(
        path=FORM,
        model="wagtail_inddragelse_pages.ApplicationFormPage",
        title="Sign up for the themed course",
        translates=f"{COURSE_PATH}tilmelding/",
        fields={
            "intro": "<p>Choose a start date. You can be up to four in one sign-up.</p>",
            "steps": [step("Participants", PARTICIPANTS, USE, NEEDS)],
            "municipality_required": True,
            "privacy": PRIVACY,
            "submit_label": "Sign up",
            "what_happens_next": (
                "<p>A week before the course we send the programme and practical information.</p>"
            ),
            "contacts": ["nadia"],
            "case_office_email": "arrangementer@example.dk",
            "retention_months": KEPT_MONTHS,
        },
    )


PARTICIPANTS = question(
    "participants",
    "participants",
    "Who takes part?",
    questions=[
        required(
            "one_of",
            "area",
            "Part of the municipality",
            choices=["Authority", "Provider", "General services"],
        ),
    ],
)
USE = question(
    "long_text",
    "use",
    "What will you use the course for at home?",
    help_text="In brief. The teachers read it beforehand.",
    limit=600,
    rows=3,
)
NEEDS = question(
    "long_text",
    "needs",
    "Is there anything we should take into account?",
    help_text="For example access or food. Only tell us what we need to know.",
    limit=500,
    rows=3,
)
PRIVACY = f"""
<ul>
<li>The Agency for Child Involvement is the controller. Write to
<a href="mailto:databeskyttelse@example.dk">databeskyttelse@example.dk</a> to reach our data
protection officer.</li>
<li>We use the data to hold the event: for the list of participants, places and meals. We do so in
our task as a public authority (article 6(1)(e) of the General Data Protection Regulation).</li>
<li>We share participants' names and workplaces with the venue, and nothing else.</li>
<li>We delete the data after {KEPT_MONTHS} months.</li>
<li>You can ask to see, correct or delete what we have about you, and complain to the Danish Data
Protection Agency.</li>
</ul>
"""
