"""What each screen of a caseworker costs: milliseconds and queries, with few and many rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.models import (
    ConflictOfInterest,
    Delivery,
    Intake,
    Message,
    Occasion,
    Role,
    Submission,
)
from wagtail_inddragelse.testing.factories import EventPageFactory, OfferIndexPageFactory

from .register import (
    OFFERS,
    Figures,
    make_caseworker,
    make_intakes,
    sign_up,
    take_figures,
    update_statistics,
)

UNDER_ASSESSMENT = 3
"""The number of an intake whose submissions are all being assessed, and not blind."""

FEWER = 10
"""So many times fewer rows are measured first: a screen asks as many queries of them."""


def measure(number: int) -> dict[int, dict[str, Figures]]:
    """The figures of each screen, by how many submissions there are."""
    branch = OfferIndexPageFactory()
    intakes = make_intakes([EventPageFactory(parent=branch) for _ in range(OFFERS)])
    people = [make_caseworker(name, branch, Role) for name in ("vera", "viggo")]
    found, before = {}, 0
    for count in (number // FEWER, number):
        sign_up(range(before, count), intakes, people)
        _write_mails()
        _declare(people[0])
        update_statistics()
        found[count], before = _measured(people[0], intakes[UNDER_ASSESSMENT]), count
    return found


def _write_mails() -> None:
    """A mail to each who has none, every tenth of them waiting."""
    now = timezone.now()
    Message.objects.bulk_create(
        Message(
            submission=row,
            occasion=Occasion.RECEIVED,
            to=row.contact_email,
            language="da",
            delivery=Delivery.SENT if row.pk % 10 else Delivery.HELD,
            next_attempt_at=now,
            sent_at=now if row.pk % 10 else None,
        )
        for row in Submission.objects.filter(messages=None)
    )


def _declare(user: User) -> None:
    """No conflict of interest, on every case."""
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(submission=row, user=user, has_conflict=False)
        for row in Submission.objects.exclude(conflicts__user=user)
    )


def _measured(user: User, intake: Intake) -> dict[str, Figures]:
    client = Client()
    client.force_login(user)
    figures = {}
    for name, address in _screens(intake).items():
        get = partial(_get, client, address)
        get()  # what is asked once in the life of a process
        figures[name] = take_figures(get)
    figures["export, first byte"] = take_figures(_first_byte(client))
    return figures


def _screens(intake: Intake) -> dict[str, str]:
    """The addresses of the screens by what they are."""
    register = reverse("inddragelse_submissions_modeladmin_index")
    case = Submission.objects.for_intake(intake).decidable().latest("pk").pk
    return {
        "dashboard, with what needs attention": reverse("wagtailadmin_home"),
        "register": register,
        "register, filtered and searched": f"{register}?state=received&q=Afdeling",
        "case": reverse("inddragelse_submissions_modeladmin_inspect", args=[case]),
        "assess": reverse("inddragelse_assess", args=[case]),
        "assign assessors": reverse("inddragelse_assigning", args=[intake.pk]),
        "selection": reverse("inddragelse_selection", args=[intake.pk]),
        "release": reverse("inddragelse_release", args=[intake.pk]),
        "outbox": reverse("inddragelse_outbox"),
        "mail texts": reverse("inddragelse_page_mail_texts", args=[intake.page_id]),
        "figures, all offers": reverse("inddragelse_figures"),
        "figures of one offer": reverse("inddragelse_offer_figures", args=[intake.page_id]),
        "export, choosing": reverse("inddragelse_export"),
    }


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")


def _first_byte(client: Client) -> Callable[[], None]:
    """Ask for all as CSV, and wait for the first piece of it."""
    page = BeautifulSoup(client.get(reverse("inddragelse_export")).content, "html.parser")
    columns = [box["value"] for box in page.select("[name=columns]")]
    order = {"format": "csv", "columns": columns, "participants": "on"}

    def ask() -> None:
        response = client.post(reverse("inddragelse_export"), order)
        next(iter(response.streaming_content))
        response.close()

    return ask
