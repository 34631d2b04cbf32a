"""The three-month workshop programme with rolling intake. Facts: seed 000."""

from __future__ import annotations

import datetime as dt

from ..dates import ROLLING_SINCE, Shift, month_text
from .people import (
    AGENCY,
    BOERNS_VILKAAR,
    LEADERS,
    LEADERSHIP,
    MUNICIPALITIES,
    PERSPECTIVES,
    THEMES,
)
from .privacy import privacy
from .shapes import (
    Block,
    IntakeContent,
    PageContent,
    call_to_action,
    criteria,
    criterion,
    facts,
    outcomes,
    question,
    required,
    step,
    text,
)

PATH = "/forloeb/workshopforloeb/"
FORM_PATH = f"{PATH}henvendelse/"
KEPT_MONTHS = 24
UPDATED = dt.date(2021, 12, 20)


def workshop_page() -> PageContent:
    """The workshops. Their intake is rolling, so its days are the true ones in every demo."""
    since = month_text(ROLLING_SINCE)
    return PageContent(
        path=PATH,
        model="wagtail_inddragelse_pages.ProgrammePage",
        title="Workshopforløb om inddragelse",
        fields={
            "summary": (
                "Tre måneder med to workshops og en prøveperiode hjemme hos jer. Til kommuner, "
                "der vil blive bedre til at inddrage børn og unge i sagsbehandlingen."
            ),
            "period": f"Tre måneder. Løbende optag siden {since}",
            "duration": "Tre måneder",
            "format": "both",
            "eligibility": "<p>Alle kommuner kan søge. Det er gratis at deltage.</p>",
            "image": "workshop",
            "organiser": AGENCY,
            "partners": [BOERNS_VILKAAR],
            "audiences": [MUNICIPALITIES, LEADERS],
            "themes": [PERSPECTIVES, LEADERSHIP],
            "contacts": ["maja"],
            "preliminary_talk_required": True,
            "preliminary_talk_text": PRELIMINARY_TALK,
            "preliminary_contact": "maja",
            "body": _body(since),
        },
        intakes=(ROLLING_INTAKE,),
        updated=Shift().moment(UPDATED, 12),
    )


ROLLING_INTAKE = IntakeContent(
    key="rolling",
    title="Løbende optag",
    fields={
        "kind": "round",
        "opens_at": Shift().moment(ROLLING_SINCE),
        "selection": "assessed",
        "unit": "organisations",
        "max_participants": 1,
        "max_per_organisation": 2,  # one for each theme
        "waiting_list": "off",
        "decision_expected_text": "Inden for fire uger",
    },
)
PRELIMINARY_TALK = (
    "Tal med videnscenteret, før I søger. Sammen finder vi ud af, om forløbet passer til jeres "
    "behov, og hvad aktiviteterne skal være."
)


def _body(since: str) -> list[Block]:
    return [
        text(INTRO),
        facts(
            "Kort om forløbet",
            {
                "Optag": f"Løbende siden {since}",
                "Sted": "Hos jer i kommunen og på videomøder",
                "Kvittering": "I får en mail, når vi har modtaget henvendelsen",
            },
        ),
        text(HOW),
        outcomes("Det får I ud af det", OUTCOMES),
        text(THEME_DETAILS),
        criteria("Det ser vi efter", FORM_PATH),
        text(SELECTION),
        call_to_action(
            "Har I haft den indledende drøftelse?",
            "Så kan I udfylde skemaet og sende det herfra.",
            "Gå til henvendelsesskemaet",
            FORM_PATH,
        ),
    ]


INTRO = f"""
<p>Videnscenter om børneinddragelse og udsatte børns liv hjælper kommuner med at inddrage børn og
unge bedre: i sagsbehandlingen, i samarbejdet mellem myndighed og udfører og gerne sammen med
almenområdet. I vælger mellem to temaer:</p>
<ul>
<li>{THEMES[PERSPECTIVES]}</li>
<li>{THEMES[LEADERSHIP]}</li>
</ul>
<p>Styrelsen holder forløbene. I det første tema kommer Børns Vilkår og holder et oplæg om at
inddrage børn.</p>
"""
HOW = """
<h2>Sådan foregår det</h2>
<p>Forløbet er kort og intensivt og holdes for én kommune ad gangen. Vi mødes både hos jer og på
video.</p>
<ol>
<li><b>Opstartsmøde.</b> Vi afklarer, hvad I ønsker og har brug for at gøre bedre.</li>
<li><b>Fokus.</b> I vælger de områder, som resten af forløbet skal handle om.</li>
<li><b>Første workshop.</b> I får forskning og viden om netop de områder og arbejder med jeres egen
praksis.</li>
<li><b>Prøveperiode.</b> I prøver det nye af i hverdagen.</li>
<li><b>Anden workshop.</b> I samler op og udvikler videre.</li>
</ol>
<h2>Formål</h2>
<p>I skal stå stærkere, når I inddrager børn, unge, deres familie og netværk.</p>
"""
OUTCOMES = [
    {
        "title": "Strategi og faglighed",
        "intro": "",
        "points": [
            "I kan sætte gang i et målrettet løft af, hvordan barnets perspektiv kommer med"
        ],
    },
    {
        "title": "Praksis",
        "intro": "",
        "points": [
            "I får øje på jeres egen praksis og på, hvad der kan blive bedre",
            "Barnets perspektiv fylder mere i myndighed og i det tværfaglige samarbejde",
        ],
    },
]
THEME_DETAILS = f"""
<h2>De to temaer</h2>
<h3>{THEMES[PERSPECTIVES]}</h3>
<p>I finder en fælles faglig forståelse og et fælles børnesyn, både i myndighed og mellem myndighed
og udfører, og gerne med almenområdet. Vi begynder med deltagernes egne erfaringer og lægger viden
om udsatte børn og unge i kommuner oveni. Vi ser på, hvorfor inddragelse er vigtig, og på de
dilemmaer, der følger med. Det er tæt på praksis: I ser, hvad I gør i dag, og hvad I kan
udvikle.</p> <h3>{THEMES[LEADERSHIP]}</h3>
<p>I arbejder med strategier og politikker, der er tydelige og hænger sammen, både i myndighed og på
tværs af fag. I ser på jeres egne forudsætninger, så ledelsen kan sætte retning og rammer for en
fast praksis med barnets perspektiv i midten.</p>
"""
SELECTION = """
<p>Vi vurderer hver henvendelse som en helhed ud fra kriterierne. Er der flere interesserede
kommuner, end vi har folk til, vælger vi dem, der viser størst motivation og behov for at ændre
deres praksis.</p>
"""


def workshop_form_page() -> PageContent:
    """The form that a municipality fills in after the preliminary talk."""
    return PageContent(
        path=FORM_PATH,
        model="wagtail_inddragelse_pages.ApplicationFormPage",
        title="Henvendelse om workshopforløb",
        fields={
            "intro": "<p>Udfyld skemaet, når I har haft den indledende drøftelse med os.</p>",
            "steps": [CHOICE, DESCRIPTION, BACKING],
            "criteria": CRITERIA,
            "organisation_required": True,
            "municipality_required": True,
            "privacy": privacy(
                "at vurdere henvendelsen og til at planlægge forløbet",
                "Vi deler henvendelsen med Børns Vilkår, hvis I vælger det tema, hvor de holder "
                "oplæg.",
                KEPT_MONTHS,
            ),
            "submit_label": "Send henvendelse",
            "what_happens_next": ("<p>Vi vurderer henvendelsen og svarer inden for fire uger.</p>"),
            "contacts": ["maja"],
            "case_office_email": "forloeb@example.dk",
            "retention_months": KEPT_MONTHS,
        },
    )


CHOICE = step(
    "Drøftelse og tema",
    required(
        "yes_no",
        "talk-held",
        "Har I haft en indledende drøftelse med videnscenteret?",
        short_name="drøftelse",
    ),
    question(
        "date",
        "talk-date",
        "Hvornår talte vi sammen?",
        only_if_question="drøftelse",
        only_if_answers=["Ja"],
        required=True,
    ),
    question(
        "information",
        "talk-first",
        "Tal med os først",
        text=(
            "<p>Skriv til Maja Lindqvist Dam på "
            '<a href="mailto:maja.dam@example.dk">maja.dam@example.dk</a>. Du kan godt sende '
            "skemaet nu, men vi ser først på det, når vi har talt sammen.</p>"
        ),
        only_if_question="drøftelse",
        only_if_answers=["Nej"],
    ),
    required(
        "one_of",
        "theme",
        "Hvilket tema ønsker I?",
        choices=[THEMES[PERSPECTIVES], THEMES[LEADERSHIP]],
    ),
)
DESCRIPTION = step(
    "Om jer",
    required(
        "long_text",
        "needs",
        "Beskriv jeres behov og motivation",
        help_text="Hvorfor vil I være med, og hvorfor nu?",
        limit=2500,
        rows=6,
    ),
    required(
        "long_text",
        "organisation-described",
        "Hvordan er børne- og ungeområdet organiseret hos jer?",
        limit=1500,
        rows=4,
    ),
    required(
        "long_text", "outcome", "Hvad vil I gerne have ud af samarbejdet?", limit=1500, rows=4
    ),
)
BACKING = step(
    "Ledelse og ressourcer",
    required(
        "consent",
        "resources",
        "Vi sætter tid af til udvikling mellem workshopdagene, til koordinering og til sparring",
    ),
    required(
        "consent",
        "leaders",
        "Ledelsen fra de områder, der er med, deltager, og der er sat ressourcer af til det",
    ),
    required(
        "attachment",
        "backing",
        "Ledelsens underskrift",
        help_text="Et dokument, hvor ledelsen bakker op om samarbejdet.",
        types=["pdf", "docx", "odt"],
    ),
)
CRITERIA = [
    criterion(
        "backing",
        "Ledelsen har skrevet under på, at der er ressourcer til, at ledere fra de berørte områder "
        "er med, og den bakker dokumenteret op om samarbejdet",
        "Se efter underskriften, og om alle områder er dækket.",
    ),
    criterion(
        "own-work",
        "Kommunen sætter ressourcer af til sit eget arbejde: udvikling og processer mellem "
        "workshopdagene, koordinering og løbende sparring",
    ),
    criterion(
        "description",
        "Behov og motivation er beskrevet, og det samme er organiseringen af området og det "
        "udbytte, kommunen ønsker",
        weight=2,
    ),
]
