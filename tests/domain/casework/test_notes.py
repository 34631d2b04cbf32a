"""Notes, and whom they tell."""

import pytest
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.domain.casework import notes
from wagtail_inddragelse.models import Mention, Note, Role
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    MentionFactory,
    NoteFactory,
    SubmissionFactory,
)

from ...refusing import refused
from ..people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    return SubmissionFactory(contact_name="Ada Holm")


@pytest.fixture
def page(submission):
    return submission.intake.page


@pytest.fixture
def author(page):
    return make_user("author", page, Role.SEE)


@pytest.fixture
def colleague(page):
    return make_user("lene.leder", page, Role.DECIDE)


def mentioned(submission, text) -> list[str]:
    return [user.username for user in notes.find_mentioned(submission, text)]


class TestFindMentioned:
    @pytest.mark.parametrize(
        "text",
        [
            "@lene.leder",
            "Ask @lene.leder.",
            "(@lene.leder)",
            "@Lene.Leder, please",
            "@lene.leder and again @lene.leder",
            "First line\n@lene.leder",
        ],
    )
    def test_finds_a_name_in_running_text(self, submission, colleague, text):
        assert mentioned(submission, text) == ["lene.leder"]

    @pytest.mark.parametrize("text", ["", "lene.leder", "Write to ada@lene.leder", "5 @ 10 kr."])
    def test_finds_none_where_none_is_named(self, submission, colleague, text):
        assert mentioned(submission, text) == []

    def test_account_that_is_an_address(self, submission, page):
        make_user("lene@agency.example", page, Role.SEE)
        assert mentioned(submission, "@lene@agency.example!") == ["lene@agency.example"]

    def test_refuses_one_who_may_not_see_the_case(self, submission, colleague):
        make_user("outsider", EventPageFactory(), Role.DECIDE)
        with override("en"), refused("strangers") as error:
            mentioned(submission, "@lene.leder @outsider @nobody")
        assert str(error.value) == "@outsider, @nobody may not see this case, or do not exist."

    def test_refuses_one_with_a_conflict(self, submission, colleague):
        conflicts.declare(colleague, submission, has_conflict=True)
        with refused("strangers"):
            mentioned(submission, "@lene.leder")

    def test_refuses_an_inactive_one(self, submission, colleague):
        colleague.is_active = False
        colleague.save()
        with refused("strangers"):
            mentioned(submission, "@lene.leder")

    def test_refuses_a_blind_assessor(self, page):
        blind = SubmissionFactory(intake=IntakeFactory(page=page, assesses_blind=True))
        make_user("assessor", page, Role.ASSESS)
        with refused("strangers"):
            mentioned(blind, "@assessor")


class TestAdd:
    def test_keeps_text_author_and_whom_it_mentions(self, submission, author, colleague):
        note = notes.add(submission, "@lene.leder <b>æøå</b> 👩‍🔧", author=author)
        assert (note.text, note.author) == ("@lene.leder <b>æøå</b> 👩‍🔧", author)
        assert list(note.mentions.values_list("user__username", "seen_at")) == [
            ("lene.leder", None)
        ]

    def test_keeps_nothing_when_it_mentions_a_stranger(self, submission, author):
        with refused("strangers"):
            notes.add(submission, "@nobody", author=author)
        assert not Note.objects.exists()

    def test_author_is_not_told_of_their_own(self, submission, author):
        notes.add(submission, "I, @author, have called.", author=author)
        assert not Mention.objects.exists()

    def test_is_on_record_without_its_words(self, submission, author, colleague):
        notes.add(submission, "Ada Holm called. @lene.leder", author=author)
        entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.note")
        assert (entry.user, entry.label, entry.data) == (
            author,
            submission.reference,
            {"mentioned": [colleague.pk]},
        )

    def test_mails_after_commit_to_the_address_of_the_account(
        self, submission, author, colleague, mailoutbox, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            notes.add(submission, "Ada Holm called. @lene.leder", author=author)
            assert mailoutbox == []
        assert [mail.to for mail in mailoutbox] == [["lene.leder@styrelse.example"]]

    def test_survives_a_broken_task_queue(
        self, submission, author, colleague, monkeypatch, django_capture_on_commit_callbacks
    ):
        def fail(task, key):
            raise ConnectionError

        monkeypatch.setattr("django_tasks.base.Task.enqueue", fail)
        with django_capture_on_commit_callbacks(execute=True):
            notes.add(submission, "@lene.leder", author=author)
        assert Mention.objects.get().user == colleague


class TestWaitingFor:
    def test_new_ones_first_and_those_of_others_not(self, submission, colleague):
        seen, new = (
            MentionFactory(note=NoteFactory(submission=submission), user=colleague)
            for _ in range(2)
        )
        MentionFactory(note=NoteFactory(submission=submission))
        notes.mark_seen(colleague, submission)
        Mention.objects.filter(pk=new.pk).update(seen_at=None)
        assert list(notes.waiting_for(colleague)) == [new, seen]

    def test_not_on_a_case_that_is_closed_since(self, submission, colleague):
        MentionFactory(note=NoteFactory(submission=submission), user=colleague)
        conflicts.declare(colleague, submission, has_conflict=True)
        assert list(notes.waiting_for(colleague)) == []

    def test_not_on_a_case_that_is_blind_since(self, submission, author):
        MentionFactory(note=NoteFactory(submission=submission), user=author)
        submission.intake.assesses_blind = True
        submission.intake.save()
        assert list(notes.waiting_for(author)) == []


def test_seen_is_of_one_person_and_one_case(submission, author, colleague):
    mine = MentionFactory(note=NoteFactory(submission=submission), user=colleague)
    theirs = MentionFactory(note=mine.note, user=author)
    elsewhere = MentionFactory(user=colleague)
    assert notes.mark_seen(colleague, submission) == 1
    unseen = Mention.objects.filter(seen_at=None)
    assert set(unseen) == {theirs, elsewhere}
