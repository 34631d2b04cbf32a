"""What the offers and forms say that ``stage`` adds to the demo."""

from __future__ import annotations

from dataclasses import dataclass

from example_site.demo.content.shapes import Block, question, required, step


@dataclass(frozen=True)
class Words:
    """The words of one language, and the slugs of the demo's pages in it."""

    index: str
    course: str
    application: str
    titles: dict[str, str]
    summary: str
    intake: str
    later: str
    form_title: str
    privacy: str
    steps: tuple[Block, ...]
    answer: str
    reason: str


DANISH = Words(
    index="arrangementer",
    course="temaforloeb",
    application="raadgivningsforloeb",
    titles={
        "announced": "Kursus, der kommer senere",
        "not-open": "Kursus, der åbner snart",
        "few-places": "Kursus med få pladser",
        "waiting-list": "Kursus med venteliste",
        "full": "Kursus, der er fyldt",
        "closed": "Kursus, der er lukket for tilmelding",
        "cancelled": "Kursus, der er aflyst",
        "undated": "Kursus uden datoer",
        "restricted": "Kursus for særligt inviterede",
    },
    summary="En dag om, hvordan børn og unge får noget at sige i deres egen sag.",
    intake="Hold i Odense",
    later="næste forår",
    form_title="Tilmelding",
    privacy="<p>Vi bruger oplysningerne til at holde kurset og sletter dem bagefter.</p>",
    steps=(step("Praktisk", question("long_text", "needs", "Hvad skal vi tage hensyn til?")),),
    answer="Vi spørger børnene, før vi beslutter noget for dem.",
    reason="Vi mangler en underskrift fra jeres ledelse.",
)
ENGLISH = Words(
    index="events",
    course="themed-course",
    application="programme",
    titles={
        "announced": "A course that comes later",
        "not-open": "A course that opens soon",
        "few-places": "A course with few places",
        "waiting-list": "A course with a waiting list",
        "full": "A course that is full",
        "closed": "A course that is closed for sign-up",
        "cancelled": "A course that is cancelled",
        "undated": "A course without dates",
        "restricted": "A course for those invited",
        "programme": "Advice for a year",
    },
    summary="A day on how children and young people get a say in their own case.",
    intake="In Odense",
    later="next spring",
    form_title="Apply",
    privacy="<p>We use the data to hold the course, and delete it afterwards.</p>",
    steps=(
        step(
            "Where you start",
            required(
                "yes_no",
                "municipality",
                "Do you apply for a municipality?",
                endings=[
                    {
                        "answer": "No",
                        "heading": "Only municipalities can apply",
                        "text": "<p>Others can take part together with a municipality.</p>",
                        "link_text": "See our events",
                        "url": "https://example.dk/",
                    }
                ],
            ),
            required("long_text", "strengths", "What are you good at?", limit=500, rows=4),
        ),
        step(
            "Time and people",
            required("number", "employees", "How many employees take part?", maximum=60),
            required("date", "start", "When can you start?"),
            required("attachment", "backing", "A letter from your management"),
        ),
    ),
    answer="We ask the children before we decide anything for them.",
    reason="A signature of your management is missing.",
)
WORDS = {"da": DANISH, "en": ENGLISH}
