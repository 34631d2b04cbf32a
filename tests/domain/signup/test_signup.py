"""Signing up: what is decided, what is stored, and that it is all or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale, ModelLogEntry

from wagtail_inddragelse.denmark.organisations import organisation_key
from wagtail_inddragelse.domain.signup import attachments
from wagtail_inddragelse.domain.signup.signup import Refusal, SignUp, submit
from wagtail_inddragelse.domain.writing.refused import Refused
from wagtail_inddragelse.models import Attachment, Intake, Message, Participant, State, Submission
from wagtail_inddragelse.questions.schema import FormSchema
from wagtail_inddragelse.signals import submission_received
from wagtail_inddragelse.testing.factories import (
    FormVersionFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from ..builders import COPENHAGEN, NOW, pdf, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
OFF, MANUAL = Intake.WaitingList.OFF, Intake.WaitingList.MANUAL
ASSESSED = Intake.Selection.ASSESSED


def refusal(*args, **values) -> Refused:
    """Why a sign-up is refused, having left nothing behind."""
    count = Submission.objects.count()
    with pytest.raises(Refused) as caught:
        submit(sign_up(*args, **values))
    assert Submission.objects.count() == count
    return caught.value


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


class TestFirstCome:
    def test_a_free_place_is_confirmed(self):
        assert submit(sign_up(IntakeFactory(capacity=1))).state == State.CONFIRMED

    def test_without_a_limit_everybody_is_confirmed(self):
        assert submit(sign_up(IntakeFactory(capacity=None), people=80)).state == State.CONFIRMED

    def test_the_last_place_goes_once(self):
        intake = IntakeFactory(capacity=3)

        states = [submit(sign_up(intake, f"{n}@example.dk")).state for n in range(5)]

        assert states == ["confirmed"] * 3 + ["waiting"] * 2

    def test_a_party_that_does_not_fit_waits(self):
        intake = IntakeFactory(capacity=3)
        submit(sign_up(intake, "first@example.dk", people=2))

        assert submit(sign_up(intake, people=2)).state == State.WAITING

    def test_nobody_overtakes_those_who_wait(self):
        intake = IntakeFactory(capacity=3)
        submit(sign_up(intake, "first@example.dk", people=2))
        submit(sign_up(intake, "waits@example.dk", people=2))

        assert submit(sign_up(intake, people=1)).state == State.WAITING

    def test_full_without_a_list_is_refused(self):
        intake = IntakeFactory(capacity=1, waiting_list=OFF)
        submit(sign_up(intake, "first@example.dk"))

        assert refusal(intake).code == Refusal.FULL

    @pytest.mark.parametrize(
        ("capacity", "message"),
        [
            (2, "There is only 1 place left, which is not enough for all of you."),
            (3, "There are only 2 places left, which is not enough for all of you."),
        ],
    )
    def test_a_party_bigger_than_what_is_left_is_told_how_many(self, capacity, message):
        intake = IntakeFactory(capacity=capacity, waiting_list=OFF)
        submit(sign_up(intake, "first@example.dk"))

        refused = refusal(intake, people=3 if capacity == 3 else 2)

        assert (refused.code, str(refused)) == (Refusal.TOO_MANY_PEOPLE, message)

    def test_a_party_bigger_than_all_places_may_not_block_the_line(self):
        intake = IntakeFactory(capacity=3, waiting_list=MANUAL)

        assert refusal(intake, people=4).code == Refusal.NEVER_ENOUGH_PLACES

    def test_places_that_come_back_are_given_again(self):
        intake = IntakeFactory(capacity=1)
        SubmissionFactory(intake=intake, state=State.WITHDRAWN)

        assert submit(sign_up(intake)).state == State.CONFIRMED

    def test_nor_need_it_be_written_that_nobody_took_it_in_time(self):
        intake = IntakeFactory(capacity=1)
        SubmissionFactory(intake=intake, state=State.OFFERED, offered_until=NOW)

        assert submit(sign_up(intake)).state == State.CONFIRMED

    def test_a_sign_up_in_another_language_takes_the_same_places(self):
        danish = IntakeFactory(capacity=1)
        locale, _created = Locale.objects.get_or_create(language_code="en")
        english = IntakeFactory(
            page=danish.page, locale=locale, translation_key=danish.translation_key
        )
        submit(sign_up(english, "first@example.dk"))

        assert submit(sign_up(danish)).state == State.WAITING


class TestAssessed:
    def test_an_application_is_received(self):
        assert submit(sign_up(IntakeFactory(selection=ASSESSED))).state == State.RECEIVED

    def test_more_can_apply_than_there_are_places(self):
        intake = IntakeFactory(selection=ASSESSED, capacity=1)
        submit(sign_up(intake, "first@example.dk"))

        assert submit(sign_up(intake)).state == State.RECEIVED


class TestOrganisations:
    def test_places_are_counted_in_organisations(self):
        intake = IntakeFactory(capacity=2, unit=Intake.Unit.ORGANISATIONS)
        sent = [("a", "Skive"), ("b", "SKIVE"), ("c", "Viborg"), ("d", "Randers"), ("e", "Skive")]

        states = [
            submit(sign_up(intake, f"{name}@example.dk", people=5, organisation=organisation)).state
            for name, organisation in sent
        ]

        assert states == ["confirmed", "confirmed", "confirmed", "waiting", "confirmed"]

    def test_one_that_holds_its_place_needs_no_other_though_it_is_full(self):
        intake = IntakeFactory(capacity=1, unit=Intake.Unit.ORGANISATIONS, waiting_list=OFF)
        submit(sign_up(intake, "first@example.dk", organisation="Skive"))

        assert refusal(intake, organisation="Viborg").code == Refusal.FULL
        assert submit(sign_up(intake, organisation="Skive")).state == State.CONFIRMED

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ({"organisation": "Skive Kommune"}, {"organisation": "skive  kommune"}),
            ({"organisation": "Skive Kommune"}, {"organisation": "SKIVE"}),
            ({"organisation": "Børnehuset ApS"}, {"organisation": "børnehuset"}),
            ({"organisation": "x", "cvr": "12345674"}, {"organisation": "y", "cvr": "12345674"}),
            (
                {
                    "applies_for": "municipality",
                    "organisation": "Børn og Unge",
                    "municipality_code": "0779",
                },
                {"organisation": "Skive", "cvr": "12345674"},
            ),
        ],
    )
    def test_one_organisation_by_whatever_name_may_send_so_many(self, first, second):
        intake = IntakeFactory(max_per_organisation=1)
        submit(sign_up(intake, "first@example.dk", **first))

        assert refusal(intake, **second).code == Refusal.ORGANISATION_FULL

    @pytest.mark.parametrize(
        "other",
        [
            {"applies_for": "municipality", "municipality_code": "0791"},
            {"organisation": "Viborg Kommune"},
            {"organisation": "Fonden Hus for Alle", "municipality_code": "0779"},
            {"organisation": ""},
        ],
    )
    def test_another_organisation_may_send_too(self, other):
        intake = IntakeFactory(max_per_organisation=1)
        submit(sign_up(intake, "first@example.dk", organisation="Skive Kommune"))

        assert submit(sign_up(intake, **other)).state == State.CONFIRMED

    def test_people_without_an_organisation_are_not_one(self):
        intake = IntakeFactory(max_per_organisation=1)
        submit(sign_up(intake, "first@example.dk"))

        assert submit(sign_up(intake)).state == State.CONFIRMED

    def test_three_organisations_in_one_municipality_are_three_places(self):
        intake = IntakeFactory(capacity=3, unit=Intake.Unit.ORGANISATIONS)
        names = ["Fonden Hus for Alle", "Skive Kommune", "Foreningen Y", "Skolen Z"]

        states = [
            submit(
                sign_up(intake, f"{n}@example.dk", organisation=name, municipality_code="0779")
            ).state
            for n, name in enumerate(names)
        ]

        assert states == ["confirmed"] * 3 + ["waiting"]

    @pytest.mark.parametrize(
        "state", [State.WITHDRAWN, State.DECLINED, State.EXPIRED, State.REJECTED]
    )
    def test_what_came_to_nothing_does_not_count(self, state):
        intake = IntakeFactory(max_per_organisation=1)
        first = submit(sign_up(intake, "first@example.dk", organisation="Skive"))
        assert refusal(intake, organisation="Skive").code == Refusal.ORGANISATION_FULL
        Submission.objects.filter(pk=first.pk).update(state=state)

        assert submit(sign_up(intake, organisation="Skive")).state == State.CONFIRMED

    def test_nor_does_an_offered_place_that_nobody_took_in_time(self):
        intake = IntakeFactory(max_per_organisation=1)
        first = submit(sign_up(intake, "first@example.dk", organisation="Skive"))
        Submission.objects.filter(pk=first.pk).update(state=State.OFFERED, offered_until=NOW)

        assert submit(sign_up(intake, organisation="Skive")).state == State.CONFIRMED

    def test_the_limit_holds_where_applications_are_assessed(self):
        intake = IntakeFactory(max_per_organisation=1, selection=ASSESSED)
        submit(sign_up(intake, "first@example.dk", organisation="Skive"))

        assert refusal(intake, organisation="Skive").code == Refusal.ORGANISATION_FULL


def test_the_key_of_a_submission_without_organisation_is_its_reference():
    assert organisation_key(reference="K7WM-4Q2X") == "submission:K7WM-4Q2X"


class TestTheClock:
    DEADLINE = dt.datetime(2026, 11, 30, 23, 59, tzinfo=COPENHAGEN)

    @pytest.mark.parametrize("late", [dt.timedelta(0), dt.timedelta(seconds=59.9)])
    def test_the_minute_of_the_deadline_counts(self, clock, late):
        intake = IntakeFactory(closes_at=self.DEADLINE)
        clock.move_to(self.DEADLINE + late)

        assert submit(sign_up(intake)).state == State.CONFIRMED

    def test_midnight_is_too_late(self, clock):
        intake = IntakeFactory(closes_at=self.DEADLINE)
        clock.move_to(self.DEADLINE + dt.timedelta(minutes=1))

        assert refusal(intake).code == Refusal.CLOSED

    def test_a_moved_deadline_counts_at_once(self, clock):
        stale = IntakeFactory(closes_at=self.DEADLINE)
        Intake.objects.update(closes_at=NOW - dt.timedelta(days=1))

        assert refusal(stale).code == Refusal.CLOSED

    def test_it_opens_to_the_second(self, clock):
        intake = IntakeFactory(opens_at=NOW + dt.timedelta(seconds=1))

        assert refusal(intake).code == Refusal.NOT_OPEN
        clock.shift(1)
        assert submit(sign_up(intake)).state == State.CONFIRMED

    @pytest.mark.parametrize("closing", ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"])
    def test_the_hour_that_comes_twice_is_two_hours(self, clock, closing):
        deadline = dt.datetime.fromisoformat(closing)
        intake = IntakeFactory(closes_at=deadline)
        clock.move_to(dt.datetime.fromisoformat("2026-10-25T02:15+01:00"))

        if closing.endswith("+01:00"):
            assert submit(sign_up(intake)).state == State.CONFIRMED
        else:
            assert refusal(intake).code == Refusal.CLOSED


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"publication": "announced"}, Refusal.NOT_OPEN),
        ({"publication": "cancelled"}, Refusal.CANCELLED),
        ({"closes_at": NOW - dt.timedelta(days=1)}, Refusal.CLOSED),
        ({"opens_at": NOW + dt.timedelta(days=1)}, Refusal.NOT_OPEN),
    ],
)
def test_an_intake_that_is_not_open_takes_nothing(values, reason):
    assert refusal(IntakeFactory(**values)).code == reason


def test_what_has_been_held_takes_nothing():
    intake = IntakeFactory()
    SessionFactory(intake=intake, starts_at=NOW - dt.timedelta(days=1))

    assert refusal(intake).code == Refusal.CLOSED


class TestWhatIsStored:
    def test_the_submission(self):
        intake, sent = IntakeFactory(), {"answers": {"q1": "Fordi"}, "organisation": "Skive"}

        row = submit(sign_up(intake, municipality_code="0779", phone="12345678", **sent))

        row.refresh_from_db()
        assert (row.contact_name, row.contact_email) == ("Ada Holm", "ada@example.dk")
        assert (row.contact_phone, row.organisation) == ("12345678", "Skive")
        assert (row.municipality_code, row.organisation_key) == ("0779", "municipality:0779")
        assert (row.answers, row.language) == ({"q1": "Fordi"}, "en")
        assert (row.intake_key, row.received_at) == (intake.translation_key, NOW)

    def test_the_people_in_their_order(self):
        submit(sign_up(IntakeFactory(), people=3))

        rows = Participant.objects.values_list("position", "name", "email")
        assert list(rows) == [
            (0, "Person 1", "ada@example.dk"),
            (1, "Person 2", "person2-ada@example.dk"),
            (2, "Person 3", "person3-ada@example.dk"),
        ]

    def test_one_log_entry(self):
        row = submit(sign_up(IntakeFactory()))

        entries = ModelLogEntry.objects.values_list("action", "label")
        assert list(entries) == [("wagtail_inddragelse.confirm", row.reference)]

    def test_a_mail_to_the_applicant_and_one_to_the_case_office(self):
        submit(sign_up(IntakeFactory()))

        mails = Message.objects.order_by("pk").values_list("to", "occasion")
        assert list(mails) == [
            ("ada@example.dk", "confirmed"),
            ("sager@example.dk", "office_new"),
        ]

    def test_when_it_may_be_deleted(self):
        intake = IntakeFactory()
        SessionFactory(intake=intake, starts_at=dt.datetime(2026, 11, 30, 9, tzinfo=COPENHAGEN))
        sent = sign_up(intake)
        version = FormVersionFactory(form_schema=FormSchema(texts={"retention_months": 3}))

        row = submit(SignUp(intake, version, sent.data, "en"))

        assert row.delete_after == dt.date(2027, 2, 28)

    def test_sites_are_told_once_it_is_committed(self, django_capture_on_commit_callbacks):
        heard = []

        def listen(submission, **kwargs):
            heard.append((submission.state, submission.participants.count()))

        submission_received.connect(listen)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                submit(sign_up(IntakeFactory(), people=2))
        finally:
            submission_received.disconnect(listen)

        assert heard == [("confirmed", 2)]


class TestTwice:
    def test_the_same_form_is_the_same_submission(self):
        intake = IntakeFactory()

        first, second = (submit(sign_up(intake, people=2)) for _click in range(2))

        assert first == second
        assert (Submission.objects.count(), Message.objects.count()) == (1, 3)

    def test_the_same_files_are_stored_once(self, private_files):
        intake = IntakeFactory()
        for _click in range(2):
            submit(sign_up(intake, files={"q": pdf()}))

        assert (Attachment.objects.count(), len(private_files())) == (1, 1)

    def test_the_same_kept_file_is_the_same_submission(self, private_files):
        intake, kept = IntakeFactory(), (("q", attachments.keep("q", pdf())),)

        first, second = (submit(sign_up(intake, kept=kept)) for _click in range(2))

        assert first == second

    @pytest.mark.parametrize(
        "other",
        [
            {"answers": {"q": "other"}},
            {"organisation": "Skive"},
            {"people": 2},
            {"files": {"q": pdf(b"%PDF-1.7 vc")}},
        ],
    )
    def test_another_form_from_the_same_address_is_refused(self, other, private_files):
        intake = IntakeFactory()
        submit(sign_up(intake, files={"q": pdf()}))

        refused = refusal(intake, **{"files": {"q": pdf()}, **other})

        assert refused.code == Refusal.ALREADY_SIGNED_UP
        assert len(private_files()) == 1

    @pytest.mark.parametrize(
        "written",
        ["ADA@åben.dk", "ada@ÅBEN.DK", "ada@xn--ben-tla.dk", "ada@A\u030aben.dk", "<ada@åben.dk>"],
    )
    def test_another_way_to_write_it_makes_no_other_address(self, written):
        intake = IntakeFactory()
        submit(sign_up(intake, "ada@åben.dk"))

        assert refusal(intake, written).code == Refusal.ALREADY_SIGNED_UP

    def test_another_letter_makes_another_address(self):
        intake = IntakeFactory()
        submit(sign_up(intake, "ada@åben.dk"))

        assert submit(sign_up(intake, "ada@aben.dk")).state == State.CONFIRMED

    def test_it_is_kept_as_it_is_read(self):
        row = submit(sign_up(IntakeFactory(), "Ada Holm <Ada@ÅBEN.dk>"))

        assert row.contact_email == "Ada@åben.dk"

    def test_the_same_from_another_opening_is_not_the_same_form(self):
        intake = IntakeFactory()
        submit(replace(sign_up(intake), opened="1"))

        with pytest.raises(Refused) as refused:
            submit(replace(sign_up(intake), opened="2"))

        assert refused.value.code == Refusal.ALREADY_SIGNED_UP

    def test_nor_is_the_same_opening_after_an_hour(self, clock):
        intake = IntakeFactory()
        submit(sign_up(intake))
        clock.shift(dt.timedelta(hours=1, seconds=1))

        assert refusal(intake).code == Refusal.ALREADY_SIGNED_UP

    def test_no_statement_fails_that_a_database_would_log_with_all_that_was_sent(self):
        intake = IntakeFactory()
        submit(sign_up(intake))

        with CaptureQueriesContext(connection) as queries:
            refusal(intake, organisation="Skive")

        assert [
            q["sql"] for q in queries if 'INTO "wagtail_inddragelse_submission"' in q["sql"]
        ] == []
        assert [q["sql"] for q in queries if "Skive" in q["sql"]] == []

    def test_the_link_is_mailed_at_most_once_an_hour(self, clock):
        intake = IntakeFactory()
        submit(sign_up(intake))

        for _attempt in range(3):
            refusal(intake, organisation="Skive")
        clock.shift(dt.timedelta(hours=1))
        refusal(intake, organisation="Skive")

        again = Message.objects.filter(occasion="link")
        assert list(again.values_list("to", flat=True)) == ["ada@example.dk"] * 2

    def test_where_one_contact_may_sign_up_others_each_form_is_a_sign_up(self):
        intake = IntakeFactory(several_per_contact=True)

        first, second, third = (
            submit(sign_up(intake, organisation=name)) for name in ("Skive", "Viborg", "Viborg")
        )

        assert first != second
        assert second == third

    def test_when_that_is_switched_off_no_more_can_be_sent(self):
        intake = IntakeFactory(several_per_contact=True)
        for name in ("Skive", "Viborg"):
            submit(sign_up(intake, organisation=name))
        Intake.objects.update(several_per_contact=False)

        assert refusal(intake, organisation="Odder").code == Refusal.ALREADY_SIGNED_UP

    def test_who_withdrew_can_sign_up_again(self):
        intake = IntakeFactory()
        SubmissionFactory(intake=intake, contact_email="ada@example.dk", state=State.WITHDRAWN)

        assert submit(sign_up(intake)).state == State.CONFIRMED

    def test_who_let_an_offered_place_go_can_sign_up_again(self):
        intake, ada = IntakeFactory(), {"contact_email": "ada@example.dk"}
        offered = SubmissionFactory(intake=intake, state="offered", offered_until=NOW, **ada)

        assert submit(sign_up(intake, ada["contact_email"])).state == State.CONFIRMED
        offered.refresh_from_db()
        assert offered.state == State.EXPIRED

    def test_the_place_that_they_let_go_is_offered_on_before_they_sign_up_again(self):
        intake = IntakeFactory(capacity=1, waiting_list=Intake.WaitingList.AUTOMATIC)
        ada = {"contact_email": "ada@example.dk"}
        SubmissionFactory(intake=intake, state="offered", offered_until=NOW, **ada)
        waits = SubmissionFactory(intake=intake, state=State.WAITING)

        assert submit(sign_up(intake, ada["contact_email"])).state == State.WAITING
        waits.refresh_from_db()
        assert waits.state == State.OFFERED

    def test_another_start_date_is_another_sign_up(self):
        first, second = IntakeFactory(), IntakeFactory()

        assert submit(sign_up(first)) != submit(sign_up(second))

    def test_it_stays_the_same_after_the_deadline(self, clock):
        intake = IntakeFactory(closes_at=NOW + dt.timedelta(minutes=1))
        first = submit(sign_up(intake))
        clock.shift(dt.timedelta(hours=1))

        assert submit(sign_up(intake)) == first

    def test_a_kept_file_that_somebody_sent_is_refused(self, private_files):
        intake, kept = IntakeFactory(), (("q", attachments.keep("q", pdf())),)
        submit(sign_up(intake, "first@example.dk", kept=kept))

        assert refusal(intake, kept=kept).code == "file_gone"
