"""Rows in batches, without a cursor on the server."""

import re
from pathlib import Path

import pytest

import wagtail_inddragelse
from wagtail_inddragelse.models import Submission
from wagtail_inddragelse.models.base import in_batches
from wagtail_inddragelse.testing.factories import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(db):
    """Seven submissions, of which some came at the same moment."""
    first = SubmissionFactory()
    rows = [first, *SubmissionFactory.create_batch(6, intake=first.intake)]
    for row in rows[2:5]:
        row.received_at = first.received_at
        row.save()
    return rows


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
@pytest.mark.parametrize(
    "order", [("-received_at", "-pk"), ("received_at", "pk"), ("reference",), ("-reference",)]
)
def test_all_rows_come_once_in_their_order(many, order, size):
    rows = Submission.objects.order_by(*order)
    found = [row for row in in_batches(rows, "pk", "reference", size=size)]
    assert found == list(rows.values_list("pk", "reference"))
    assert len(found) == 7


def test_the_models_own_order_is_kept(many):
    rows = Submission.objects.all()
    assert [pk for (pk,) in in_batches(rows, "pk", size=2)] == [row.pk for row in rows]


def test_conditions_hold_for_every_batch(many):
    rows = Submission.objects.exclude(pk=many[3].pk)
    assert [pk for (pk,) in in_batches(rows, "pk", size=2)] == [row.pk for row in rows]


def test_the_package_opens_no_cursor_on_the_server():
    """pgbouncer in transaction mode loses it: ``in_batches`` does the same."""
    package = Path(wagtail_inddragelse.__file__).parent
    found = [
        path.name
        for path in package.rglob("*.py")
        if re.search(r"\.(a?iterator|chunked_cursor)\(", _code(path))
    ]
    assert found == []


def _code(path: Path) -> str:
    """The file without what stands in its docstrings and comments."""
    return re.sub(r'"""(?s:.*?)"""|#.*', "", path.read_text("utf-8"))
