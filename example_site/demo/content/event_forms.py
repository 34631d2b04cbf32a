"""The sign-up forms of the events. Facts: seed 003."""

from __future__ import annotations

from .events import COURSE_PATH, MEETING_PATH, NETWORK_PATH
from .privacy import event_privacy
from .shapes import Block, PageContent, question, required, step

KEPT_MONTHS = 6


def event_form_pages() -> list[PageContent]:
    """One form below each event."""
    return [
        _form(
            MEETING_PATH,
            "Tilmeld dig temamødet",
            "<p>Du kan tage én leder eller nøgleperson med. Skriv navnet i samme tilmelding.</p>",
            step("Praktisk", _needs()),
        ),
        _form(
            COURSE_PATH,
            "Tilmelding til temaforløb",
            "<p>Vælg hold. I kan være op til fire i én tilmelding. Alle er med alle dage.</p>",
            step("Deltagere", COURSE_PARTICIPANTS, USE, _needs()),
        ),
        _form(
            NETWORK_PATH,
            "Tilmelding til netværksmøder",
            "<p>Tilmeldingen er ikke åben endnu.</p>",
            step("Praktisk", _needs()),
        ),
    ]


def _form(offer_path: str, title: str, intro: str, *steps: Block) -> PageContent:
    return PageContent(
        path=f"{offer_path}tilmelding/",
        model="wagtail_inddragelse_pages.ApplicationFormPage",
        title=title,
        fields={
            "intro": intro,
            "steps": list(steps),
            "municipality_required": True,
            "privacy": event_privacy(),
            "submit_label": "Tilmeld",
            "what_happens_next": ("<p>En uge før sender vi program og praktiske oplysninger.</p>"),
            "contacts": ["nadia"],
            "case_office_email": "arrangementer@example.dk",
            "retention_months": KEPT_MONTHS,
        },
    )


def _needs() -> Block:
    return question(
        "long_text",
        "needs",
        "Er der noget, vi skal tage hensyn til?",
        help_text="For eksempel adgang eller mad. Skriv kun det, vi har brug for at vide.",
        limit=500,
        rows=3,
    )


COURSE_PARTICIPANTS = question(
    "participants",
    "participants",
    "Hvem deltager?",
    questions=[
        required(
            "one_of",
            "area",
            "Arbejdsområde",
            choices=["Myndighed", "Udfører", "Almenområdet"],
        ),
    ],
)
USE = question(
    "long_text",
    "use",
    "Hvad vil I bruge forløbet til hjemme?",
    help_text="Kort. Underviserne læser det på forhånd.",
    limit=600,
    rows=3,
)
