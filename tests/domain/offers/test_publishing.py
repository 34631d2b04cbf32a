"""Intakes with submissions outlive every revision, schedule, copy and translation."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupApprovalTask, Locale, Page, Workflow, WorkflowTask

from tests.editors import SOUND, log_in, make_editor, tree_problems
from tests.site.models import PlainPage
from wagtail_inddragelse.domain.offers.publishing import (
    keep_intakes,
    refuse_if_submissions,
    submissions_below,
    with_submissions,
)
from wagtail_inddragelse.models import Intake, Session, Submission
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    OfferIndexPageFactory,
    ProgrammePageFactory,
    SessionFactory,
    SubmissionFactory,
)

from ...refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def offer():
    """A published event without intakes."""
    page = EventPageFactory()
    page.save_revision().publish()
    return fresh(page)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def titles(page) -> list[str]:
    return [intake.title for intake in Intake.objects.on_page(page)]


def taken_intake(page, **kwargs) -> Intake:
    """An intake with one session and one submission."""
    session = SessionFactory(intake=IntakeFactory(page=page, **kwargs))
    return SubmissionFactory(intake=session.intake).intake


class TestRevert:
    def test_revision_from_before_the_intake_keeps_it(self, offer):
        taken = taken_intake(offer, title="Taken")
        offer.latest_revision.publish()
        assert titles(offer) == ["Taken"]
        assert Intake.objects.get().submissions.get().intake == taken

    def test_its_sessions_stay_as_they_are(self, offer):
        before = taken_intake(offer).sessions.get()
        offer.latest_revision.publish()
        after = Session.objects.get()
        assert (after.pk, after.uid, after.starts_at) == (before.pk, before.uid, before.starts_at)

    @pytest.mark.parametrize("said", [None, True, False])
    def test_one_that_does_not_say_lets_assessors_see_all(self, offer, said):
        """It is from before there was the choice, and what runs stays as it was."""
        IntakeFactory(page=offer, assessors_see_all=said is not False)
        revision = fresh(offer).save_revision()
        (intake,) = revision.content["inddragelse_intakes"]
        if said is None:
            del intake["assessors_see_all"]
        revision.save()
        revision.publish()
        assert Intake.objects.get().assessors_see_all is (said is not False)

    def test_intake_without_submissions_goes(self, offer):
        IntakeFactory(page=offer)
        offer.latest_revision.publish()
        assert titles(offer) == []

    def test_revision_knows_its_own_sessions(self, offer):
        """A session added later goes, though the intake has submissions."""
        intake = taken_intake(offer)
        revision = fresh(offer).save_revision()
        SessionFactory(intake=intake, title="Added later")
        revision.publish()
        assert [session.title for session in intake.sessions.all()] == [""]

    def test_row_saved_before_it_had_a_primary_key_is_the_same_row(self, offer):
        draft = fresh(offer)
        draft.inddragelse_intakes.add(Intake(title="New", locale=offer.locale))
        draft.get_intakes()[0].sessions.add(
            Session(starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(hours=1))
        )
        revision = draft.save_revision()
        revision.publish()
        published = Intake.objects.get()
        session = published.sessions.get()
        SubmissionFactory(intake=published)
        revision.refresh_from_db()
        revision.publish()
        assert Intake.objects.get() == published
        assert published.sessions.get() == session

    def test_the_revision_is_what_becomes_of_a_known_row(self, offer):
        intake = taken_intake(offer, title="As it was")
        revision = fresh(offer).save_revision()
        Intake.objects.update(title="As it is")
        revision.publish()
        assert titles(offer) == ["As it was"]
        assert Submission.objects.get().intake == intake

    def test_programme_keeps_its_intakes_too(self):
        page = ProgrammePageFactory()
        revision = page.save_revision()
        taken_intake(page, title="Round 1")
        revision.publish()
        assert titles(page) == ["Round 1"]

    def test_intakes_of_other_pages_are_no_concern(self, offer):
        taken_intake(EventPageFactory())
        offer.latest_revision.publish()
        assert titles(offer) == []

    def test_stored_content_of_the_revision_is_left_alone(self, offer):
        taken_intake(offer)
        content = offer.latest_revision.content
        keep_intakes(offer, content)
        assert content["inddragelse_intakes"] == []

    def test_key_of_a_row_on_another_page_is_not_taken_over(self, offer):
        other = taken_intake(EventPageFactory())
        row = other.serializable_data()
        [kept] = keep_intakes(offer, {"inddragelse_intakes": [row]})["inddragelse_intakes"]
        assert (kept["pk"], [session["pk"] for session in kept["sessions"]]) == (None, [None])


class TestSchedule:
    def test_scheduled_revert_keeps_what_was_signed_up_to_meanwhile(self, offer):
        now = timezone.now()
        scheduled = fresh(offer)
        scheduled.go_live_at = now + dt.timedelta(hours=1)
        scheduled.save_revision().publish()
        taken_intake(offer, title="Taken")
        IntakeFactory(page=offer, title="Free")
        with time_machine.travel(now + dt.timedelta(hours=2), tick=False):
            call_command("publish_scheduled")
        assert titles(offer) == ["Taken"]

    def test_expiry_takes_the_page_down_and_keeps_its_submissions(self, offer):
        taken_intake(offer, title="Taken")
        page = fresh(offer)
        page.expire_at = timezone.now() + dt.timedelta(hours=1)
        page.save()
        with time_machine.travel(page.expire_at + dt.timedelta(minutes=1), tick=False):
            call_command("publish_scheduled")
        assert (fresh(offer).live, titles(offer)) == (False, ["Taken"])


class TestDraft:
    def test_draft_changes_no_live_row(self, offer):
        intake = taken_intake(offer)
        draft = fresh(offer)
        row = draft.get_intakes()[0]
        row.closes_at = timezone.now()
        draft.inddragelse_intakes = [row]
        draft.save_revision()
        assert Intake.objects.get(pk=intake.pk).closes_at is None

    def test_unpublishing_keeps_submissions(self, offer):
        taken_intake(offer, title="Taken")
        fresh(offer).unpublish()
        assert (titles(offer), Submission.objects.count()) == (["Taken"], 1)

    def test_workflow_publishes_without_losing_what_came_meanwhile(self, offer, root_page):
        editor = make_editor(root_page)
        draft = fresh(offer)
        draft.title = "Moderated"
        draft.save_revision(user=editor)
        workflow = Workflow.objects.first() or _new_workflow(editor)
        state = workflow.start(fresh(offer), editor)
        taken_intake(offer, title="Taken")
        while state.current_task_state and state.status == "in_progress":
            state.current_task_state.approve(user=editor)
            state.refresh_from_db()
        assert (fresh(offer).title, titles(offer)) == ("Moderated", ["Taken"])


def _new_workflow(editor) -> Workflow:
    task = GroupApprovalTask.objects.create(name="Approval")
    task.groups.set(editor.groups.all())
    workflow = Workflow.objects.create(name="Workflow")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


class TestCopy:
    def copy(self, page, **kwargs):
        return fresh(page).copy(update_attrs={"slug": "copy"}, **kwargs)

    def test_copy_starts_with_no_submissions_and_places_of_its_own(self, offer):
        taken = taken_intake(offer, capacity=10)
        copy = self.copy(offer)
        [status] = copy.get_statuses()
        assert (status.taken, status.places_left) == (0, 10)
        assert status.intake.translation_key != taken.translation_key
        assert offer.get_statuses()[0].taken == 1

    @pytest.mark.parametrize("copy_revisions", [True, False])
    def test_sessions_of_the_original_stay_with_it(self, offer, copy_revisions):
        taken = taken_intake(offer)
        fresh(offer).save_revision().publish()
        copy = self.copy(offer, copy_revisions=copy_revisions)
        fresh(copy).get_latest_revision().publish()
        own = fresh(copy).get_intakes()[0]
        assert taken.sessions.count() == own.sessions.count() == 1
        assert taken.sessions.get() != own.sessions.get()
        assert Submission.objects.get().intake == taken

    def test_going_back_in_a_copy_brings_no_second_copy(self, offer):
        taken_intake(offer, title="Taken")
        fresh(offer).save_revision().publish()
        copy = self.copy(offer, copy_revisions=True, to=OfferIndexPageFactory())
        SubmissionFactory(intake=copy.get_intakes()[0])
        for revision in copy.revisions.order_by("pk"):
            revision.publish()
        assert titles(copy) == ["Taken"]
        assert titles(offer) == ["Taken"]
        assert Session.objects.count() == 2

    def test_changing_the_copy_leaves_the_original(self, offer):
        taken = taken_intake(offer, capacity=10)
        copied = self.copy(offer).get_intakes()[0]
        copied.capacity = 99
        copied.save()
        session = copied.sessions.get()
        session.online_link = "https://example.dk/other"
        session.save()
        taken.refresh_from_db()
        assert (taken.capacity, taken.sessions.get().online_link) == (10, "")

    def test_branch_is_copied_with_all_below_it(self, home, offer):
        branch = home.add_child(instance=PlainPage(title="Branch", slug="branch"))
        taken = taken_intake(EventPageFactory(parent=branch))
        copy = branch.copy(recursive=True, update_attrs={"slug": "copied"})
        assert submissions_below(copy) == 0
        assert Intake.objects.filter(page__path__startswith=copy.path).count() == 1
        assert Submission.objects.get().intake == taken
        assert tree_problems() == SOUND


class TestTranslation:
    @pytest.fixture
    def english(self, home):
        locale = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(locale)
        return locale

    def test_translation_shares_places(self, offer, english):
        danish = taken_intake(offer, capacity=10)
        translated = fresh(offer).copy_for_translation(english)
        SubmissionFactory(intake=translated.get_intakes()[0], people=2)
        assert [status.taken for status in translated.get_statuses()] == [3]
        assert [status.taken for status in fresh(offer).get_statuses()] == [3]
        assert translated.get_intakes()[0].translation_key == danish.translation_key
        assert translated.get_intakes()[0].locale == english

    def test_publishing_the_original_keeps_what_was_sent_in_translation(self, offer, english):
        taken_intake(offer)
        fresh(offer).save_revision().publish()
        translated = fresh(offer).copy_for_translation(english)
        submission = SubmissionFactory(intake=translated.get_intakes()[0])
        fresh(offer).latest_revision.publish()
        submission.refresh_from_db()
        assert submission.intake.page_id == translated.pk

    def test_what_was_sent_in_one_language_keeps_the_intake_in_the_other(self, offer, english):
        IntakeFactory(page=offer, title="Start")
        translated = fresh(offer).copy_for_translation(english)
        SubmissionFactory(intake=translated.get_intakes()[0])
        offer.latest_revision.publish()
        assert titles(offer) == ["Start"]
        assert fresh(offer).get_statuses()[0].taken == 1

    def test_removing_the_intake_in_one_language_keeps_it_in_the_other(self, offer, english):
        IntakeFactory(page=offer)
        translated = fresh(offer).copy_for_translation(english)
        offer.latest_revision.publish()
        assert titles(offer) == []
        assert len(translated.get_statuses()) == 1

    def test_intake_that_comes_back_shares_places_again(self, offer, english):
        IntakeFactory(page=offer, title="Start")
        with_it = fresh(offer).save_revision()
        translated = fresh(offer).copy_for_translation(english)
        offer.latest_revision.publish()
        SubmissionFactory(intake=translated.get_intakes()[0])
        with_it.publish()
        assert titles(offer) == ["Start"]
        assert fresh(offer).get_statuses()[0].taken == 1


class TestAlias:
    def test_alias_shows_the_original_with_its_places(self, offer):
        taken = taken_intake(offer)
        alias = fresh(offer).create_alias(update_slug="alias")
        assert alias.get_intakes() == [taken]
        assert alias.get_statuses()[0].taken == 1

    def test_alias_of_an_alias_shows_the_original(self, offer):
        taken = taken_intake(offer)
        alias = fresh(offer).create_alias(update_slug="alias")
        assert alias.create_alias(update_slug="second").get_intakes() == [taken]

    def test_publishing_the_original_never_touches_submissions(self, offer):
        taken = taken_intake(offer, title="Taken")
        fresh(offer).create_alias(update_slug="alias")
        fresh(offer).save_revision().publish()
        assert Submission.objects.get().intake == taken
        assert titles(offer) == ["Taken"]

    def test_alias_in_another_language(self, home, offer):
        taken = taken_intake(offer, capacity=5)
        english = Locale.objects.get_or_create(language_code="en")[0]
        home.copy_for_translation(english)
        alias = fresh(offer).copy_for_translation(english, alias=True)
        fresh(offer).save_revision().publish()
        assert fresh(alias).get_intakes() == [taken]
        assert fresh(alias).get_statuses()[0].places_left == 4

    def test_alias_that_becomes_an_ordinary_page_gets_places_of_its_own(self, offer, root_page):
        taken = taken_intake(offer, capacity=5)
        alias = fresh(offer).create_alias(update_slug="alias")
        client = log_in(make_editor(root_page))
        client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
        page = fresh(alias)
        assert page.alias_of_id is None
        assert [status.taken for status in page.get_statuses()] == [0]
        fresh(page).get_latest_revision().publish()
        fresh(offer).save_revision().publish()
        assert Submission.objects.get().intake == taken
        assert page.get_intakes()[0] != taken


class TestRefusal:
    def test_counts_those_below(self, home, offer):
        taken_intake(offer)
        taken_intake(EventPageFactory())
        assert (submissions_below(offer), submissions_below(home)) == (1, 2)

    def test_page_beside_it_is_free(self, offer):
        taken_intake(offer)
        assert submissions_below(EventPageFactory()) == 0

    def test_page_without_submissions_is_not_refused(self, offer):
        IntakeFactory(page=offer)
        assert refuse_if_submissions(offer) is None

    @pytest.mark.parametrize(
        ("count", "words"),
        [
            (1, "“Course” can't be moved or deleted: it holds 1 submission. "),
            (2, "“Course” can't be moved or deleted: it holds 2 submissions. "),
        ],
    )
    def test_says_why_and_what_to_do(self, offer, count, words):
        offer.title = "Course"
        for _number in range(count):
            taken_intake(offer)
        with translation.override("en"), refused("has_submissions") as refusal:
            refuse_if_submissions(offer)
        instead = "Unpublish it or cancel its start dates instead."
        assert str(refusal.value) == words + instead

    def test_page_with_withdrawn_submissions_stays_too(self, offer):
        SubmissionFactory(intake=IntakeFactory(page=offer), state="withdrawn")
        with refused("has_submissions"):
            offer.delete()
        assert Page.objects.filter(pk=offer.pk).exists()


def test_only_intakes_with_submissions_are_kept(offer):
    taken, free = taken_intake(offer), IntakeFactory(page=offer)
    assert with_submissions([taken, free, Intake(title="Not stored")]) == [taken]
