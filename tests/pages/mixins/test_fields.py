"""What a site's own migrations hold of the fields that our mixins give its pages."""

import pytest
from django.db import models

from wagtail_inddragelse.pages.mixins import ApplicationFormMixin, OfferIndexMixin, OfferMixin
from wagtail_inddragelse.pages.mixins.fields import TEXTS

FIELDS = [
    field
    for mixin in (OfferMixin, ApplicationFormMixin, OfferIndexMixin)
    for field in mixin._meta.local_fields + mixin._meta.local_many_to_many
]


@pytest.mark.parametrize("field", FIELDS, ids=str)
class TestField:
    def test_its_texts_stay_out(self, field):
        _name, _path, _args, kwargs = field.deconstruct()
        assert set(kwargs).isdisjoint(TEXTS)

    def test_it_goes_by_a_name_that_is_known_without_us(self, field):
        _name, path, _args, _kwargs = field.deconstruct()
        assert not path.startswith("wagtail_inddragelse.pages")


def test_the_choices_are_still_offered():
    field = next(field for field in FIELDS if field.name == "format")
    assert isinstance(field, models.CharField)
    assert field.choices
