from __future__ import annotations

from django.template import Context, Template

SHEET = '<link rel="stylesheet" href="/static/wagtail_inddragelse/inddragelse.css">'
TWICE = Template("{% load inddragelse_assets %}{% inddragelse_assets %}|{% inddragelse_assets %}")


def render(**context) -> str:
    return "".join(TWICE.render(Context(context)).split("\n"))


def test_the_stylesheet_is_linked_once_in_a_request(rf):
    assert render(request=rf.get("/")) == f"{SHEET}|"


def test_another_request_links_it_again(rf):
    render(request=rf.get("/"))
    assert render(request=rf.get("/")) == f"{SHEET}|"


def test_without_a_request_it_is_linked_each_time():
    assert render() == f"{SHEET}|{SHEET}"
