"""A start date in two languages is one, wherever caseworkers choose, count or export by it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale, PageLogEntry

from tests.casework.export.conftest import Office
from wagtail_inddragelse.casework.export.names import titles_of
from wagtail_inddragelse.casework.register import choices
from wagtail_inddragelse.domain.casework.attention import get_attention
from wagtail_inddragelse.domain.offers.overview import count_new
from wagtail_inddragelse.domain.signup.subscriptions import subscribe
from wagtail_inddragelse.models import Delivery, Intake, Message, Subscription
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    MessageFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
EVERYBODY = ["dansk@example.dk", "english@example.dk"]


def language(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


@pytest.fixture
def danish(home):
    page = EventPageFactory(parent=home, title="Kursus", locale=language("da"))
    return IntakeFactory(page=page, title="Hold", capacity=2, locale=page.locale)


@pytest.fixture
def english(home, danish):
    key = danish.page.translation_key
    page = EventPageFactory(parent=home, title="Course", locale=language("en"), translation_key=key)
    same = danish.translation_key
    return IntakeFactory(page=page, title="Class", locale=page.locale, translation_key=same)


@pytest.fixture
def submissions(danish, english):
    """One in each language, and one for another offer."""
    rows = [
        SubmissionFactory(intake=intake, contact_email=email, received_at=timezone.now())
        for intake, email in zip((danish, english), EVERYBODY, strict=True)
    ]
    SubmissionFactory(contact_email="other@example.dk")
    return rows


@pytest.fixture
def root():
    return User.objects.create_superuser("root")


@pytest.fixture
def office(client, root, submissions):
    client.force_login(root)
    return Office(client)


def queries(danish, english) -> list[str]:
    return [
        f"{about}"
        for row in (danish, english)
        for about in (
            f"offer={row.page_id}",
            f"intake={row.pk}",
            f"offer={row.page_id}&intake={danish.pk}",
            f"offer={row.page_id}&intake={english.pk}",
        )
    ]


def test_filters_of_the_register_and_its_export(office, danish, english):
    for query in queries(danish, english):
        lines = office.csv(query=query, columns=["contact_email"])
        assert sorted(line[0] for line in lines[1:]) == EVERYBODY, query


def test_an_offer_is_to_be_chosen_once(root, submissions, danish, english):
    found = choices.offers(root)
    names = {str(row.page_id): row.page.title for row in (danish, english)}

    def offered(chosen) -> list[str]:
        return [key for key, _title in choices.offers_once(found, chosen) if key in names]

    assert offered(None) == [str(danish.page_id)]
    assert offered(english.page_id) == [str(english.page_id)]


def test_an_intake_is_to_be_chosen_once(root, danish, english):
    assert choices.intakes(root, danish.page_id, None) == [(str(danish.pk), "Hold")]
    assert choices.intakes(root, english.page_id, None) == [(str(english.pk), "Class")]
    assert choices.intakes(root, danish.page_id, english.pk) == [(str(english.pk), "Class")]


def test_one_there_is_in_another_language_alone(root, danish, english):
    alone = IntakeFactory(page=english.page, title="Evening", locale=english.locale)
    assert (str(alone.pk), "Evening") in choices.intakes(root, danish.page_id, None)


def test_new_ones_are_counted_in_every_language(root, submissions, danish, english):
    found = count_new(root, [danish, english], timezone.now())
    assert found == {danish.pk: 2, english.pk: 2}


def test_attention_names_it_once(root, submissions, danish):
    new = [c for c in get_attention(root).new if c.row.intake.title in ("Hold", "Class")]
    assert [(concern.row.intake, concern.row.new) for concern in new] == [(danish, 2)]


def test_drafted_mails_are_counted_together(root, submissions, danish):
    for row in submissions:
        MessageFactory(submission=row, delivery=Delivery.DRAFT)
    found = get_attention(root).drafted
    assert [(waiting.intake, waiting.count) for waiting in found] == [(danish, 2)]


def test_figures_list_an_offer_once(office, client, danish, english):
    offers = client.get(reverse("inddragelse_figures")).context["offers"]
    ours = [row for row in offers if row[0] in (danish.page_id, english.page_id)]
    assert ours == [(danish.page_id, "Kursus", 2)]


def test_filters_of_the_outbox(office, client, submissions, danish, english):
    mails = {MessageFactory(submission=row).pk for row in submissions}
    for row in (danish, english):
        for query in (f"offer={row.page_id}", f"intake={row.pk}"):
            listed = client.get(reverse("inddragelse_outbox"), dict([query.split("=")]))
            assert {mail.pk for mail in listed.context["object_list"]} == mails, query
    assert Message.objects.count() == len(mails)


def test_who_asks_in_both_languages_is_told_once(danish, english):
    first = subscribe(danish, "ada@example.dk", "da")
    assert subscribe(english, "Ada@example.dk", "en") == first
    assert subscribe(english, "bo@example.dk", "en") != first
    assert Subscription.objects.count() == 2


@pytest.mark.parametrize(
    ("admin", "names"), [("da", ["Kursus", "Hold"]), ("en", ["Course", "Class"])]
)
def test_an_export_calls_it_by_one_name(root, client, settings, submissions, danish, admin, names):
    settings.LANGUAGE_CODE = admin
    client.force_login(root)
    lines = Office(client).csv(query=f"offer={danish.page_id}", columns=["offer", "intake"])
    assert lines[1:] == [names, names]


def test_it_has_a_name_in_an_admin_of_another_language(danish, english):
    with translation.override("sv"):
        found = titles_of([danish.page_id])
    assert found[english.pk] == found[danish.pk] == (danish.pk, "Kursus", "Hold")


def test_the_page_of_exports_counts_it_once(root, client, submissions, danish):
    client.force_login(root)
    page = Office(client).page(f"offer={danish.page_id}")
    assert (page.context["count"], page.context["offers"]) == (2, 1)


def test_each_language_has_the_whole_export_on_record(root, client, submissions, danish, english):
    client.force_login(root)
    Office(client).csv(query=f"offer={danish.page_id}")
    log = PageLogEntry.objects.filter(action="wagtail_inddragelse.export")
    assert {row.page_id: row.data["count"] for row in log} == {
        danish.page_id: 2,
        english.page_id: 2,
    }


def test_who_has_not_declared_is_told_of_one_round(root, client, submissions, danish, english):
    Intake.objects.update(selection="assessed")
    client.force_login(root)
    waiting = Office(client).page(f"offer={danish.page_id}").context["undeclared"]
    assert [(title.name, count) for title, count in waiting] == [("Hold", 2)]
