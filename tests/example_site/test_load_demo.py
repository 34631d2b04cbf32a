"""The command that loads the demo."""

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from example_site.demo.submissions import send_submissions
from wagtail_inddragelse.models import (
    Intake,
    IntakeChange,
    Message,
    Role,
    Submission,
    granted_pages,
)

pytestmark = pytest.mark.usefixtures("demo", "db")

APPS = ("wagtail_inddragelse", "wagtail_inddragelse_pages", "home", "wagtailcore", "auth")


def count_rows():
    """The number of rows of each model of the apps that the demo fills."""
    models = (model for app in APPS for model in apps.get_app_config(app).get_models())
    return {model._meta.label: model._default_manager.count() for model in models}


def test_loading_twice_adds_nothing():
    before = count_rows()
    call_command("load_demo", verbosity=0)
    assert count_rows() == before


def test_loading_on_a_later_day_moves_the_days_and_tells_nobody():
    before = count_rows()
    deadlines = list(Intake.objects.values_list("closes_at", flat=True).order_by("pk"))
    with time_machine.travel("2031-03-03T12:00:00+01:00"):
        call_command("load_demo", verbosity=0)
    moved = list(Intake.objects.values_list("closes_at", flat=True).order_by("pk"))
    assert [old == new for old, new in zip(deadlines, moved, strict=True) if old] == [False] * 8
    assert (
        count_rows()["wagtail_inddragelse.IntakeChange"]
        == (before["wagtail_inddragelse.IntakeChange"])
    )


def test_loading_again_puts_right_what_an_editor_changed():
    page = Page.objects.get(slug="om-projektet").specific
    page.title = "Noget andet"
    page.save_revision().publish()
    call_command("load_demo", verbosity=0)
    assert Page.objects.get(slug="om-projektet").title == "Om projektet"


def test_submissions_are_sent_once():
    assert send_submissions(6) == 6
    assert send_submissions(6) == 0
    assert Submission.objects.count() == 6


def test_the_first_are_twelve_municipalities_that_apply_with_a_letter():
    send_submissions(18)
    round_ = Submission.objects.filter(intake__page__slug="raadgivningsforloeb")
    assert (round_.count(), round_.values("municipality_code").distinct().count()) == (12, 12)
    assert [row.attachments.count() for row in round_] == [1] * 12


@pytest.fixture
def past():
    return Submission.objects.filter(intake__page__slug="fyraftensmoeder")


def test_thousands_are_as_many_as_asked_for(past):
    call_command("load_demo", submissions=260, verbosity=0)
    assert Submission.objects.count() == 260
    assert past.filter(participants__isnull=False).count() == past.count() >= 60


def test_past_sign_ups_are_over_and_send_no_mail(past):
    call_command("load_demo", submissions=230, verbosity=0)
    assert set(past.values_list("state", flat=True)) <= {"attended", "absent", "withdrawn"}
    assert not Message.objects.filter(submission__in=past).exists()


def test_past_sign_ups_are_added_once():
    for _ in range(2):
        call_command("load_demo", submissions=215, verbosity=0)
    assert Submission.objects.count() == 215


def test_it_is_refused_when_debug_is_off(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("load_demo", verbosity=0)


@pytest.mark.parametrize("username", ["admin", "redaktor", "sagsbehandler", "vurderer1"])
def test_everybody_logs_in_with_the_password_that_is_printed(username, capsys):
    call_command("load_demo")
    assert "Password    demo" in capsys.readouterr().out
    assert authenticate(username=username, password="demo") is not None


def test_the_caseworker_works_on_all_offers_and_edits_none():
    user = get_user_model().objects.get(username="sagsbehandler")
    offers = {intake.page_id for intake in Intake.objects.all()}
    for role in Role:
        assert offers <= set(granted_pages(user, role).values_list("pk", flat=True))
    assert user.has_perm("wagtailadmin.access_admin")
    pages = Page.objects.filter(pk__in=offers)
    assert not any(page.permissions_for_user(user).can_edit() for page in pages)


def test_the_assessors_assess_and_decide_nothing():
    user = get_user_model().objects.get(username="vurderer1")
    roles = [role for role in Role if granted_pages(user, role).exists()]
    assert roles == [Role.SEE, Role.ASSESS]


def test_the_editor_edits_all_pages_and_reads_no_submissions():
    send_submissions(3)
    user = get_user_model().objects.get(username="redaktor")
    offers = Page.objects.filter(pk__in=Intake.objects.values("page"))
    assert all(page.permissions_for_user(user).can_publish() for page in offers)
    assert not Submission.objects.visible_to(user).exists()


def test_everything_is_open_today():
    course = Page.objects.get(slug="temaforloeb").specific
    meeting = Page.objects.get(slug="nationalt-temamoede").specific
    programme = Page.objects.get(slug="raadgivningsforloeb").specific
    workshops = Page.objects.get(slug="workshopforloeb").specific
    statuses = [
        status for page in (course, meeting, programme, workshops) for status in page.get_statuses()
    ]
    assert [status.is_open for status in statuses] == [True] * 6


def test_the_english_course_shares_the_places_of_the_danish_one():
    english = Locale.objects.get(language_code="en")
    danish_page = Page.objects.get(slug="temaforloeb").specific
    english_page = danish_page.get_translation(english)
    before = [status.places_left for status in english_page.get_statuses()]
    send_submissions(24)
    danish = [status.places_left for status in danish_page.get_statuses()]
    after = [status.places_left for status in english_page.get_statuses()]
    assert danish == after
    assert sum(after) < sum(before)


def test_questions_have_the_same_ids_in_both_languages():
    english = Locale.objects.get(language_code="en")
    danish_form = Page.objects.get(slug="tilmelding", url_path__contains="temaforloeb").specific
    schemas = [
        danish_form.get_schema(),
        danish_form.get_translation(english).specific.get_schema(),
    ]
    ids = [{question.id for question in schema.questions} for schema in schemas]
    assert ids[0] == ids[1]


def test_each_moved_deadline_is_noted_once():
    changes = IntakeChange.objects.filter(intake__locale__language_code="da")
    assert [change.kind for change in changes] == ["deadline"] * 4


def test_every_block_of_every_page_is_one_an_editor_could_save():
    for page in Page.objects.filter(depth__gt=1).specific():
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                value = getattr(page, field.name)
                value.stream_block.clean(value)
