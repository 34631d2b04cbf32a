"""Who is written to when an intake opens, and once only."""

import datetime as dt

import pytest
from django.utils import timezone

from wagtail_inddragelse.domain.intakes import places
from wagtail_inddragelse.domain.record.retention import add_months
from wagtail_inddragelse.domain.signup.subscriptions import notify_subscribers, subscribe
from wagtail_inddragelse.models import Intake, Message, Occasion, Subscription
from wagtail_inddragelse.testing.factories import ApplicationFormPageFactory, IntakeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    intake = IntakeFactory(publication=Intake.Publication.ANNOUNCED)
    ApplicationFormPageFactory(parent=intake.page)
    return intake


def open_up(intake) -> None:
    intake.publication = Intake.Publication.SCHEDULED
    intake.save()


def test_nobody_is_written_to_before_it_opens(announced):
    subscribe(announced, "ada@example.dk", "da")
    assert notify_subscribers() == 0
    assert Message.objects.count() == 0


def test_subscribers_are_written_to_when_it_opens(announced):
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    assert notify_subscribers() == 1
    message = Message.objects.get()
    assert (message.to, message.occasion) == ("ada@example.dk", Occasion.NOW_OPEN)


def test_nobody_is_written_to_twice(announced):
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    notify_subscribers()
    assert notify_subscribers() == 0
    assert Message.objects.count() == 1


def test_subscribers_of_another_intake_are_left_alone(announced):
    subscribe(IntakeFactory(publication=Intake.Publication.ANNOUNCED), "bo@example.dk", "da")
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    notify_subscribers()
    assert [message.to for message in Message.objects.all()] == ["ada@example.dk"]


def test_nobody_is_written_to_about_an_unpublished_page(announced):
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    announced.page.unpublish()
    assert notify_subscribers() == 0


def test_nobody_is_written_to_before_there_is_a_form_to_sign_up_with(announced):
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    form = announced.page.get_children().get()
    form.unpublish()
    assert notify_subscribers() == 0
    form.live = True
    form.save()
    assert notify_subscribers() == 1


def test_addresses_are_forgotten_a_week_after_the_mail(announced):
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    notify_subscribers()
    notify_subscribers(timezone.now() + dt.timedelta(days=8))
    assert (Subscription.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize(("days", "kept"), [(0, 1), (1, 0)])
def test_addresses_are_forgotten_at_their_end_whether_or_not_it_opened(announced, days, kept):
    row = subscribe(announced, "ada@example.dk", "da")
    assert row.keep_until == add_months(timezone.localdate(), 12)
    announced.page.unpublish()
    last_day = dt.datetime.combine(row.keep_until, dt.time(12), timezone.get_default_timezone())
    notify_subscribers(last_day + dt.timedelta(days=days))
    assert Subscription.objects.count() == kept


def test_the_site_says_how_long_they_are_kept(announced, settings):
    settings.WAGTAIL_INDDRAGELSE = {"SUBSCRIPTION_MONTHS": 3}
    row = subscribe(announced, "ada@example.dk", "da")
    assert row.keep_until == add_months(timezone.localdate(), 3)


def test_who_asks_again_is_kept_until_the_day_that_is_said_then(announced):
    row = subscribe(announced, "ada@example.dk", "da")
    Subscription.objects.update(keep_until=timezone.localdate())
    subscribe(announced, "ada@example.dk", "da")
    assert Subscription.objects.get().keep_until == row.keep_until


def test_who_asks_again_after_the_mail_is_written_to_when_it_opens_again(announced):
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    notify_subscribers()
    Intake.objects.update(publication=Intake.Publication.ANNOUNCED)
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    assert notify_subscribers() == 1
    assert Message.objects.count() == 2


def test_of_two_clicks_the_second_waits_for_the_first(announced, monkeypatch):
    locked, lock = [], places.lock
    monkeypatch.setattr(places, "lock", lambda intake: locked.append(intake) or lock(intake))
    subscribe(announced, "ada@example.dk", "da")
    assert locked == [announced]


def test_there_is_nothing_to_wait_for_when_it_is_cancelled(announced):
    subscribe(announced, "ada@example.dk", "da")
    announced.publication = Intake.Publication.CANCELLED
    announced.save()
    assert notify_subscribers() == 0
    assert Subscription.objects.count() == 0


def test_there_is_nothing_to_wait_for_when_it_has_closed(announced):
    subscribe(announced, "ada@example.dk", "da")
    open_up(announced)
    Intake.objects.update(closes_at=timezone.now() - dt.timedelta(days=1))
    assert notify_subscribers() == 0
    assert Subscription.objects.count() == 0


def test_the_same_address_is_kept_once_however_it_is_written(announced):
    for email in ("ada@åben.dk", "Ada Holm <ADA@ÅBEN.dk>", "ada@xn--ben-tla.dk"):
        subscribe(announced, email, "da")
    assert [row.email for row in Subscription.objects.all()] == ["ada@xn--ben-tla.dk"]
