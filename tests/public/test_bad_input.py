"""What people, programs and bad luck put into a form."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.questions.builders import PDF, PNG, question, upload
from wagtail_inddragelse.models import Attachment, Intake, Participant, Submission

from .browser import CONTACT
from .conftest import FORM_PATH

RTL = "\u202bיעל כהן\u202c"
EMOJI = "Zoë 👩🏽‍🚀 Ødegård-نور"


def stored() -> int:
    return Submission.objects.count()


class TestTooMuch:
    MEGABYTE = 1024 * 1024

    def test_ten_megabytes_of_text_are_refused_before_they_are_read(self, browser, form):
        answer = browser.send(form, **{**CONTACT, "organisation": "x" * 10 * self.MEGABYTE})

        assert (answer.status, stored()) == (413, 0)
        assert answer.title == "Error: Your form has not been sent"
        assert "What you typed is still there." in answer.text
        assert answer.soup.select_one("main a")["href"] == FORM_PATH

    def test_two_megabytes_of_text_are_shown_again_with_what_is_wrong(self, browser, ask):
        ask(question("long_text", "why", max_length=500))
        text = "x" * 2 * self.MEGABYTE

        answer = browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-why": text})

        assert (answer.status, stored()) == (422, 0)
        assert list(answer.errors) == ["q-why"]
        assert answer.fields["q-why"] == text

    def test_a_thousand_people_are_told_how_many_can_come(self, browser, form, intake):
        Intake.objects.filter(pk=intake.pk).update(max_participants=4)
        form = browser.get(FORM_PATH)
        people = {f"participant-{n}-name": "Bo" for n in range(500)}

        answer = browser.send(form, **CONTACT, **people, **{"participants-total": "1000"})

        assert (answer.status, stored()) == (422, 0)
        limit = "You can sign up at most 4 participants. You have entered 1001."
        assert limit in answer.errors.values()

    @pytest.mark.parametrize("fields", ["name", "email"])
    def test_more_fields_than_the_site_takes(self, browser, form, fields, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
        people = {f"participant-{n}-{fields}": "Bo" for n in range(1000)}

        answer = browser.send(form, **CONTACT, **people, **{"participants-total": "1000"})

        assert (answer.status, stored()) == (413, 0)

    def test_more_files_than_the_site_takes(self, browser, ask):
        ask(question("attachment", "plan"))
        files = {f"q-{n}": upload("plan.pdf") for n in range(101)}

        answer = browser.send(browser.get(FORM_PATH), **CONTACT, **files)

        assert (answer.status, stored()) == (413, 0)

    def test_a_broken_multipart_body_is_no_error_of_ours(self, browser, form):
        response = browser.client.post(
            form.action, b"--x\r\nnonsense", content_type="multipart/form-data"
        )

        assert (response.status_code, stored()) == (400, 0)


class TestText:
    def test_nul_bytes_are_taken_out(self, browser, ask):
        ask(question("long_text", "why"))

        answer = browser.send(
            browser.get(FORM_PATH),
            **{**CONTACT, "contact_name": "Ada\x00 Holm", "q-why": "be\x00cause\x07"},
        )

        assert answer.status == 303
        row = Submission.objects.get()
        assert (row.contact_name, row.answers) == ("Ada Holm", {"why": "because"})

    def test_nul_bytes_in_names_of_fields_do_no_harm(self, browser, form):
        extra = {"kept-\x00": "\x00", "q-\x00": "x", "intake\x00": "1"}

        assert browser.send(form, **CONTACT, **extra).status == 303

    @pytest.mark.parametrize("name", [RTL, EMOJI])
    def test_any_name_is_shown_as_it_was_written(self, browser, form, name):
        receipt = browser.receipt(browser.send(form, **{**CONTACT, "contact_name": name}))

        assert Submission.objects.get().contact_name == name
        assert f"Name {name}" in receipt.text
        assert mail.outbox[0].to == ["ada@example.dk"]

    def test_a_name_that_runs_the_other_way_leaves_the_rest_in_order(self, browser, form):
        answer = browser.send(form, **{**CONTACT, "contact_name": RTL})
        html = browser.receipt(answer).response.content.decode()

        assert f"<bdi>{RTL}</bdi>" in html

    def test_html_is_text(self, browser, form):
        name = "<script>alert(1)</script>"
        answer = browser.send(form, **{**CONTACT, "contact_name": name, "contact_email": ""})
        receipt = browser.receipt(browser.send(answer, contact_email="ada@example.dk"))

        assert answer.fields["contact_name"] == name
        assert b"<script>alert" not in answer.response.content + receipt.response.content
        assert f"Name {name}" in receipt.text

    @pytest.mark.parametrize(
        "email",
        [
            "ada@example.dk\nBcc: all@example.dk",
            "ada@example.dk\r\n",
            "ada@example.dk\u2028x",
            "ada",
            "ada@example.dk, bo@example.dk",
            "a" * 255 + "@example.dk",
        ],
    )
    def test_what_is_no_address_is_refused_at_its_field(self, browser, form, email):
        answer = browser.send(form, contact_name="Ada Holm", contact_email=email)

        assert (answer.status, list(answer.errors), stored()) == (422, ["contact_email"], 0)
        assert mail.outbox == []

    def test_no_subject_names_anyone(self, browser, form):
        browser.send(form, **{**CONTACT, "organisation": "Skive Kommune"})

        subjects = " ".join(message.subject for message in mail.outbox)
        personal = ("Ada", "Holm", "example.dk", "Skive")
        assert [word for word in personal if word in subjects] == []

    def test_a_missing_answer_is_said_in_plain_words(self, browser, form):
        answer = browser.send(form)

        assert (answer.status, answer.title) == (422, "Error: Sign up")
        assert answer.errors == {
            "contact_name": "Enter your name",
            "contact_email": "Enter your e-mail",
        }


class TestFiles:
    @pytest.fixture(autouse=True)
    def _question(self, ask, private_files):
        ask(question("attachment", "plan", label="Plan", required=True))

    @pytest.fixture
    def send(self, browser):
        form = browser.get(FORM_PATH)
        return lambda file: browser.send(form, **CONTACT, **{"q-plan": file})

    @pytest.mark.parametrize(
        ("name", "content", "claimed", "message"),
        [
            (
                "plan.exe",
                b"MZ",
                "application/pdf",
                "“plan.exe” is a type of file we cannot take. "
                "Choose a file in PDF, DOCX, ODT, XLSX, ODS, PNG, JPG or HEIC.",
            ),
            (
                "plan.pdf",
                PNG,
                "application/pdf",
                "“plan.pdf” is not what its name says. Save it again as "
                "PDF, DOCX, ODT, XLSX, ODS, PNG, JPG or HEIC.",
            ),
            (
                "plan.pdf",
                PDF,
                "text/html",
                "“plan.pdf” is not what its name says. Save it again as "
                "PDF, DOCX, ODT, XLSX, ODS, PNG, JPG or HEIC.",
            ),
            ("plan.pdf", b"", "application/pdf", "The file in “Plan” is empty."),
            (
                "x" * 160 + ".pdf",
                PDF,
                "application/pdf",
                "The file name in “Plan” is too long. Give the file a shorter name.",
            ),
        ],
    )
    def test_a_wrong_file_is_refused_in_words(
        self, send, private_files, name, content, claimed, message
    ):
        answer = send(SimpleUploadedFile(name, content, content_type=claimed))

        assert (answer.status, answer.errors) == (422, {"q-plan": message})
        assert (stored(), Attachment.objects.count(), private_files()) == (0, 0, [])
        assert answer.fields["contact_name"] == "Ada Holm"

    def test_one_that_is_too_big(self, send, settings):
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_MAX_BYTES": 1000}

        answer = send(upload("plan.pdf", PDF + b" " * 1000))

        message = "“plan.pdf” is too large. A file can be at most 1000\xa0bytes."
        assert answer.errors == {"q-plan": message}

    def test_no_file_at_all(self, browser):
        answer = browser.send(browser.get(FORM_PATH), **CONTACT)

        assert answer.errors == {"q-plan": "Choose a file for “Plan”"}

    def test_text_where_a_file_belongs(self, send):
        assert send("plan.pdf").errors == {"q-plan": "Choose a file for “Plan”"}

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("../../etc/plan.pdf", "plan.pdf"),
            (r"..\..\plan.pdf", "plan.pdf"),
            ("C:\\Users\\Ada\\plan.pdf", "plan.pdf"),
            ("pl\x00an.pdf", "plan.pdf"),
            ("pla\nn.pdf", "plan.pdf"),
            ("plan \u202efdp.pdf", "plan fdp.pdf"),
            ("plan 👩🏽 Ø.pdf", "plan 👩🏽 Ø.pdf"),
            ("תכנית.pdf", "תכנית.pdf"),
        ],
    )
    def test_the_name_of_a_file_leads_nowhere(self, browser, send, private_files, name, expected):
        file = upload("plan.pdf")
        file._name = name

        receipt = browser.receipt(send(file))

        row = Attachment.objects.get()
        assert row.name == expected
        assert private_files() == [row.file.name.removeprefix("attachments/")]
        assert f"{expected} (" in receipt.text

    @pytest.mark.parametrize("verdict", ["no", "crash"])
    def test_what_the_scanner_does_not_pass_is_refused_kindly(
        self, send, settings, private_files, verdict
    ):
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_SCANNER": f"{__name__}.scan_{verdict}"}

        answer = send(upload("plan.pdf"))

        message = "“plan.pdf” could not be checked for viruses. Try another file."
        assert answer.errors == {"q-plan": message}
        assert (stored(), private_files()) == (0, [])

    def test_what_it_passes_is_stored_whole(self, send, settings):
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_SCANNER": f"{__name__}.scan_yes"}

        assert send(upload("plan.pdf")).status == 303
        with Attachment.objects.get().file.open() as file:
            assert file.read() == PDF


def scan_yes(file) -> bool:
    return file.read() == PDF


def scan_no(file) -> bool:
    return False


def scan_crash(file) -> bool:
    raise ConnectionError


class TestPeople:
    @pytest.fixture
    def two(self, browser, intake):
        Intake.objects.filter(pk=intake.pk).update(max_participants=3)
        return browser.send(browser.get(FORM_PATH), **CONTACT, add_participant="1")

    def test_a_person_without_a_name_is_asked_for(self, browser, two):
        answer = browser.send(two)

        assert list(answer.errors.values()) == [
            "Participant 1: Enter the person's name",
            "Participant 1: Enter the person's e-mail",
        ]

    def test_any_name(self, browser, two):
        person = {"participant-0-name": EMOJI, "participant-0-email": "zoe@example.dk"}

        receipt = browser.receipt(browser.send(two, **person))

        assert Participant.objects.get(position=1).name == EMOJI
        assert f"{EMOJI}, zoe@example.dk" in receipt.text

    @pytest.mark.parametrize("total", ["-1", "x", "", "9" * 9, "1.5", "\x00"])
    def test_a_made_up_number_of_people(self, browser, two, total):
        answer = browser.send(two, **{"participants-total": total})

        assert answer.status in (303, 422)
        assert Participant.objects.count() in (0, 1)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_for_forms(browser, form, method):
    assert getattr(browser.client, method)(form.action).status_code == 405


@pytest.mark.parametrize("page_id", ["0", "9" * 9, "9" * 30])
def test_a_page_that_is_not_there(client, home, page_id):
    assert client.post(f"/inddragelse/sign-up/{page_id}/").status_code == 404


def test_a_page_that_takes_no_sign_ups(browser, event):
    assert browser.client.post(f"/inddragelse/sign-up/{event.pk}/").status_code == 404
