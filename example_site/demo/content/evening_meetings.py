"""Two years of open evening meetings, for a demo with as many submissions as a busy agency has."""

from __future__ import annotations

import calendar
import datetime as dt

from django.utils import timezone

from ..dates import day_text
from .people import AGENCY, LEADERS, OWN_CASE, STAFF
from .privacy import event_privacy
from .shapes import IntakeContent, PageContent, SessionContent, question, step, text

EVENINGS_PATH = "/arrangementer/fyraftensmoeder/"
MONTHS = 24
KEPT_MONTHS = 60
WEDNESDAY = 2


def evening_pages(today: dt.date) -> list[PageContent]:
    """The offer with one intake for each of the last two years' months, and its form."""
    days = [evening(today, months) for months in range(MONTHS, 0, -1)]
    return [_offer(days), _form()]


def evening(today: dt.date, months: int) -> dt.date:
    """The second Wednesday of the month so many months before that of ``today``."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    weeks = calendar.Calendar().monthdatescalendar(year, month + 1)
    wednesdays = [week[WEDNESDAY] for week in weeks if week[WEDNESDAY].month == month + 1]
    return wednesdays[1]


def _offer(days: list[dt.date]) -> PageContent:
    return PageContent(
        path=EVENINGS_PATH,
        model="wagtail_inddragelse_pages.EventPage",
        title="Fyraftensmøder på nettet",
        fields={
            "summary": "Halvanden time om måneden om at inddrage børn og unge. Alle kan være med.",
            "format": "online",
            "duration": "Halvanden time",
            "organiser": AGENCY,
            "audiences": [LEADERS, STAFF],
            "themes": [OWN_CASE],
            "contacts": ["nadia"],
            "body": [text("<p>En kollega fortæller, og bagefter taler vi sammen.</p>")],
        },
        intakes=tuple(_intake(day) for day in days),
    )


def _intake(day: dt.date) -> IntakeContent:
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(16)))
    ends = starts + dt.timedelta(minutes=90)
    session = SessionContent("meeting", "", starts, ends, online_link="https://moede.example.dk/")
    return IntakeContent(
        key=f"{day:%Y-%m}",
        title=f"Fyraftensmøde {day_text(day)}",
        fields={"closes_at": starts, "waiting_list": "off"},
        sessions=(session,),
    )


def _form() -> PageContent:
    return PageContent(
        path=f"{EVENINGS_PATH}tilmelding/",
        model="wagtail_inddragelse_pages.ApplicationFormPage",
        title="Tilmelding til fyraftensmøder",
        fields={
            "steps": [step("Om dig", question("short_text", "job", "Hvad arbejder du med?"))],
            "privacy": event_privacy(),
            "submit_label": "Tilmeld",
            "what_happens_next": "<p>Linket til mødet står ved datoen.</p>",
            "contacts": ["nadia"],
            "case_office_email": "arrangementer@example.dk",
            "retention_months": KEPT_MONTHS,
        },
    )
