"""Offers and forms from patterns, translated with wagtail-localize and synchronised twice; prints
what stands in both languages after each time as JSON. Run in the stock site's folder."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys

import django
from django.core.management import call_command

FIRST_DATE = dt.date(2030, 11, 7)


def make_pages(user) -> list:
    """An offer of each pattern and its form, published; the front page is there in Danish."""
    from wagtail.models import Locale, Site

    from wagtail_inddragelse.domain.offers.new_offer import NewOffer, make_offer
    from wagtail_inddragelse.domain.offers.pages import find_form_page
    from wagtail_inddragelse.domain.offers.patterns import get_patterns

    home = Site.objects.get(is_default_site=True).root_page
    home.copy_for_translation(Locale.objects.create(language_code="da"))
    pages = []
    for pattern in get_patterns():
        offer = make_offer(home, NewOffer(pattern, pattern.name, FIRST_DATE), user)
        form = find_form_page(offer, only_live=False)
        form.privacy = "<p>We keep it.</p>"
        for page in (offer, form):
            page.save_revision().publish()
        pages += [offer, form]
    return pages


def translate(page) -> None:
    """What its button does: the page in Danish, made or synchronised."""
    from wagtail.models import Locale
    from wagtail_localize.models import Translation, TranslationSource

    source, _made = TranslationSource.update_or_create_from_instance(page)
    danish = Locale.objects.get(language_code="da")
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=danish)
    translation.save_target(publish=True)


def shape(value):
    """A stream without its texts: types, ids and what lists hold."""
    if isinstance(value, list):
        return [shape(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in ("id", "type") else shape(each) for key, each in value.items()}
    return None


def stands(page) -> dict:
    """What must be the same in both languages, and hold after each time."""
    from wagtail.models import Locale

    languages = {}
    for locale in Locale.objects.all():
        there = type(page).objects.get(translation_key=page.translation_key, locale=locale)
        streams = (name for name in ("steps", "criteria", "body") if hasattr(there, name))
        languages[locale.language_code] = {
            "intakes": rows(there),
            **{name: shape(list(getattr(there, name).raw_data)) for name in streams},
        }
    return languages


def rows(page) -> dict:
    """The keys of its start dates and sessions."""
    intakes = getattr(page, "inddragelse_intakes", None)
    if intakes is None:
        return {}
    return {
        str(intake.translation_key): [str(session.uid) for session in intake.sessions.all()]
        for intake in intakes.all()
    }


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "localized.settings"
    sys.path.insert(0, os.getcwd())
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.create_superuser("editor")
    pages = make_pages(user)
    happened = []
    for title in ("As it was made", "Changed since"):
        for page in pages:
            page.title = title
            page.save_revision().publish()
            translate(page)
        happened.append({page.url_path: stands(page) for page in pages})
    print(json.dumps(happened))


if __name__ == "__main__":
    main()
