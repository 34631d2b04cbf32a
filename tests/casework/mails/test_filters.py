"""What the outbox can be filtered by."""

from __future__ import annotations

import pytest
from django.utils import timezone

from wagtail_inddragelse.models import Delivery, Occasion
from wagtail_inddragelse.testing.factories import MessageFactory

from .mails import OUTBOX, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestFilters:
    def test_by_offer(self, admin_client, own_mail, other_mail):
        assert listed(admin_client, offer=own_mail.submission.intake.page_id) == [own_mail]

    def test_by_intake(self, admin_client, own_mail, other_mail):
        assert listed(admin_client, intake=own_mail.submission.intake_id) == [own_mail]

    def test_by_occasion(self, admin_client, own_mail):
        free = MessageFactory(submission=own_mail.submission, occasion=Occasion.FREE)
        assert listed(admin_client, occasion="free") == [free]

    def test_by_reference(self, admin_client, own_mail, other_mail):
        assert listed(admin_client, q=own_mail.submission.reference) == [own_mail]

    def test_others_offers_are_no_choice(self, writer_client, own_mail, other_mail):
        other = other_mail.submission.intake
        form = writer_client.get(OUTBOX).context["filters"].form
        assert other.page_id not in form.fields["offer"].queryset.values_list("pk", flat=True)
        assert list(form.fields["intake"].queryset) == [own_mail.submission.intake]

    def test_by_how_it_stands(self, admin_client, own_submission):
        now = timezone.now()
        rows = {
            "draft": {"delivery": Delivery.DRAFT},
            "failed": {"delivery": Delivery.FAILED},
            "sent": {"delivery": Delivery.SENT},
            "delivered": {"delivery": Delivery.SENT, "delivered_at": now},
            "bounced": {"delivery": Delivery.SENT, "bounced_at": now, "trouble": "other"},
            "complained": {"delivery": Delivery.SENT, "delivered_at": now, "complained_at": now},
        }
        made = {
            name: MessageFactory(submission=own_submission, **row) for name, row in rows.items()
        }
        assert {name: listed(admin_client, state=name) for name in rows} == {
            name: [message] for name, message in made.items()
        }
        not_arrived = [made["complained"], made["bounced"], made["failed"]]
        assert listed(admin_client, state="not_arrived") == not_arrived

    def test_a_filter_that_is_none_shows_all(self, admin_client, own_mail):
        assert listed(admin_client, state="nonsense", intake="x") == [own_mail]
