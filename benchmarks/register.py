"""What the pages of the register cost with many submissions: milliseconds and queries."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable
from functools import partial
from statistics import median
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.models import (
    Assessment,
    ConflictOfInterest,
    Intake,
    Role,
    RoleGrant,
    State,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    FormVersionFactory,
    IntakeFactory,
    OfferIndexPageFactory,
)

from .in_process import counted

OFFERS, INTAKES = 20, 4
"""Offers, and intakes of each; every fourth is assessed blind."""

CONFLICTS = 50
"""Conflicts of interest that each caseworker has declared."""

ASSESSES = (Role.ASSESS, Role.EXPORT)
"""Who has these roles decides nothing: so blind intakes are blind to them."""

BATCH = 5_000
ROUNDS = 5
STATES = (State.RECEIVED, State.UNDER_ASSESSMENT, State.CONFIRMED, State.REJECTED)


class Figures(NamedTuple):
    """Of one page: milliseconds (median), and queries."""

    milliseconds: float
    queries: int


def measure(number: int) -> dict[str, dict[str, Figures]]:
    """The figures of each page with so many submissions, by who looks at it."""
    branch = OfferIndexPageFactory()
    offers = [EventPageFactory(parent=branch) for _ in range(OFFERS)]
    intakes = make_intakes(offers)
    people = {
        "administrator": User.objects.create_superuser("administrator"),
        "caseworker of one offer": make_caseworker("one", offers[0], ASSESSES),
        "caseworker of all": make_caseworker("all", branch, ASSESSES),
    }
    sign_up(range(number), intakes, list(people.values()))
    _declare(list(people.values()), intakes[0])
    update_statistics()
    pages = _pages(number, intakes[1], people["administrator"])
    return {name: _measured(user, pages) for name, user in people.items()}


def make_intakes(offers: list) -> list[Intake]:
    """``INTAKES`` of each of the ``OFFERS``."""
    return [_intake(n, offers[n // INTAKES]) for n in range(OFFERS * INTAKES)]


def _intake(number: int, offer) -> Intake:
    return IntakeFactory(
        page=offer,
        capacity=None,
        selection=Intake.Selection.ASSESSED,
        assesses_blind=number % 4 == 0,
    )


def make_caseworker(name: str, page, roles: Iterable[Role]) -> User:
    """Somebody who has the roles on all below ``page``."""
    user, group = User.objects.create_user(name), Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    for role in roles:
        RoleGrant.objects.create(group=group, page_id=page.pk, role=role)
    return user


def sign_up(numbers: range, intakes: list[Intake], people: list[User]) -> None:
    """Submissions over two years, every second one assessed, every third one assigned."""
    version, now = FormVersionFactory(), timezone.now()
    for start in range(0, len(numbers), BATCH):
        rows = numbers[start : start + BATCH]
        Submission.objects.bulk_create(_row(n, intakes, people, version, now) for n in rows)
        new = Submission.objects.order_by("-pk").values_list("pk", flat=True)[: len(rows)]
        Assessment.objects.bulk_create(
            Assessment(submission_id=key, assessor=person, total=key % 100, submitted_at=now)
            for key in list(new)[::2]
            for person in people[1:]
        )


def _row(n: int, intakes: list[Intake], people: list[User], version, now) -> Submission:
    intake = intakes[n * 7 % len(intakes)]
    received = now - dt.timedelta(minutes=n * 10)
    return Submission(
        reference=f"R{n:08}",
        intake=intake,
        intake_key=intake.translation_key,
        form_version=version,
        contact_name=f"Ansøger {n}",
        contact_email=f"ansoeger{n}@example.dk",
        organisation=f"Afdeling {n % 5000}",
        organisation_key=f"name:{n}",
        municipality_code=MUNICIPALITIES[n % 98].code,
        language="da",
        state=STATES[n % len(STATES)],
        assigned_to=people[n % 9] if n % 9 < len(people) else None,
        fingerprint=f"{n:064}",
        token_salt=f"{n}",
        received_at=received,
        state_changed_at=received,
    )


def _declare(people: list[User], intake: Intake) -> None:
    rows = list(Submission.objects.for_intake(intake)[:CONFLICTS])
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(submission=row, user=person, has_conflict=True)
        for row in rows
        for person in people
    )


def update_statistics() -> None:
    """Let the server look at its tables, as it does by itself within minutes."""
    tables = (Submission, Assessment, ConflictOfInterest)
    names = [model._meta.db_table for model in tables]
    commands = {"postgresql": "VACUUM ANALYZE {}", "mysql": "ANALYZE TABLE {}"}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(commands.get(connection.vendor, "ANALYZE {}").format(name))
            if connection.vendor == "mysql":
                cursor.fetchall()


def _pages(number: int, intake: Intake, user: User) -> dict[str, str]:
    """Query strings by what they show."""
    day = timezone.localdate() - dt.timedelta(days=100)
    return {
        "first page": "",
        "page in the middle": f"p={number // 40}",
        "last page": f"p={number // 20}",
        "last page of one offer": f"offer={intake.page_id}&p={number // OFFERS // 20 - 3}",
        "oldest first": "ordering=received_at",
        "by reference": "ordering=reference",
        "search: a person": f"q=ansoeger{number // 2}@",
        "search: an organisation": "q=Afdeling 77",
        "search: a reference": f"q=R{number // 2:08}",
        "search: nothing found": "q=Findes ikke",
        "offer": f"offer={intake.page_id}",
        "intake": f"intake={intake.pk}",
        "state": f"state={State.UNDER_ASSESSMENT}",
        "municipality": "municipality=0860",
        "region": "region=Region Nordjylland",
        "assigned to me": "assignee=me",
        "assigned to nobody": "assignee=nobody",
        "assigned to somebody": f"assignee={user.pk}",
        "received from–to": f"received_from={day}&received_to={day + dt.timedelta(days=7)}",
    }


def _measured(user: User, pages: dict[str, str]) -> dict[str, Figures]:
    client = Client()
    client.force_login(user)
    get = partial(_get, client)
    get("")  # what is asked once in the life of a process
    return {name: take_figures(partial(get, query)) for name, query in pages.items()}


def take_figures(get: Callable[[], None]) -> Figures:
    """What it costs to ``get`` a page."""
    with counted() as queries:
        get()
    return Figures(median(_milliseconds(get) for _ in range(ROUNDS)), queries())


def _milliseconds(get: Callable[[], None]) -> float:
    start = time.perf_counter()
    get()
    return (time.perf_counter() - start) * 1000


def _get(client: Client, query: str) -> None:
    response = client.get(f"{reverse('inddragelse_submissions_modeladmin_index')}?{query}")
    if response.status_code != 200:
        raise RuntimeError(f"{query} answered {response.status_code}")
