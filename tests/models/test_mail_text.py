"""What an own text of a mail may be, and which holds where."""

import pytest
from django.db import IntegrityError, transaction

from wagtail_inddragelse.models import MailText, Occasion
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    MailTextFactory,
    OfferIndexPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return EventPageFactory(parent=OfferIndexPageFactory())


class TestConstraints:
    def test_one_for_each_mail_of_a_page(self, offer):
        MailTextFactory(page=offer)
        with pytest.raises(IntegrityError, match=r"(?i)one_text_per_mail|unique"):
            self.make(page=offer)

    @pytest.mark.parametrize("name", ["headline", "text", "language"])
    def test_it_says_something(self, offer, name):
        with pytest.raises(IntegrityError):
            self.make(page=offer, **{name: ""})

    def test_a_free_message_has_none(self, offer):
        with pytest.raises(IntegrityError):
            self.make(page=offer, occasion=Occasion.FREE)

    def make(self, **values):
        with transaction.atomic():
            MailTextFactory(**values)


class TestApplying:
    def find(self, page, **values):
        defaults = {"occasion": Occasion.CONFIRMED, "language": "da"}
        return MailText.objects.applying_to(page, **{**defaults, **values})

    def test_none(self, offer):
        assert self.find(offer) is None

    def test_the_nearest_above(self, offer, root_page):
        MailTextFactory(page=root_page)
        near = MailTextFactory(page=offer.get_parent())
        assert self.find(offer) == near

    def test_ones_own_first(self, offer):
        MailTextFactory(page=offer.get_parent())
        own = MailTextFactory(page=offer)
        assert self.find(offer) == own

    def test_not_that_of_a_page_beside(self, offer):
        MailTextFactory(page=EventPageFactory(parent=offer.get_parent()))
        assert self.find(offer) is None

    def test_with_one_query(self, offer, django_assert_num_queries):
        MailTextFactory(page=offer)
        with django_assert_num_queries(1):
            self.find(offer)

    def test_it_goes_with_its_page(self, offer):
        MailTextFactory(page=offer)
        offer.delete()
        assert MailText.objects.count() == 0
