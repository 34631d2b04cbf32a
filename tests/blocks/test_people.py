from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.blocks.struct_block import StructBlockValidationError

from wagtail_inddragelse.blocks.people import YearBlock
from wagtail_inddragelse.models import ContactPerson
from wagtail_inddragelse.testing.factories import ContactPersonFactory, OrganisationFactory

from .rendering import ATTACK, facts, render, texts

pytestmark = pytest.mark.django_db


def render_people(*people):
    return render("contact_people", {"heading": "Contact", "people": [p.pk for p in people]})


def test_a_contact_can_be_rung_and_written_to():
    person = ContactPersonFactory(email="ada@example.dk", phone="+45 00 00 00 00")
    assert [a["href"] for a in render_people(person).select("a")] == [
        "tel:+4500000000",
        "mailto:ada@example.dk",
    ]


def test_a_contact_card_says_who_it_is():
    agency = OrganisationFactory(name="The Agency")
    person = ContactPersonFactory(
        name="Ada Holm", role="Consultant", organisation=agency, email="", hours="9–15", phone="1"
    )
    assert texts(render_people(person), ".card p") == [
        "Ada Holm",
        "Consultant The Agency",
        "Phone: 1 9–15",
    ]


def test_a_person_with_only_a_name_has_no_empty_lines():
    person = ContactPersonFactory(name="Ada Holm", email="")
    assert texts(render_people(person), ".card p") == ["Ada Holm"]


def test_a_deleted_person_leaves_no_card():
    stays, goes = ContactPersonFactory(name="Ada Holm", email=""), ContactPersonFactory()
    stored = {"heading": "", "people": [goes.pk, stays.pk]}
    goes.delete()
    assert texts(render("contact_people", stored), ".card") == ["Ada Holm"]


def test_a_change_of_the_person_shows_at_once():
    person = ContactPersonFactory(name="Ada Holm", email="")
    render_people(person)
    ContactPerson.objects.update(name="Ada Lund")
    assert texts(render_people(person), ".card") == ["Ada Lund"]


@pytest.mark.parametrize("field", ["name", "role", "phone", "hours"])
def test_markup_in_a_contact_is_shown_as_text(field):
    person = ContactPersonFactory(**{"phone": "1", field: ATTACK[:32]})
    markup = render_people(person)
    assert ATTACK[:32] in markup.get_text()
    assert markup.select("script, b") == []


def count_queries(number: int) -> int:
    people = [ContactPersonFactory(organisation=OrganisationFactory()) for _ in range(number)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        render_people(*people)
    return len(queries)


def test_many_contacts_take_no_more_queries_than_two():
    assert count_queries(20) == count_queries(2)


def year(**value):
    return {"years": "2021", "organisations": [], "others": "", **value}


def test_participants_stand_under_their_years():
    skive = OrganisationFactory(name="Skive")
    years = [
        year(years="2018–2020", others="Lejre\n\n  Slagelse "),
        year(organisations=[skive.pk], others="Rødovre"),
    ]
    markup = render("participants_by_year", {"heading": "", "years": years})
    rows = {texts(row, "dt")[0]: texts(row, "li") for row in markup.select("dl > div")}
    assert rows == {"2018–2020": ["Lejre", "Slagelse"], "2021": ["Skive", "Rødovre"]}


@pytest.mark.parametrize("others", [None, ""])
def test_names_may_all_be_chosen(others):
    """A block made by code, or from an older page, can hold None."""
    skive = OrganisationFactory(name="Skive")
    value = {"years": [year(organisations=[skive.pk], others=others)]}
    assert texts(render("participants_by_year", value), "li") == ["Skive"]


def test_markup_in_a_name_is_shown_as_text():
    markup = render("participants_by_year", {"years": [year(years=ATTACK, others=ATTACK)]})
    assert facts(markup) == {ATTACK: ATTACK}


def test_a_year_needs_somebody():
    block = YearBlock()
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(year()))
    assert list(caught.value.block_errors) == ["others"]


def test_a_draft_may_have_an_empty_year():
    block = YearBlock()
    assert block.clean_deferred(block.to_python(year())).names == []
