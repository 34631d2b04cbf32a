from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model

from tests.site.models import PlainPage
from wagtail_inddragelse.blocks.links import LinkBlock

from .rendering import ATTACK, link, render, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home):
    return home.add_child(instance=PlainPage(title="Guide", slug="guide"))


@pytest.fixture
def document(home):
    document = get_document_model()(title="Application guide")
    document.file.save("guide.pdf", ContentFile(b"x" * 2048))
    document.file_size = 2048
    document.save()
    return document


def render_links(*links, **context):
    return render("links", {"heading": "Read more", "links": list(links)}, **context)


def hrefs(markup):
    return {" ".join(a.get_text().split()): a["href"] for a in markup.select("a")}


def test_a_page_is_linked_by_its_title(page, request_):
    assert hrefs(render_links(link(page=page.pk), request=request_)) == {"Guide": "/guide/"}


def test_the_editors_text_goes_before_the_title(page, request_):
    markup = render_links(link(page=page.pk, text="How to apply"), request=request_)
    assert hrefs(markup) == {"How to apply": "/guide/"}


def test_a_document_says_its_type_and_size(document):
    markup = render_links(link(document=document.pk))
    assert hrefs(markup) == {
        "Application guide (PDF, 2.0\xa0KB)".replace("\xa0", " "): document.url
    }


def test_an_address_is_linked_with_its_description():
    markup = render_links(link(url="https://example.dk/act", text="The Act", description="In full"))
    assert hrefs(markup) == {"The Act": "https://example.dk/act"}
    assert texts(markup, ".inddragelse-muted") == ["In full"]


def test_an_address_without_a_text_is_its_own_text():
    markup = render_links(link(url="https://example.dk/"))
    assert hrefs(markup) == {"https://example.dk/": "https://example.dk/"}


def test_an_unpublished_page_is_not_linked(page, request_):
    page.unpublish()
    assert hrefs(render_links(link(page=page.pk), request=request_)) == {}


def test_an_editor_sees_the_link_to_an_unpublished_page(page, preview_request):
    page.unpublish()
    markup = render_links(link(page=page.pk), request=preview_request)
    assert hrefs(markup) == {"Guide": "/guide/"}


def test_a_deleted_page_leaves_no_link(page, request_):
    stored = link(page=page.pk)
    page.delete()
    assert hrefs(render_links(stored, request=request_)) == {}


def test_markup_in_a_text_is_shown_as_text():
    markup = render_links(link(url="https://example.dk/", text=ATTACK, description=ATTACK))
    assert texts(markup, "a, .inddragelse-muted") == [ATTACK, ATTACK]


def test_a_call_to_action_is_a_button(page, request_):
    value = {"heading": "Join", "text": "Now.", "link": link(page=page.pk, text="Apply")}
    button = render("call_to_action", value, request=request_).select_one("a.button-primary")
    assert (button.get_text(), button["href"]) == ("Apply", "/guide/")


def test_a_call_to_action_to_an_unpublished_page_has_no_button(page, request_):
    page.unpublish()
    value = {"heading": "Join", "text": "Now.", "link": link(page=page.pk)}
    markup = render("call_to_action", value, request=request_)
    assert markup.select("a") == []


def errors_of(value) -> dict[str, str]:
    block = LinkBlock()
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(value))
    return {name: error.messages[0] for name, error in caught.value.block_errors.items()}


def test_a_link_needs_somewhere_to_go():
    assert errors_of(link(text="Nowhere")) == {
        "page": "Choose a page, a document or a web address."
    }


def test_a_link_goes_to_one_place(page):
    assert errors_of(link(page=page.pk, url="https://example.dk/")) == {
        "url": "Choose one of page, document and web address."
    }


def test_an_address_cannot_run_a_script():
    assert errors_of(link(url="javascript:alert(1)")) == {"url": "Enter a valid URL."}


def test_a_draft_may_have_an_unfinished_link():
    block = LinkBlock()
    assert block.clean_deferred(block.to_python(link(text="Later")))["text"] == "Later"
