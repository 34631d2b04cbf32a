import csv
import datetime as dt
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook

from wagtail_inddragelse.models import Role, RoleGrant
from wagtail_inddragelse.questions.schema import Criterion, FormSchema, Question, Step
from wagtail_inddragelse.testing.factories import FormVersionFactory, SubmissionFactory

from ..conftest import make_user


def form_of(*questions: Question, criteria=(), participant_questions=()):
    """The version of a form of one step."""
    return FormVersionFactory(
        form_schema=FormSchema(
            steps=(Step("step", questions=questions),),
            criteria=criteria,
            participant_questions=participant_questions,
        )
    )


@pytest.fixture
def exporter(own_offer):
    """May export the submissions for one offer, and see those for no other."""
    user = make_user("exporter")
    RoleGrant.objects.create(group=user.groups.get(), page_id=own_offer.pk, role=Role.EXPORT)
    return user


@pytest.fixture
def exporter_client(client, exporter):
    client.force_login(exporter)
    return client


@pytest.fixture
def reader_of_other(exporter, other_offer):
    """The exporter may also see, but not export, the submissions for the other offer."""
    group = Group.objects.create(name="readers")
    exporter.groups.add(group)
    RoleGrant.objects.create(group=group, page_id=other_offer.pk, role=Role.SEE)


class Office:
    """Somebody who exports through the page and opens the file again."""

    def __init__(self, client) -> None:
        self.client = client

    def columns(self, query: str = "") -> list[str]:
        form = self.page(query).context["form"]
        return [key for key, _label in form.fields["columns"].choices]

    def page(self, query: str = ""):
        return self.client.get(f"{reverse('inddragelse_export')}?{query}")

    def post(self, query: str = "", **data):
        return self.client.post(f"{reverse('inddragelse_export')}?{query}", data)

    def csv(self, format: str = "csv", query: str = "", **data) -> list[list[str]]:
        data.setdefault("columns", self.columns(query))
        response = self.post(query, format=format, **data)
        text = response.getvalue().decode("utf-8-sig")
        return list(csv.reader(StringIO(text), delimiter=";" if format == "csv" else ","))

    def records(self, **data) -> list[dict[str, str]]:
        heading, *lines = self.csv(**data)
        return [dict(zip(heading, line, strict=True)) for line in lines]

    def workbook(self, query: str = "", **data):
        data.setdefault("columns", self.columns(query))
        response = self.post(query, format="xlsx", **data)
        return load_workbook(BytesIO(response.getvalue()))


@pytest.fixture
def office(exporter_client):
    return Office(exporter_client)


@pytest.fixture
def noon():
    return dt.datetime(2026, 3, 29, 10, 30, tzinfo=dt.UTC)


@pytest.fixture
def answered(own_submission):
    """Makes a submission for the own offer with these answers to this form."""

    def make(version, answers=None, **values):
        return SubmissionFactory(
            intake=own_submission.intake, form_version=version, answers=answers or {}, **values
        )

    return make


__all__ = ["Criterion", "Question", "form_of"]
