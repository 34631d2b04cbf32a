"""The pages of the agency that hold the offers together."""

from __future__ import annotations

from .events import COURSE_PATH, MEETING_PATH, NETWORK_PATH
from .experiences import PATH as EXPERIENCES_PATH
from .news import NEWSLETTER_PATH
from .programme import PATH as PROGRAMME_PATH
from .project import PATH as PROJECT_PATH
from .shapes import PageContent, call_to_action, contact_people, links, offers, quote, text

HOME_PATH = "/"
PROGRAMMES_PATH = "/forloeb/"
EVENTS_PATH = "/arrangementer/"
NEWS_PATH = "/nyheder/"


def front_page() -> PageContent:
    """The front page, which everything else is below."""
    return PageContent(
        path=HOME_PATH,
        model="home.HomePage",
        title="Forside",
        fields={
            "heading": "Børn og unge skal høres i deres egen sag",
            "intro": (
                "Vi hjælper kommuner med at inddrage børn og unge. Find et forløb eller et "
                "arrangement, og tilmeld dig her på siden."
            ),
            "body": [
                offers("Arrangementer", MEETING_PATH, COURSE_PATH, NETWORK_PATH),
                offers("Forløb for kommuner", below=PROGRAMMES_PATH),
                quote(
                    "Vi plejede at skærme børnene. I dag ser vi dem som nogen, der selv handler.",
                    "Leder i en kommune, der har været med",
                ),
                call_to_action(
                    "Virker det?",
                    "Ni kommuner har prøvet. Læs, hvad de siger.",
                    "Se erfaringerne",
                    EXPERIENCES_PATH,
                ),
            ],
        },
    )


def section_pages() -> list[PageContent]:
    """The lists that offers and news are below."""
    return [
        PageContent(
            path=PROGRAMMES_PATH,
            model="wagtail_inddragelse_pages.OfferIndexPage",
            title="Forløb",
            in_menu=True,
            fields={"intro": PROGRAMMES_INTRO},
        ),
        PageContent(
            path=EVENTS_PATH,
            model="wagtail_inddragelse_pages.OfferIndexPage",
            title="Arrangementer",
            in_menu=True,
            fields={"intro": "<p>Møder og kurser for chefer, ledere og medarbejdere.</p>"},
        ),
        PageContent(
            path=NEWS_PATH,
            model="home.NewsIndexPage",
            title="Nyheder",
            in_menu=True,
            fields={"intro": "Nyt fra videnscenteret."},
        ),
    ]


PROGRAMMES_INTRO = f"""
<p>Vælg et kort forløb på tre måneder eller et langt på tolv. Læs
<a href="page:{PROJECT_PATH}">om projektet</a> bag det lange forløb, eller se
<a href="page:{EXPERIENCES_PATH}">kommunernes erfaringer</a>.</p>
"""


def footer_pages() -> list[PageContent]:
    """What every public site must have, and where the newsletter is."""
    return [NEWSLETTER, PRIVACY_POLICY, ACCESSIBILITY]


NEWSLETTER = PageContent(
    path=NEWSLETTER_PATH,
    model="home.StandardPage",
    title="Nyhedsbrev",
    fields={
        "intro": "Faglig viden, puljer, udgivelser, temadage og konferencer på det sociale område.",
        "body": [
            text(
                "<p>Skriv til "
                '<a href="mailto:nyhedsbrev@example.dk">nyhedsbrev@example.dk</a>, så får du det '
                "næste brev. Vi sender det cirka en gang om måneden, og du kan altid melde dig "
                "fra.</p>"
            ),
        ],
    },
)
PRIVACY_POLICY = PageContent(
    path="/privatliv/",
    model="home.StandardPage",
    title="Privatliv",
    fields={
        "intro": "Siden sætter ingen cookies, når du læser den, tilmelder dig eller søger.",
        "body": [
            text(
                "<p>Hvert skema fortæller, hvad vi bruger oplysningerne til, hvem vi deler dem "
                "med, og hvornår vi sletter dem. Når du har sendt et skema, får du et hemmeligt "
                "link, hvor du kan se det, du har sendt, og trække det tilbage.</p>"
                "<p>Skriv til vores databeskyttelsesrådgiver på "
                '<a href="mailto:databeskyttelse@example.dk">databeskyttelse@example.dk</a>, hvis '
                "du vil se, rette eller slette det, vi har om dig.</p>"
            ),
        ],
    },
)
ACCESSIBILITY = PageContent(
    path="/tilgaengelighed/",
    model="home.StandardPage",
    title="Tilgængelighed",
    fields={
        "intro": "Alle skal kunne læse siden og sende et skema.",
        "body": [
            text(
                "<p>Siden kan bruges med tastatur, skærmlæser og forstørrelse, på små skærme og "
                "uden JavaScript. Finder du noget, der ikke virker, så skriv til "
                '<a href="mailto:post@example.dk">post@example.dk</a>. Vi hjælper også gerne med '
                "at udfylde et skema.</p>"
            ),
            links(
                "Læs mere",
                [
                    {
                        "text": "Se alle forløb",
                        "page": PROGRAMMES_PATH,
                        "description": "Forløb, som kommuner kan søge.",
                    },
                    {
                        "text": "Rådgivningsforløbet",
                        "page": PROGRAMME_PATH,
                        "description": "Indhold, tid og kriterier.",
                    },
                ],
            ),
            contact_people("Kontakt", "nadia"),
        ],
    },
)
