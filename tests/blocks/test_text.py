from __future__ import annotations

import pytest

from .rendering import ATTACK, facts, render, texts

QUOTE = {"text": "We ask the children first.", "name": "Ada Holm", "role": "Team leader"}


def test_rich_text_keeps_its_headings_and_lists():
    markup = render("text", "<h2>Why</h2><p>Because.</p><ul><li>One</li></ul>")
    assert [tag.name for tag in markup.select(".inddragelse-text > *")] == ["h2", "p", "ul"]


def test_facts_are_rows_of_label_and_value():
    rows = [{"label": "Period", "value": "<p>2018–2021</p>"}, {"label": "Ages", "value": "0–18"}]
    markup = render("facts", {"heading": "In brief", "facts": rows})
    assert facts(markup) == {"Period": "2018–2021", "Ages": "0–18"}


def test_a_block_without_a_heading_has_no_empty_heading():
    markup = render("facts", {"heading": "", "facts": [{"label": "Ages", "value": "0–18"}]})
    assert markup.select("h2") == []


def test_a_quote_names_who_said_it():
    markup = render("quote", QUOTE)
    assert texts(markup, "blockquote") == ["We ask the children first."]
    assert texts(markup, "figcaption") == ["Ada Holm, Team leader"]


def test_a_quote_by_role_alone_has_no_stray_comma():
    assert texts(render("quote", {**QUOTE, "name": ""}), "figcaption") == ["Team leader"]


def test_an_anonymous_quote_has_no_caption():
    assert render("quote", {**QUOTE, "name": "", "role": ""}).select("figcaption") == []


def test_outcomes_stand_in_groups():
    groups = [
        {"title": "Strategy", "intro": "Led to", "points": ["A policy", "A plan"]},
        {"title": "Practice", "intro": "", "points": ["More talks"]},
    ]
    markup = render("outcomes", {"heading": "Outcomes", "groups": groups})
    found = {texts(card, "h3")[0]: texts(card, "li") for card in markup.select(".card")}
    assert found == {"Strategy": ["A policy", "A plan"], "Practice": ["More talks"]}


@pytest.mark.parametrize(
    ("name", "value", "selector"),
    [
        ("facts", {"heading": ATTACK, "facts": []}, "h2"),
        ("facts", {"heading": "", "facts": [{"label": ATTACK, "value": "x"}]}, "dt"),
        ("quote", {"text": ATTACK, "name": "", "role": ""}, "blockquote"),
        ("quote", {"text": "x", "name": ATTACK, "role": ""}, "figcaption"),
        ("quote", {"text": "x", "name": "", "role": ATTACK}, "figcaption"),
        ("outcomes", {"groups": [{"title": ATTACK, "intro": "", "points": []}]}, "h3"),
        ("outcomes", {"groups": [{"title": "x", "intro": ATTACK, "points": []}]}, "p"),
        ("outcomes", {"groups": [{"title": "x", "intro": "", "points": [ATTACK]}]}, "li"),
    ],
)
def test_markup_in_a_text_is_shown_as_text(name, value, selector):
    markup = render(name, value)
    assert texts(markup, selector) == [ATTACK]
    assert markup.select("script, b") == []


@pytest.mark.parametrize("name", ["facts", "quote", "outcomes", "links"])
def test_a_block_stored_before_it_had_its_fields_still_renders(name):
    assert len(render(name, {}).select(".inddragelse")) == 1
