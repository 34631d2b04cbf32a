"""The panels of an intake in the editor."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from wagtail.admin.panels import FieldPanel, ObjectList, get_edit_handler

from wagtail_inddragelse.domain.intakes.places import Occupancy
from wagtail_inddragelse.models import Intake
from wagtail_inddragelse.models.panels import FoldPanel, OccupancyPanel, SectionPanel, shown_when

pytestmark = pytest.mark.django_db


def render(panels, data=None) -> BeautifulSoup:
    """The panels over a form of an intake, sent with ``data`` if given."""
    handler = ObjectList(panels).bind_to_model(Intake)
    form = handler.get_form_class()(data)
    request = RequestFactory().get("/")
    bound = handler.get_bound_panel(instance=form.instance, request=request, form=form)
    return BeautifulSoup(bound.render_html(), "html.parser")


def is_open(shown: BeautifulSoup) -> bool:
    """Whether the fold is open, which its button and what it holds agree on."""
    button = shown.select_one("[data-inddragelse-fold] > button")
    folded = shown.find(id=button["aria-controls"])
    assert folded.has_attr("hidden") == (button["aria-expanded"] == "false")
    return button["aria-expanded"] == "true"


def test_a_section_names_its_fields():
    shown = render([SectionPanel([FieldPanel("capacity")], title="Places")])
    assert shown.fieldset.legend.get_text() == "Places"
    assert [field["name"] for field in shown.fieldset.select("input")] == ["capacity"]


def test_a_fold_is_closed_and_opens_upon_an_error():
    fold = [FoldPanel([FieldPanel("max_per_organisation")], title="More")]
    assert is_open(render(fold)) is False
    assert is_open(render(fold, {"max_per_organisation": "-5"})) is True


def test_a_fold_stays_closed_when_the_error_is_elsewhere():
    panels = [
        FoldPanel([FieldPanel("max_per_organisation")], title="More"),
        FieldPanel("capacity"),
    ]
    shown = render(panels, {"max_per_organisation": "", "capacity": "-5"})
    assert is_open(shown) is False


def test_a_field_says_when_it_is_shown():
    panels = [SectionPanel([FieldPanel("waiting_list", attrs=shown_when("capacity"))], title="x")]
    assert render(panels).select_one("[data-inddragelse-when=capacity] select")["name"] == (
        "waiting_list"
    )


def test_no_field_of_an_intake_is_left_out():
    asked = set(get_edit_handler(Intake).get_form_options()["fields"])
    rows = {"id", "locale", "translation_key", "sort_order", "page", "created_at"}
    assert asked == {field.name for field in Intake._meta.concrete_fields} - rows


class TestOccupancy:
    def shown(self, occupancy=None) -> list[str]:
        handler = ObjectList([OccupancyPanel()]).bind_to_model(Intake)
        form = handler.get_form_class()()
        if occupancy:
            form.occupancy = occupancy
        bound = handler.get_bound_panel(
            instance=form.instance, request=RequestFactory().get("/"), form=form
        )
        html = BeautifulSoup(bound.render_html(), "html.parser")
        found = html.select("[data-inddragelse-when]")
        return [one["data-inddragelse-when"] for one in found]

    def test_nothing_while_nobody_has_signed_up(self):
        assert self.shown() == self.shown(Occupancy(0, 0, 0)) == []

    def test_what_the_editor_can_take_away(self):
        assert self.shown(Occupancy(12, 3, 4)) == ["capacity<12", "capacity<4", "waiting_list=off"]
