"""Every action from every state, and what each leaves behind."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.record import transitions
from wagtail_inddragelse.domain.record.transitions import Action, NotAllowed
from wagtail_inddragelse.models import Message, Occasion, State, Submission
from wagtail_inddragelse.signals import submission_state_changed
from wagtail_inddragelse.testing.factories import SubmissionFactory

from ..builders import NOW

OPEN = ["received", "under_assessment", "more_wanted", "waiting", "offered", "confirmed"]
APPLICANT, OFFICE = "ada@example.dk", "sager@example.dk"

# Action: states it is allowed in, the state it leads to, mails to applicant and case office.
TABLE = {
    "receive": (["draft"], "received", ["received"], ["office_new"]),
    "confirm": (["draft", "received"], "confirmed", ["confirmed"], ["office_new"]),
    "wait": (["draft", "received"], "waiting", ["waiting"], ["office_new"]),
    "invite": (["waiting"], "offered", ["offered"], []),
    "accept_place": (["offered"], "confirmed", ["confirmed"], []),
    "decline": (["offered"], "declined", ["declined"], []),
    "expire": (["offered"], "expired", ["expired"], []),
    "assess": (["received"], "under_assessment", [], []),
    "ask_for_more": (["under_assessment"], "more_wanted", ["more_wanted"], []),
    "give_more": (["more_wanted"], "under_assessment", [], ["office_more_given"]),
    "miss_more": (["more_wanted"], "under_assessment", [], ["office_more_overdue"]),
    "stop_asking": (["more_wanted"], "under_assessment", ["more_taken_back"], []),
    "accept": (["under_assessment"], "confirmed", ["accepted"], []),
    "defer": (["under_assessment"], "waiting", ["waiting"], []),
    "reject": (["under_assessment"], "rejected", ["rejected"], []),
    "end": (["waiting", "offered"], "over", ["over"], []),
    "cancel": (["waiting", "offered"], "over", [], []),
    "return": (["over"], "waiting", [], []),
    "withdraw": (OPEN, "withdrawn", ["withdrawn"], ["office_withdrawn"]),
    "mark_attended": (["confirmed", "absent"], "attended", [], []),
    "mark_absent": (["confirmed", "attended"], "absent", [], []),
}
ALLOWED = [(action, source) for action, row in TABLE.items() for source in row[0]]
NOT_ALLOWED = [
    (action, state)
    for action in Action.values
    for state in State.values
    if (action, state) not in ALLOWED
]


@pytest.fixture
def submission_in(db):
    def make(state: str) -> Submission:
        return SubmissionFactory(
            state=state,
            offered_until=NOW,
            contact_name="Ada Holm",
            contact_email=APPLICANT,
            organisation="Skive Kommune",
        )

    return make


def log_entries() -> list[ModelLogEntry]:
    return list(ModelLogEntry.objects.filter(action__startswith=transitions.LOG_PREFIX))


def mails(to: str) -> list[str]:
    return list(Message.objects.filter(to=to).order_by("pk").values_list("occasion", flat=True))


def test_the_table_here_is_of_all_actions():
    assert list(TABLE) == Action.values


def test_no_occasion_of_the_table_is_unknown():
    named = {occasion for row in TABLE.values() for occasion in (*row[2], *row[3])}
    assert named <= set(Occasion.values)


@pytest.mark.parametrize(("action", "source"), ALLOWED)
def test_an_allowed_step_writes_the_state_a_log_entry_and_the_mails(submission_in, action, source):
    _sources, target, to_applicant, to_office = TABLE[action]
    submission = submission_in(source)

    transitions.apply(submission, Action(action), now=NOW)

    row = Submission.objects.get()
    assert (row.state, row.state_changed_at) == (target, NOW)
    assert [entry.action for entry in log_entries()] == [f"wagtail_inddragelse.{action}"]
    assert mails(APPLICANT) == to_applicant
    assert mails(OFFICE) == to_office


@pytest.mark.parametrize(("action", "source"), NOT_ALLOWED)
def test_any_other_step_leaves_everything_as_it_was(submission_in, action, source):
    submission = submission_in(source)
    before = Submission.objects.filter(pk=submission.pk).values().get()

    with pytest.raises(NotAllowed):
        transitions.apply(submission, Action(action))

    assert Submission.objects.filter(pk=submission.pk).values().get() == before
    assert (log_entries(), Message.objects.count()) == ([], 0)


def test_the_log_names_the_reference_and_nobody(submission_in):
    submission = submission_in("received")

    transitions.apply(submission, Action.CONFIRM)

    (entry,) = log_entries()
    assert (entry.label, entry.data, entry.user) == (submission.reference, {}, None)
    texts = " ".join(str(value) for value in vars(entry).values())
    for personal in ("Ada", "Holm", "example.dk", "Skive"):
        assert personal not in texts


def test_the_log_says_which_caseworker_did_it(submission_in, admin_user):
    transitions.apply(submission_in("received"), Action.ASSESS, user=admin_user)

    assert [entry.user for entry in log_entries()] == [admin_user]


def test_receivers_are_told_the_submission_and_the_action(submission_in):
    heard = []

    def listen(submission, action, **kwargs):
        heard.append((submission.state, action))

    submission_state_changed.connect(listen)
    try:
        transitions.apply(submission_in("waiting"), Action.WITHDRAW)
    finally:
        submission_state_changed.disconnect(listen)

    assert heard == [("withdrawn", "withdraw")]


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_fails_undoes_the_step(submission_in):
    submission = submission_in("waiting")

    def fail(**kwargs):
        raise DatabaseError

    submission_state_changed.connect(fail)
    try:
        with pytest.raises(DatabaseError):
            transitions.apply(submission, Action.WITHDRAW)
    finally:
        submission_state_changed.disconnect(fail)

    assert Submission.objects.get().state == State.WAITING
    assert (log_entries(), Message.objects.count()) == ([], 0)


class TestApplyLocked:
    def test_it_reads_the_row_afresh(self, submission_in):
        stale = submission_in("offered")
        Submission.objects.update(state=State.DECLINED)

        with pytest.raises(NotAllowed):
            transitions.apply_locked(stale, Action.ACCEPT_PLACE)

        assert Submission.objects.get().state == State.DECLINED

    def test_it_keeps_what_others_wrote_meanwhile(self, submission_in):
        stale = submission_in("received")
        Submission.objects.update(journal_number="26/1234")

        moved = transitions.apply_locked(stale, Action.ASSESS)

        assert (moved.state, moved.journal_number) == ("under_assessment", "26/1234")
        assert Submission.objects.get().journal_number == "26/1234"

    def test_it_writes_further_columns_in_the_same_step(self, submission_in):
        submission = submission_in("received")

        transitions.apply_locked(submission, Action.ASSESS, journal_number="26/1")

        row = Submission.objects.get()
        assert (row.state, row.journal_number) == ("under_assessment", "26/1")

    def test_a_step_not_allowed_writes_no_column(self, submission_in):
        submission = submission_in("rejected")

        with pytest.raises(NotAllowed):
            transitions.apply_locked(submission, Action.ASSESS, journal_number="26/1")

        assert Submission.objects.get().journal_number == ""
