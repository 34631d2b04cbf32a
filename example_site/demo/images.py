"""Draw the pictures of the offers: speech bubbles, as many as there are sides to hear."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.db.models import Model
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

SIZE = (1200, 480)
BACKGROUND = "#eef4f5"
COLOURS = ("#0b4f5c", "#f2b84b", "#7fb3bd", "#d9705f")
PICTURES = {"meeting": 5, "course": 3, "network": 4, "programme": 6, "workshop": 2}
"""How many bubbles each picture has, by its key."""


def save_images() -> dict[str, Model]:
    """The pictures by key, drawn when they are not there yet."""
    return {key: _find(key) or _save(key) for key in PICTURES}


def _find(key: str) -> Model | None:
    return get_image_model().objects.filter(title=_title(key)).first()


def _title(key: str) -> str:
    return f"Talebobler ({key})"


def _save(key: str) -> Model:
    content = ContentFile(_draw(PICTURES[key]), name=f"talebobler-{key}.png")
    width, height = SIZE
    return get_image_model().objects.create(
        title=_title(key),
        description=f"Tegning: {PICTURES[key]} talebobler i forskellige farver",
        file=content,
        width=width,
        height=height,
    )


def _draw(bubbles: int) -> bytes:
    image = Image.new("RGB", SIZE, BACKGROUND)
    draw = ImageDraw.Draw(image)
    for number, left in enumerate(_columns(bubbles)):
        _draw_bubble(draw, left, 90 + 70 * (number % 3), COLOURS[number % len(COLOURS)])
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _columns(bubbles: int) -> Iterator[int]:
    """Left edges that spread the bubbles evenly."""
    step = SIZE[0] // (bubbles + 1)
    return (step * (number + 1) - 90 for number in range(bubbles))


def _draw_bubble(draw: ImageDraw.ImageDraw, left: int, top: int, colour: str) -> None:
    draw.rounded_rectangle((left, top, left + 180, top + 130), radius=36, fill=colour)
    draw.polygon([(left + 50, top + 125), (left + 100, top + 125), (left + 50, top + 175)], colour)
