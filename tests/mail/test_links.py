"""The secret link: who can open a receipt with it."""

from __future__ import annotations

import re

import pytest
from django.db.models import Model
from django.urls import reverse
from wagtail.models import Site

from wagtail_inddragelse.mail.links import (
    check_token,
    new_salt,
    office_url,
    receipt_token,
    receipt_url,
    site_url,
)


class TestToken:
    def test_it_opens_its_submission(self, submission):
        assert check_token(submission, receipt_token(submission))

    def test_it_is_safe_in_a_url_and_long(self, submission):
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", receipt_token(submission))

    @pytest.mark.parametrize("token", ["", "x", "æøå", "\x00", "A" * 43])
    def test_anything_else_does_not(self, submission, token):
        assert not check_token(submission, token)

    def test_one_changed_sign_is_enough(self, submission):
        token = receipt_token(submission)
        changed = ("B" if token[0] == "A" else "A") + token[1:]
        assert not check_token(submission, changed)

    def test_it_opens_no_other_submission(self, submission, make_submission):
        other = make_submission("ZZ", token_salt=submission.token_salt)
        assert not check_token(other, receipt_token(submission))

    def test_a_new_salt_makes_it_worthless(self, submission):
        token = receipt_token(submission)
        submission.token_salt = new_salt()
        assert not check_token(submission, token)

    def test_another_secret_key_makes_it_worthless(self, submission, settings):
        token = receipt_token(submission)
        settings.SECRET_KEY = "another"
        assert not check_token(submission, token)

    def test_a_fallback_key_still_opens(self, submission, settings):
        token = receipt_token(submission)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        assert check_token(submission, token)
        assert receipt_token(submission) != token

    def test_it_is_in_no_column(self, submission):
        token = receipt_token(submission)
        for field in submission._meta.concrete_fields:
            assert token != getattr(submission, field.attname)

    def test_salts_differ_and_fit_their_column(self, submission):
        salts = {new_salt() for _ in range(100)}
        assert len(salts) == 100
        assert {len(salt) for salt in salts} == {32}


class TestUrls:
    def path(self, submission: Model) -> str:
        arguments = {"reference": submission.reference, "token": receipt_token(submission)}
        return reverse("wagtail_inddragelse:receipt", kwargs=arguments)

    def test_a_receipt_is_on_the_site_of_its_offer(self, submission):
        assert receipt_url(submission) == f"https://www.example.dk{self.path(submission)}"

    def test_outside_all_sites_the_address_of_the_admin_is_used(self, submission, settings):
        Site.objects.all().delete()
        settings.WAGTAILADMIN_BASE_URL = "https://cms.example.dk/"
        assert receipt_url(submission) == f"https://cms.example.dk{self.path(submission)}"

    def test_each_site_has_its_own(self, root, offer):
        other = root.add_child(instance=type(offer)(title="Other", slug="other"))
        Site.objects.create(hostname="other.example.dk", root_page=other, port=8000)
        urls = [site_url(page) for page in (offer, other)]
        assert urls == ["https://www.example.dk", "http://other.example.dk:8000"]

    def test_the_case_office_goes_to_the_case_in_the_register(self, submission):
        register = "http://testserver/admin/inddragelse/submissions/"
        assert office_url(submission) == f"{register}?q={submission.reference}"
