"""What those see who must not know who the applicant is."""

import pytest

from tests.casework.cases import FACTS, REDACTED, SCHEMA, WHO, WORDS, clear, leaks, make_case
from wagtail_inddragelse.domain.assessment import blinding, conflicts, redaction
from wagtail_inddragelse.domain.assessment.reader import Reader
from wagtail_inddragelse.models import Role, Submission
from wagtail_inddragelse.questions.registry import Disclosure
from wagtail_inddragelse.questions.schema import Question
from wagtail_inddragelse.testing.factories import AttachmentFactory, EventPageFactory

from ..people import make_user

pytestmark = pytest.mark.django_db

WAITING = "Skjult, indtil en sagsbehandler har anonymiseret det"


@pytest.fixture
def offer():
    return EventPageFactory()


@pytest.fixture
def submission(offer):
    return make_case(offer, blind=True)


@pytest.fixture
def assessor(offer):
    return make_user("assessor", offer, Role.ASSESS, Role.EXPORT, Role.MESSAGES)


@pytest.fixture
def decider(offer):
    return make_user("decider", offer, Role.DECIDE)


def texts(user, submission) -> str:
    return str(
        [
            Reader(user, submission).answers,
            [(vars(person), pairs) for person, pairs in Reader(user, submission).participants],
            [row.name for row in Reader(user, submission).files],
        ]
    )


def pairs(user, submission) -> dict[str, str]:
    [(_title, found)] = Reader(user, submission).answers
    return dict(found)


class TestIsIdentified:
    def test_to_who_decides(self, decider, submission):
        assert Reader(decider, submission).is_identified

    def test_not_to_any_other_role(self, assessor, submission):
        assert not Reader(assessor, submission).is_identified

    def test_not_to_who_decides_elsewhere(self, submission):
        other = make_user("other", EventPageFactory(), *Role)
        assert not Reader(other, submission).is_identified

    def test_to_everybody_where_nothing_is_blind(self, assessor, offer):
        assert Reader(assessor, make_case(offer)).is_identified

    def test_to_a_superuser(self, admin_user, submission):
        assert Reader(admin_user, submission).is_identified

    def test_agrees_with_the_queryset(self, assessor, decider, admin_user, submission):
        for user in (assessor, decider, admin_user):
            known = Submission.objects.identified_to(user).filter(pk=submission.pk).exists()
            assert Reader(user, submission).is_identified == known


class TestWhatIsTold:
    def test_by_the_type_of_the_question(self):
        assert blinding.disclosures(SCHEMA.questions) == {
            "track": Disclosure.FACTS,
            "count": Disclosure.FACTS,
            "why": Disclosure.WORDS,
            "where": Disclosure.IDENTITY,
            "near": Disclosure.IDENTITY,
            "company": Disclosure.IDENTITY,
            "backing": Disclosure.WORDS,
        }

    def test_a_type_the_site_removed_counts_as_words(self):
        assert blinding.disclosures([Question("q", "gone")]) == {"q": Disclosure.WORDS}


class TestBeforeItIsCleared:
    def test_tells_nothing_of_who_it_is(self, assessor, submission):
        assert leaks(texts(assessor, submission), WHO + WORDS) == []

    def test_tells_facts(self, assessor, submission):
        assert leaks(texts(assessor, submission), FACTS) == list(FACTS)

    def test_says_what_is_hidden_and_why(self, assessor, submission):
        assert pairs(assessor, submission) == {
            "Hvilket spor": "Begge spor",
            "Hvor mange": "7.331",
            "Hvorfor": WAITING,
            "Hvor": "Skjult ved blind vurdering",
            "CVR": "Skjult ved blind vurdering",
            "Opbakning": WAITING,
        }

    def test_a_copy_that_is_only_kept_is_not_shown(self, assessor, decider, submission):
        redaction.save(submission, {"why": REDACTED}, submission.attachments.all(), user=decider)
        assert leaks(texts(assessor, submission), WORDS) == []
        assert Reader(assessor, submission).files == []

    def test_who_decides_sees_it_as_it_was_sent(self, decider, submission):
        found = texts(decider, submission)
        assert leaks(found, ("borgmesteren i Hjørring", "Deltagersen", "opbakning-fra")) == [
            "borgmesteren i Hjørring",
            "Deltagersen",
            "opbakning-fra",
        ]


class TestWhenItIsCleared:
    @pytest.fixture(autouse=True)
    def cleared(self, submission, decider):
        clear(submission, decider)

    def test_shows_the_copy(self, assessor, submission):
        found = pairs(assessor, submission)
        assert (found["Hvorfor"], found["Opbakning"]) == (REDACTED, "Bilag 1.pdf")

    def test_tells_nothing_of_who_it_is(self, assessor, submission):
        assert leaks(texts(assessor, submission)) == []

    def test_an_answer_changed_since_is_hidden_again(self, assessor, submission):
        submission.answers["why"] = "Fordi Hjørring vil"
        assert pairs(assessor, submission)["Hvorfor"] == WAITING
        assert not blinding.is_cleared(submission)

    def test_an_attachment_added_since_is_withheld(self, assessor, submission):
        AttachmentFactory(submission=submission, name="Hjørring.pdf")
        names = [row.name for row in Reader(assessor, submission).files]
        assert names == ["Bilag 1.pdf"]

    def test_nothing_is_shown_when_it_is_taken_back(self, assessor, decider, submission):
        redaction.take_back(submission, user=decider)
        assert pairs(assessor, submission)["Hvorfor"] == WAITING
        assert Reader(assessor, submission).files == []

    def test_a_text_that_was_emptied_is_left_out(self, assessor, decider, submission):
        redaction.save(submission, {"why": ""}, [], user=decider)
        assert pairs(assessor, submission)["Hvorfor"] == "Udeladt"

    def test_the_original_stays(self, submission):
        assert Submission.objects.get().answers["why"] == "Fordi borgmesteren i Hjørring ønsker det"


class TestAttachmentNames:
    @pytest.mark.parametrize(
        ("name", "neutral"),
        [
            ("Hjørring.PDF", "Bilag 2.pdf"),
            ("Hjørring", "Bilag 2"),
            ("brev.Hjørring", "Bilag 2"),
            ("brev.fra hjo", "Bilag 2"),
        ],
    )
    def test_keep_an_ending_that_tells_nothing(self, submission, name, neutral):
        row = AttachmentFactory.build(submission=submission, name=name)
        assert blinding.neutral_name(row, 2) == neutral

    def test_number_all_so_that_they_stay_the_same(self, assessor, decider, submission):
        second = AttachmentFactory(submission=submission)
        redaction.save(submission, {"why": REDACTED}, [second], user=decider)
        redaction.clear(submission, user=decider)
        names = [row.name for row in Reader(assessor, submission).files]
        assert names == ["Bilag 2.pdf"]

    def test_each_is_the_file_it_says_around_one_that_is_withheld(
        self, assessor, decider, submission
    ):
        first = submission.attachments.get()
        withheld, third = (AttachmentFactory(submission=submission) for _ in range(2))
        redaction.save(submission, {"why": REDACTED}, [first, third], user=decider)
        redaction.clear(submission, user=decider)
        found = {row.pk: row.name for row in Reader(assessor, submission).files}
        assert found == {first.pk: "Bilag 1.pdf", third.pk: "Bilag 3.pdf"}
        opened = Reader(assessor, submission).find_file(third)
        assert (opened.pk, opened.file.name, opened.name) == (
            third.pk,
            third.file.name,
            "Bilag 3.pdf",
        )
        assert Reader(assessor, submission).find_file(withheld) is None


class TestHistory:
    @pytest.fixture(autouse=True)
    def conflict(self, offer, submission):
        conflicts.declare(make_user("near", offer, Role.ASSESS), submission, has_conflict=True)

    def actions(self, user, submission) -> list[str]:
        return [entry.action for entry in Reader(user, submission).history]

    def test_does_not_say_who_has_a_conflict(self, assessor, submission):
        assert self.actions(assessor, submission) == []

    def test_says_it_to_those_who_decide(self, decider, submission):
        assert self.actions(decider, submission) == ["wagtail_inddragelse.declare_conflict"]
