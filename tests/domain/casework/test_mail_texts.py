"""An agency's own texts of mails."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.domain.casework import mail_texts
from wagtail_inddragelse.domain.casework.mail_texts import samples, text_at, texts_at
from wagtail_inddragelse.models import Intake, MailText, Occasion, Role, State
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    MailTextFactory,
    OfferIndexPageFactory,
    SubmissionFactory,
)

from ..people import make_user

pytestmark = pytest.mark.django_db
MAIL = (Occasion.CONFIRMED, "en")


@pytest.fixture
def offer():
    return EventPageFactory(parent=OfferIndexPageFactory())


@pytest.fixture
def writer(offer):
    return make_user("writer", offer, Role.MESSAGES)


class TestTextAt:
    def test_the_standard_text(self, offer):
        standard = text_at(offer, *MAIL)
        assert (standard.headline, standard.text) == (
            "You are signed up",
            "You have a place at {offer}.",
        )
        assert (standard.pk, standard.page_id, standard.is_set_on(offer)) == (None, None, False)

    def test_the_standard_text_of_what_is_applied_for(self, offer):
        IntakeFactory(page=offer, selection=Intake.Selection.ASSESSED)
        standard = text_at(offer, Occasion.WITHDRAWN, "en")
        assert standard.headline == "Your application is withdrawn"

    def test_ones_own(self, offer):
        MailTextFactory(page=offer, language="en")
        own = text_at(offer, *MAIL)
        assert (own.headline, own.text, own.is_set_on(offer)) == ("Own headline", "Own text", True)

    def test_that_from_above(self, offer):
        above = MailTextFactory(page=offer.get_parent(), language="en")
        assert (text_at(offer, *MAIL), above.is_set_on(offer)) == (above, False)

    def test_all_of_an_offer(self, offer, root_page):
        MailTextFactory(page=root_page)
        near = MailTextFactory(page=offer)
        rows = dict(texts_at(offer, ["da", "en"]))
        assert set(rows) == set(Occasion) - {Occasion.FREE}
        assert [each.pk for each in rows[Occasion.CONFIRMED]] == [near.pk, None]

    def test_all_of_an_offer_with_two_queries(self, offer, django_assert_num_queries):
        for language in ("da", "en"):
            MailTextFactory(page=offer, language=language)
        with django_assert_num_queries(2):
            list(texts_at(offer, ["da", "en"]))


class TestSave:
    def save(self, offer, user, words=("Hello", "Dear {name}")):
        fields = ("occasion", "language", "headline", "text")
        values = dict(zip(fields, (*MAIL, *words), strict=True))
        return mail_texts.save(MailText(page=offer, **values), user=user)

    def test_it_holds_from_then_on(self, offer, writer):
        saved = self.save(offer, writer)
        assert text_at(offer, *MAIL) == saved
        assert saved.changed_by == writer

    def test_a_change_replaces_it(self, offer, writer):
        self.save(offer, writer)
        self.save(offer, writer, ("Hello again", "Dear {name}"))
        assert [each.headline for each in MailText.objects.all()] == ["Hello again"]

    def test_it_is_on_record(self, offer, writer):
        saved = self.save(offer, writer)
        self.save(offer, writer)
        mail_texts.take_back(saved, user=writer)
        entries = ModelLogEntry.objects.order_by("pk").values_list("action", "user", "deleted")
        assert list(entries) == [
            ("wagtail.create", writer.pk, False),
            ("wagtail.edit", writer.pk, False),
            ("wagtail.delete", writer.pk, True),
        ]
        assert text_at(offer, *MAIL).pk is None

    def test_what_cannot_be_used_is_refused(self, offer, writer):
        with translation.override("en"), pytest.raises(ValidationError) as refusal:
            self.save(offer, writer, ("Dear {name}", "Dear {nmae}"))
        assert refusal.value.message_dict == {
            "headline": ["“{name}” is only for the reader, so it can’t be in the subject."],
            "text": ["Line 1: There is no placeholder “{nmae}”. Did you mean “{name}”?"],
        }
        assert MailText.objects.count() == 0


class TestSamples:
    @pytest.fixture
    def intake(self, offer):
        return IntakeFactory(page=offer)

    @pytest.fixture
    def assessed(self, offer):
        return IntakeFactory(page=offer, selection=Intake.Selection.ASSESSED)

    def test_the_last_ten(self, intake, offer, writer):
        made = [SubmissionFactory(intake=intake, people=0) for _ in range(11)]
        assert samples(writer, offer) == made[:0:-1]

    def test_of_what_is_below_a_branch(self, intake, offer, writer):
        made = SubmissionFactory(intake=intake)
        assert samples(writer, offer.get_parent()) == [made]

    def test_not_of_another_offer(self, offer, writer):
        other = EventPageFactory(parent=offer.get_parent())
        SubmissionFactory(intake=IntakeFactory(page=other))
        assert samples(writer, other) == []
        assert samples(writer, offer) == []

    @pytest.mark.parametrize("role", [Role.SEE, Role.ASSESS, Role.DECIDE, Role.EXPORT])
    def test_not_for_those_with_another_role(self, intake, offer, role):
        SubmissionFactory(intake=intake)
        assert samples(make_user("other", offer, role), offer) == []

    def test_not_before_a_declaration(self, assessed, offer, writer):
        made = SubmissionFactory(intake=assessed, state=State.RECEIVED)
        assert samples(writer, offer) == []
        conflicts.declare(writer, made, has_conflict=False)
        assert samples(writer, offer) == [made]

    def test_not_with_a_conflict(self, assessed, offer, writer):
        made = SubmissionFactory(intake=assessed, state=State.RECEIVED)
        conflicts.declare(writer, made, has_conflict=True)
        assert samples(writer, offer) == []

    def test_not_when_assessed_blind(self, assessed, offer, writer):
        assessed.assesses_blind = True
        assessed.save()
        made = SubmissionFactory(intake=assessed, state=State.RECEIVED)
        conflicts.declare(writer, made, has_conflict=False)
        assert samples(writer, offer) == []

    def test_of_what_is_assessed_blind_for_who_decides(self, assessed, offer):
        assessed.assesses_blind = True
        assessed.save()
        both = make_user("both", offer, Role.MESSAGES, Role.DECIDE)
        made = SubmissionFactory(intake=assessed, state=State.RECEIVED)
        conflicts.declare(both, made, has_conflict=False)
        assert samples(both, offer) == [made]
