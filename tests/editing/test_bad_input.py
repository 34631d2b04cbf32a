"""What an editor sends by mistake, and what somebody sends on purpose: an error at its field."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from tests.editing.test_offer_form import ROWS, add_intake, add_row, draft_of, page_of, titles
from tests.editors import edit_url, publish, read_form, save_draft
from wagtail_inddragelse.domain.offers.readiness import CHECKS, IMAGE_WITHOUT_ALT
from wagtail_inddragelse.models import Intake, Session
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MARKUP = '<script>alert("x")</script><b onclick="x()">Bold</b> & <i>'


def shown_errors(response) -> list[str]:
    """The names of the fields that have an error in the editor."""
    shown = page_of(response)
    with_errors = [each for each in shown.select("[data-field]") if each.select(".error-message")]
    return [each.select_one("[name]")["name"] for each in with_errors]


def add_session(data, row: str, starts_at: str, ends_at: str, **values) -> str:
    return add_row(data, f"{row}-sessions", starts_at=starts_at, ends_at=ends_at, **values)


def pasted(text: str, link: str) -> str:
    """What the rich text editor sends of ``text``, all of it a link."""
    ranges = [{"offset": 0, "length": len(text), "key": 0}]
    empty = {"key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}
    block = {**empty, "text": text, "entityRanges": ranges}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def warned_of(editor, page) -> set[str]:
    """The codes of the checks that the editor lists."""
    panel = page_of(editor.get(edit_url(page))).select_one("[data-inddragelse-readiness]")
    return {check.code for check in CHECKS if str(check.advice) in panel.get_text()}


@pytest.mark.usefixtures("in_english")
class TestText:
    @pytest.mark.parametrize("name", ["title", "summary", "duration", f"{ROWS}-0-title"])
    def test_markup_is_shown_as_text(self, editor, client, offer, name):
        data = read_form(editor, edit_url(offer))
        data[name] = MARKUP
        publish(editor, edit_url(offer), data)
        html = client.get(offer.url).content.decode()
        assert "<script>alert" not in html
        assert "<b onclick" not in html
        assert 'alert("x")' in page_of(client.get(offer.url)).get_text()

    @pytest.mark.parametrize("name", ["title", f"{ROWS}-0-title", f"{ROWS}-0-sessions-1-title"])
    def test_title_of_5000_characters_is_an_error_at_its_field(self, editor, offer, name):
        data = read_form(editor, edit_url(offer))
        data[name] = "x" * 5000
        assert shown_errors(publish(editor, edit_url(offer), data)) == [name]
        assert titles(offer) == ["Start 1", "Start 2"]

    def test_autosave_of_such_a_title_does_not_raise(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        data["title"] = "x" * 5000
        response = editor.post(
            edit_url(offer), dict(data.lists()), headers={"accept": "application/json"}
        )
        assert response.status_code == 400

    # Wagtail leaves its temporary file to the garbage collector.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_image_without_a_text_of_its_own_is_shown_by_its_title(self, editor, client, offer):
        Collection.get_first_root_node() or Collection.add_root(name="Root")
        image = get_image_model().objects.create(title="Harbour", file=get_test_image_file())
        data = read_form(editor, edit_url(offer))
        data["image"] = str(image.pk)
        publish(editor, edit_url(offer), data)
        shown = page_of(client.get(offer.url))
        assert shown.select_one("img.inddragelse-image")["alt"] == "Harbour"
        assert IMAGE_WITHOUT_ALT.code in warned_of(editor, offer)

    @pytest.mark.parametrize("name", ["eligibility", "practical"])
    def test_markup_pasted_into_a_rich_text_is_cleaned(self, editor, client, offer, name):
        data = read_form(editor, edit_url(offer))
        data[name] = pasted(f"Kept {MARKUP}", link="javascript:x()")
        publish(editor, edit_url(offer), data)
        html = client.get(offer.url).content.decode()
        assert "Kept" in html
        for part in ("<script>alert", "<b onclick", "javascript:"):
            assert part not in html


@pytest.mark.usefixtures("in_english")
class TestDates:
    def test_two_intakes_with_the_same_dates_are_two(self, editor, client, offer):
        data = read_form(editor, edit_url(offer))
        for _number in range(2):
            row = add_intake(data, title="Twin", closes_at="2030-06-09 10:00")
            add_session(data, row, "2030-07-01 09:00", "2030-07-01 16:00")
        publish(editor, edit_url(offer), data)
        twins = Intake.objects.filter(title="Twin")
        assert len({twin.translation_key for twin in twins}) == 2
        assert page_of(client.get(offer.url)).get_text().count("Twin") >= 2

    @pytest.mark.parametrize(
        "ends_at", ["2030-07-01 08:00", "2030-07-01 09:00", "2029-07-01 16:00"]
    )
    def test_end_that_is_not_after_the_start(self, editor, offer, ends_at):
        data = read_form(editor, edit_url(offer))
        session = add_session(data, f"{ROWS}-0", "2030-07-01 09:00", ends_at)
        assert shown_errors(publish(editor, edit_url(offer), data)) == [f"{session}-ends_at"]

    def test_deadline_before_the_opening(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-opens_at"] = "2030-07-01 09:00"
        data[f"{ROWS}-0-closes_at"] = "2030-06-01 09:00"
        assert shown_errors(publish(editor, edit_url(offer), data)) == [f"{ROWS}-0-closes_at"]

    def test_deadline_after_the_first_session_can_be_saved_and_seen(self, editor, client, offer):
        data = read_form(editor, edit_url(offer))
        row = add_intake(data, title="Late", closes_at="2030-12-01 10:00")
        add_session(data, row, "2030-07-01 09:00", "2030-07-01 16:00")
        publish(editor, edit_url(offer), data)
        assert "Late" in page_of(client.get(offer.url)).get_text()
        shown = page_of(editor.get(edit_url(offer)))
        link = shown.select_one(f'[data-inddragelse-field="{row}-closes_at"]')
        details = "1 December 2030 at 10:00, is after the first session, 1 July 2030 at 09:00"
        assert link.get_text() == f"Late: The deadline, {details}"

    @pytest.mark.parametrize(
        "starts_at",
        ["2030-03-31 02:30", "2030-10-27 02:30"],
        ids=["the hour that is skipped", "the hour that comes twice"],
    )
    def test_time_that_is_not_one_moment(self, editor, offer, starts_at):
        data = read_form(editor, edit_url(offer))
        session = add_session(data, f"{ROWS}-0", starts_at, starts_at.replace("02:30", "09:00"))
        assert shown_errors(publish(editor, edit_url(offer), data)) == [f"{session}-starts_at"]

    @pytest.mark.parametrize("text", ["tomorrow", "2030-02-31 10:00", "31/12", "9999-12-31 23:59"])
    def test_what_is_no_date_never_raises(self, editor, offer, text):
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-closes_at"] = text
        assert save_draft(editor, edit_url(offer), data).status_code in (200, 302)

    @pytest.mark.parametrize("year", ["0026", "1999", "2101", "9999"])
    def test_a_slip_in_the_year(self, editor, offer, year):
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-closes_at"] = f"{year}-12-31 23:59"
        session = add_session(data, f"{ROWS}-0", f"{year}-07-01 09:00", f"{year}-07-01 16:00")
        assert shown_errors(publish(editor, edit_url(offer), data)) == [
            f"{ROWS}-0-closes_at",
            f"{session}-starts_at",
            f"{session}-ends_at",
        ]

    @pytest.mark.parametrize("name", ["capacity", "max_participants", "max_per_organisation"])
    @pytest.mark.parametrize("text", ["-1", "ten", "99999999999999999999"])
    def test_number_that_can_not_be(self, editor, offer, name, text):
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-{name}"] = text
        assert shown_errors(publish(editor, edit_url(offer), data)) == [f"{ROWS}-0-{name}"]


class TestHalfFilled:
    @pytest.mark.parametrize("missing", ["title", "publication", "max_participants"])
    def test_preview_of_an_unfinished_row_never_raises(self, editor, offer, missing):
        data = read_form(editor, edit_url(offer))
        row = add_intake(data, **{missing: ""})
        add_session(data, row, "", "2030-07-01 16:00")
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[offer.pk])
        editor.post(url, dict(data.lists()))
        for mode, _label in offer.preview_modes:
            assert editor.get(url, {"mode": mode}).status_code == 200

    def test_unfinished_session_is_an_error_at_its_field(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        session = add_session(data, f"{ROWS}-0", "", "2030-07-01 16:00")
        assert shown_errors(publish(editor, edit_url(offer), data)) == [f"{session}-starts_at"]

    def test_unfinished_form_page_never_raises(self, editor, offer):
        form_page = ApplicationFormPageFactory(parent=offer)
        data = read_form(editor, edit_url(form_page))
        data["retention_months"] = "-5"
        data["case_office_email"] = "not an address"
        errors = shown_errors(publish(editor, edit_url(form_page), data))
        assert errors == ["privacy", "case_office_email", "retention_months"]


class TestForgedKeys:
    """Rows that share a key share places and dates: nobody may borrow the key of another page."""

    def test_key_of_another_page_is_not_taken(self, editor, offer, home):
        other = IntakeFactory(page=EventPageFactory(parent=home), title="Elsewhere", capacity=5)
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Forged", capacity="900", row_key=str(other.translation_key))
        publish(editor, edit_url(offer), data)
        forged = Intake.objects.get(title="Forged")
        assert forged.translation_key != other.translation_key
        assert forged.capacity == 900
        other.refresh_from_db()
        assert other.capacity == 5

    def test_neither_in_a_draft(self, editor, offer, home):
        other = IntakeFactory(page=EventPageFactory(parent=home))
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Forged", row_key=str(other.translation_key))
        save_draft(editor, edit_url(offer), data)
        assert draft_of(offer).get_intakes()[2].translation_key != other.translation_key

    def test_two_rows_never_get_the_same(self, editor, offer):
        key = "3f0c2a51-1111-4c8e-9d7f-000000000001"
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="One", row_key=key)
        add_intake(data, title="Two", row_key=key)
        publish(editor, edit_url(offer), data)
        keys = Intake.objects.filter(title__in=["One", "Two"]).values_list("translation_key")
        assert len(set(keys)) == 2

    def test_key_of_a_row_of_this_page_makes_no_second_one(self, editor, offer):
        first = offer.get_intakes()[0]
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Forged", row_key=str(first.translation_key))
        publish(editor, edit_url(offer), data)
        keys = Intake.objects.filter(page=offer).values_list("translation_key", flat=True)
        assert len(set(keys)) == 3

    def test_session_of_another_intake(self, editor, offer):
        foreign = offer.get_intakes()[1].in_order()[0]
        data = read_form(editor, edit_url(offer))
        add_session(
            data, f"{ROWS}-0", "2030-07-01 09:00", "2030-07-01 16:00", row_key=str(foreign.uid)
        )
        publish(editor, edit_url(offer), data)
        assert Session.objects.filter(uid=foreign.uid).count() == 1
