"""What Wagtail's API tells about offers, lists and forms: what their pages show to everybody.

Never links to online meetings, numbers of submissions, or where the case office is. What is asked
of the database does not grow with the number of offers on one page of the API.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, prefetch_related_objects
from rest_framework.fields import DateTimeField, Field
from wagtail.api import APIField
from wagtail.images.api.fields import ImageRenditionField

from ..domain.intakes.intakes import IntakeStatus
from ..domain.offers.offers import OfferSummary, summarise
from ..models import ContactPerson, Organisation, Session
from ..questions.schema import Criterion

IMAGE = "max-1200x600"
AT_HAND = (
    "locale",
    "inddragelse_intakes__sessions",
    "audiences",
    "themes",
    "organiser",
    "partners",
    "contacts__organisation",
    "image__renditions",
)
_moment = DateTimeField().to_representation


class OfferField(Field):
    """A fact of an offer. All offers of one answer are looked up together, the first time."""

    def __init__(self, fact, **kwargs) -> None:
        super().__init__(read_only=True, **kwargs)
        self.fact = fact

    def get_attribute(self, page: Model) -> OfferSummary:
        return self._summaries(page)[page.pk]

    def to_representation(self, summary: OfferSummary) -> Any:
        return self.fact(summary)

    def _summaries(self, page: Model) -> dict[int, OfferSummary]:
        known = self.context.setdefault("inddragelse_offers", {})
        if page.pk not in known:
            pages = self._answered_with(page)
            prefetch_related_objects(pages, *AT_HAND)
            known |= {summary.page.pk: summary for summary in summarise(pages)}
        return known

    def _answered_with(self, page: Model) -> list[Model]:
        """The pages in the same response, this one among them."""
        together = self.root.instance
        pages = list(together) if isinstance(together, Iterable) else []
        return pages if page in pages else [page]


class IndexField(Field):
    """The offers that a list has, as it shows them."""

    def get_attribute(self, page: Model) -> Model:
        return page

    def to_representation(self, page: Model) -> list[dict]:
        return [offer_of(summary) for summary in page.get_offers()]


class CriteriaField(Field):
    """What applications are judged by, as applicants read it."""

    def get_attribute(self, page: Model) -> tuple[Criterion, ...]:
        return page.get_schema().criteria

    def to_representation(self, criteria: Iterable[Criterion]) -> list[dict]:
        return [criterion_of(criterion) for criterion in criteria]


class ContactsField(Field):
    """The people one can ask about a form."""

    def to_representation(self, contacts) -> list[dict]:
        return [person_of(person) for person in contacts.select_related("organisation")]


def criterion_of(criterion: Criterion) -> dict:
    """Its text and those below it; weights are the assessors' business."""
    children = [criterion_of(child) for child in criterion.children]
    return {"text": criterion.text, "children": children}


def offer_of(summary: OfferSummary) -> dict:
    """An offer in a list."""
    page = summary.page
    return {
        "id": page.pk,
        "title": page.title,
        "summary": page.summary,
        "html_url": page.full_url,
        "state": summary.state,
        "next_start": _time(summary.next_start),
    }


def intake_of(status: IntakeStatus) -> dict:
    """A start date or application round with its state now."""
    intake = status.intake
    return {
        "id": intake.pk,
        "title": intake.title,
        "kind": intake.kind,
        "state": status.state,
        "announced_text": intake.announced_text,
        "opens_at": _time(intake.opens_at),
        "closes_at": _time(intake.closes_at),
        "selection": intake.selection,
        "capacity": intake.capacity,
        "unit": intake.unit,
        "places_left": places_left(status),
        "next_start": _time(status.next_start),
        "sessions": [session_of(session) for session in status.sessions],
    }


def places_left(status: IntakeStatus) -> int | None:
    """Places to be had now: 0 when full, and where the last ones are for those in line.

    None where there is no limit, and while nobody can sign up.
    """
    if status.has_free_places:
        return status.places_left
    return 0 if status.has_no_place_to_be_had else None


def session_of(session: Session) -> dict:
    """When and where it is; the online link is for those who have a place."""
    return {
        "title": session.title,
        "starts_at": _time(session.starts_at),
        "ends_at": _time(session.ends_at),
        "venue": session.venue,
        "address": session.address,
    }


def organisation_of(organisation: Organisation | None) -> dict | None:
    """Who offers it."""
    return organisation and {"name": organisation.name, "url": organisation.url}


def person_of(person: ContactPerson) -> dict:
    """Who to ask, as the page says."""
    return {
        "name": person.name,
        "role": person.role,
        "organisation": person.organisation.name if person.organisation else "",
        "email": person.email,
        "phone": person.phone,
        "hours": person.hours,
    }


def _time(moment) -> str | None:
    return moment and _moment(moment)


def _names(topics) -> list[str]:
    return [topic.name for topic in topics.all()]


FACTS = {
    "state": lambda offer: offer.state,
    "next_start": lambda offer: _time(offer.next_start),
    "intakes": lambda offer: [intake_of(status) for status in offer.statuses],
    "audiences": lambda offer: _names(offer.page.audiences),
    "themes": lambda offer: _names(offer.page.themes),
    "organiser": lambda offer: organisation_of(offer.page.organiser),
    "partners": lambda offer: [organisation_of(each) for each in offer.page.partners.all()],
    "contacts": lambda offer: [person_of(person) for person in offer.page.contacts.all()],
}
OFFER_FIELDS = [
    *map(APIField, ("summary", "format", "duration", "price_text", "eligibility", "body")),
    *(APIField(name, serializer=OfferField(fact)) for name, fact in FACTS.items()),
    APIField("image", serializer=ImageRenditionField(IMAGE)),
]
INDEX_FIELDS = [APIField("intro"), APIField("offers", serializer=IndexField(read_only=True))]
FORM_FIELDS = [
    APIField("intro"),
    APIField("criteria", serializer=CriteriaField(read_only=True)),
    APIField("contacts", serializer=ContactsField(read_only=True)),
]
