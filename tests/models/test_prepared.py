from __future__ import annotations

import pytest

from wagtail_inddragelse.models import Intake, Session
from wagtail_inddragelse.models.prepared import Prepared, PreparedIn
from wagtail_inddragelse.testing.factories import IntakeFactory, SessionFactory

pytestmark = pytest.mark.django_db

by_title = Prepared(
    lambda title, most: (
        Intake.objects.filter(title=title, capacity__lte=most).order_by("pk").select_related("page")
    ),
    title=Intake._meta.get_field("title"),
    most=Intake._meta.get_field("capacity"),
)
by_intake = PreparedIn(
    lambda keys: Session.objects.filter(intake__pk__in=keys).values_list("title"),
    Intake._meta.pk,
)

by_intake_and_title = PreparedIn(
    lambda keys, title: Session.objects.filter(intake__pk__in=keys, title=title).values_list(
        "intake"
    ),
    Intake._meta.pk,
    title=Session._meta.get_field("title"),
)


@pytest.fixture
def intakes():
    return [IntakeFactory(title="Spring", capacity=number) for number in range(3)]


class TestPrepared:
    def test_each_run_has_its_own_values(self, intakes):
        assert by_title(title="Spring", most=1) == intakes[:2]
        assert by_title(title="Spring", most=0) == intakes[:1]
        assert by_title(title="Autumn", most=2) == []

    def test_it_reads_what_is_stored_now(self, intakes):
        assert len(by_title(title="Spring", most=2)) == 3
        Intake.objects.filter(pk=intakes[0].pk).update(title="Autumn")
        assert by_title(title="Spring", most=2) == intakes[1:]

    def test_rows_are_as_the_queryset_gives_them(self, intakes):
        expected = Intake.objects.select_related("page").get(pk=intakes[1].pk)
        found = by_title(title="Spring", most=1)[1]
        names = [field.attname for field in Intake._meta.concrete_fields]
        assert [getattr(found, n) for n in names] == [getattr(expected, n) for n in names]
        assert found.page == expected.page

    def test_related_rows_come_with_it(self, intakes, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert {intake.page.title for intake in by_title(title="Spring", most=2)}

    def test_a_value_is_never_part_of_the_sql(self):
        title = 'it\'s 100 % "%s"; \\ --'
        intake = IntakeFactory(title=title, capacity=0)
        assert by_title(title=title, most=0) == [intake]


class TestPreparedIn:
    @pytest.mark.parametrize("number", [1, 2, PreparedIn.FEW, PreparedIn.FEW + 1])
    def test_it_takes_a_list_of_any_length(self, number):
        sessions = [SessionFactory(title=f"Day {n}") for n in range(number + 1)]
        found = by_intake(session.intake_id for session in sessions[:number])
        assert sorted(found) == sorted((f"Day {n}",) for n in range(number))

    @pytest.mark.parametrize("number", [1, PreparedIn.FEW + 1])
    def test_other_values_are_those_of_each_run(self, number):
        keys = [SessionFactory(title=f"Day {n}").intake_id for n in range(number)]
        found = [by_intake_and_title(keys, title=title) for title in ("Day 0", "Day 99")]
        assert found == [[(keys[0],)], []]
