"""What an offer from a pattern consists of, and who may make it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Locale, Page

from tests.editors import make_editor
from tests.site.models import PlainPage
from wagtail_inddragelse.domain.offers import patterns
from wagtail_inddragelse.domain.offers.new_offer import NewOffer, make_intake, make_offer
from wagtail_inddragelse.domain.offers.pages import find_form_page
from wagtail_inddragelse.domain.offers.patterns import (
    COURSE,
    MEETING,
    ROLLING,
    ROUND,
    get_patterns,
    register_pattern,
)
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.pages.models import EventPage, ProgrammePage
from wagtail_inddragelse.testing.factories import ContactPersonFactory, OfferIndexPageFactory

pytestmark = pytest.mark.django_db

FIRST_DATE = dt.date(2030, 11, 7)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def user(root_page):
    return make_editor(root_page)


@pytest.fixture
def parent(home):
    return OfferIndexPageFactory(parent=home)


def make(parent, user, pattern=COURSE, **values):
    return make_offer(parent, NewOffer(pattern, "New offer", FIRST_DATE, **values), user)


def form_of(offer):
    return find_form_page(offer, only_live=False)


def local(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


class TestMakes:
    @pytest.mark.parametrize("pattern", get_patterns(), ids=lambda pattern: pattern.name)
    def test_all_of_it_as_drafts_that_have_a_revision(self, parent, user, pattern):
        offer = make(parent, user, pattern)
        pages = [offer, form_of(offer)]
        assert [(page.live, page.owner, page.revisions.count()) for page in pages] == [
            (False, user, 1),
            (False, user, 1),
        ]

    @pytest.mark.parametrize("pattern", get_patterns(), ids=lambda pattern: pattern.name)
    def test_what_can_be_published_as_it_is(self, parent, user, pattern):
        offer = make(parent, user, pattern)
        for page in (offer, form_of(offer)):
            page.latest_revision.as_object().full_clean()
            page.latest_revision.publish()
        statuses = form_of(offer).get_statuses()
        assert [status.is_open for status in statuses] == [True] * pattern.intakes

    @pytest.mark.parametrize(
        ("pattern", "model"),
        [(COURSE, EventPage), (MEETING, EventPage), (ROLLING, ProgrammePage)],
        ids=lambda value: getattr(value, "name", ""),
    )
    def test_the_page_type_that_suits(self, parent, user, pattern, model):
        assert type(make(parent, user, pattern)) is model

    def test_start_dates_with_sessions(self, parent, user):
        intakes = make(parent, user, COURSE, intakes=2).get_intakes()
        assert [intake.title for intake in intakes] == [
            "Start 7. november 2030",
            "Start 21. november 2030",
        ]
        assert [local(session.starts_at) for session in intakes[0].in_order()] == [
            "2030-11-07 09:00",
            "2030-11-08 09:00",
            "2030-12-05 09:00",
        ]

    def test_no_two_rows_with_the_same_key(self, parent, user):
        intakes = make(parent, user, COURSE).get_intakes()
        keys = [intake.translation_key for intake in intakes]
        uids = [session.uid for intake in intakes for session in intake.in_order()]
        assert (len(set(keys)), len(set(uids))) == (3, 9)

    def test_criteria_of_a_round_in_two_levels(self, parent, user):
        criteria = form_of(make(parent, user, ROUND)).get_schema().criteria
        assert [len(criterion.children) for criterion in criteria] == [2, 2]

    def test_questions_with_ids_that_stay(self, parent, user):
        form = form_of(make(parent, user, ROUND))
        ids = [question.id for question in form.get_schema().questions]
        again = form.latest_revision.as_object().get_schema().questions
        assert [question.id for question in again] == ids
        assert len(set(ids)) == 5

    def test_contact_on_page_form_and_for_the_talk(self, parent, user):
        person = ContactPersonFactory()
        offer = make(parent, user, ROLLING, contact=person)
        assert list(offer.contacts.all()) == [person]
        assert list(form_of(offer).contacts.all()) == [person]
        assert offer.preliminary_contact == person

    def test_texts_in_the_language_of_the_page(self, parent, user):
        Locale.objects.filter(pk=parent.locale_id).update(language_code="en")
        english = make(Page.objects.get(pk=parent.pk).specific, user, COURSE)
        assert english.get_intakes()[0].title == "Start 7 November 2030"
        assert form_of(english).title == "Sign up"

    def test_clock_times_that_stay_when_the_clock_is_changed(self):
        intake = make_intake(COURSE.intake, dt.date(2030, 10, 10))
        starts = [local(session.starts_at)[-5:] for session in intake.in_order()]
        assert starts == ["09:00", "09:00", "09:00"]

    def test_nothing_when_the_page_can_not_be_saved(self, parent, user):
        too_long = replace(COURSE, form=replace(COURSE.form, title="x" * 300))
        with pytest.raises(ValidationError):
            make(parent, user, too_long)
        assert not parent.get_children().exists()
        assert not Intake.objects.exists()


@pytest.fixture
def own_patterns():
    """Lets a test register patterns that are gone after it."""
    before = dict(patterns._patterns)
    yield
    patterns._patterns.clear()
    patterns._patterns.update(before)


@pytest.mark.usefixtures("own_patterns")
class TestSites:
    def test_a_pattern_of_their_own(self, parent, user):
        own = register_pattern(replace(MEETING, name="own", page_type="Unknown", fields={"x": 1}))
        offer = make(parent, user, own)
        assert get_patterns()[-1] is own
        assert offer.is_offer
        assert not hasattr(offer, "x")

    def test_the_documented_pattern(self, parent, user):
        page = (ROOT / "docs" / "how-to" / "patterns.md").read_text()
        code = re.search(r"```python\n(.*?)```", page, re.DOTALL)[1]
        names = {}
        exec(code, names)
        names["AgencyConfig"].ready(None)
        [session] = make(parent, user, get_patterns()[-1]).get_intakes()[0].in_order()
        assert local(session.starts_at) == "2030-11-07 17:00"


class TestMay:
    def test_not_who_may_not_add_pages_there(self, parent, django_user_model):
        stranger = django_user_model.objects.create_user("stranger")
        with pytest.raises(PermissionDenied):
            make(parent, stranger)
        assert not parent.get_children().exists()

    def test_not_who_may_add_pages_elsewhere_only(self, home, parent):
        elsewhere = home.add_child(instance=PlainPage(title="Elsewhere"))
        with pytest.raises(PermissionDenied):
            make(parent, make_editor(elsewhere, "other"))

    def test_not_where_no_offer_may_stand(self, parent, user):
        offer = make(parent, user)
        with pytest.raises(PermissionDenied):
            make(offer, user)
