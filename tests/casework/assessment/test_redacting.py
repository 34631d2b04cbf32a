"""Redacting a case in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from wagtail_inddragelse.domain.assessment import blinding, conflicts, redaction
from wagtail_inddragelse.models import Role
from wagtail_inddragelse.testing.factories import AttachmentFactory

from ..cases import REDACTED, body, clear, give, leaks, make_case
from ..conftest import make_user

pytestmark = pytest.mark.django_db

STILL = "Fordi Hjørring ønsker det"


@pytest.fixture
def submission(own_offer):
    return make_case(own_offer, blind=True)


@pytest.fixture
def decider(own_offer, submission):
    user = give(make_user("decider"), own_offer, Role.DECIDE)
    conflicts.declare(user, submission, has_conflict=False)
    return user


@pytest.fixture
def decider_client(client, decider):
    client.force_login(decider)
    return client


def attachment(submission):
    return submission.attachments.get()


def pdf(contents: bytes = b"", name: str = "letter.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4\n" + contents, "application/pdf")


def full_disk(*_args, **_kwargs):
    raise OSError("No space left on device")


def as_it_came(page) -> dict[str, str]:
    """What the browser sends when nothing on the page is changed."""
    form = BeautifulSoup(page.content, "html.parser").find("form", enctype="multipart/form-data")
    texts = {field["name"]: field.get_text()[1:] for field in form.find_all("textarea")}
    return texts | {tick["name"]: "on" for tick in form.find_all("input", checked=True)}


def url(submission) -> str:
    return reverse("inddragelse_redact", args=[submission.pk])


def post(client, submission, button: str, **data):
    data = {"words-why": REDACTED, **data, button: ""}
    response = client.post(url(submission), data)
    submission.refresh_from_db()
    submission.__dict__.pop("redaction", None)
    return response


def kept(submission) -> tuple[str, int, bool]:
    redaction = submission.redaction
    texts = redaction.words["why"]["text"]
    return texts, redaction.attachments.count(), blinding.is_cleared(submission)


def test_shows_the_original_beside_a_copy_without_known_names(decider_client, submission):
    [(passage, field)] = decider_client.get(url(submission)).context["form"].pairs
    assert (passage.original, field.value()) == (submission.answers["why"], REDACTED)


def test_is_kept_without_being_cleared(decider_client, submission):
    response = post(decider_client, submission, "keep")
    assert (response.url, kept(submission)) == (url(submission), (REDACTED, 0, False))


def test_is_cleared_and_goes_on_to_the_next(decider_client, decider, submission):
    later = make_case(
        submission.intake.page, intake=submission.intake, contact_email="another@example.dk"
    )
    response = post(decider_client, submission, "clear")
    assert (response.url, kept(submission)) == (url(later), (REDACTED, 0, True))


def test_the_last_one_leads_to_the_selection(decider_client, submission):
    response = post(decider_client, submission, "clear")
    assert response.url == reverse("inddragelse_selection", args=[submission.intake_id])


def test_attachments_are_shown_when_ticked(decider_client, submission):
    post(decider_client, submission, "clear", **{f"show-{attachment(submission).pk}": "on"})
    assert kept(submission) == (REDACTED, 1, True)


def test_attachments_of_other_cases_cannot_be_ticked(decider_client, submission, other_offer):
    foreign = attachment(make_case(other_offer))
    post(decider_client, submission, "clear", **{f"show-{foreign.pk}": "on"})
    assert kept(submission) == (REDACTED, 0, True)


def test_attachments_of_earlier_answers_are_not_offered(decider_client, submission):
    submission.attachments.update(last_version=1)
    assert decider_client.get(url(submission)).context["form"].file_fields == []


def test_a_name_that_is_left_stops_the_clearing_and_loses_nothing(decider_client, submission):
    response = post(decider_client, submission, "clear", **{"words-why": STILL})
    assert response.context["form"].errors == {"words-why": ["Her står stadig ”Hjørring”."]}
    assert (response.status_code, kept(submission)) == (422, (STILL, 0, False))


def test_a_name_may_be_left_on_purpose(decider_client, submission):
    post(decider_client, submission, "clear", **{"words-why": STILL, "anyway": "on"})
    assert kept(submission) == (STILL, 0, True)


def test_the_clearing_is_taken_back(decider_client, decider, submission):
    clear(submission, decider)
    post(decider_client, submission, "take-back")
    assert kept(submission) == (REDACTED, 1, False)


def test_a_round_that_is_not_blind_has_nothing_to_redact(decider_client, own_offer):
    assert decider_client.get(url(make_case(own_offer))).status_code == 404


def test_waits_for_a_declaration(client, own_offer, submission):
    client.force_login(give(make_user("undeclared"), own_offer, Role.DECIDE))
    response = client.get(url(submission))
    assert response.url == reverse(
        "inddragelse_submissions_modeladmin_inspect", args=[submission.pk]
    )


def test_the_selection_names_what_is_not_cleared(decider_client, submission):
    page = reverse("inddragelse_selection", args=[submission.intake_id])
    assert decider_client.get(page).context["not_cleared"] == {submission.pk}
    post(decider_client, submission, "clear")
    assert decider_client.get(page).context["not_cleared"] == set()


class TestRedactedFile:
    """What a caseworker puts in the place of an attachment."""

    @pytest.fixture
    def row(self, submission):
        return attachment(submission)

    def put(self, client, submission, file, button="clear", **data):
        return post(
            client, submission, button, **{f"copy-{attachment(submission).pk}": file, **data}
        )

    def test_is_shown_without_another_tick(self, decider_client, submission):
        self.put(decider_client, submission, pdf(b"redacted"))
        assert kept(submission) == (REDACTED, 1, True)

    def test_leaves_the_original_as_it_is(self, decider_client, submission, row):
        self.put(decider_client, submission, pdf(b"redacted"))
        assert attachment(submission).file.read() == row.file.read() == b"%PDF"

    def test_takes_the_place_of_the_one_before(self, decider_client, submission):
        self.put(decider_client, submission, pdf(b"one"))
        before = attachment(submission).redacted_file
        with TestCase.captureOnCommitCallbacks(execute=True):
            self.put(decider_client, submission, pdf(b"two"))
        now = attachment(submission).redacted_file
        assert (before.storage.exists(before.name), now.read()[-3:]) == (False, b"two")

    def test_is_removed_and_the_original_not_shown_instead(self, decider_client, submission, row):
        self.put(decider_client, submission, pdf(b"redacted"))
        copy = attachment(submission).redacted_file
        with TestCase.captureOnCommitCallbacks(execute=True):
            post(
                decider_client,
                submission,
                "keep",
                **{f"drop-{row.pk}": "on", f"show-{row.pk}": "on"},
            )
        row = attachment(submission)
        assert (row.redacted_file.name, row.redacted_name, row.redacted_size) == ("", "", 0)
        assert (copy.storage.exists(copy.name), kept(submission)) == (False, (REDACTED, 0, True))

    @pytest.mark.parametrize(
        "file",
        [
            SimpleUploadedFile("notes.exe", b"MZ", "application/octet-stream"),
            SimpleUploadedFile("letter.pdf", b"no pdf", "application/pdf"),
            SimpleUploadedFile("letter.pdf", b"", "application/pdf"),
        ],
        ids=["type", "contents", "empty"],
    )
    def test_one_that_is_refused_loses_nothing_that_was_typed(
        self, decider_client, submission, row, file
    ):
        response = self.put(decider_client, submission, file, **{"words-why": "Typed by hand"})
        form = response.context["form"]
        assert (response.status_code, list(form.errors)) == (422, [f"copy-{row.pk}"])
        assert form["words-why"].value() == "Typed by hand"
        assert (attachment(submission).redacted_name, hasattr(submission, "redaction")) == (
            "",
            False,
        )

    def test_is_kept_when_a_name_stops_the_clearing(self, decider_client, submission):
        self.put(decider_client, submission, pdf(b"redacted"), **{"words-why": STILL})
        assert attachment(submission).redacted_name == "letter.pdf"

    def test_is_shown_also_when_a_name_stopped_the_clearing_first(self, decider_client, submission):
        page = self.put(decider_client, submission, pdf(b"redacted"), **{"words-why": STILL})
        post(decider_client, submission, "clear", **as_it_came(page), anyway="on")
        assert kept(submission) == (STILL, 1, True)

    def test_is_removed_also_when_a_name_stopped_the_clearing_first(
        self, decider_client, submission, row
    ):
        self.put(decider_client, submission, pdf(b"redacted"), "keep")
        data = as_it_came(decider_client.get(url(submission)))
        data |= {f"drop-{row.pk}": "on", "words-why": STILL}
        page = post(decider_client, submission, "clear", **data)
        post(decider_client, submission, "clear", **as_it_came(page), anyway="on")
        assert kept(submission) == (STILL, 0, True)

    def test_a_tick_for_it_is_none_for_the_original(self, decider_client, submission, row):
        self.put(decider_client, submission, pdf(b"redacted"), "keep")
        opened_before = as_it_came(decider_client.get(url(submission)))
        post(decider_client, submission, "keep", **{f"drop-{row.pk}": "on"})
        post(decider_client, submission, "clear", **opened_before)
        assert kept(submission) == (REDACTED, 0, True)

    def test_a_storage_that_fails_loses_nothing_that_was_typed(
        self, decider_client, submission, row, monkeypatch
    ):
        monkeypatch.setattr(Storage, "save", full_disk)
        response = self.put(decider_client, submission, pdf(), **{"words-why": "Typed by hand"})
        form = response.context["form"]
        assert (response.status_code, list(form.errors)) == (422, [f"copy-{row.pk}"])
        assert form["words-why"].value() == "Typed by hand"
        assert (attachment(submission).redacted_name, hasattr(submission, "redaction")) == (
            "",
            False,
        )

    def test_is_opened_by_those_who_made_it(self, decider_client, submission, row):
        self.put(decider_client, submission, pdf(b"redacted"))
        address = reverse("inddragelse_attachment", args=[row.pk])
        response = decider_client.get(f"{address}?redacted")
        assert response["Content-Disposition"] == 'attachment; filename="letter.pdf"'
        assert b"redacted" in response.getvalue()

    def test_is_not_found_where_there_is_none(self, decider_client, row):
        address = reverse("inddragelse_attachment", args=[row.pk])
        assert decider_client.get(f"{address}?redacted").status_code == 404


class TestDownload:
    @pytest.fixture
    def assessor_client(self, client, own_offer, submission):
        user = give(make_user("assessor"), own_offer, Role.ASSESS)
        conflicts.declare(user, submission, has_conflict=False)
        client.force_login(user)
        return client

    def get(self, client, submission):
        return client.get(reverse("inddragelse_attachment", args=[submission.attachments.get().pk]))

    def test_is_withheld_before_it_is_cleared(self, assessor_client, submission):
        assert self.get(assessor_client, submission).status_code == 404

    def test_is_withheld_when_it_is_not_ticked(self, assessor_client, decider, submission):
        clear(submission, decider, shown=False)
        assert self.get(assessor_client, submission).status_code == 404

    def test_has_a_neutral_name(self, assessor_client, decider, submission):
        clear(submission, decider)
        response = self.get(assessor_client, submission)
        assert response["Content-Disposition"] == 'attachment; filename="Bilag 1.pdf"'
        assert leaks(body(response)) == []

    @pytest.mark.parametrize("query", ["", "?redacted"])
    def test_is_the_redacted_file_and_never_the_original(
        self, assessor_client, decider, submission, query
    ):
        row = attachment(submission)
        file = pdf(b"redacted", name="Hjørring-overstreget.pdf")
        redaction.save(submission, {"why": REDACTED}, [row], {row: file}, user=decider)
        redaction.clear(submission, user=decider)
        address = reverse("inddragelse_attachment", args=[row.pk])
        response = assessor_client.get(f"{address}{query}")
        assert response["Content-Disposition"] == 'attachment; filename="Bilag 1.pdf"'
        assert (b"redacted" in response.getvalue(), leaks(body(response))) == (True, [])

    def test_the_redacted_file_waits_for_the_clearing(self, assessor_client, decider, submission):
        row = attachment(submission)
        redaction.save(submission, {"why": REDACTED}, [row], {row: pdf()}, user=decider)
        assert self.get(assessor_client, submission).status_code == 404

    def test_a_newer_attachment_is_withheld(self, assessor_client, decider, submission):
        row = attachment(submission)
        redaction.save(submission, {"why": REDACTED}, [row], {row: pdf()}, user=decider)
        redaction.clear(submission, user=decider)
        submission.attachments.update(last_version=1)
        newer = AttachmentFactory(submission=submission, question_id=row.question_id)
        address = reverse("inddragelse_attachment", args=[newer.pk])
        assert assessor_client.get(address).status_code == 404

    def test_keeps_its_own_name_for_those_who_decide(self, decider_client, submission):
        response = self.get(decider_client, submission)
        assert leaks(response["Content-Disposition"], ("opbakning-fra",)) == ["opbakning-fra"]


class TestNobodyWritesOverWhatHeDidNotSee:
    """Two open the page of one case."""

    @pytest.fixture
    def opened(self, decider_client, submission):
        page = decider_client.get(url(submission))
        return {"seen": page.context["form"]["seen"].value()}

    @pytest.fixture
    def second(self, own_offer, submission):
        return give(make_user("second"), own_offer, Role.DECIDE)

    def keep(self, submission, words: str, files, user) -> None:
        redaction.save(submission, {"why": words}, files, user=user)

    def test_what_another_wrote_is_named(self, decider_client, submission, opened, second):
        self.keep(submission, "Hers", [], second)
        response = post(decider_client, submission, "keep", **opened, **{"words-why": "His"})
        assert (response.status_code, kept(submission)[0]) == (422, "Hers")
        form = response.context["form"]
        assert "Hers" in form.errors["words-why"][0]
        again = {"seen": form["seen"].value(), "words-why": form["words-why"].value()}
        post(decider_client, submission, "keep", **again)
        assert kept(submission)[0] == "His"

    def test_what_another_shows_stays_shown(self, decider_client, submission, opened, second):
        self.keep(submission, REDACTED, [attachment(submission)], second)
        post(decider_client, submission, "keep", **opened, **{"words-why": "His"})
        assert kept(submission)[:2] == ("His", 1)

    def test_words_that_were_not_seen_are_not_cleared(
        self, decider_client, submission, opened, second
    ):
        self.keep(submission, "Hers", [], second)
        response = post(decider_client, submission, "clear", **opened)
        assert (response.status_code, kept(submission)) == (422, ("Hers", 0, False))
        assert response.context["form"]["words-why"].value() == "Hers"

    def test_a_copy_of_an_answer_that_was_changed_is_not_kept(
        self, decider_client, submission, opened
    ):
        submission.answers = submission.answers | {"why": "Something new"}
        submission.save()
        response = post(decider_client, submission, "clear", **opened, anyway="on")
        assert (response.status_code, blinding.get_redaction(submission)) == (422, None)
