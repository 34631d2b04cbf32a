"""Roles hold on a page, all below it, and on each of these in every language."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale

from wagtail_inddragelse.domain.casework.caseworkers import caseworkers_on, who_may_see
from wagtail_inddragelse.models import (
    Role,
    RoleGrant,
    Submission,
    granted_pages,
    has_role,
    roles_on,
    users_with,
)
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    IntakeFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def danish(home):
    """The Danish page of a course, in a branch of its own."""
    branch = EventPageFactory(parent=home)
    return IntakeFactory(page=EventPageFactory(parent=branch))


@pytest.fixture
def english(home, danish):
    """Its English page, in another branch, which has other courses too."""
    branch, key = EventPageFactory(parent=home), danish.page.translation_key
    locale = Locale.objects.get_or_create(language_code="en")[0]
    page = EventPageFactory(parent=branch, locale=locale, translation_key=key)
    IntakeFactory(page=EventPageFactory(parent=branch, locale=locale))
    return IntakeFactory(page=page, locale=locale, translation_key=danish.translation_key)


def granted(page, role=Role.DECIDE):
    """A user whose group has ``role`` on ``page``."""
    user = UserFactory()
    group = Group.objects.create(name=user.username)
    user.groups.add(group)
    RoleGrant.objects.create(group=group, page=page, role=role)
    return user


@pytest.mark.parametrize("above", [True, False], ids=["branch", "page"])
@pytest.mark.parametrize("language", ["danish", "english"])
class TestLanguages:
    @pytest.fixture
    def user(self, danish, english, above, language):
        page = {"danish": danish, "english": english}[language].page
        return granted(page.get_parent() if above else page)

    def test_a_role_on_one_page_is_one_on_the_offer(self, danish, english, user):
        for row in (danish, english):
            assert has_role(user, Role.DECIDE, row.page)
            assert not has_role(user, Role.EXPORT, row.page)
            assert list(users_with(Role.DECIDE, row.page)) == [user]
            assert list(users_with(Role.EXPORT, row.page)) == []
            assert list(caseworkers_on([row.page.path])) == [user]

    def test_all_that_was_sent_is_seen(self, danish, english, user):
        rows = [SubmissionFactory(intake=row) for row in (danish, english)]
        other = SubmissionFactory(intake=IntakeFactory())
        assert set(Submission.objects.visible_to(user)) == set(rows)
        assert [list(who_may_see(row)) for row in rows] == [[user], [user]]
        assert list(who_may_see(other)) == []

    def test_no_other_offer_is(self, danish, english, user):
        other = EventPageFactory()
        assert not has_role(user, Role.SEE, other)
        assert list(users_with(Role.SEE, other)) == list(caseworkers_on([other.path])) == []
        assert other.pk not in granted_pages(user, Role.SEE).values_list("pk", flat=True)


class TestRolesOn:
    @pytest.fixture
    def user(self, danish):
        return granted(danish.page, Role.ASSESS)

    def test_are_those_of_the_page_and_of_what_is_above_it(self, danish, user):
        above = danish.page.get_parent()
        RoleGrant.objects.create(group=user.groups.get(), page_id=above.pk, role=Role.EXPORT)
        assert roles_on(user, danish.page) == {Role.SEE, Role.ASSESS, Role.EXPORT}

    def test_are_none_without_a_grant(self, danish, user):
        RoleGrant.objects.all().delete()
        assert roles_on(user, danish.page) == set()

    def test_are_asked_for_at_once(self, danish, user, django_assert_num_queries):
        with django_assert_num_queries(1):
            roles_on(user, danish.page)

    def test_a_superuser_has_all(self, danish, admin_user):
        assert roles_on(admin_user, danish.page) == set(Role)

    def test_who_is_no_longer_active_has_none(self, danish, admin_user):
        admin_user.is_active = False
        assert roles_on(admin_user, danish.page) == set()
