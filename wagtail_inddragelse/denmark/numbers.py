"""Numbers as Danes write them: 1.000 is a thousand, and a comma starts the decimals."""

from __future__ import annotations

import re

THOUSANDS = re.compile(r"-?\d{1,3}([.,]\d{3})+")


def plain_number(text: str, whole: bool = False) -> str:
    """What somebody wrote for a number, as Python writes it; what is no number stays none."""
    text = re.sub(r"\s", "", text).replace("−", "-")
    if THOUSANDS.fullmatch(text) and (whole or "," not in text):
        return re.sub(r"[.,]", "", text)
    return text.replace(".", "").replace(",", ".") if "," in text else text
