"""Offers in the editor, through the admin's own form."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.editors import edit_url, publish, read_form, save_draft
from wagtail_inddragelse.models import Intake, IntakeChange, Session
from wagtail_inddragelse.pages.models import EventPage
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

ROWS = "inddragelse_intakes"
KEEP = "“Start 1” has submissions and can't be removed: cancel it instead."


def titles(page) -> list[str]:
    return [intake.title for intake in Intake.objects.on_page(page)]


def latest_revision(page):
    return EventPage.objects.get(pk=page.pk).latest_revision


def draft_of(page) -> EventPage:
    return latest_revision(page).as_object()


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def errors_of(formset) -> dict[str, list[str]]:
    """The errors of a form's rows and of the rows in these, by row number and field."""
    found = {}
    for number, form in enumerate(formset.forms):
        found |= {f"{number}-{field}": list(texts) for field, texts in form.errors.items()}
        for name, rows in form.formsets.items():
            found |= {f"{number}-{name}-{at}": texts for at, texts in errors_of(rows).items()}
    return found


def add_row(data, prefix: str, **values) -> str:
    """Add what the button “Add” adds, filled in; returns the prefix of the row."""
    index = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = str(index + 1)
    row = f"{prefix}-{index}"
    blank = {"id": "", "ORDER": str(index + 1), "DELETE": "", "row_key": ""}
    for name, value in (blank | values).items():
        data[f"{row}-{name}"] = value
    return row


def add_intake(data, **values) -> str:
    row = add_row(
        data,
        ROWS,
        **{
            "kind": "start_date",
            "publication": "scheduled",
            "selection": "first_come",
            "unit": "participants",
            "max_participants": "1",
            "guests_allowed": "0",
            "waiting_list": "manual",
        }
        | values,
    )
    data.update({f"{row}-sessions-{count}_FORMS": "0" for count in ("TOTAL", "INITIAL")})
    data.update({f"{row}-sessions-MIN_NUM_FORMS": "0", f"{row}-sessions-MAX_NUM_FORMS": "1000"})
    return row


class TestRemove:
    def test_intake_with_submissions_is_put_back_with_a_reason(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-DELETE"] = "on"
        response = publish(editor, edit_url(offer), data)
        assert KEEP in page_of(response).get_text()
        assert page_of(response).find(attrs={"name": f"{ROWS}-0-DELETE"}).get("value", "") == ""
        assert titles(offer) == ["Start 1", "Start 2"]

    def test_reason_is_given_once(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-DELETE"] = "on"
        response = save_draft(editor, edit_url(offer), data)
        assert page_of(response).get_text().count(KEEP) == 1

    def test_nothing_else_that_was_typed_is_lost(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = read_form(editor, edit_url(offer))
        data["summary"] = "A new summary"
        data[f"{ROWS}-0-DELETE"] = "on"
        data[f"{ROWS}-0-title"] = "Another title"
        data[f"{ROWS}-1-sessions-2-venue"] = "Odense"
        shown = page_of(publish(editor, edit_url(offer), data))
        assert shown.find(attrs={"name": "summary"}).get_text(strip=True) == "A new summary"
        assert shown.find(attrs={"name": f"{ROWS}-0-title"})["value"] == "Another title"
        assert shown.find(attrs={"name": f"{ROWS}-1-sessions-2-venue"})["value"] == "Odense"

    def test_the_form_that_came_back_can_be_sent(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-DELETE"] = "on"
        data["summary"] = "A new summary"
        publish(editor, edit_url(offer), data)
        data[f"{ROWS}-0-DELETE"] = ""
        publish(editor, edit_url(offer), data)
        offer.refresh_from_db()
        assert (offer.summary, titles(offer)) == ("A new summary", ["Start 1", "Start 2"])

    def test_intake_without_submissions_goes_at_publish(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-1-DELETE"] = "on"
        save_draft(editor, edit_url(offer), data)
        assert titles(offer) == ["Start 1", "Start 2"]
        publish(editor, edit_url(offer), read_form(editor, edit_url(offer)))
        assert titles(offer) == ["Start 1"]

    def test_row_that_was_added_and_removed_again_is_no_error(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Never mind", DELETE="on")
        publish(editor, edit_url(offer), data)
        assert titles(offer) == ["Start 1", "Start 2"]

    def test_sign_up_between_draft_and_publish_keeps_the_intake(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-DELETE"] = "on"
        save_draft(editor, edit_url(offer), data)
        SubmissionFactory(intake=offer.get_intakes()[0])
        publish(editor, edit_url(offer), read_form(editor, edit_url(offer)))
        assert sorted(titles(offer)) == ["Start 1", "Start 2"]

    def test_page_that_is_not_live_keeps_its_intakes_too(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        offer.unpublish()
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-DELETE"] = "on"
        assert KEEP in page_of(save_draft(editor, edit_url(offer), data)).get_text()
        assert titles(offer) == ["Start 1", "Start 2"]


class TestSave:
    def test_unchanged_form_changes_nothing(self, editor, offer):
        before = list(Session.objects.order_by("pk").values())
        publish(editor, edit_url(offer), read_form(editor, edit_url(offer)))
        assert list(Session.objects.order_by("pk").values()) == before
        assert titles(offer) == ["Start 1", "Start 2"]
        assert not IntakeChange.objects.exists()

    def test_two_intakes_of_three_sessions_are_made_in_one_go(self, editor, home):
        url = reverse(
            "wagtailadmin_pages:add", args=["wagtail_inddragelse_pages", "eventpage", home.pk]
        )
        data = read_form(editor, url)
        data.update({"title": "New course", "slug": "new-course"})
        for start in ("November", "December"):
            row = add_intake(data, title=start)
            for day in (1, 2, 3):
                add_row(
                    data,
                    f"{row}-sessions",
                    title=f"Day {day}",
                    starts_at=f"2030-11-0{day} 09:00",
                    ends_at=f"2030-11-0{day} 16:00",
                )
        publish(editor, url, data)
        page = EventPage.objects.get(slug="new-course")
        assert [(i.title, [s.title for s in i.in_order()]) for i in page.get_intakes()] == [
            ("November", ["Day 1", "Day 2", "Day 3"]),
            ("December", ["Day 1", "Day 2", "Day 3"]),
        ]

    def test_one_session_is_moved_and_another_removed(self, editor, offer):
        first = offer.get_intakes()[0]
        kept = {session.title: session.uid for session in first.in_order()}
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-sessions-1-DELETE"] = "on"
        data[f"{ROWS}-0-sessions-2-venue"] = "Odense"
        publish(editor, edit_url(offer), data)
        rows = [(s.title, s.uid, s.venue) for s in first.in_order()]
        assert rows == [("Day 1", kept["Day 1"], ""), ("Day 3", kept["Day 3"], "Odense")]

    def test_draft_does_not_change_the_live_intake(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-closes_at"] = "2030-06-09 10:00"
        save_draft(editor, edit_url(offer), data)
        assert offer.get_intakes()[0].closes_at is None
        draft = draft_of(offer)
        assert draft.get_intakes()[0].closes_at == dt.datetime(2030, 6, 9, 8, 0, tzinfo=dt.UTC)

    def test_draft_of_a_new_intake_is_published_with_the_key_it_was_drafted_with(
        self, editor, offer
    ):
        data = read_form(editor, edit_url(offer))
        row = add_intake(data, title="Start 3")
        add_row(
            data,
            f"{row}-sessions",
            starts_at="2030-11-01 09:00",
            ends_at="2030-11-01 16:00",
        )
        save_draft(editor, edit_url(offer), data)
        drafted = draft_of(offer).get_intakes()[2]
        publish(editor, edit_url(offer), read_form(editor, edit_url(offer)))
        published = Intake.objects.get(title="Start 3")
        assert published.translation_key == drafted.translation_key
        assert published.sessions.get().uid == drafted.in_order()[0].uid

    def test_going_back_to_the_draft_of_a_published_intake_brings_no_second_copy(
        self, editor, offer
    ):
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Start 3")
        save_draft(editor, edit_url(offer), data)
        draft = latest_revision(offer)
        publish(editor, edit_url(offer), read_form(editor, edit_url(offer)))
        submission = SubmissionFactory(intake=Intake.objects.get(title="Start 3"))
        url = reverse("wagtailadmin_pages:revisions_revert", args=[offer.pk, draft.pk])
        publish(editor, url, read_form(editor, url))
        assert titles(offer) == ["Start 1", "Start 2", "Start 3"]
        assert Intake.objects.get(title="Start 3").submissions.get() == submission

    def test_form_that_was_open_while_its_draft_was_published_brings_no_second_copy(
        self, editor, offer
    ):
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Start 3")
        save_draft(editor, edit_url(offer), data)
        still_open = read_form(editor, edit_url(offer))
        latest_revision(offer).publish()
        SubmissionFactory(intake=Intake.objects.get(title="Start 3"))
        still_open[f"{ROWS}-2-title"] = "Third start"
        publish(editor, edit_url(offer), still_open)
        assert titles(offer) == ["Start 1", "Start 2", "Third start"]

    def test_made_up_row_key_is_ignored(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Start 3", row_key="not-a-key")
        publish(editor, edit_url(offer), data)
        assert titles(offer) == ["Start 1", "Start 2", "Start 3"]


class TestTitles:
    @pytest.fixture
    def dated(self, offer) -> Intake:
        """A start date with the day of its first session in its title."""
        intake = offer.get_intakes()[0]
        Intake.objects.filter(pk=intake.pk).update(title="Start 3. december 2040")
        for number, session in enumerate(intake.in_order()):
            starts_at = dt.datetime(2040, 12, 3 + number, 9, tzinfo=dt.UTC)
            ends_at = starts_at + dt.timedelta(hours=6)
            Session.objects.filter(pk=session.pk).update(starts_at=starts_at, ends_at=ends_at)
        page = EventPage.objects.get(pk=offer.pk)
        page.save_revision().publish()
        return intake

    def move(self, data) -> None:
        for number in range(3):
            for name, clock in (("starts_at", "09:00"), ("ends_at", "15:00")):
                data[f"{ROWS}-0-sessions-{number}-{name}"] = f"2040-12-{number + 4:02} {clock}"

    def test_a_title_made_from_a_date_follows(self, editor, offer, dated):
        data = read_form(editor, edit_url(offer))
        self.move(data)
        publish(editor, edit_url(offer), data)
        assert titles(offer)[0] == "Start 4. december 2040"

    def test_one_that_was_written_anew_stays(self, editor, offer, dated):
        data = read_form(editor, edit_url(offer))
        self.move(data)
        data[f"{ROWS}-0-title"] = "Start 3. december 2040 or later"
        publish(editor, edit_url(offer), data)
        assert titles(offer)[0] == "Start 3. december 2040 or later"

    def test_an_open_editor_takes_it_over(self, editor, offer, dated):
        data = read_form(editor, edit_url(offer))
        self.move(data)
        answer = editor.post(
            edit_url(offer), dict(data.lists()), headers={"accept": "application/json"}
        ).json()
        assert answer["field_updates"][f"{ROWS}-0-title"] == "Start 4. december 2040"


class TestAutosave:
    def post(self, editor, page, data):
        return editor.post(
            edit_url(page), dict(data.lists()), headers={"accept": "application/json"}
        )

    def test_a_row_keeps_its_key_while_the_editor_stays_open(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Start 3")
        first = self.post(editor, offer, data).json()
        data.update(first["field_updates"])
        data["overwrite_revision_id"] = first["revision_id"]
        drafted = draft_of(offer).get_intakes()[2]
        publish(editor, edit_url(offer), data)
        assert Intake.objects.get(title="Start 3").translation_key == drafted.translation_key

    def test_half_filled_row_is_answered_with_errors_and_changes_nothing(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        row = add_intake(data, title="")
        add_row(data, f"{row}-sessions", starts_at="2030-11-01 09:00", ends_at="")
        assert self.post(editor, offer, data).status_code == 400
        assert titles(offer) == ["Start 1", "Start 2"]

    def test_removing_an_intake_with_submissions_is_refused(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-DELETE"] = "on"
        assert self.post(editor, offer, data).status_code == 400
        assert titles(offer) == ["Start 1", "Start 2"]


@pytest.mark.usefixtures("in_english")
class TestErrors:
    @pytest.mark.parametrize(
        ("changes", "field", "error"),
        [
            (
                {"opens_at": "2030-02-02 10:00", "closes_at": "2030-02-01 10:00"},
                "closes_at",
                "The deadline must come after the opening.",
            ),
            (
                {"opens_at": "2030-02-02 10:00", "closes_at": "2030-02-02 10:00"},
                "closes_at",
                "The deadline must come after the opening.",
            ),
            (
                {"max_participants": "0"},
                "max_participants",
                "At least one person must be able to sign up.",
            ),
            (
                {"max_per_organisation": "0"},
                "max_per_organisation",
                "Leave it empty for no limit.",
            ),
            ({"title": ""}, "title", "This field is required."),
            (
                {"capacity": "-1"},
                "capacity",
                "Ensure this value is greater than or equal to 0.",
            ),
            (
                {"sessions-0-ends_at": "2020-01-01 10:00"},
                "sessions-0-ends_at",
                "The end must come after the start.",
            ),
            ({"sessions-0-starts_at": ""}, "sessions-0-starts_at", "This field is required."),
            (
                {"sessions-0-ends_at": "soon"},
                "sessions-0-ends_at",
                "Write a day and a time: 2027-11-08 09:30",
            ),
        ],
    )
    def test_error_stands_at_the_field_that_can_mend_it(self, editor, offer, changes, field, error):
        data = read_form(editor, edit_url(offer))
        for name, value in changes.items():
            data[f"{ROWS}-0-{name}"] = value
        form = EventPage.get_edit_handler().get_form_class()(
            data, instance=offer, parent_page=offer.get_parent()
        )
        assert not form.is_valid()
        assert errors_of(form.formsets[ROWS]) == {f"0-{field}": [error]}

    def test_error_of_a_draft_is_shown_and_nothing_is_saved(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-max_participants"] = "0"
        response = save_draft(editor, edit_url(offer), data)
        assert "At least one person must be able to sign up." in page_of(response).get_text()
        assert offer.revisions.count() == 1

    def test_cancelling_an_intake_that_others_were_told_of(self, editor, offer):
        SubmissionFactory(intake=offer.get_intakes()[0])
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-0-publication"] = "cancelled"
        publish(editor, edit_url(offer), data)
        assert [change.kind for change in offer.get_changes()] == ["cancelled"]


class TestHistory:
    def compared(self, editor, offer, **changes) -> BeautifulSoup:
        """What is shown of the difference that a change to the first start date makes."""
        earlier = latest_revision(offer)
        data = self.read(editor, offer)
        for name, value in changes.items():
            data[f"{ROWS}-0-{name}"] = value
        save_draft(editor, edit_url(offer), data)
        return self.compare(editor, offer, earlier, latest_revision(offer))

    def read(self, editor, offer):
        """The form, with what ``read_form`` takes for an empty box."""
        data = read_form(editor, edit_url(offer))
        data.update({f"{ROWS}-{row}-assesses_apart": "on" for row in (0, 1)})
        return data

    def compare(self, editor, offer, *revisions) -> BeautifulSoup:
        keys = [revision.pk for revision in revisions]
        url = reverse("wagtailadmin_pages:revisions_compare", args=[offer.pk, *keys])
        response = editor.get(url)
        assert response.status_code == 200
        return page_of(response).select_one("table.listing")

    def told(self, table) -> list[tuple[str, str, str]]:
        """What was changed: the name of the field, what is gone and what is new."""
        return [
            (
                change.find_previous("dt").get_text(strip=True),
                "".join(gone.get_text() for gone in change.select("span.deletion")),
                "".join(new.get_text() for new in change.select("span.addition")),
            )
            for change in table.select("dd")
            if not change.select("dd") and change.select("span.deletion, span.addition")
        ]

    def test_a_changed_session_is_shown_and_the_others_are_not(self, editor, offer):
        table = self.compared(editor, offer, **{"sessions-1-venue": "Odense"})
        assert self.told(table) == [("Venue", "", "Odense")]
        assert [title.get_text() for title in table.select("dl dl dt:-soup-contains(Title) + dd")]
        assert "Day 2" in table.get_text()
        assert "Day 1" not in table.get_text()
        assert "Start 2" not in table.get_text()

    def test_times_are_those_of_the_site(self, editor, offer):
        Intake.objects.filter(title="Start 1").update(
            closes_at=dt.datetime(2030, 6, 9, 8, 0, tzinfo=dt.UTC)
        )
        EventPage.objects.get(pk=offer.pk).save_revision().publish()
        told = self.told(self.compared(editor, offer, closes_at="2030-12-09 10:00"))
        assert told == [("Deadline", "June 9, 2030, 10 a.m.", "Dec. 9, 2030, 10 a.m.")]

    def test_choices_ticks_and_numbers_are_told_in_words(self, editor, offer):
        changes = {"waiting_list": "off", "four_eyes": "on", "capacity": "12"}
        told = self.told(self.compared(editor, offer, **changes))
        assert told == [
            ("Places", "", "12"),
            ("Waiting list", "A caseworker offers free places", "No waiting list"),
            ("Two people decide", "No", "Yes"),
        ]

    def test_a_start_date_that_is_new_or_gone_is_shown_with_its_sessions(self, editor, offer):
        earlier = latest_revision(offer)
        data = self.read(editor, offer)
        row = add_intake(data, title="Start 3")
        add_row(
            data,
            f"{row}-sessions",
            title="Opening day",
            starts_at="2030-11-01 09:00",
            ends_at="2030-11-01 16:00",
        )
        save_draft(editor, edit_url(offer), data)
        for pair in ((earlier, latest_revision(offer)), (latest_revision(offer), earlier)):
            (shown,) = self.compare(editor, offer, *pair).select("td > .comparison__child-object")
            assert {"addition", "deletion"} & set(shown["class"])
            assert "Start 3" in shown.get_text()
            assert "Opening day" in shown.get_text()

    def test_a_session_that_is_gone_is_shown(self, editor, offer):
        table = self.compared(editor, offer, **{"sessions-2-DELETE": "on"})
        (gone,) = table.select(".comparison__child-object.deletion")
        assert "Day 3" in gone.get_text()

    def test_a_row_that_only_drafts_have_is_the_same_in_both(self, editor, offer):
        data = read_form(editor, edit_url(offer))
        add_intake(data, title="Start 3")
        save_draft(editor, edit_url(offer), data)
        earlier = latest_revision(offer)
        data = read_form(editor, edit_url(offer))
        data[f"{ROWS}-2-title"] = "A wholly different name"
        save_draft(editor, edit_url(offer), data)
        table = self.compare(editor, offer, earlier, latest_revision(offer))
        assert not table.select(".comparison__child-object.addition")

    def test_history_is_shown(self, editor, offer):
        assert editor.get(reverse("wagtailadmin_pages:history", args=[offer.pk])).status_code == 200

    def test_old_revision_is_shown(self, editor, offer):
        revision = latest_revision(offer)
        IntakeFactory(page=offer, title="Added later")
        url = reverse("wagtailadmin_pages:revisions_view", args=[offer.pk, revision.pk])
        assert editor.get(url).status_code == 200
