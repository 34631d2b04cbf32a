"""How Danes spell and sort."""

from __future__ import annotations

import re
from itertools import product

LAST_LETTERS = str.maketrans("æøåäö", "{|}{|")
"""æ, ø and å come after z; what Swedes and Germans write for them stands with them."""

A_RING = re.compile("åa|aå|aa|å", re.IGNORECASE)
A_RING_SPELLINGS = ("å", "aa", "åa")
"""The reform of 1948 made aa an å; places and people may keep the old spelling, or mix them."""
MIXED = 2
"""How many å of a word are tried in all mixtures of spellings; of more, all in the same."""


def danish_order(text: str) -> str:
    """What sorts ``text`` as Danes do, whatever a database holds of it: æ, ø and å come last, and
    aa counts as å. Source: Retskrivningsordbogen, § 3."""
    return text.casefold().replace("aa", "å").translate(LAST_LETTERS)


def spellings_of_a_ring(word: str) -> set[str]:
    """The ways in which Danes write ``word``: Aage and Åge, Aabenraa, Åbenrå and Åbenraa."""
    between = A_RING.split(word)
    count = len(between) - 1
    if count > MIXED:
        choices = [(spelling,) * count for spelling in A_RING_SPELLINGS]
    else:
        choices = list(product(A_RING_SPELLINGS, repeat=count))
    return {word, *(_joined(between, chosen) for chosen in choices)}


def _joined(between: list[str], chosen: tuple[str, ...]) -> str:
    return between[0] + "".join(
        spelling + text for spelling, text in zip(chosen, between[1:], strict=True)
    )
