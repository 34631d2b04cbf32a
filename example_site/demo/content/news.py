"""The news that offers three activities to three audiences. Facts: seed 003."""

from __future__ import annotations

from ..dates import (
    ANNOUNCED,
    EVENT_DEADLINE,
    NATIONAL_MEETING,
    NETWORK_MEETINGS,
    DemoDates,
    day_text,
    month_text,
)
from .events import COURSE_PATH, DEADLINE_MOVED, MEETING_PATH, NETWORK_PATH, course_period
from .shapes import Block, PageContent, call_to_action, contact_people, offers, text

PATH = "/nyheder/inddragelse-i-egen-sag/"
NEWSLETTER_PATH = "/nyhedsbrev/"


def news_page(dates: DemoDates) -> PageContent:
    """The news page. The note on the moved deadline is not text: the offers bring it."""
    return PageContent(
        path=PATH,
        model="home.NewsPage",
        title="Tre tilbud om børn og unges inddragelse",
        fields={
            "date": dates.announced.day(ANNOUNCED),
            "intro": (
                "Videnscenteret holder tre slags gratis aktiviteter for kommunerne. Den første er "
                f"et nationalt temamøde {day_text(dates.events.day(NATIONAL_MEETING))}. Tilmeld "
                f"dig senest {day_text(dates.events.day(EVENT_DEADLINE))} kl. 10.00."
            ),
            "body": _body(dates),
        },
        updated=dates.events.moment(DEADLINE_MOVED, 12),
    )


def _body(dates: DemoDates) -> list[Block]:
    return [
        text(WHY),
        text(_activities(dates)),
        offers("Tilmeld dig her", MEETING_PATH, COURSE_PATH, NETWORK_PATH, by_audience=True),
        text(ABOUT),
        call_to_action(
            "Få vores nyhedsbrev",
            "Faglig viden, puljer, udgivelser, temadage og konferencer på det sociale område.",
            "Tilmeld dig nyhedsbrevet",
            NEWSLETTER_PATH,
        ),
        contact_people("Kontakt", "nadia"),
    ]


WHY = """
<p>Børn og unge vil gerne inddrages, men forskning viser, at mange ikke oplever det i deres egen
sag. Den, der bliver hørt og taget alvorligt, trives bedre og får mere ud af hjælpen.</p>
<p>Barnets lov er på vej og ventes at styrke børns rettigheder, blandt andet retten til at blive
inddraget løbende i alt, der handler om dem.</p>
<p>At gøre det systematisk stiller krav til organisationen. I skal kende lovens rammer og have en
kultur, hvor alle ser ens på god børneinddragelse.</p>
"""


def _activities(dates: DemoDates) -> str:
    network = month_text(dates.network.day(NETWORK_MEETINGS))
    return f"""
<h2>Noget til hvert niveau</h2>
<p>De tre aktiviteter har samme formål, men passer til hver sin rolle i kommunen. Sæt gerne et hold,
der dækker jeres behov på alle niveauer.</p>
<ul>
<li><b>Nationalt temamøde, {day_text(dates.events.day(NATIONAL_MEETING))}.</b> For chefer, der kan
tage en leder eller en anden nøgleperson med.</li>
<li><b>Tværkommunale netværksmøder, {network}.</b> For ledere og nøglepersoner i myndighed.
Tilmeldingen kommer senere. Følg med på arrangementets side, eller bed om en mail, når den
åbner.</li> <li><b>Temaforløb, {course_period(dates.themed)}.</b> For medarbejdere og nøglepersoner
i myndighed. To dage og en opfølgningsdag, tre gange, med samme indhold.</li>
</ul>
<p>Fristen for temamødet og alle tre temaforløb er
{day_text(dates.events.day(EVENT_DEADLINE))} kl. 10.00. Alt er gratis.</p>
"""


ABOUT = """
<h2>Om videnscenteret</h2>
<p>Videnscenter om børneinddragelse og udsatte børns liv drives af styrelsen, VIVE og Børns Vilkår
sammen. Centeret tilbyder fagfolk rådgivning og kompetenceudvikling, holder konferencer, webinarer
og andre aktiviteter, og samler og formidler viden.</p>
"""
