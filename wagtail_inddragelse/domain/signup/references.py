"""References: people read them aloud on the phone, so no character looks like another."""

from __future__ import annotations

import secrets

ALPHABET = "3456789CDFGHJKMNPQRTVWXYZ"
"""Of each pair that looks alike (0 and O, 1 and I, 2 and Z, 5 and S, 8 and B) one at most; no
vowels, so that no words come out."""


def new_reference() -> str:
    """A random reference such as “K7WM-4Q2X”: eight characters, more than 10^11 of them."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{characters[:4]}-{characters[4:]}"
