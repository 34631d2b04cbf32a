"""Requests for more and versions of answers that make no sense cannot be stored."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from wagtail_inddragelse.models import Attachment, EarlierAnswers
from wagtail_inddragelse.testing.factories import MoreWantedFactory, SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def refused(make, **values) -> bool:
    try:
        with transaction.atomic():
            make(**values)
    except IntegrityError:
        return True
    return False


class TestMoreWanted:
    def test_one_is_open_at_a_time(self):
        submission = MoreWantedFactory().submission
        assert refused(MoreWantedFactory, submission=submission)

    def test_several_can_have_ended(self):
        ended = {"outcome": "answered", "closed_at": timezone.now()}
        submission = MoreWantedFactory(**ended).submission
        assert not refused(MoreWantedFactory, submission=submission, **ended)
        assert not refused(MoreWantedFactory, submission=submission)

    @pytest.mark.parametrize(
        "values",
        [
            {"outcome": "answered"},
            {"outcome": "", "closed_at": timezone.now()},
            {"outcome": "gone", "closed_at": timezone.now()},
        ],
    )
    def test_it_ends_with_an_outcome_and_a_time(self, values):
        assert refused(MoreWantedFactory, **values)

    def test_it_is_due_after_it_was_asked(self):
        now = timezone.now()
        assert refused(MoreWantedFactory, asked_at=now, due_at=now)

    def test_the_whole_minute_counts(self):
        due_at = timezone.now().replace(second=30, microsecond=5)
        deadline = MoreWantedFactory.build(submission=None, due_at=due_at).deadline
        assert deadline - due_at == dt.timedelta(seconds=29, microseconds=999_995)


class TestVersions:
    def test_each_is_kept_once(self):
        ended = {"outcome": "answered", "closed_at": timezone.now()}
        submission = SubmissionFactory()
        first, second = (MoreWantedFactory(submission=submission, **ended) for _ in range(2))
        make = EarlierAnswers.objects.create
        make(submission=submission, number=1, replaced_by=first)
        assert refused(make, submission=submission, number=1, replaced_by=second)
        assert refused(make, submission=submission, number=0, replaced_by=second)
        assert not refused(make, submission=submission, number=2, replaced_by=second)

    def test_a_file_does_not_end_before_it_came(self):
        make = Attachment.objects.create
        values = {"submission": SubmissionFactory(), "size": 1, "file": "x"}
        assert refused(make, first_version=2, last_version=1, **values)

    @pytest.mark.parametrize(("number", "found"), [(1, ["a"]), (2, ["a", "b"]), (3, ["b", "c"])])
    def test_files_belong_to_versions(self, number, found):
        submission = SubmissionFactory()
        for name, first, last in (("a", 1, 2), ("b", 2, None), ("c", 3, None)):
            Attachment.objects.create(
                submission=submission,
                name=name,
                size=1,
                file="x",
                first_version=first,
                last_version=last,
            )
        assert [f.name for f in submission.attachments.all() if f.belonged_to(number)] == found
        assert [file.name for file in submission.current_attachments] == ["b", "c"]
