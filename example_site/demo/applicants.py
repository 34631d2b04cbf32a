"""Twelve invented applications for the two places of the programme: enough to choose between."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail_inddragelse.denmark.municipalities import Municipality, get_municipality


@dataclass(frozen=True)
class Applicant:
    """Who applies for a municipality, and what they write in turn where the form asks for words."""

    code: str
    name: str
    words: tuple[str, ...]

    @property
    def municipality(self) -> Municipality:
        """The municipality with the code."""
        return get_municipality(self.code)

    @property
    def email(self) -> str:
        """An address that no mail goes to."""
        return f"ansoeger.{self.code}@example.dk"


APPLICANTS = (
    Applicant(
        "0851",
        "Agnete Eksempelsen",
        (
            "Børn er med til møderne, men vi spørger dem for sent. Det vil vi lave om på.",
            "Alle ledere har sagt ja, og hvert team har valgt to, der går forrest.",
            "Vi har sat tid af i kalenderen til alle træningsdage.",
        ),
    ),
    Applicant(
        "0751",
        "Benjamin Prøvegaard",
        (
            "Vi har gode samtaler i indskolingen, men mister de unge undervejs.",
            "Rådgiverne har selv bedt om at træne samtaler på video.",
            "Direktionen står bag og følger arbejdet hvert kvartal.",
        ),
    ),
    Applicant(
        "0561",
        "Cecilie Mønsterby",
        (
            "Vores sagsgange er klare, men barnets ord står sjældent i planen.",
            "Vi håber at få nogle nye redskaber.",
            "Halvdelen af medarbejderne kan deltage.",
        ),
    ),
    Applicant(
        "0159",
        "Daniel Demolund",
        (
            "Vi samarbejder tæt med skolerne og vil have udfører med om bordet.",
            "Tre afdelinger søger sammen, og lederne deltager i alle dage.",
            "Målet er, at ingen afgørelse træffes, før barnet er hørt.",
        ),
    ),
    Applicant(
        "0376",
        "Emma Tænktholm",
        (
            "Vi har mange nye rådgivere og få, der kan lære dem op.",
            "Vi er i gang med en større omlægning og ved ikke, hvem der kan deltage.",
            "Vi vil gerne høre mere, før vi lægger os fast.",
        ),
    ),
    Applicant(
        "0316",
        "Filip Opfundsen",
        (
            "Familierne er tit med, men børnene sidder uden for døren.",
            "Faglige ledere har deltaget i temadage og vil videre.",
            "Vi afsætter 36 timer til hver rådgiver.",
        ),
    ),
    Applicant(
        "0259",
        "Gerda Eksempelsen",
        (
            "Underretninger håndteres hurtigt, og barnet ses inden for en uge.",
            "Medarbejderne er delte om, hvorvidt video er en god idé.",
            "Vi vil bruge forløbet til at finde fælles fodslag.",
        ),
    ),
    Applicant(
        "0173",
        "Harald Prøvegaard",
        (
            "Vi har en børnepolitik, som få kender.",
            "Chefen for området er ny og vil gerne begynde her.",
            "Vi regner med at kunne sende ti medarbejdere.",
        ),
    ),
    Applicant(
        "0730",
        "Ingrid Mønsterby",
        (
            "Unge i vores ungepanel siger, at de ikke bliver hørt. Det tager vi på os.",
            "Panelet har hjulpet os med ansøgningen og følger forløbet.",
            "Hele afdelingen deltager, og vikarer er bestilt.",
        ),
    ),
    Applicant(
        "0479",
        "Johannes Demolund",
        (
            "Vi er en lille afdeling, hvor alle kender hinanden og hjælper hinanden.",
            "Vi vil gerne, men kan kun undvære få ad gangen.",
            "Lederen deltager selv på alle dage.",
        ),
    ),
    Applicant(
        "0791",
        "Karla Tænktholm",
        (
            "Vi måler på, hvor tit barnet er hørt, og tallet er for lavt.",
            "Medarbejderne har lavet en plan for, hvordan de træner mellem dagene.",
            "Byrådet har gjort børns ret til at blive hørt til et af tre mål.",
        ),
    ),
    Applicant(
        "0630",
        "Laurits Opfundsen",
        (
            "Vi har prøvet flere metoder, uden at de blev hængende.",
            "Denne gang begynder vi med lederne.",
            "Vi afsætter en koordinator på halv tid i hele perioden.",
        ),
    ),
)
