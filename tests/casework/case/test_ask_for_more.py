"""Asking for more in the admin, and what the case shows of the answer."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.domain.signup import attachments, more_wanted
from wagtail_inddragelse.models import Intake, MoreWanted, Role, RoleGrant, State
from wagtail_inddragelse.questions.schema import Condition, FormSchema, Question, Step
from wagtail_inddragelse.questions.sent import Reply, UploadedAnswer
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    SubmissionFactory,
)

from ...domain.builders import pdf
from ...domain.conftest import private_files, use_storage
from ..conftest import make_user

pytestmark = pytest.mark.django_db
__all__ = ["private_files", "use_storage"]  # fixtures for the tests here

SCHEMA = FormSchema(
    steps=(
        Step("s1", "The need", questions=(Question("why", "long_text", "Why do you apply?"),)),
        Step(
            "s2",
            "The means",
            questions=(
                Question("budget", "yes_no", "Is there a budget?"),
                Question("sum", "number", "How much?", condition=Condition("budget", ("yes",))),
                Question("plan", "attachment", "Your plan"),
            ),
        ),
    )
)


@pytest.fixture
def submission(own_offer):
    intake = IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED)
    return SubmissionFactory(
        intake=intake,
        state=State.UNDER_ASSESSMENT,
        form_version=FormVersionFactory(form_schema=SCHEMA),
        answers={"why": "The old reason", "budget": False},
        language="en",
    )


@pytest.fixture
def user_with(submission):
    def user_with(role: Role):
        user = make_user(role)
        RoleGrant.objects.create(
            group=user.groups.get(), page_id=submission.intake.page_id, role=role
        )
        conflicts.declare(user, submission, has_conflict=False)
        return user

    return user_with


@pytest.fixture
def decider(user_with):
    return user_with(Role.DECIDE)


@pytest.fixture
def decider_client(client, decider):
    client.force_login(decider)
    return client


@pytest.fixture
def ask(submission, decider):
    def ask(*ids: str, text: str = "") -> MoreWanted:
        due_at = timezone.now() + dt.timedelta(days=7)
        return more_wanted.ask(submission, ids or ("why",), due_at=due_at, text=text, user=decider)

    return ask


@pytest.fixture
def answered(submission, ask, private_files):
    """Reason and plan were asked for again, and changed."""
    row = attachments.write("plan", pdf(name="old plan of Ada.pdf"))
    row.submission = submission
    row.save()
    ask("why", "plan", text="Ada, what about the staff?")
    new = UploadedAnswer("plan", pdf(b"%PDF-1.7 new", "new plan of Ada.pdf"))
    more_wanted.give(submission, Reply({"why": "The new reason"}, (new,)))


def url(submission, name: str = "inddragelse_ask_for_more") -> str:
    return reverse(name, args=[submission.pk])


def case(client, submission) -> BeautifulSoup:
    response = client.get(url(submission, "inddragelse_submissions_modeladmin_inspect"))
    return BeautifulSoup(response.content.decode(), "html.parser")


def posted(**values) -> dict:
    due_on = timezone.localdate() + dt.timedelta(days=3)
    return {"questions": ["why"], "due_on": due_on.isoformat(), "due_time": "23:59", **values}


class TestAsk:
    def test_questions_come_by_step_and_hidden_ones_not_at_all(self, decider_client, submission):
        response = decider_client.get(url(submission))
        steps = response.context["form"].ticks
        labels = [(title, [tick.choice_label for tick in ticks]) for title, ticks in steps]
        assert labels == [
            ("The need", ["Why do you apply?"]),
            ("The means", ["Is there a budget?", "Your plan"]),
        ]

    def test_the_deadline_is_a_week_from_now_at_midnight(self, decider_client, submission):
        form = decider_client.get(url(submission)).context["form"]
        due_on = timezone.localdate() + dt.timedelta(days=7)
        assert (form["due_on"].value(), form["due_time"].value()) == (due_on, dt.time(23, 59))

    def test_it_asks_and_leads_to_the_case(self, decider_client, submission):
        decider_client.post(url(submission), posted(text="What about the staff?"))
        submission.refresh_from_db()
        wanted = MoreWanted.objects.get()
        assert (submission.state, wanted.question_ids) == (State.MORE_WANTED, ["why"])
        assert timezone.localtime(wanted.due_at).time() == dt.time(23, 59)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"questions": []}, "questions"),
            ({"questions": ["gone"]}, "questions"),
            ({"due_on": "2020-01-01"}, "due_on"),
            ({"due_on": "never"}, "due_on"),
            ({"due_time": ""}, "due_time"),
        ],
    )
    def test_a_mistake_is_shown_and_loses_nothing(self, decider_client, submission, values, field):
        response = decider_client.post(url(submission), posted(text="My words", **values))
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
        assert "My words" in response.content.decode()
        assert not MoreWanted.objects.exists()

    def test_the_preview_shows_the_applicants_page_and_asks_nothing(
        self, decider_client, submission
    ):
        data = posted(text="What about the staff?", preview="")
        page = decider_client.post(url(submission), data).content.decode()
        assert "What about the staff?" in page
        assert "The old reason" in page
        assert "Is there a budget?" not in page
        assert not MoreWanted.objects.exists()

    def test_it_can_be_taken_back(self, decider_client, submission, ask):
        ask()
        decider_client.post(url(submission, "inddragelse_stop_asking"))
        submission.refresh_from_db()
        assert submission.state == State.UNDER_ASSESSMENT

    def test_a_page_opened_before_takes_no_later_one_back(
        self, decider_client, decider, submission, ask
    ):
        ask()
        button = case(decider_client, submission).select_one("input[name=request]")
        more_wanted.take_back(submission, user=decider)
        submission.refresh_from_db()
        ask()
        sent = {"request": button["value"]}
        decider_client.post(url(submission, "inddragelse_stop_asking"), sent)
        submission.refresh_from_db()
        assert submission.state == State.MORE_WANTED

    @pytest.mark.parametrize("role", [Role.SEE, Role.ASSESS, Role.EXPORT])
    @pytest.mark.parametrize("name", ["inddragelse_ask_for_more", "inddragelse_stop_asking"])
    def test_only_who_decides_may(self, client, submission, user_with, role, name):
        client.force_login(user_with(role))
        assert client.post(url(submission, name), posted()).status_code == 404

    def test_a_conflict_closes_it(self, decider_client, submission, decider):
        conflicts.declare(decider, submission, has_conflict=True)
        assert decider_client.get(url(submission)).status_code == 404

    def test_it_waits_for_a_declaration(self, decider_client, submission):
        submission.conflicts.all().delete()
        assert decider_client.get(url(submission)).status_code == 302


class TestCase:
    def test_it_shows_old_and_new(self, decider_client, submission, answered):
        rows = case(decider_client, submission).select("table.listing tbody tr")
        texts = [
            [" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in rows
        ]
        assert [row[0] for row in texts] == ["Why do you apply?", "Your plan"]
        assert texts[0][1:] == ["The old reason", "The new reason"]
        assert texts[1][1].startswith("old plan of Ada.pdf")
        assert texts[1][2].startswith("new plan of Ada.pdf")

    def test_the_old_file_can_be_fetched(self, decider_client, submission, answered):
        link = case(decider_client, submission).find("a", string="old plan of Ada.pdf")
        assert decider_client.get(link["href"]).status_code == 200

    def test_only_the_newest_file_is_among_the_attachments(
        self, decider_client, submission, answered
    ):
        response = decider_client.get(url(submission, "inddragelse_submissions_modeladmin_inspect"))
        names = [file.name for file in response.context["case"].files]
        assert names == ["new plan of Ada.pdf"]

    def test_blind_assessors_see_that_and_not_how_it_changed(
        self, client, submission, answered, user_with
    ):
        Intake.objects.update(assesses_blind=True)
        client.force_login(user_with(Role.SEE))
        page = case(client, submission)
        section = page.find("h4").parent.get_text()
        assert "Your plan" in section
        for secret in ("Ada", "The old reason", "old plan"):
            assert secret not in section
        assert "The old reason" not in page.get_text()

    def test_a_later_change_is_not_mixed_up_with_an_earlier(
        self, decider_client, submission, answered, ask
    ):
        submission.refresh_from_db()
        ask("why")
        more_wanted.give(submission, Reply({"why": "The newest reason"}))
        tables = case(decider_client, submission).select("table.listing")
        cells = [table.select("td")[n].get_text(strip=True) for table in tables for n in (0, 1)]
        assert cells == [
            "The new reason",
            "The newest reason",
            "The old reason",
            "The new reason",
        ]

    def test_assessors_are_told_that_the_answers_changed(self, client, submission, ask, user_with):
        assessor = user_with(Role.ASSESS)
        AssessmentFactory(submission=submission, assessor=assessor, total=80)
        ask()
        more_wanted.give(submission, Reply({"why": "The new reason"}))
        client.force_login(assessor)
        RoleGrant.objects.create(
            group=assessor.groups.get(), page_id=submission.intake.page_id, role=Role.SEE
        )
        page = case(client, submission)
        hrefs = [link["href"] for link in page.select(".help-warning a")]
        assert hrefs == [url(submission, "inddragelse_assess")]
        assert page.select("section .help-warning") != []

    def test_one_who_assessed_the_newest_is_not(self, client, submission, ask, user_with):
        assessor = user_with(Role.ASSESS)
        ask()
        more_wanted.give(submission, Reply({"why": "The new reason"}))
        AssessmentFactory(submission=submission, assessor=assessor, total=80, answers_version=2)
        client.force_login(assessor)
        assert case(client, submission).select(".help-warning") == []
