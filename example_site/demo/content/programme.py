"""The twelve-month programme, which municipalities apply for. Facts: seed 001."""

from __future__ import annotations

from ..dates import (
    PROGRAMME_ANSWER,
    PROGRAMME_DEADLINE,
    PROGRAMME_START,
    Shift,
    day_text,
    month_text,
    part_of_month,
    part_of_year,
)
from ..places import INVOLVEMENT_AGENTS, PROGRAMME_MOST_EMPLOYEES, PROGRAMME_ORGANISATIONS
from .people import AGENCY, BOERNS_VILKAAR, CHIEFS, LEADERS, MUNICIPALITIES, OWN_CASE
from .shapes import (
    Block,
    IntakeContent,
    PageContent,
    call_to_action,
    criteria,
    facts,
    text,
)

PATH = "/forloeb/raadgivningsforloeb/"
FORM_PATH = f"{PATH}ansoegning/"
DAY_HOURS = 7


def programme_page(shift: Shift) -> PageContent:
    """The programme with its application round."""
    return PageContent(
        path=PATH,
        model="wagtail_inddragelse_pages.ProgrammePage",
        title="Rådgivning og kompetenceudvikling",
        fields={
            "summary": (
                "Tolv måneder med rådgivning til ledelsen og træning af medarbejderne. Til "
                "kommuner, der vil give børn og unge mere at sige i deres egen sag."
            ),
            "period": f"Ca. 12 måneder fra {part_of_year(shift.day(PROGRAMME_START))}",
            "duration": "Ca. 12 måneder",
            "format": "in_person",
            "price_text": "Gratis. Forløbet giver ikke økonomisk støtte til kommunen",
            "eligibility": ELIGIBILITY,
            "image": "programme",
            "organiser": AGENCY,
            "partners": [BOERNS_VILKAAR],
            "audiences": [MUNICIPALITIES, CHIEFS, LEADERS],
            "themes": [OWN_CASE],
            "contacts": ["henrik"],
            "body": _body(shift),
        },
        intakes=(_round(shift),),
    )


def _round(shift: Shift) -> IntakeContent:
    return IntakeContent(
        key="round",
        title=f"Opstart i {part_of_year(shift.day(PROGRAMME_START))}",
        fields={
            "kind": "round",
            "closes_at": shift.moment(PROGRAMME_DEADLINE, 23, 59),
            "selection": "assessed",
            "capacity": PROGRAMME_ORGANISATIONS,
            "unit": "organisations",
            "max_participants": 1,
            "max_per_organisation": 1,
            "waiting_list": "manual",
            "four_eyes": True,
            "decision_expected_on": shift.day(PROGRAMME_ANSWER),
            "decision_expected_text": f"I {part_of_month(shift.day(PROGRAMME_ANSWER))}",
        },
    )


ELIGIBILITY = """
<p>Alle kommuner, der vil styrke børn og unges inddragelse, kan søge. Det gælder både i selve
sagsbehandlingen og i samarbejdet mellem almenområdet, myndighed og udfører.</p>
<p>Kommunen skal være klar til at ændre sin praksis undervejs og til at tage de beslutninger, som en
ny kultur kræver.</p>
"""


def _body(shift: Shift) -> list[Block]:
    return [
        text(_intro(shift)),
        facts("Kort om forløbet", _key_facts(shift)),
        text(_strategic_track(shift)),
        text(COMPETENCE_TRACK),
        TRACKS,
        text(TIMETABLE),
        text(RESOURCES),
        criteria("Det vælger vi ud fra", FORM_PATH),
        text(SELECTION),
        call_to_action(
            "Klar til at søge?",
            f"Fristen er {day_text(shift.day(PROGRAMME_DEADLINE))} kl. 23.59.",
            "Gå til ansøgningsskemaet",
            FORM_PATH,
        ),
    ]


def _intro(shift: Shift) -> str:
    return f"""
<p>Vi tilbyder forløbet sammen med Børns Vilkår. Syv kommuner var med i 2018-2020. Nu er der plads
til to kommuner mere, som begynder i {part_of_year(shift.day(PROGRAMME_START))}.</p>
<h2>Hvorfor inddragelse?</h2>
<p>Forskning viser, at hjælpen virker bedre, når barnet, familien og netværket er med. Det gælder
hele vejen: når nogen bliver bekymret, når en underretning kommer ind, når sagen bliver belyst, når
I vælger indsats og skriver handleplan, og når I følger op.</p>
<p>Når I tager udgangspunkt i barnets perspektiv, finder I lettere den rette hjælp, og
beslutningerne giver mening for dem, de handler om. Det styrker også barnets rettigheder,
robusthed, trivsel og udvikling.</p>
<h2>Det får I ud af forløbet</h2>
<ul>
<li>Bedre samtaler med børn og unge og en faglig praksis, hvor barnets stemme fylder mere.</li>
<li>En strategi og en organisation, der bærer inddragelsen i myndighed og på tværs af
almenområde, myndighed og udfører.</li>
<li>Et klart billede af, hvordan I inddrager i dag, og hvor I kan blive bedre.</li>
</ul>
<h2>Det bygger vi på</h2>
<p>Forløbet bruger erfaringer fra Task Forcen for udsatte børn og unge, fra rådgivningen om en
tidligere forebyggende indsats og fra Børns Vilkårs projekt Bedre Børneinddragelse. Det er lagt
sådan til rette, at I kan ændre kulturen både i ledelsen og i det daglige arbejde.</p>
"""


def _key_facts(shift: Shift) -> dict[str, str]:
    return {
        "Opstart": f"I {part_of_year(shift.day(PROGRAMME_START))}",
        "Pladser": "To kommuner",
        "Medarbejdere": f"Højst {PROGRAMME_MOST_EMPLOYEES} i hver kommune",
        "Tid": "Ca. 36 timer for hver medarbejder og ca. 20 timer mere for inddragelsesagenter",
    }


def _strategic_track(shift: Shift) -> str:
    return f"""
<h2>Spor 1: Strategisk og faglig rådgivning</h2>
<p>Styrelsen står for dette spor, som vi tilpasser den enkelte kommune. Det er for chefer, ledere
og faglige nøglepersoner i myndighed og for relevante ledere fra resten af børne- og
ungeområdet.</p> <p>Vi begynder med en analyse af jeres udgangspunkt. Den bygger på jeres
strategiske dokumenter for hele området og på selvevalueringer, som et udsnit af ledere og
nøglemedarbejdere udfylder i almenområdet, myndighed og udfører. Rådgivningen handler om
styringsgrundlag, organisering, faglig ledelse og de metoder, der gør inddragelse til en fast del af
arbejdet.</p> <h3>Videomøde</h3>
<p>Mødet er i {month_text(shift.day(PROGRAMME_START))}. Her mødes vi med jeres strategiske og
faglige ledere og med jeres kontaktperson. Vi fortæller om forløbet og om materialet til analysen,
og I fortæller, hvad I vil med det, så vi kan tilpasse resten.</p>
<h3>Opstartsmøde</h3>
<p>Vi finder en fælles forståelse af, hvad god og systematisk inddragelse er, og taler om, hvor I
står, når I skal indføre og holde fast i en bedre praksis.</p>
<h3>Udviklingsdag</h3>
<p>Vi lægger analysens resultater frem: jeres styrker og det, I skal være opmærksomme på. Sammen
drøfter vi dem. Derefter vælger I indsatser og får de første ideer til løsninger.</p>
<h3>Forankringsmøde</h3>
<p>Efter udviklingsdagen skriver I en udviklingsplan, som I sender til os før mødet. På mødet får I
sparring på planen og inspiration til at holde gang i arbejdet bagefter.</p>
"""


COMPETENCE_TRACK = f"""
<h2>Spor 2: Kompetenceudvikling</h2>
<p>Børns Vilkår står for dette spor. Det er for myndighedsrådgivere og relevante ledere, højst
{PROGRAMME_MOST_EMPLOYEES} fra hver kommune. I træner på jeres egne samtaler og får respons, så I
bliver bedre til at forberede og holde samtaler med børn og unge. Emnerne er børnesyn, kontakt,
rammer og sprog i samtalen, med inspiration fra Den dialogiske samtalemodel (DCM).</p>
<p>Nogle teamledere eller nøglemedarbejdere bliver uddannet til <b>inddragelsesagenter</b>. De
holder fast i den nye tilgang i hverdagen og lærer nye rådgivere metoderne.</p>
<h3>Optagelser på video</h3>
<p>Hver medarbejder optager en samtale med et barn til den individuelle sparring. Efter
træningsdagene optager hvert team to samtaler mere til sparringen i teamet. Medarbejderne skal
kende til det og være indforstået med det, før forløbet begynder.</p>
<p>De faglige ledere i myndighed deltager i alle de fælles dage sammen med medarbejderne.</p>
"""


def _activity(title: str, duration: str, months: tuple[int, int], who: str, **more) -> dict:
    return {
        "title": title,
        "duration": duration,
        "first_month": months[0],
        "last_month": months[1],
        "who": who,
        "unit": "hours",
        "count": 1,
        **more,
    }


STRATEGIC_ACTIVITIES = [
    _activity("Videomøde", "1.5", (1, 1), "managers"),
    _activity("Opstartsmøde", "4", (2, 2), "managers"),
    _activity("Udviklingsdag", "6", (4, 4), "managers"),
    _activity("Forankringsmøde", "2.5", (7, 7), "managers"),
]
COMPETENCE_ACTIVITIES = [
    _activity("Formøde med Børns Vilkår", "2", (1, 1), "managers", note="Om tilrettelæggelsen."),
    _activity("Fælles træningsdage", "3", (3, 4), "everyone", unit="days"),
    _activity("Fælles faglig refleksion i teams", "3", (5, 7), "everyone", count=2),
    _activity(
        "Individuel videosparring",
        "1",
        (5, 6),
        "everyone",
        preparation="4",
        note="Forberedelsen er blandt andet at optage en samtale.",
    ),
    _activity("Teambaseret videosparring", "2", (8, 10), "everyone", count=2),
    _activity(
        "Kursus for inddragelsesagenter",
        "2",
        (11, 12),
        "selected",
        unit="days",
        people=INVOLVEMENT_AGENTS,
        preparation="6",
        note="For teamledere og medarbejdere.",
    ),
]
TRACKS: Block = {
    "type": "tracks",
    "value": {
        "heading": "Aktiviteterne fordelt over forløbet",
        "hours_per_day": str(DAY_HOURS),
        "tracks": [
            {
                "title": "Strategisk og faglig rådgivning",
                "intro": "Styrelsen for Børneinddragelse. For chefer, ledere og nøglepersoner.",
                "activities": STRATEGIC_ACTIVITIES,
            },
            {
                "title": "Kompetenceudvikling",
                "intro": "Børns Vilkår. For myndighedsrådgivere og relevante ledere.",
                "activities": COMPETENCE_ACTIVITIES,
            },
        ],
    },
}
TIMETABLE = f"""
<p>Figuren er et eksempel. Timerne er regnet med {DAY_HOURS} timer på en dag. Rådgivningen kan
flyttes lidt efter jeres ønsker, mens datoerne for kompetenceudviklingen ligger fast. Mellem
aktiviteterne kan I få lidt løbende sparring fra styrelsen eller Børns Vilkår, når det er
relevant.</p>
"""
RESOURCES = """
<h2>Det skal I selv sætte af</h2>
<p>I driver selv udviklingsarbejdet og udfører det, I planlægger mellem de faste aktiviteter. I skal
mindst sætte tid og penge af til:</p>
<ul>
<li>at tale og koordinere med styrelsen og Børns Vilkår gennem én fast kontaktperson</li>
<li>at levere data til analysen: selvevalueringer og relevante dokumenter</li>
<li>at relevante ledere og medarbejdere er med i den strategiske og faglige rådgivning</li>
<li>at skrive en udviklingsplan med konkrete aktiviteter og mål, som vi giver sparring på</li>
<li>at myndighedsrådgivere og ledere er med i kompetenceudviklingen, også med videooptagelser</li>
<li>lokaler og forplejning til de faste aktiviteter.</li>
</ul>
<p>Vi beder jer også hjælpe med at gøre forløbet bedre ved at være med i en mindre evaluering.</p>
"""
SELECTION = """
<p>Vi vælger ud fra en samlet vurdering. Søger flere, end vi kan rådgive, går de kommuner forrest,
som vi vurderer er mest motiverede og mest parate til at ændre deres praksis.</p>
<p>Når I søger, siger I ja til, at vi deler ansøgningen med Børns Vilkår.</p>
"""
