"""What an editor is told who saves or publishes what does not fit together."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.editors import edit_url, messages_of, publish, read_form, save_draft
from wagtail_inddragelse.models import Intake, State, Submission
from wagtail_inddragelse.testing.factories import ApplicationFormPageFactory, SubmissionFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("in_english"),
]

ROW = "inddragelse_intakes-0"


@pytest.fixture
def course(offer):
    """A published course with a published form."""
    ApplicationFormPageFactory(parent=offer)
    return offer


@pytest.fixture
def intake(course) -> Intake:
    return course.get_intakes()[0]


def told(response) -> list[str]:
    """What was told beside what Wagtail says itself."""
    return [text for text in messages_of(response) if text.startswith("Start 1: ")]


def send(editor: Client, page, act=publish, **changes):
    """Change fields of the first start date and send the form."""
    data = read_form(editor, edit_url(page))
    for name, value in changes.items():
        data[f"{ROW}-{name}"] = value
    return act(editor, edit_url(page), data)


@pytest.mark.parametrize("act", [publish, save_draft])
class TestDates:
    def test_a_deadline_after_the_first_session(self, editor, course, intake, act):
        changes = {"closes_at": "2040-05-03 12:00"}
        for number in range(3):
            at = f"2040-05-0{number + 1}"
            changes |= {
                f"sessions-{number}-starts_at": f"{at} 09:00",
                f"sessions-{number}-ends_at": f"{at} 15:00",
            }
        response = send(editor, course, act, **changes)
        assert told(response) == [
            "Start 1: The deadline, 3 May 2040 at 12:00, is after the first session, 1 May 2040 at "
            "09:00. People can sign up when it has already begun. Check that it is meant."
        ]

    def test_a_title_of_another_day(self, editor, course, act):
        response = send(editor, course, act, title="Start 1: 24. december 1999")
        assert told(response) == [
            "Start 1: 24. december 1999: The title names another day, 24. december 1999. None of "
            "its dates is on that day. Write the new day in the title."
        ]

    def test_nothing_where_all_fits(self, editor, course, act):
        assert told(send(editor, course, act)) == []


@pytest.mark.parametrize("act", [publish, save_draft])
class TestPlaces:
    def test_fewer_than_are_taken(self, editor, course, intake, act):
        SubmissionFactory(intake=intake, people=3)
        assert told(send(editor, course, act, capacity="2")) == [
            "Start 1: Fewer places than are taken: 3. Nobody loses a place, and nobody gets one "
            "until as many have withdrawn."
        ]

    def test_fewer_than_a_party_in_line_needs(self, editor, course, intake, act):
        SubmissionFactory(intake=intake, state=State.WAITING, people=4)
        assert told(send(editor, course, act, capacity="3")) == [
            "Start 1: 1 on the waiting list brings more people than there are places. When it is "
            "published, they are told that there is no place for them."
        ]

    def test_no_waiting_list_any_more(self, editor, course, intake, act):
        SubmissionFactory(intake=intake, state=State.WAITING)
        SubmissionFactory(intake=intake, state=State.WAITING)
        assert told(send(editor, course, act, capacity="5", waiting_list="off")) == [
            "Start 1: 2 wait, and the waiting list is off. When it is published, they are offered "
            "the places that are free, and the others are told that there is none for them."
        ]
        assert Submission.objects.filter(state=State.WAITING).count() == 2


def test_an_offer_without_a_form(editor, offer):
    assert (
        "No form to sign up with. Publish a form below this page, or choose one, so that people "
        "can sign up."
    ) in messages_of(send(editor, offer))


def test_an_autosave_tells_nothing(editor, course, intake):
    SubmissionFactory(intake=intake, people=3)
    data = read_form(editor, edit_url(course))
    data[f"{ROW}-capacity"] = "2"
    response = editor.post(
        edit_url(course), dict(data.lists()), headers={"accept": "application/json"}
    )
    assert response.status_code == 200
    assert messages_of(response) == []
