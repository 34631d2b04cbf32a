"""Who is behind the offers, whom to ask, whom they are for and what they are about.

The agency and the people are invented; the partners and municipalities are real.
"""

from __future__ import annotations

AGENCY = "agency"
BOERNS_VILKAAR = "boerns-vilkaar"
VIVE = "vive"

ORGANISATIONS = {
    AGENCY: {
        "name": "Styrelsen for Børneinddragelse",
        "description": "Rådgiver kommuner om, hvordan børn og unge får indflydelse på deres sag.",
    },
    BOERNS_VILKAAR: {
        "name": "Børns Vilkår",
        "url": "https://bornsvilkar.dk/",
        "description": "Står for kompetenceudviklingen.",
    },
    VIVE: {
        "name": "VIVE",
        "url": "https://www.vive.dk/",
        "description": "Bidrager med forskning og viden.",
    },
}

OFFICE_HOURS = "Mandag til torsdag kl. 9.00–15.00"

PEOPLE = {
    "maja": {
        "name": "Maja Lindqvist Dam",
        "role": "Fuldmægtig",
        "email": "maja.dam@example.dk",
        "phone": "00 00 00 00",
        "hours": OFFICE_HOURS,
    },
    "henrik": {
        "name": "Henrik Solgaard",
        "role": "Projektleder",
        "email": "henrik.solgaard@example.dk",
        "hours": OFFICE_HOURS,
    },
    "nadia": {
        "name": "Nadia Bruun Toft",
        "role": "Konsulent",
        "email": "nadia.toft@example.dk",
        "hours": OFFICE_HOURS,
    },
    "sofie": {
        "name": "Sofie Kragelund",
        "role": "Specialkonsulent",
        "email": "sofie.kragelund@example.dk",
    },
    "emil": {
        "name": "Emil Rosenkær",
        "role": "Specialkonsulent",
        "email": "emil.rosenkaer@example.dk",
    },
}

CHIEFS = "chiefs"
LEADERS = "leaders"
STAFF = "staff"
MUNICIPALITIES = "municipalities"

AUDIENCES = {
    CHIEFS: "Chefer på børne- og ungeområdet",
    LEADERS: "Ledere og nøglepersoner i myndighed",
    STAFF: "Medarbejdere og nøglepersoner i myndighed",
    MUNICIPALITIES: "Kommuner",
}

PERSPECTIVES = "perspectives"
LEADERSHIP = "leadership"
OWN_CASE = "own-case"

THEMES = {
    PERSPECTIVES: "Perspektiver på inddragelse i sagsbehandlingen",
    LEADERSHIP: "Ledelse og god inddragelsespraksis",
    OWN_CASE: "Inddragelse i egen sag",
}
