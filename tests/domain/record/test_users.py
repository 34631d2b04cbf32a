"""Users who have judged applications are deactivated, never deleted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.editors import messages_of
from wagtail_inddragelse.domain.record import users
from wagtail_inddragelse.domain.record.records import Record, put_on_record
from wagtail_inddragelse.models import Assessment, ConflictOfInterest, Submission
from wagtail_inddragelse.testing.factories import AssessmentFactory, SubmissionFactory

from ...refusing import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
REFUSED = (
    "“judge” can't be deleted: what they declared and how they assessed is part of cases. "
    "Deactivate the account instead: untick “Active”."
)


@pytest.fixture
def judge():
    return User.objects.create_user("judge")


@pytest.fixture(params=["assessed", "declared"])
def judged(request, judge):
    """What the judge did with a case."""
    case = SubmissionFactory()
    if request.param == "assessed":
        return AssessmentFactory(submission=case, assessor=judge)
    return ConflictOfInterest.objects.create(submission=case, user=judge, has_conflict=True)


@pytest.fixture
def client(admin_user) -> Client:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    client = Client()
    client.force_login(admin_user)
    return client


def delete_in_bulk(client, *found):
    url = reverse("wagtail_bulk_action", args=["auth", "user", "delete"])
    return client.post(f"{url}?{'&'.join(f'id={user.pk}' for user in found)}")


class TestDelete:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_who_judged_is_not_deleted(self, client, judge, judged, method):
        response = getattr(client, method)(reverse("wagtailusers_users:delete", args=[judge.pk]))
        assert response["Location"] == reverse("wagtailusers_users:edit", args=[judge.pk])
        assert messages_of(response) == [REFUSED]
        assert type(judged).objects.get() == judged

    def test_nor_is_anybody_of_several(self, client, judge, judged):
        other = User.objects.create_user("other")
        response = delete_in_bulk(client, other, judge)
        assert messages_of(response) == [REFUSED]
        assert User.objects.filter(pk__in=[judge.pk, other.pk]).count() == 2

    def test_nor_by_other_ways(self, judge, judged):
        with pytest.raises(ProtectedError):
            judge.delete()

    def test_who_did_not_is_deleted(self, client, judge):
        client.post(reverse("wagtailusers_users:delete", args=[judge.pk]))
        assert not User.objects.filter(pk=judge.pk).exists()

    def test_several_who_did_not_are_deleted(self, client, judge):
        delete_in_bulk(client, judge, User.objects.create_user("other"))
        assert not User.objects.filter(username__in=["judge", "other"]).exists()

    def test_an_account_that_is_deactivated_keeps_all(self, judge, judged):
        judge.is_active = False
        judge.save()
        with refused("has_judged"):
            users.refuse_if_judged([judge])
        assert Assessment.objects.count() + ConflictOfInterest.objects.count() == 1


class TestPermissions:
    """Roles on offers give rights on submissions; permissions of Django's give none."""

    def of_submissions(self):
        app, model = Submission._meta.app_label, Submission._meta.model_name
        return Permission.objects.filter(content_type__app_label=app, content_type__model=model)

    def test_there_are_none(self):
        assert list(self.of_submissions()) == []

    def test_the_form_of_a_group_offers_none(self, client):
        response = client.get(reverse("wagtailusers_groups:add"))
        offered = response.context["form"].fields["permissions"].queryset
        assert list(offered.filter(content_type__model="submission")) == []

    def test_all_permissions_there_are_open_no_history_of_cases(self, judge):
        group = Group.objects.create(name="All of them")
        group.permissions.set(Permission.objects.all())
        judge.groups.add(group)
        case = SubmissionFactory(reference="AB12-CD34")
        put_on_record(case, Record.VIEW, user=None)
        client = Client()
        client.force_login(judge)
        response = client.get(reverse("wagtailadmin_reports:site_history"))
        assert (response.status_code, b"AB12-CD34" in response.content) == (200, False)
