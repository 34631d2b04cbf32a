"""What those who took part say. Facts: seed 004; the quotes are in words of our own."""

from __future__ import annotations

from .shapes import PageContent, call_to_action, contact_people, outcomes, quote, text

PATH = "/forloeb/erfaringer/"


def experiences_page() -> PageContent:
    """Quotes, outcomes for each group, and the way to an application."""
    return PageContent(
        path=PATH,
        model="home.StandardPage",
        title="Erfaringer med rådgivningsforløb",
        fields={
            "intro": (
                "Ni kommuner har gennemført et forløb om børn og unges inddragelse i egen sag. Her "
                "fortæller ledere og rådgivere, hvad det har ændret."
            ),
            "body": [
                quote(
                    "Vi plejede at skærme børnene. I dag ser vi dem som nogen, der selv handler.",
                    "Leder i en kommune, der har været med",
                ),
                text(OFFER),
                APPLY,
                text(SATISFACTION),
                STRATEGIC_OUTCOMES,
                quote(
                    "Snakken gik fra det politiske niveau, hvor vi ville skrive børne- og "
                    "ungepolitikken om, til det enkelte møde med udsatte børn og unge.",
                    "Leder i en kommune, der har været med",
                ),
                COMPETENCE_OUTCOMES,
                quote(
                    "Jeg fik noget at tænke over og mere ro. Samtalerne fik hurtigt en struktur, "
                    "og jeg lagde mærke til min egen rolle. Nu øver jeg mig i at stoppe op og "
                    "undersøge det, barnet siger, i stedet for at tænke på mit næste spørgsmål.",
                    "Rådgiver i en kommune, der har været med",
                ),
                text(CLOSING),
                contact_people("Kontakt", "sofie", "emil"),
            ],
        },
    )


OFFER = """
<h2>Et gratis tilbud med to spor</h2>
<p>Forløbet er stadig et tilbud fra Videnscenter om børneinddragelse og udsatte børns liv. Det er
gratis, og målet er at inddrage børn og unge mere i sagsbehandlingen og i samarbejdet mellem
almenområde, udfører og myndighed. De to spor kører samtidig:</p>
<ul>
<li>Styrelsen giver <b>faglig og strategisk rådgivning</b> til chefer, ledere og faglige
nøglepersoner.</li>
<li>Børns Vilkår holder <b>kompetenceudvikling</b> for myndighedssagsbehandlere og deres faglige
ledelse.</li>
</ul>
"""
APPLY = call_to_action(
    "Vil jeres kommune med?",
    "Læs om indhold, tid og kriterier, og søg om en plads.",
    "Se rådgivnings- og kompetenceforløbet",
    "/forloeb/raadgivningsforloeb/",
)
SATISFACTION = """
<h2>Kommunerne er glade for forløbet</h2>
<p>Tilbuddet bygger på gode erfaringer fra de ni kommuner, der var med i et lignende initiativ. De
er meget tilfredse. Både rådgivningen og kompetenceudviklingen har sat spor, der kan ses, og som
bliver ved, på flere niveauer af deres praksis.</p>
"""
STRATEGIC_OUTCOMES = outcomes(
    "Nye strategier og retningslinjer",
    [
        {
            "title": "Ledelsen",
            "intro": "Den strategiske rådgivning har især givet:",
            "points": [
                "Et mindset, der inddrager mere",
                "En bedre fælles forståelse af børnesyn",
                "En revideret børne- og ungepolitik",
                "Justerede retningslinjer og kvalitetsstandarder",
                "En udviklingsplan, der viser vejen på lang sigt",
            ],
        },
    ],
)
COMPETENCE_OUTCOMES = outcomes(
    "Metoder, der giver flere samtaler",
    [
        {
            "title": "Rådgivere og faglige ledere",
            "intro": "Kompetenceudviklingen har især givet:",
            "points": [
                "Mere blik for barnets perspektiv",
                "Metoder til at blive ved barnets perspektiv, for eksempel barnet som konsulent",
                "Sparring på samtaler med børn som fast punkt på teammøder",
                "Inddragelsesagenter, der bliver brugt",
                "Samtaler, som giver mere",
                "Flere samtaler end loven kræver, og flere end kommunen selv havde sat sig for",
                "Et fagligt løft og mere engagement",
            ],
        },
    ],
)
CLOSING = """
<p>Kommunerne har også peget på ting, vi skal være opmærksomme på. Dem bruger vi i de nye forløb.
Alle udtalelser kommer fra ledere og rådgivere i kommuner, der har deltaget.</p>
"""
