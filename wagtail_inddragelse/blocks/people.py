"""Blocks about people: who to ask, and who has taken part."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from ..models import ContactPerson
from ..questions.structs import StructBlock
from .base import Group, HeadedBlock


def example_person() -> ContactPerson:
    """An invented contact person, not saved."""
    return ContactPerson(
        name="Alma Example", role=_("Consultant"), email="alma@example.dk", phone="00 00 00 00"
    )


class ContactPeopleBlock(HeadedBlock):
    """Cards of chosen contact people, with links that ring and write."""

    people = blocks.ListBlock(
        SnippetChooserBlock("wagtail_inddragelse.ContactPerson", label=_("Contact person")),
        label=_("Contact people"),
        min_num=1,
    )

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        contacts = [person for person in value.get("people", []) if person]
        prefetch_related_objects(contacts, "organisation")
        return {**super().get_context(value, parent_context), "contacts": contacts}

    class Meta:
        label = _("Contact people")
        icon = "user"
        group = Group.PEOPLE
        description = _("Who to ask, with telephone and e-mail. Changed once, changed everywhere.")
        template = "wagtail_inddragelse/blocks/contact_people.html"

        @staticmethod
        def example() -> dict[str, Any]:
            return {"heading": _("Contact"), "people": [example_person()]}


class YearValue(blocks.StructValue):
    """Some years and who took part in them."""

    @property
    def names(self) -> list[str]:
        """The organisations that were chosen, then those that were written."""
        chosen = [
            str(organisation) for organisation in self.get("organisations", []) if organisation
        ]
        return chosen + [
            line.strip() for line in (self.get("others") or "").splitlines() if line.strip()
        ]


class YearBlock(StructBlock):
    """Some years, with organisations that are chosen or written, one name on a line."""

    years = blocks.CharBlock(
        label=_("Years"), max_length=64, help_text=_("Such as “2026” or “2026–2028”.")
    )
    organisations = blocks.ListBlock(
        SnippetChooserBlock("wagtail_inddragelse.Organisation", label=_("Organisation")),
        label=_("Organisations"),
        default=[],
    )
    others = blocks.TextBlock(
        label=_("Others"), required=False, rows=4, help_text=_("One name on each line.")
    )

    def clean(self, value: YearValue) -> YearValue:
        cleaned = super().clean(value)
        if not cleaned.names and not self.is_deferred_validation:
            message = _("Name at least one organisation.")
            raise StructBlockValidationError({"others": ValidationError(message)})
        return cleaned

    class Meta:
        label = _("Years")
        icon = "date"
        value_class = YearValue
        label_format = "{years}"


class ParticipantsByYearBlock(HeadedBlock):
    """Which organisations took part in which years."""

    years = blocks.ListBlock(YearBlock(), label=_("Years"), min_num=1)

    class Meta:
        label = _("Participants by year")
        icon = "group"
        group = Group.PEOPLE
        description = _("Which municipalities or organisations took part in which years.")
        template = "wagtail_inddragelse/blocks/participants_by_year.html"
        example = {
            "heading": _("Municipalities that took part"),
            "years": [
                {"years": "2026–2027", "organisations": [], "others": "Østerby\nVesterby"},
                {"years": "2028", "organisations": [], "others": "Nørreby"},
            ],
        }
