"""The page about the project behind the programme. Facts: seed 002."""

from __future__ import annotations

import datetime as dt

from ..dates import Shift
from .shapes import PageContent, contact_people, facts, links, text

PATH = "/forloeb/om-projektet/"
UPDATED = dt.date(2021, 9, 21)


def project_page() -> PageContent:
    """What the project was, who paid, and who took part. History: its years never move."""
    return PageContent(
        path=PATH,
        model="home.StandardPage",
        title="Om projektet",
        fields={
            "intro": (
                "I projektet fik kommuner gratis rådgivning og kompetenceudvikling, så børn og "
                "unge fik mere at sige i deres egen sag. Børns Vilkår var med hele vejen."
            ),
            "body": [FACTS, text(BACKGROUND), MUNICIPALITIES, text(ONLINE), READ_MORE, CONTACT],
        },
        updated=Shift().moment(UPDATED, 12),
    )


FACTS = facts(
    "Projektet kort",
    {
        "Projektperiode": "2018-2021",
        "Målgruppe": (
            "Børn og unge på 0-18 år, der har brug for særlig støtte eller risikerer at få det"
        ),
        "Kommuner": "9 kommuner ventes at få et forløb på ca. 12 måneder",
        "Finansiering": ("7,5 mio. kr. i 2018-2021. Heraf går 4,0 mio. kr. til Børns Vilkår"),
        "Initiativ": "En del af satspuljeinitiativet Børnerettighedspakken",
    },
)
BACKGROUND = """
<h2>Baggrund</h2>
<p>Projektet hører til Børnerettighedspakken, som satspuljen betaler. Forløbene bruger viden fra
Task Forcen for udsatte børn og unge, fra rådgivningen om en tidligere forebyggende indsats og fra
Børns Vilkårs projekt Bedre Børneinddragelse.</p>
<h2>Formål</h2>
<p>Børn og unge skal inddrages mere, både i kommunens sagsbehandling og når almenområde, myndighed
og udfører arbejder sammen. Hver kommune får:</p>
<ul>
<li><b>Strategisk og faglig rådgivning</b> om styringsgrundlag, organisering, faglig ledelse og
metoder til at arbejde systematisk med barnets perspektiv. Den bygger på en analyse af kommunens
udgangspunkt og er for chefer, ledere og faglige nøglepersoner.</li>
<li><b>Kompetenceudvikling</b> for myndighedssagsbehandlere og deres ledere. De træner og får
respons på samtaler med børn og unge, tæt på deres egen praksis.</li>
<li><b>Løbende sparring</b> om at føre det nye ud i livet og holde fast i det.</li>
</ul>
<h2>Dokumentation</h2>
<p>Projektet bliver ikke evalueret. I de kommuner, der får et forløb i 2018 og 2019, laver styrelsen
en mindre undersøgelse af, om børn og unge selv føler sig hørt og inddraget i deres sag.</p>
"""
MUNICIPALITIES = {
    "type": "participants_by_year",
    "value": {
        "heading": "Kommuner, der har været med",
        "years": [
            {
                "years": "2018-2020",
                "organisations": [],
                "others": "\n".join(
                    [
                        "Aabenraa Kommune",
                        "Høje-Taastrup Kommune",
                        "Kalundborg Kommune",
                        "Københavns Kommune, Borgercenter Børn og Unge - Amager",
                        "Lejre Kommune",
                        "Slagelse Kommune",
                        "Vesthimmerlands Kommune",
                    ]
                ),
            },
            {"years": "2021", "organisations": [], "others": "Rødovre Kommune\nSkive Kommune"},
        ],
    },
}
ONLINE = """
<h2>Forløb på nettet</h2>
<p>I 2020 holdt styrelsen og Børns Vilkår forløbet virtuelt, og det gik godt. Hvis COVID-19 kræver
det, kan det også blive digitalt i 2021.</p>
"""
READ_MORE = links(
    "Læs mere",
    [
        {
            "text": "Rådgivnings- og kompetenceudviklingsforløbet",
            "page": "/forloeb/raadgivningsforloeb/",
            "description": "Hvad det består af, og hvordan I søger.",
        },
        {
            "text": "Børns Vilkårs kompetenceudvikling",
            "url": "https://bornsvilkar.dk/",
            "description": "På Børns Vilkårs egen hjemmeside.",
        },
        {
            "text": "Erfaringer fra kommunerne",
            "page": "/forloeb/erfaringer/",
            "description": "Hvad ledere og rådgivere siger bagefter.",
        },
    ],
)
CONTACT = contact_people("Kontakt", "maja")
