"""Who the reader of a mail or a calendar can ask."""

from __future__ import annotations

from django.db.models import Model


def contacts_of(offer: Model) -> list[Model]:
    """The contact people of an offer of any page type."""
    return list(offer.contacts.all()) if getattr(offer, "is_offer", False) else []


def contact_text(offer: Model, office: str) -> str:
    """Who to ask about an offer: its contact people, one on each line, or the case office."""
    return "\n".join(map(_person, contacts_of(offer))) or office


def _person(person: Model) -> str:
    phone = f"{person.phone} ({person.hours})" if person.hours else person.phone
    return ", ".join(filter(None, [str(person), person.phone and phone, person.email]))
