"""The ten questions that all three forms ask."""

from __future__ import annotations

from typing import NamedTuple

from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES


class Asked(NamedTuple):
    """A question and the answer that the benchmark gives to it."""

    name: str
    label: str
    type: str
    required: bool
    answer: str
    choices: tuple[str, ...] = ()


HEARD_FROM = ("Kollega", "Nyhedsbrev", "Hjemmeside", "Andet")

# The first five are those our form always asks.
QUESTIONS = (
    Asked("name", "Dit navn", "text", True, "Ada Holm"),
    Asked("email", "Din e-mail", "email", True, "ada@example.dk"),
    Asked("phone", "Dit telefonnummer", "text", False, "12 34 56 78"),
    Asked("organisation", "Organisation", "text", False, "Borgercenter Voksne"),
    Asked(
        "municipality",
        "Kommune",
        "list",
        False,
        "Odense",
        tuple(municipality.name for municipality in MUNICIPALITIES),
    ),
    Asked("role", "Stilling", "text", True, "Socialfaglig leder"),
    Asked("motivation", "Hvorfor vil I være med?", "long_text", True, "Vi vil lære mere. " * 20),
    Asked("employees", "Antal medarbejdere", "number", False, "12"),
    Asked("heard_from", "Hvor har du hørt om os?", "radio", False, "Kollega", HEARD_FROM),
    Asked("consent", "Lederen bakker op om deltagelsen", "tick", True, "on"),
)
