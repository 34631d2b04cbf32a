"""What is around us fails: the page still works, or says kindly what to do, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import tempfile
import time

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.domain.builders import sign_up
from tests.domain.people import make_user
from tests.mail_server import use_backend
from tests.questions.builders import PDF, question, upload
from wagtail_inddragelse.domain.assessment import decisions
from wagtail_inddragelse.domain.casework import messages
from wagtail_inddragelse.domain.intakes import places
from wagtail_inddragelse.domain.signup import (
    more_wanted,
    secret_link,
    self_service,
    signup,
    subscriptions,
)
from wagtail_inddragelse.mail.delivery import send_due
from wagtail_inddragelse.mail.notices import send_notice
from wagtail_inddragelse.mail.sending import resume_sending
from wagtail_inddragelse.mail.tasks import deliver_message
from wagtail_inddragelse.models import (
    Attachment,
    Delivery,
    Intake,
    Message,
    Role,
    State,
    Submission,
)
from wagtail_inddragelse.models.attachment import PrivateFiles
from wagtail_inddragelse.questions.schema import FormSchema, Question, Step
from wagtail_inddragelse.testing.factories import (
    FormVersionFactory,
    MentionFactory,
    NoteFactory,
    SubmissionFactory,
    UserFactory,
)

from .browser import CONTACT, Page, read_fields
from .conftest import FORM_PATH

LARGE = PDF + b"0" * (3 * 1024 * 1024)
"""More than Django keeps in memory, so that it comes as a file of its own."""


class DownCache(LocMemCache):
    """A cache whose server is gone."""

    def _gone(self, *args, **kwargs):
        raise ConnectionError("Connection refused: ada@example.dk")

    get = set = add = touch = delete = incr = _gone

    def clear(self):
        """Nothing to clear between tests."""


def names() -> list[str]:
    return list(Submission.objects.values_list("contact_name", flat=True))


class TestCache:
    @pytest.fixture(autouse=True, params=["ours", "everybody's"])
    def _down(self, request, settings, home):
        down = {"BACKEND": f"{__name__}.DownCache"}
        lenient = "wagtail_inddragelse.public.lenient.LenientCache"
        if request.param == "ours":
            settings.CACHES = {**settings.CACHES, "down": down}
            settings.WAGTAIL_INDDRAGELSE = {"CACHE": "down"}
        else:
            settings.CACHES = {"default": {"BACKEND": lenient, "LOCATION": "down"}, "down": down}

    def test_the_offer_is_shown(self, browser):
        assert browser.get("/course/").status == 200

    def test_the_form_is_shown(self, browser):
        assert browser.get(FORM_PATH).form is not None

    def test_a_sign_up_is_taken(self, browser):
        assert browser.send(browser.get(FORM_PATH), **CONTACT).status == 303
        assert names() == ["Ada Holm"]

    def test_it_is_logged_without_words_of_the_error(self, browser, caplog):
        browser.send(browser.get(FORM_PATH), **CONTACT)
        assert "The cache 'down' failed at add: ConnectionError" in caplog.messages
        assert "ada@" not in caplog.text


@pytest.fixture
def silent(settings):
    """A mail server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=8) as server:
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        host, port = server.getsockname()
        use_backend(settings, smtp, host=host, port=port, timeout=settings_timeout())
        settings.WAGTAIL_INDDRAGELSE = {
            "MAIL_TIMEOUT": 1,
            "CASE_OFFICE_EMAIL": "sager@example.dk",
        }
        yield server


class TestMailServer:
    def test_nobody_waits_for_one_that_never_answers(self, browser, form, silent):
        began = time.perf_counter()
        answer = browser.send(form, **CONTACT)
        assert (answer.status, time.perf_counter() - began < 2.5) == (303, True)

    def test_its_mails_wait_in_the_outbox(self, browser, form, silent):
        browser.send(form, **CONTACT)
        assert {m.delivery for m in Message.objects.all()} == {Delivery.QUEUED}
        assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 1]


def withdraw(intake, user):
    self_service.withdraw(SubmissionFactory(intake=intake))


def sign_up_three(intake, user):
    signup.submit(sign_up(intake, people=3))


def release(intake, user):
    Intake.objects.update(selection=Intake.Selection.ASSESSED)
    for _number in range(3):
        row = SubmissionFactory(intake=Intake.objects.get(), state=State.RECEIVED)
        decisions.prepare(row, "accept", reason="", user=user)
    decisions.release(row.intake, user=user)


def ask_for_more(intake, user):
    why = Question(id="why", type="long_text", label="Why?")
    schema = FormSchema(steps=(Step(id="s1", title="About you", questions=(why,)),))
    version = FormVersionFactory(form_schema=schema)
    due_at = timezone.now() + dt.timedelta(days=3)
    for _number in range(2):
        row = SubmissionFactory(intake=intake, state=State.UNDER_ASSESSMENT, form_version=version)
        more_wanted.ask(row, ["why"], due_at=due_at, user=user)


def link_once_more(intake, user):
    secret_link.mail_again(SubmissionFactory(intake=intake))
    secret_link.mail_again(SubmissionFactory(intake=intake))


def subscription(intake, user):
    subscriptions.subscribe(intake, "ada@example.dk", "en")
    subscriptions.subscribe(intake, "bo@example.dk", "en")
    subscriptions.notify_subscribers()


def send_drafts(intake, user):
    rows = [SubmissionFactory(intake=intake) for _number in range(5)]
    messages.write(rows, "S", "T", user=user, send=False)
    messages.send_all(Message.objects.all(), user=user)


def write_to_many(intake, user):
    rows = [SubmissionFactory(intake=intake) for _number in range(5)]
    messages.write(rows, "S", "T", user=user, send=True)


DEEDS = [
    withdraw,
    sign_up_three,
    release,
    ask_for_more,
    link_once_more,
    subscription,
    send_drafts,
    write_to_many,
]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_mail_server_that_never_answers_is_waited_for_once(
    deed, intake, form_page, silent, django_capture_on_commit_callbacks
):
    """Whatever writes to people while somebody waits for a page."""
    intake.waiting_list = Intake.WaitingList.AUTOMATIC
    intake.capacity = 5
    intake.save()
    if deed is withdraw:
        SubmissionFactory(intake=intake, state=State.WAITING)
    with django_capture_on_commit_callbacks(execute=True):
        deed(intake, UserFactory(is_superuser=True))
    mails = Message.objects.all()
    assert mails.count() > 1
    assert {mail.delivery for mail in mails} == {Delivery.QUEUED}
    assert sum(mail.attempts for mail in mails) == 1


def test_those_mentioned_in_a_note_are_not_waited_for_either(intake, silent, home):
    row = SubmissionFactory(intake=intake)
    people = [make_user(name, intake.page, Role.SEE) for name in ("lene", "per", "uma")]
    note = NoteFactory(submission=row)
    mentions = [MentionFactory(note=note, user=user) for user in people]
    began = time.perf_counter()
    assert [send_notice(mention.pk) for mention in mentions] == [False] * 3
    assert time.perf_counter() - began < 2.5


def test_one_that_answers_again_is_used_again(
    intake, settings, silent, mailoutbox, django_capture_on_commit_callbacks
):
    row = SubmissionFactory(intake=intake)
    deliver_now = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        secret_link.mail_again(row)
    use_backend(settings, deliver_now)
    resume_sending()
    with django_capture_on_commit_callbacks(execute=True):
        secret_link.mail_again(SubmissionFactory(intake=intake))
    assert len(mailoutbox) == 1
    assert send_due(timezone.now() + dt.timedelta(hours=1))[Delivery.SENT] == 1


def settings_timeout() -> int | None:
    """What a site has that says nothing; from Django 6.1 its options are its own to give."""
    from django.conf import settings

    return 1 if hasattr(settings, "MAILERS") else None


class TestBroker:
    def test_a_sign_up_is_taken_while_it_is_down(self, browser, form, monkeypatch):
        monkeypatch.setattr(type(deliver_message), "enqueue", _refuse_connection)
        assert browser.send(form, **CONTACT).status == 303
        assert {m.delivery for m in Message.objects.all()} == {Delivery.QUEUED}


class FullDisk(InMemoryStorage):
    def _save(self, name, content):
        raise OSError(28, "No space left on device")


class TestDisk:
    PROBLEM = (
        "Your file could not be stored just now. Nothing has been sent. Choose the file again "
        "and try once more in a few minutes."
    )

    @pytest.fixture(autouse=True)
    def _question(self, ask, browser):
        ask(question("attachment", "plan", label="Plan", required=True))

    @pytest.fixture(params=["full", "not writable"])
    def _no_room(self, request, use_storage, tmp_path):
        if request.param == "full":
            use_storage(FullDisk())
        else:
            (tmp_path / "file").write_text("in the way")
            use_storage(PrivateFiles(tmp_path / "file" / "private"))

    @pytest.mark.usefixtures("_no_room")
    def test_a_form_comes_back_with_what_was_typed(self, browser):
        answer = browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-plan": upload("plan.pdf")})
        assert (answer.status, answer.problem) == (503, self.PROBLEM)
        assert answer.fields["contact_name"] == "Ada Holm"

    @pytest.mark.usefixtures("_no_room")
    def test_nothing_is_done_by_halves(self, browser):
        browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-plan": upload("plan.pdf")})
        assert (names(), Attachment.objects.count(), Message.objects.count()) == ([], 0, 0)

    @pytest.mark.usefixtures("_no_room")
    def test_a_form_with_other_errors_says_that_the_file_is_lost(self, browser):
        answer = browser.send(browser.get(FORM_PATH), **{"q-plan": upload("plan.pdf")})
        assert (answer.status, answer.problem) == (422, self.PROBLEM)

    @pytest.mark.usefixtures("_no_room")
    def test_a_step_is_not_left(self, browser, ask):
        ask(
            question("attachment", "plan", label="Plan", required=True),
            one_step_at_a_time=True,
        )
        answer = browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-plan": upload("plan.pdf")})
        assert (answer.status, answer.problem) == (503, self.PROBLEM)

    @pytest.mark.usefixtures("_no_room")
    def test_it_is_logged_without_the_name_of_the_file(self, browser, caplog):
        browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-plan": upload("Ada Holm.pdf")})
        assert "A file could not be stored" in caplog.text
        assert "Ada" not in caplog.text

    def test_it_can_be_sent_once_there_is_room(self, browser, use_storage):
        use_storage(FullDisk())
        again = browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-plan": upload("plan.pdf")})
        use_storage(InMemoryStorage())
        assert browser.send(again, **{"q-plan": upload("plan.pdf")}).status == 303

    def test_a_large_file_outlives_a_refusal(self, browser, intake, use_storage, tmp_path):
        use_storage(FileSystemStorage(tmp_path))
        form = browser.get(FORM_PATH)
        SubmissionFactory(intake=intake, contact_email="ada@example.dk")
        answer = browser.send(form, **CONTACT, **{"q-plan": upload("plan.pdf", LARGE)})
        assert answer.status == 409
        sent = browser.send(answer, contact_email="bo@example.dk")
        assert sent.status == 303
        with Attachment.objects.get().file.open() as file:
            assert file.read() == LARGE
        assert len(list((tmp_path / "attachments").iterdir())) == 1

    def test_no_temporary_file_is_left(self, browser, use_storage, tmp_path, settings):
        settings.FILE_UPLOAD_TEMP_DIR = tempfile.mkdtemp(dir=tmp_path)
        use_storage(FileSystemStorage(tmp_path / "private"))
        answer = browser.send(
            browser.get(FORM_PATH), **CONTACT, **{"q-plan": upload("plan.pdf", LARGE)}
        )
        answer.response.close()
        assert answer.status == 303


class TestDatabase:
    @pytest.fixture
    def cut(self, monkeypatch):
        """The connection is cut when places are to be locked."""
        monkeypatch.setattr(places, "lock", _cut)

    @pytest.fixture
    def answer(self, browser, form, cut):
        return browser.send(form, **CONTACT)

    def test_the_page_says_so(self, answer):
        assert answer.status == 503
        assert answer.soup.h1.get_text() == "Your form has not been sent"

    def test_all_that_was_typed_is_sent_again_by_a_button(self, answer, browser, monkeypatch):
        fields = read_fields(answer.soup.form)
        monkeypatch.undo()
        assert browser.post(answer.soup.form["action"], fields).status == 303
        assert names() == ["Ada Holm"]

    def test_what_was_stored_after_all_is_not_stored_twice(self, browser, form, monkeypatch):
        store = signup._store

        def cut_after_commit(sign_up):
            store(sign_up)
            raise OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(signup, "_store", cut_after_commit)
        answer = browser.send(form, **CONTACT)
        monkeypatch.undo()
        browser.post(answer.soup.form["action"], read_fields(answer.soup.form))
        assert names() == ["Ada Holm"]

    def test_it_is_logged_without_what_was_typed(self, caplog, browser, form, cut):
        browser.send(form, **CONTACT)
        assert "A form was not taken: OperationalError" in caplog.messages
        assert "ada" not in caplog.text.lower()

    def test_looking_at_it_is_the_sites_own_matter(self, intake, form_page, monkeypatch):
        monkeypatch.setattr("wagtail_inddragelse.public.views.get_form_page", _cut)
        with pytest.raises(OperationalError):
            Client().get(f"/inddragelse/sign-up/{form_page.pk}/")


@pytest.mark.django_db(transaction=True)
class TestDatabaseConnection:
    """A connection that is really cut, where there is a server that can cut it."""

    KILL = {
        "postgresql": "SELECT pg_terminate_backend(pg_backend_pid())",
        "mysql": "KILL CONNECTION_ID()",
        "sqlite": "SELECT no_such_function()",
    }

    def test_nothing_is_taken_and_the_next_attempt_is(self, browser, form, monkeypatch):
        def kill(*args):
            with connection.cursor() as cursor:
                cursor.execute(self.KILL[connection.vendor])

        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        monkeypatch.setattr(places, "lock", kill)
        answer = browser.send(form, **CONTACT)
        monkeypatch.undo()
        connection.close()
        assert (answer.status, names(), Intake.objects.count()) == (503, [], 1)
        page = Page(Client().post(answer.soup.form["action"], read_fields(answer.soup.form)))
        assert (page.status, Submission.objects.get().state) == (303, State.CONFIRMED)


def _refuse_connection(*args, **kwargs):
    raise ConnectionError


def _cut(*args, **kwargs):
    raise OperationalError("server closed the connection: ada@example.dk")
