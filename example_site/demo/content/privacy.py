"""What applicants are told about their data, on every form (GDPR article 13)."""

from __future__ import annotations


def privacy(purpose: str, shared_with: str, months: int) -> str:
    """The privacy information of a form that keeps submissions for ``months`` months."""
    return f"""
<ul>
<li>Styrelsen for Børneinddragelse er dataansvarlig. Skriv til
<a href="mailto:databeskyttelse@example.dk">databeskyttelse@example.dk</a>, hvis du vil tale med
vores databeskyttelsesrådgiver.</li>
<li>Vi bruger oplysningerne til {purpose}. Vi gør det som led i vores opgave som myndighed
(databeskyttelsesforordningens artikel 6, stk. 1, litra e).</li>
<li>{shared_with}</li>
<li>Vi sletter oplysningerne efter {months} måneder.</li>
<li>Du kan bede om at se, rette eller slette det, vi har om dig. Du kan klage til Datatilsynet.</li>
</ul>
<p>Skriv ikke oplysninger, der kan pege på et bestemt barn eller en bestemt familie.</p>
"""


def event_privacy() -> str:
    """The privacy information of the sign-ups to events."""
    return privacy(
        "at holde arrangementet: til deltagerliste, plads og forplejning",
        "Vi deler deltagernes navn og arbejdsplads med mødestedet. Vi deler ikke andet.",
        6,
    )
