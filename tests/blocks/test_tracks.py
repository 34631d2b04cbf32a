from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError

from wagtail_inddragelse.blocks.tracks import ActivityBlock

from .rendering import ATTACK, facts, render, texts


def activity(title="Meeting", duration="3", **value):
    return {
        "title": title,
        "count": 1,
        "duration": duration,
        "unit": "hours",
        "preparation": None,
        "who": "everyone",
        "people": None,
        "first_month": None,
        "last_month": None,
        "note": "",
        **value,
    }


def track(*activities, title="Training"):
    return {"title": title, "intro": "", "activities": list(activities)}


def render_tracks(*tracks, hours_per_day="7"):
    return render("tracks", {"heading": "", "hours_per_day": hours_per_day, "tracks": list(tracks)})


def as_value(**value):
    return ActivityBlock().to_python(activity(**value))


ADVICE = track(
    activity("Video meeting", "1.5", who="managers"),
    activity("Start-up meeting", "4", who="managers"),
    activity("Development day", "6", who="managers"),
    activity("Final meeting", "2.5", who="managers"),
    title="Advice",
)
TRAINING = track(
    activity("Planning", "2", who="managers"),
    activity("Training days", "3", unit="days"),
    activity("Reflection", "3", count=2),
    activity("Feedback alone", "1", preparation="1"),
    activity("Feedback in teams", "2", count=2),
    activity("Agents", "1", unit="days", count=2, preparation="2", who="selected", people=8),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"duration": "1"}, "1 hour"),
        ({"duration": "1.50"}, "1.5 hours"),
        ({"duration": "10"}, "10 hours"),
        ({"duration": "3", "count": 2}, "2 × 3 hours"),
        ({"duration": "3", "unit": "days"}, "3 days"),
        ({"duration": "1", "unit": "days", "count": 2}, "2 × 1 day"),
        ({"duration": "1", "preparation": "1"}, "1 hour and 1 hour of preparation"),
    ],
)
def test_how_long_an_activity_takes_in_words(value, text):
    assert as_value(**value).duration_text == text


def test_decimals_are_written_in_the_language_of_the_page():
    with translation.override("da"):
        assert as_value(duration="1.5").duration_text.startswith("1,5 ")


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ({"duration": "1.5"}, "1.5"),
        ({"duration": "3", "count": 2}, "6"),
        ({"duration": "3", "unit": "days"}, "22.2"),
        ({"duration": "1", "count": 2, "unit": "days", "preparation": "2"}, "18.8"),
    ],
)
def test_hours_for_one_person_with_a_day_of_7_4_hours(value, hours):
    assert as_value(**value).hours(Decimal("7.4")) == Decimal(hours)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, ""),
        ({"first_month": 3}, "Month 3"),
        ({"first_month": 3, "last_month": 3}, "Month 3"),
        ({"first_month": 3, "last_month": 5}, "Months 3–5"),
    ],
)
def test_when_an_activity_is_in_words(value, text):
    assert as_value(**value).months_text == text


def test_who_takes_part_with_their_number():
    assert as_value(who="selected", people=8).who_text == "Selected employees (8)"


def test_a_track_is_an_ordered_list_that_says_everything():
    item = activity("Reflection", "3", count=2, first_month=5, last_month=7, note="By video")
    assert texts(render_tracks(track(item)), "ol > li") == [
        "Reflection 2 × 3 hours · Months 5–7 Every employee · By video"
    ]


def test_totals_of_a_track_and_of_each_person():
    markup = render_tracks(TRAINING, hours_per_day="8")
    assert texts(markup, "p") == [
        "Training. All activities take 58 hours. Time for each person:",
    ]
    assert facts(markup) == {
        "Every employee": "36 hours",
        "Selected employees": "20 hours more",
        "Managers": "2 hours",
    }


def test_totals_over_all_tracks():
    markup = render_tracks(ADVICE, TRAINING, hours_per_day="8")
    assert facts(markup.select("dl")[-1]) == {
        "Every employee": "36 hours",
        "Selected employees": "20 hours more",
        "Managers": "16 hours",
    }


def test_one_track_is_not_summed_twice():
    assert len(render_tracks(ADVICE).select("dl")) == 1


def test_selected_employees_alone_do_nothing_more_than_others():
    markup = render_tracks(track(activity(who="selected")))
    assert facts(markup) == {"Selected employees": "3 hours"}


def test_a_day_is_seven_hours_unless_the_editor_says_otherwise():
    value = {"tracks": [track(activity(duration="1", unit="days"))]}
    assert facts(render("tracks", value)) == {"Every employee": "7 hours"}


def test_the_figure_is_as_long_as_the_last_month():
    markup = render_tracks(track(activity(first_month=2, last_month=4)), track(activity()))
    assert markup.select_one("svg")["viewbox"] == "0 0 4 2"
    (months,) = markup.select(".inddragelse-months")
    assert texts(months, "span") == ["Month", "1", "2", "3", "4"]


def test_all_tracks_stand_in_one_figure_under_the_months_they_share():
    one = track(activity(first_month=1), title="Advice")
    other = track(activity(first_month=3), title="Training")
    (figure,) = render_tracks(one, other).select(".inddragelse-tracks")
    assert [child["class"] for child in figure.find_all(recursive=False)] == [
        ["inddragelse-months"],
        ["inddragelse-track"],
        ["inddragelse-track"],
    ]
    assert texts(figure, "h3") == ["Advice", "Training"]
    assert {svg["viewbox"] for svg in figure.select("svg")} == {"0 0 3 2"}


def test_the_bar_is_drawn_and_hidden_from_screen_readers():
    markup = render_tracks(track(activity(first_month=2, last_month=3)))
    bar = markup.select_one(".inddragelse-bar")
    assert (bar.select("path")[1]["d"], bar["aria-hidden"]) == ("M1 1H3", "true")


def test_activities_without_months_make_no_figure():
    markup = render_tracks(track(activity()))
    assert markup.select(".inddragelse-bar, .inddragelse-months") == []


def test_nothing_is_styled_inline():
    markup = render_tracks(track(activity(first_month=2)))
    assert markup.select("[style], style") == []


@pytest.mark.parametrize("field", ["title", "note"])
def test_markup_in_an_activity_is_shown_as_text(field):
    markup = render_tracks(track(activity(**{field: ATTACK})))
    assert ATTACK in markup.get_text()
    assert markup.select("script, b") == []


def test_markup_in_a_track_is_shown_as_text():
    markup = render_tracks({**track(activity(), title=ATTACK), "intro": ATTACK})
    assert [texts(markup, "h3"), texts(markup, "p")[0]] == [[ATTACK], ATTACK]


def test_an_empty_block_renders():
    assert len(render("tracks", {}).select(".inddragelse")) == 1


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"last_month": 3}, "first_month"),
        ({"first_month": 3, "last_month": 2}, "last_month"),
        ({"first_month": 37}, "first_month"),
        ({"count": 0}, "count"),
        ({"duration": "-1"}, "duration"),
    ],
)
def test_a_wrong_number_is_refused_at_its_field(value, field):
    block = ActivityBlock()
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(activity(**value)))
    assert list(caught.value.block_errors) == [field]
