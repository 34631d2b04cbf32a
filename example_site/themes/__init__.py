"""Other looks of the example site: templates that win over its own, and where their files lie."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

THEMES_DIR = Path(__file__).resolve().parent
PACKAGES = {"dkfds": THEMES_DIR.parent / "node_modules" / "dkfds" / "dist"}
"""The static files of each theme, by its name; npm puts them there."""


def theme_templates(theme: str) -> list[Path]:
    """The folder of the theme's templates; none for the site's own look, which has no name."""
    return [THEMES_DIR / theme] if theme else []


def theme_static(theme: str) -> list[tuple[str, Path]]:
    """The theme's static files and their prefix. ImproperlyConfigured when they are not there."""
    if not theme:
        return []
    if theme not in PACKAGES:
        raise ImproperlyConfigured(f"THEME is {theme!r}; it can be {', '.join(PACKAGES)} or empty.")
    if not PACKAGES[theme].exists():
        raise ImproperlyConfigured(f"{theme} is not installed: run make demo THEME={theme}.")
    return [(theme, PACKAGES[theme])]
