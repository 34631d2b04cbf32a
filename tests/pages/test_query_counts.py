"""How often the pages that everybody opens ask the database, as exact numbers.

A number that goes down is good news: write the new one here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from wagtail_inddragelse.domain.offers.offers import find_offers
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    AudienceFactory,
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    SessionFactory,
    SubmissionFactory,
)

FEW, MANY = 10, 100
FORM_PATH = "/course/sign-up/"
TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Count what is asked of the database, apart from what frames a transaction."""
    statements = []

    def note(execute, sql, params, many, context):
        if not sql.startswith(TRANSACTIONS):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield lambda: len(statements)


@pytest.fixture
def make_index(home):
    """A page that lists so many offers, each with a start date that somebody has signed up to."""
    audience = AudienceFactory()

    def make(number: int):
        index = OfferIndexPageFactory(parent=home)
        for _ in range(number):
            event = EventPageFactory(parent=index, summary="One day.")
            event.audiences.add(audience)
            event.save()
            intake = SessionFactory(intake__page=event, intake__capacity=3).intake
            SubmissionFactory(intake=intake)
        return index

    return make


def queries_of(view: Callable) -> int:
    """Statements of ``view`` once what is asked once in the life of a process has been asked."""
    view()
    with counted() as queries:
        view()
    return queries()


class TestLists:
    def test_finding_many_offers_asks_no_more_than_finding_few(self, make_index):
        few, many = make_index(FEW), make_index(MANY)

        assert [len(find_offers(below=index)) for index in (few, many)] == [FEW, MANY]
        assert queries_of(lambda: find_offers(below=many)) == queries_of(
            lambda: find_offers(below=few)
        )

    def test_listing_many_offers_asks_no_more_than_listing_few(self, make_index, client):
        few, many = make_index(FEW), make_index(MANY)
        listed = [
            len(
                BeautifulSoup(client.get(index.url).content, "html.parser").select(
                    "main li .card-heading"
                )
            )
            for index in (few, many)
        ]

        assert listed == [FEW, MANY]
        assert queries_of(lambda: client.get(many.url)) == queries_of(lambda: client.get(few.url))


@pytest.fixture
def form_page(home):
    """A form that serves one start date, with a session and somebody signed up."""
    event = EventPageFactory(parent=home, title="Course", slug="course")
    SubmissionFactory(intake=SessionFactory(intake__page=event).intake)
    return ApplicationFormPageFactory(parent=event, slug="sign-up")


class TestFormPage:
    def test_opening_it(self, form_page, client):
        assert queries_of(lambda: client.get(FORM_PATH)) == 15

    def test_more_start_dates_ask_no_more(self, form_page, client):
        one = queries_of(lambda: client.get(FORM_PATH))
        for _ in range(2):
            SessionFactory(intake=IntakeFactory(page=form_page.get_parent().specific))

        assert queries_of(lambda: client.get(FORM_PATH)) == one

    def test_signing_up(self, form_page, client, settings):
        settings.WAGTAIL_INDDRAGELSE = {**settings.WAGTAIL_INDDRAGELSE, "MIN_FILL_SECONDS": 0}
        form = BeautifulSoup(client.get(FORM_PATH).content, "html.parser").select_one("main form")
        hidden = {tag["name"]: tag.get("value", "") for tag in form.select("[type=hidden]")}
        people = iter(range(2))

        def sign_up() -> None:
            email = f"person{next(people)}@example.dk"
            answers = {"contact_name": "Ada Holm", "contact_email": email}
            assert client.post(form["action"], hidden | answers).status_code == 303

        # Page, restrictions, intakes, sessions, form version; lock, places; submission, log, mails,
        # participant.
        assert queries_of(sign_up) == 12
