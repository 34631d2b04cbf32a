"""The page of a case, in the admin."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.formats import date_text
from wagtail_inddragelse.models import Mention, Note, Role, RoleGrant, State, Submission
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    MentionFactory,
    MessageFactory,
    NoteFactory,
    ParticipantFactory,
    SubmissionFactory,
)

from ..conftest import make_user

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> \u202eRTL 👩‍🔧 ‘æøå’"


def case_url(submission, query="") -> str:
    url = reverse("inddragelse_submissions_modeladmin_inspect", args=[submission.pk])
    return f"{url}?{query}" if query else url


def give(user, submission, role: Role) -> None:
    page = submission.intake.page_id
    RoleGrant.objects.create(group=user.groups.get(), page_id=page, role=role)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def decider_client(client, own_submission):
    user = make_user("decider")
    give(user, own_submission, Role.DECIDE)
    client.force_login(user)
    return client


class TestPage:
    def test_title_holds_the_reference_alone(self, caseworker_client, own_submission):
        title = soup(caseworker_client.get(case_url(own_submission))).title.text
        assert own_submission.reference in title
        assert "Own Applicant" not in title

    def test_nothing_is_run_or_styled_in_the_page(self, decider_client, own_submission):
        NoteFactory(submission=own_submission, text=HOSTILE)
        own_submission.organisation = HOSTILE
        own_submission.save()
        main = soup(decider_client.get(case_url(own_submission))).select_one("main .nice-padding")
        assert main.select("script, [style], [onclick]") == []
        assert HOSTILE in main.text

    def test_number_of_queries_does_not_grow(
        self, decider_client, own_submission, django_assert_num_queries
    ):
        decider_client.get(case_url(own_submission))
        with CaptureQueriesContext(connection) as few:
            decider_client.get(case_url(own_submission))
        for position in range(1, 6):
            ParticipantFactory(submission=own_submission, position=position)
            MentionFactory(note=NoteFactory(submission=own_submission))
            MessageFactory(submission=own_submission)
        SubmissionFactory.create_batch(3, intake=own_submission.intake)
        with django_assert_num_queries(len(few)):
            decider_client.get(case_url(own_submission))

    def test_details_are_for_those_who_decide(self, caseworker_client, own_submission):
        page = soup(caseworker_client.get(case_url(own_submission)))
        assert page.select("[name=journal_number], [name=assigned_to]") == []
        assert page.select("a[href*='/by-hand/']") == []


class TestList:
    QUERY = "state=confirmed&ordering=reference"

    def test_register_links_to_cases_with_its_query(self, caseworker_client, own_submission):
        url = reverse("inddragelse_submissions_modeladmin_index")
        page = soup(caseworker_client.get(f"{url}?{self.QUERY}"))
        found = {link["href"] for link in page.select("table a[href*=inspect]")}
        assert found == {case_url(own_submission, self.QUERY)}

    def test_leads_on_and_back_with_the_same_query(self, caseworker_client, own_submission):
        intake = own_submission.intake
        SubmissionFactory(intake=intake, state=State.WAITING, reference="0000-0000")
        last = SubmissionFactory(intake=intake, reference="ZZZZ-ZZZZ")
        page = soup(caseworker_client.get(case_url(own_submission, self.QUERY)))
        nav = page.select_one("nav.inddragelse-case__nav")
        register = reverse("inddragelse_submissions_modeladmin_index")
        assert [(link["href"], link["aria-keyshortcuts"]) for link in nav.select("a")] == [
            (f"{register}?{self.QUERY}", "u"),
            (case_url(last, self.QUERY), "j"),
        ]
        assert nav.select_one("span:not([class])").text.split() == ["1", "af", "2"]

    def test_row_that_has_dropped_out_still_leads_on(self, caseworker_client, own_submission):
        waiting = SubmissionFactory(
            intake=own_submission.intake, state=State.WAITING, reference="0000-0000"
        )
        page = soup(caseworker_client.get(case_url(waiting, self.QUERY)))
        assert page.select_one("[rel=next]")["href"] == case_url(own_submission, self.QUERY)

    def test_address_that_means_nothing_still_shows_the_case(
        self, caseworker_client, own_submission
    ):
        response = caseworker_client.get(case_url(own_submission, "intake=x&ordering=-nothing"))
        assert response.status_code == 200


class TestNotes:
    def write(self, client, submission, text, query=""):
        return client.post(case_url(submission, query), {"note": "", "text": text})

    def test_is_written_and_leads_back_with_the_query(
        self, caseworker_client, caseworker, own_submission
    ):
        response = self.write(caseworker_client, own_submission, HOSTILE, "q=x")
        assert response.url == f"{case_url(own_submission, 'q=x')}#notes"
        assert list(Note.objects.values_list("text", "author")) == [(HOSTILE, caseworker.pk)]

    @pytest.mark.parametrize("text", ["", "  ", "Ask @nobody", "x" * 10_001])
    def test_bad_one_is_refused_and_loses_nothing(self, caseworker_client, own_submission, text):
        response = self.write(caseworker_client, own_submission, text)
        assert (response.status_code, Note.objects.count()) == (422, 0)
        form = response.context["note_form"]
        assert (form["text"].value(), len(form.errors["text"])) == (text, 1)

    def test_stranger_is_refused_as_one_that_is_not_there(self, caseworker_client, own_submission):
        make_user("outsider")
        errors = [
            self.write(caseworker_client, own_submission, f"@{name}").context["note_form"].errors
            for name in ("outsider", "nobodyxx")
        ]
        assert errors[0]["text"][0].replace("outsider", "nobodyxx") == errors[1]["text"][0]

    def test_not_by_one_who_must_declare_first(self, caseworker_client, own_submission):
        own_submission.intake.selection = "assessed"
        own_submission.intake.save()
        assert self.write(caseworker_client, own_submission, "Hm").url == case_url(own_submission)
        assert not Note.objects.exists()

    def test_opening_the_case_marks_mentions_as_seen(
        self, caseworker_client, caseworker, own_submission
    ):
        MentionFactory(note=NoteFactory(submission=own_submission), user=caseworker)
        caseworker_client.get(case_url(own_submission))
        assert Mention.objects.get().seen_at is not None


class TestBlind:
    @pytest.fixture
    def blind(self, own_submission):
        own_submission.intake.assesses_blind = True
        own_submission.intake.save()
        NoteFactory(submission=own_submission, text="Own Applicant called")
        return own_submission

    def test_page_tells_nothing(self, caseworker_client, caseworker, blind):
        MentionFactory(note=blind.notes.get(), user=caseworker)
        content = caseworker_client.get(case_url(blind)).content.decode()
        assert [text for text in ("Own Applicant", blind.contact_email) if text in content] == []
        assert Mention.objects.get().seen_at is None

    def test_note_cannot_be_written(self, caseworker_client, blind):
        response = caseworker_client.post(case_url(blind), {"note": "", "text": "Hm"})
        assert (response.status_code, Note.objects.count()) == (404, 1)

    def test_declaration_tells_nothing(self, caseworker_client, blind):
        blind.intake.selection = "assessed"
        blind.intake.save()
        response = caseworker_client.get(case_url(blind))
        assert response.template_name == ["wagtail_inddragelse/casework/case/declare.html"]
        assert "Own Applicant" not in response.content.decode()


@pytest.mark.usefixtures("in_english")
class TestDetails:
    def test_are_kept(self, decider_client, caseworker, own_submission):
        data = {"details": "", "assigned_to": caseworker.pk, "journal_number": "2026-17"}
        response = decider_client.post(case_url(own_submission, "q=x"), data)
        assert response.url == case_url(own_submission, "q=x")
        own_submission.refresh_from_db()
        assert own_submission.journal_number == "2026-17"
        assert own_submission.assigned_to == caseworker

    def test_not_without_the_role(self, caseworker_client, own_submission):
        data = {"details": "", "journal_number": "2026-17"}
        assert caseworker_client.post(case_url(own_submission), data).status_code == 404
        own_submission.refresh_from_db()
        assert own_submission.journal_number == ""

    def test_not_to_one_who_may_not_see_the_case(self, decider_client, own_submission):
        data = {"details": "", "assigned_to": make_user("outsider").pk, "journal_number": "17"}
        response = decider_client.post(case_url(own_submission), data)
        assert list(response.context["details_form"].errors) == ["assigned_to"]
        assert response.context["details_form"]["journal_number"].value() == "17"

    def test_who_has_it_is_not_lost_with_their_role(
        self, decider_client, caseworker, own_submission
    ):
        own_submission.assigned_to = caseworker
        own_submission.save()
        caseworker.groups.clear()
        data = {"details": "", "assigned_to": caseworker.pk, "journal_number": "17"}
        decider_client.post(case_url(own_submission), data)
        own_submission.refresh_from_db()
        assert (own_submission.assigned_to, own_submission.journal_number) == (caseworker, "17")

    def test_a_page_opened_earlier_blanks_no_number(self, decider_client, own_submission):
        form = decider_client.get(case_url(own_submission)).context["details_form"]
        data = {"details": "", "shown": form["shown"].value(), "journal_number": ""}
        Submission.objects.filter(pk=own_submission.pk).update(journal_number="2026-17")
        assert decider_client.post(case_url(own_submission), data).status_code == 302
        own_submission.refresh_from_db()
        assert own_submission.journal_number == "2026-17"

    def test_what_two_changed_is_named_with_what_is_there(self, decider_client, own_submission):
        form = decider_client.get(case_url(own_submission)).context["details_form"]
        data = {"details": "", "shown": form["shown"].value(), "journal_number": "4"}
        Submission.objects.filter(pk=own_submission.pk).update(journal_number="2026-17")
        form = decider_client.post(case_url(own_submission), data).context["details_form"]
        assert ("2026-17" in form.errors["journal_number"][0], form["journal_number"].value()) == (
            True,
            "4",
        )
        again = data | {"shown": form["shown"].value()}
        decider_client.post(case_url(own_submission), again)
        own_submission.refresh_from_db()
        assert own_submission.journal_number == "4"

    def test_an_open_objection_is_on_the_case(self, decider_client, own_submission):
        day = timezone.localdate()
        Submission.objects.update(delete_after=dt.date(2031, 5, 1))
        data = {"details": "", "objection_since": day.isoformat()}
        decider_client.post(case_url(own_submission), data)
        page = decider_client.get(case_url(own_submission))
        facts = dict(page.context["case"].facts)
        assert page.context["details_form"]["objection_since"].value() == day
        assert facts["Delete after"] == "1 May 2031, but not while the objection is open"
        assert facts["Objection open since"] == date_text(day)

    @pytest.mark.parametrize("days", [-1, 1])
    def test_nobody_objects_before_they_applied_or_on_a_day_to_come(
        self, decider_client, own_submission, days
    ):
        day = timezone.localdate() + dt.timedelta(days=days)
        data = {"details": "", "objection_since": day.isoformat()}
        form = decider_client.post(case_url(own_submission), data).context["details_form"]
        assert form.errors["objection_since"] == ["Enter a day from the application until today."]

    def test_a_page_opened_earlier_closes_no_objection(self, decider_client, own_submission):
        form = decider_client.get(case_url(own_submission)).context["details_form"]
        data = {"details": "", "shown": form["shown"].value(), "objection_since": ""}
        Submission.objects.update(objection_since=timezone.localdate())
        decider_client.post(case_url(own_submission), data)
        own_submission.refresh_from_db()
        assert own_submission.objection_since == timezone.localdate()

    def test_number_that_is_too_long(self, decider_client, own_submission):
        response = decider_client.post(
            case_url(own_submission), {"details": "", "journal_number": "1" * 65}
        )
        assert (response.status_code, list(response.context["details_form"].errors)) == (
            422,
            ["journal_number"],
        )


@pytest.mark.parametrize("data", [{"note": "", "text": "Hm"}, {"details": ""}])
def test_nothing_is_written_on_a_case_of_another_offer(caseworker_client, other_submission, data):
    assert caseworker_client.post(case_url(other_submission), data).status_code == 302
    assert not Note.objects.exists()


def test_conflict_closes_the_case_for_writing_too(caseworker_client, caseworker, own_submission):
    conflicts.declare(caseworker, own_submission, has_conflict=True)
    ModelLogEntry.objects.all().delete()
    caseworker_client.post(case_url(own_submission), {"note": "", "text": "Hm"})
    assert not Note.objects.exists()


def test_assessment_leads_back_with_the_query(decider_client, own_submission):
    intake = IntakeFactory(page=own_submission.intake.page, selection="assessed")
    row = SubmissionFactory(intake=intake, state=State.UNDER_ASSESSMENT)
    AssessmentFactory(submission=row)
    url = reverse("inddragelse_declare", args=[row.pk])
    response = decider_client.post(f"{url}?q=x", {"has_conflict": "no"})
    assert response.url == case_url(row, "q=x")
