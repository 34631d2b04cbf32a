"""The three activities of 2023: the national meeting, the themed course, the network meetings.

Facts: seed 003. Clock times, venues and places are chosen to be likely.
"""

from __future__ import annotations

import datetime as dt

from ..dates import (
    ANNOUNCED,
    EVENT_DEADLINE,
    NATIONAL_MEETING,
    NETWORK_MEETINGS,
    THEMED_COURSE_DAYS,
    DemoDates,
    Shift,
    day_month_text,
    day_text,
    month_text,
    months_text,
)
from ..places import (
    NATIONAL_MEETING_GUESTS,
    NATIONAL_MEETING_PLACES,
    NETWORK_MEETING_PER_SIGN_UP,
    NETWORK_MEETING_PLACES,
    THEMED_COURSE_PER_MUNICIPALITY,
    THEMED_COURSE_PER_SIGN_UP,
    THEMED_COURSE_PLACES,
)
from .people import AGENCY, BOERNS_VILKAAR, CHIEFS, LEADERS, OWN_CASE, STAFF, VIVE
from .shapes import IntakeContent, PageContent, SessionContent, text

MEETING_PATH = "/arrangementer/nationalt-temamoede/"
COURSE_PATH = "/arrangementer/temaforloeb/"
NETWORK_PATH = "/arrangementer/netvaerksmoeder/"
FIRST_DEADLINE = dt.date(2023, 6, 2)
DEADLINE_MOVED = dt.date(2023, 6, 1)
VENUES = {
    "first": ("Eksempelhuset", "Eksempelvej 10, 5000 Odense C"),
    "second": ("Havnesalen", "Prøvekajen 4, 8000 Aarhus C"),
    "third": ("Medborgersalen", "Mønstergade 7, 4000 Roskilde"),
}


def event_pages(dates: DemoDates) -> list[PageContent]:
    """The three events."""
    return [meeting_page(dates), course_page(dates), network_page(dates.network)]


def _event(path: str, title: str, intakes: tuple[IntakeContent, ...], **fields) -> PageContent:
    shared = {
        "format": "in_person",
        "organiser": AGENCY,
        "partners": [VIVE, BOERNS_VILKAAR],
        "themes": [OWN_CASE],
        "contacts": ["nadia"],
    }
    return PageContent(
        path=path,
        model="wagtail_inddragelse_pages.EventPage",
        title=title,
        fields={**shared, **fields},
        intakes=intakes,
    )


def _deadlines(dates: DemoDates) -> dict[str, dt.datetime]:
    return {
        "opens_at": dates.announced.moment(ANNOUNCED, 9),
        "closes_at": dates.events.moment(EVENT_DEADLINE, 10),
    }


def _first_deadline(shift: Shift) -> dt.datetime:
    """What was published first: a week before the deadline that holds."""
    return shift.moment(FIRST_DEADLINE, 10)


# The national meeting


def meeting_page(dates: DemoDates) -> PageContent:
    """One day for chiefs, who may bring one more person."""
    shift = dates.events
    day = shift.day(NATIONAL_MEETING)
    return _event(
        MEETING_PATH,
        "Nationalt temamøde om inddragelse",
        (_meeting(dates),),
        summary=(
            f"En dag for chefer på børne- og ungeområdet, {day_text(day)}. Du kan tage én leder "
            "eller anden nøgleperson med."
        ),
        duration="Én dag",
        image="meeting",
        audiences=[CHIEFS],
        eligibility=(
            "<p>For chefer, der har det overordnede ansvar for børne- og ungeområdet i kommunen, "
            "og som sætter rammer og retning, når inddragelsen skal styrkes.</p>"
        ),
        practical=(
            "<p>Det er gratis at deltage. Vi sørger for frokost og kaffe. Kommer du ikke "
            "alligevel, så meld fra, så en anden kan få pladsen.</p>"
        ),
        body=[
            text(
                "<p>Hvordan leder man en udvikling, hvor børn og unge får mere at sige? Du får "
                "viden, eksempler og tid til at drøfte det med andre chefer. Det er den første af "
                "tre aktiviteter fra videnscenteret.</p>"
            ),
        ],
    )


def _meeting(dates: DemoDates) -> IntakeContent:
    shift = dates.events
    return IntakeContent(
        key="meeting",
        title=day_text(shift.day(NATIONAL_MEETING)),
        fields={
            **_deadlines(dates),
            "capacity": NATIONAL_MEETING_PLACES,
            "guests_allowed": NATIONAL_MEETING_GUESTS,
            "waiting_list": "automatic",
        },
        sessions=(
            SessionContent(
                "day",
                "Temamøde",
                shift.moment(NATIONAL_MEETING, 10),
                shift.moment(NATIONAL_MEETING, 15, 30),
                *VENUES["first"],
            ),
        ),
        first_deadline=_first_deadline(shift),
    )


# The themed course


def course_period(shift: Shift, language: str = "da") -> str:
    """“november-december 2023”."""
    days = [shift.day(day) for days in THEMED_COURSE_DAYS.values() for day in days]
    return months_text(min(days), max(days), language)


def course_page(dates: DemoDates) -> PageContent:
    """Two days and a follow-up day, held three times with the same content."""
    period = course_period(dates.themed)
    return _event(
        COURSE_PATH,
        "Temaforløb om inddragelse af børn og unge",
        tuple(course_intake(key, dates) for key in THEMED_COURSE_DAYS),
        summary=(
            "To dage og en opfølgningsdag for medarbejdere og nøglepersoner. Vi holder forløbet "
            f"tre gange i {period}, og indholdet er det samme hver gang."
        ),
        duration="To dage og en opfølgningsdag",
        image="course",
        audiences=[STAFF],
        eligibility=(
            "<p>For medarbejdere og nøglepersoner i kommunernes myndighedsafdelinger. Bagefter "
            "skal du bruge det, du har lært: i dit eget arbejde og ved at inspirere og rådgive "
            "dine kolleger.</p>"
        ),
        practical=(
            "<p>Det er gratis at deltage. Du er med alle tre dage på det hold, du vælger. Vi "
            "sørger for forplejning.</p>"
        ),
        body=[
            text(
                "<p>Du arbejder med, hvordan børn og unge reelt kommer til orde i deres egen sag. "
                "Mellem de to første dage og opfølgningsdagen prøver du det af derhjemme.</p>"
            ),
        ],
    )


def course_intake(key: str, dates: DemoDates) -> IntakeContent:
    """One of the three times the course is held."""
    days = THEMED_COURSE_DAYS[key]
    return IntakeContent(
        key=key,
        title=f"Start {day_month_text(dates.themed.day(days[0]))}",
        fields={
            **_deadlines(dates),
            "capacity": THEMED_COURSE_PLACES,
            "kind": "class",
            "max_participants": THEMED_COURSE_PER_SIGN_UP,
            "max_per_organisation": THEMED_COURSE_PER_MUNICIPALITY,
            "waiting_list": "automatic",
        },
        sessions=tuple(
            _course_day(name, title, dates.themed, day, VENUES[key])
            for (name, title), day in zip(COURSE_DAY_NAMES, days, strict=True)
        ),
        first_deadline=_first_deadline(dates.events),
    )


COURSE_DAY_NAMES = (("day-1", "Dag 1"), ("day-2", "Dag 2"), ("follow-up", "Opfølgningsdag"))


def _course_day(
    key: str, title: str, shift: Shift, day: dt.date, venue: tuple[str, str]
) -> SessionContent:
    return SessionContent(key, title, shift.moment(day, 9), shift.moment(day, 16), *venue)


# The network meetings


def network_page(shift: Shift) -> PageContent:
    """Announced for later: people can ask to be told when the sign-up opens."""
    month = month_text(shift.day(NETWORK_MEETINGS))
    return _event(
        NETWORK_PATH,
        "Tværkommunale netværksmøder",
        (_network(month),),
        summary=(
            f"Ledere og nøglepersoner mødes på tværs af kommuner i {month}. Tilmeldingen åbner "
            "senere her på siden."
        ),
        duration="Én dag",
        image="network",
        audiences=[LEADERS],
        eligibility=(
            "<p>For ledere og nøglepersoner i kommunernes myndighedsafdelinger, som skal støtte "
            "rådgiverne i at inddrage bedre i praksis.</p>"
        ),
        practical="<p>Det er gratis. Datoer og steder kommer, når tilmeldingen åbner.</p>",
        body=[
            text(
                "<p>Vi sætter fokus på børneinddragelse og drøfter, hvad et fælles mindset "
                "betyder. I tænker sammen over, hvad en forandring kræver af jer som ledere.</p>"
                "<p>Møderne er en del af det, styrelsen gør for at føre barnets lov ud i livet.</p>"
            ),
        ],
    )


def _network(month: str) -> IntakeContent:
    return IntakeContent(
        key="network",
        title=f"Netværksmøder i {month}",
        fields={
            "publication": "announced",
            "announced_text": month.capitalize(),
            "capacity": NETWORK_MEETING_PLACES,
            "max_participants": NETWORK_MEETING_PER_SIGN_UP,
        },
    )
