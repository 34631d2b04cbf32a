"""Intakes and sessions: what they say of themselves, and what their languages share."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Locale

from wagtail_inddragelse.models import Intake, Session
from wagtail_inddragelse.testing.factories import EventPageFactory, IntakeFactory, SessionFactory

NOW = dt.datetime(2027, 6, 1, 10, 0, tzinfo=dt.UTC)


class TestIntake:
    def test_is_called_by_its_title(self):
        assert str(Intake(title="Start 8 November")) == "Start 8 November"

    def test_deadline_is_the_first_moment_too_late(self):
        assert Intake(closes_at=NOW).deadline == NOW + dt.timedelta(minutes=1)
        assert Intake(closes_at=NOW.replace(second=59)).deadline == NOW + dt.timedelta(minutes=1)
        assert Intake().deadline is None

    def test_most_people_are_participants_and_guests(self):
        assert Intake(max_participants=3, guests_allowed=2).most_people == 5

    def test_assessed_or_not(self):
        assert Intake(selection=Intake.Selection.ASSESSED).is_assessed
        assert not Intake().is_assessed


class TestClean:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"opens_at": NOW, "closes_at": NOW}, "closes_at"),
            ({"opens_at": NOW, "closes_at": NOW - dt.timedelta(days=1)}, "closes_at"),
            ({"max_participants": 0}, "max_participants"),
            ({"max_per_organisation": 0}, "max_per_organisation"),
        ],
    )
    def test_error_is_at_its_field(self, values, field):
        with pytest.raises(ValidationError) as error:
            Intake(**values).clean()
        assert list(error.value.message_dict) == [field]

    def test_all_that_is_wrong_is_said_at_once(self):
        with pytest.raises(ValidationError) as error:
            Intake(max_participants=0, max_per_organisation=0).clean()
        assert list(error.value.message_dict) == ["max_participants", "max_per_organisation"]

    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"opens_at": NOW},
            {"closes_at": NOW},
            {"opens_at": NOW, "closes_at": NOW + dt.timedelta(minutes=1)},
            {"max_participants": None},
        ],
    )
    def test_what_is_right_or_not_there_yet(self, values):
        assert Intake(**values).clean() is None

    @pytest.mark.parametrize("ends_at", [NOW, NOW - dt.timedelta(hours=1)])
    def test_session_must_end_after_it_starts(self, ends_at):
        with pytest.raises(ValidationError) as error:
            Session(starts_at=NOW, ends_at=ends_at).clean()
        assert list(error.value.message_dict) == ["ends_at"]

    def test_half_a_session_is_left_to_its_fields(self):
        assert Session(starts_at=NOW).clean() is None


class TestSession:
    @pytest.mark.parametrize(
        ("venue", "address", "place"),
        [
            ("Hall", "Street 1, Odense", "Hall, Street 1, Odense"),
            ("Hall", "", "Hall"),
            ("", "Street 1", "Street 1"),
            ("", "", ""),
        ],
    )
    def test_place_on_one_line(self, venue, address, place):
        assert Session(venue=venue, address=address).location == place

    def test_is_called_by_its_title_or_its_intake(self):
        intake = Intake(title="Start 1")
        assert str(Session(title="Day 1", intake=intake)) == "Day 1"
        assert str(Session(intake=intake)) == "Start 1"


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestOrder:
    def test_intakes_come_in_the_editors_order(self):
        page = EventPageFactory()
        second = IntakeFactory(page=page, sort_order=1)
        first = IntakeFactory(page=page, sort_order=0)
        IntakeFactory()
        assert list(Intake.objects.on_page(page)) == [first, second]

    def test_sessions_come_by_time(self):
        intake = IntakeFactory()
        later = SessionFactory(intake=intake, starts_at=NOW, sort_order=0)
        first = SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1), sort_order=1)
        assert intake.in_order() == [first, later]


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
class TestLanguages:
    @pytest.fixture
    def danish(self):
        return IntakeFactory(title="Start", capacity=10, closes_at=NOW)

    @pytest.fixture
    def english(self, danish):
        """The same intake on the English page, made later."""
        locale = Locale.objects.get_or_create(language_code="en")[0]
        return IntakeFactory(
            title="In English", translation_key=danish.translation_key, locale=locale
        )

    def test_new_translation_takes_the_shared_facts(self, danish, english):
        english.refresh_from_db()
        assert (english.capacity, english.closes_at, english.title) == (10, NOW, "In English")

    def test_the_first_row_leads(self, danish, english):
        danish.capacity, danish.title = 20, "Ny titel"
        danish.save()
        english.refresh_from_db()
        assert (english.capacity, english.title) == (20, "In English")

    def test_the_others_follow_however_they_are_saved(self, danish, english):
        english.capacity, english.title = 99, "Another title"
        english.save()
        danish.refresh_from_db()
        english.refresh_from_db()
        assert (english.capacity, english.title) == (10, "Another title")
        assert (danish.capacity, danish.title) == (10, "Start")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("publication", "cancelled"),
            ("opens_at", NOW - dt.timedelta(days=9)),
            ("closes_at", None),
            ("selection", "assessed"),
            ("capacity", None),
            ("unit", "organisations"),
            ("max_participants", 4),
            ("max_per_organisation", 2),
            ("waiting_list", "off"),
            ("guests_allowed", 1),
            ("decision_expected_on", dt.date(2027, 7, 1)),
        ],
    )
    def test_each_shared_fact(self, danish, english, field, value):
        setattr(danish, field, value)
        danish.save()
        english.refresh_from_db()
        assert getattr(english, field) == value
        assert field in Intake.SHARED_FIELDS

    def test_what_is_said_in_words_stays_per_language(self, danish, english):
        for field in ("title", "announced_text", "decision_expected_text", "kind"):
            assert field not in Intake.SHARED_FIELDS

    def test_other_intakes_are_not_touched(self, danish, english):
        other = IntakeFactory(capacity=3)
        danish.capacity = 20
        danish.save()
        other.refresh_from_db()
        assert other.capacity == 3

    def test_when_the_leading_row_goes_the_next_leads(self, danish, english):
        danish.delete()
        english.capacity = 7
        english.save()
        english.refresh_from_db()
        assert english.capacity == 7
        assert english.leading_row() is english

    def test_a_draft_of_an_unpublished_page_leads_no_published_one(self, danish, english):
        danish.page.unpublish()
        danish.refresh_from_db()
        danish.capacity = 3
        danish.save()
        danish.refresh_from_db()
        english.refresh_from_db()
        assert (danish.capacity, english.capacity) == (10, 10)

    def test_the_published_one_leads_meanwhile(self, danish, english):
        danish.page.unpublish()
        english.capacity = 4
        english.save()
        danish.refresh_from_db()
        assert danish.capacity == 4

    def test_published_again_the_first_row_leads_again(self, danish, english):
        danish.page.unpublish()
        type(danish.page).objects.get(pk=danish.page_id).save_revision().publish()
        danish.refresh_from_db()
        danish.capacity = 5
        danish.save()
        english.refresh_from_db()
        assert english.capacity == 5

    def test_where_none_is_published_the_first_row_leads(self, danish, english):
        for row in (danish, english):
            row.page.unpublish()
        english.capacity = 99
        english.save()
        assert Intake.objects.get(pk=english.pk).capacity == 10

    def test_rows_that_share_places_come_in_primary_key_order(self, danish, english):
        IntakeFactory()
        assert list(Intake.objects.sharing_places_with(english)) == [danish, english]

    def test_a_session_of_an_unpublished_page_leads_no_published_one(self, danish, english):
        own = SessionFactory(intake=danish, starts_at=NOW)
        other = SessionFactory(intake=english, uid=own.uid)
        danish.page.unpublish()
        moved = NOW + dt.timedelta(days=3)
        own = type(own).objects.get(pk=own.pk)
        own.starts_at, own.ends_at = moved, moved + dt.timedelta(hours=1)
        own.save()
        other.refresh_from_db()
        assert other.starts_at == NOW

    def test_session_times_are_shared_and_venues_are_not(self, danish, english):
        own = SessionFactory(intake=danish, starts_at=NOW, venue="Odense")
        other = SessionFactory(intake=english, uid=own.uid, venue="Odense (Denmark)")
        other.refresh_from_db()
        assert other.starts_at == NOW
        own.starts_at, own.ends_at = NOW + dt.timedelta(days=1), NOW + dt.timedelta(days=2)
        own.online_link = "https://example.dk/room"
        own.save()
        other.refresh_from_db()
        assert (other.starts_at, other.ends_at) == (own.starts_at, own.ends_at)
        assert (other.online_link, other.venue) == (own.online_link, "Odense (Denmark)")


def test_help_says_that_the_whole_minute_counts():
    with translation.override("en"):
        help_text = str(Intake._meta.get_field("closes_at").help_text)
    assert help_text.startswith("The whole minute counts: 23:59 lasts until midnight.")


@pytest.mark.parametrize(("minutes", "shown"), [(0, -1), (1, 1), (30, 30)])
def test_only_midnight_itself_is_told_as_the_minute_before(minutes, shown):
    midnight = dt.datetime(2027, 6, 1, 22, tzinfo=dt.UTC)  # in Denmark
    deadline = midnight + dt.timedelta(minutes=minutes)
    assert Intake(closes_at=deadline).last_minute == midnight + dt.timedelta(minutes=shown)


@pytest.mark.parametrize(
    ("values", "keeps"),
    [
        ({"waiting_list": "manual", "capacity": 0}, True),
        ({"waiting_list": "manual", "capacity": None}, False),
        ({"waiting_list": "off", "capacity": 5}, False),
    ],
)
def test_a_line_is_kept_where_there_are_not_places_for_all(values, keeps):
    assert Intake(**values).keeps_a_line is keeps


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"unit": "organisations"}, True),
        ({"unit": "participants", "max_per_organisation": 1}, True),
        ({"unit": "participants"}, False),
    ],
)
def test_whom_people_apply_for_matters_where_organisations_are_counted(values, counts):
    assert Intake(**values).counts_organisations is counts


@pytest.mark.django_db
@pytest.mark.usefixtures("home")
def test_a_session_of_another_intake_is_another_whatever_its_uid():
    one = SessionFactory()
    other = SessionFactory(uid=one.uid)
    assert [list(each.same_rows()) for each in (one, other)] == [[one], [other]]
