"""The application to the twelve-month programme: questions and criteria. Facts: seed 001."""

from __future__ import annotations

from ..dates import PROGRAMME_ANSWER, Shift, part_of_month
from ..places import INVOLVEMENT_AGENTS, PROGRAMME_MOST_EMPLOYEES
from .privacy import privacy
from .programme import FORM_PATH
from .shapes import PageContent, criterion, question, required, step

KEPT_MONTHS = 24


def programme_form_page(shift: Shift) -> PageContent:
    """The application form below the programme."""
    return PageContent(
        path=FORM_PATH,
        model="wagtail_inddragelse_pages.ApplicationFormPage",
        title="Søg om rådgivning og kompetenceudvikling",
        fields={
            "intro": INTRO,
            "steps": [CHALLENGES, READINESS, EMPLOYEES, BACKING],
            "one_step_at_a_time": True,
            "criteria": CRITERIA,
            "organisation_required": True,
            "municipality_required": True,
            "phone_required": True,
            "privacy": privacy(
                "at vurdere ansøgningen og til at svare jer",
                "Vi deler ansøgningen med Børns Vilkår, som holder kompetenceudviklingen.",
                KEPT_MONTHS,
            ),
            "submit_label": "Send ansøgning",
            "what_happens_next": _next(shift),
            "contacts": ["henrik"],
            "case_office_email": "forloeb@example.dk",
            "retention_months": KEPT_MONTHS,
        },
    )


INTRO = """
<p>Skriv kort. Vi lægger mest vægt på, hvad I selv ser som jeres styrker og udfordringer, og hvad I
vil bruge forløbet til. Forløbet er gratis, men giver ikke penge til kommunen.</p>
"""


def _next(shift: Shift) -> str:
    return f"""
<p>Når fristen er gået, læser vi alle ansøgninger sammen med Børns Vilkår og vurderer dem efter
kriterierne. I får svar i {part_of_month(shift.day(PROGRAMME_ANSWER))}.</p>
"""


NOT_A_MUNICIPALITY = {
    "answer": "Nej",
    "heading": "Kun kommuner kan søge",
    "text": """
<p>Forløbet ændrer kulturen i en kommunes egen sagsbehandling. Derfor kan organisationer og
udførere ikke søge alene, men de kan deltage sammen med en kommune.</p>
<p>Vores arrangementer er åbne for flere. Måske er et af dem noget for dig.</p>
""",
    "link_text": "Se vores arrangementer",
    "page": "/arrangementer/",
}
CHALLENGES = step(
    "Jeres udgangspunkt",
    required(
        "yes_no",
        "municipality",
        "Søger I på vegne af en kommune?",
        endings=[NOT_A_MUNICIPALITY],
    ),
    required(
        "long_text",
        "strengths",
        "Hvad er I gode til, når I inddrager børn og unge?",
        help_text="Tænk både på myndighed og på samarbejdet med udfører og almenområdet.",
        limit=2500,
        rows=6,
    ),
    required(
        "long_text",
        "challenges",
        "Hvilke udfordringer oplever I?",
        help_text="Tænk både på myndighed og på samarbejdet med udfører og almenområdet.",
        limit=2500,
        rows=6,
    ),
    required(
        "long_text",
        "wanted",
        "Hvad skal forløbet bidrage med hos jer?",
        limit=2500,
        rows=6,
    ),
)
READINESS = step(
    "Motivation og ambition",
    required(
        "long_text", "motivation-staff", "Hvorfor vil medarbejderne være med?", limit=1500, rows=4
    ),
    required(
        "long_text",
        "motivation-leaders",
        "Hvorfor vil de strategiske og faglige ledere være med?",
        limit=1500,
        rows=4,
    ),
    required(
        "long_text",
        "ambition",
        "Hvilken ændring af kulturen vil I nå?",
        limit=1500,
        rows=4,
    ),
    required(
        "several_of",
        "areas",
        "Hvilke områder deltager med ledere?",
        choices=["Almenområdet", "Myndighed", "Udfører"],
    ),
)
EMPLOYEES = step(
    "Deltagere og tid",
    required(
        "number",
        "employees",
        "Hvor mange medarbejdere deltager i kompetenceudviklingen?",
        help_text=f"Højst {PROGRAMME_MOST_EMPLOYEES}. Regn med ca. 36 timer til hver.",
        minimum="1",
        maximum=str(PROGRAMME_MOST_EMPLOYEES),
    ),
    required(
        "number",
        "agents",
        "Hvor mange af dem bliver inddragelsesagenter?",
        help_text=f"Højst {INVOLVEMENT_AGENTS}. Regn med ca. 20 timer mere til hver.",
        minimum="0",
        maximum=str(INVOLVEMENT_AGENTS),
    ),
    required(
        "yes_no",
        "video",
        "Er medarbejderne indforstået med at optage samtaler på video?",
        short_name="video",
    ),
    question(
        "long_text",
        "video-plan",
        "Hvordan vil I få alle med på det?",
        limit=1000,
        rows=3,
        only_if_question="video",
        only_if_answers=["Nej"],
        required=True,
    ),
    required(
        "consent",
        "resources",
        "Vi sætter tid af til alle aktiviteter, til sparring og koordinering og til at samle data",
    ),
    required(
        "consent",
        "rooms",
        "Vi sørger for lokaler og forplejning til de faste aktiviteter",
    ),
    required("short_text", "liaison", "Hvem bliver jeres faste kontaktperson?"),
)
BACKING = step(
    "Opbakning og deling",
    required(
        "attachment",
        "backing",
        "Ledelsens skriftlige opbakning",
        help_text="Et underskrevet brev fra ledelsen.",
        types=["pdf", "docx", "odt"],
    ),
    required(
        "consent",
        "sharing",
        "Vi accepterer, at styrelsen deler ansøgningen med Børns Vilkår",
    ),
    question("long_text", "other", "Er der andet, vi skal vide?", limit=1000, rows=3),
)

CRITERIA = [
    criterion(
        "motivation",
        "Hvor motiveret kommunen er for at deltage",
        "Se efter konkrete grunde fra både medarbejdere og ledelse.",
        criterion(
            "motivation-staff",
            "Medarbejderne vil gerne udvikle deres kompetencer i at inddrage børn og unge",
        ),
        criterion(
            "motivation-leaders",
            "De strategiske og faglige ledere vil udvikle kommunens praksis i myndighed",
        ),
        weight=2,
    ),
    criterion(
        "readiness",
        "Hvor parat kommunen er til at ændre kulturen i sagsbehandlingen",
        "Se efter, at tid, folk og opbakning er på plads.",
        criterion(
            "readiness-staff",
            "Kommunen sætter medarbejdere af til alle aktiviteter efter planen og til sparring, "
            "koordinering og dataindsamling",
        ),
        criterion(
            "readiness-resources",
            "Kommunen sætter ressourcer af til at holde aktiviteterne efter planen",
        ),
        criterion(
            "readiness-breadth",
            "Ledere og nøglepersoner fra både myndighed, udfører og almenområde er med",
        ),
        criterion(
            "readiness-backing",
            "Ledelsens opbakning er dokumenteret og vedlagt",
            "Brevet skal være underskrevet.",
        ),
        weight=2,
    ),
    criterion(
        "ambition",
        "Hvor høj kommunens ambition er for at ændre kulturen, både strategisk og i det daglige "
        "arbejde",
    ),
]
