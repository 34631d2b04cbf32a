"""Save organisations, contact people, audiences, themes and pictures, in each language."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail.images import get_image_model
from wagtail.models import Locale

from wagtail_inddragelse.models import Audience, ContactPerson, Organisation, Theme

from .content import english, people
from .identity import stable_id
from .images import save_images

Registry = dict[tuple[type[Model], str], Model]
"""The saved rows of one language, by model and key."""


def save_snippets(danish: Locale, english_locale: Locale) -> dict[str, Registry]:
    """Save all snippets; the registries by language code."""
    pictures = {(get_image_model(), key): image for key, image in save_images().items()}
    return {
        danish.language_code: pictures | _save_language(danish, {}),
        english_locale.language_code: pictures | _save_language(english_locale, ENGLISH),
    }


def _named(names: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {key: {"name": name} for key, name in names.items()}


DANISH: dict[type[Model], dict[str, dict[str, Any]]] = {
    Organisation: people.ORGANISATIONS,
    ContactPerson: people.PEOPLE,
    Audience: _named(people.AUDIENCES),
    Theme: _named(people.THEMES),
}
ENGLISH: dict[type[Model], dict[str, dict[str, Any]]] = {
    Organisation: english.ORGANISATIONS,
    ContactPerson: english.PEOPLE,
    Audience: _named(english.AUDIENCES),
    Theme: _named(english.THEMES),
}


def _save_language(locale: Locale, translations: dict) -> Registry:
    """Save what the language has: everything in Danish, else what is translated."""
    registry: Registry = {}
    for model, contents in DANISH.items():
        keys = translations.get(model, {}) if translations else contents
        for key in keys:
            fields = {**contents[key], **translations.get(model, {}).get(key, {})}
            if model is ContactPerson:
                fields["organisation"] = registry[Organisation, people.AGENCY]
            registry[model, key] = _save(model, key, locale, fields)
    return registry


def _save(model: type[Model], key: str, locale: Locale, fields: dict[str, Any]) -> Model:
    row, _created = model.objects.update_or_create(
        translation_key=stable_id(model.__name__, key), locale=locale, defaults=fields
    )
    return row
