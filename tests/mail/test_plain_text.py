from __future__ import annotations

import pytest

from wagtail_inddragelse.mail.plain_text import html_to_text, mail_html, tidy, unlinked


class TestUnlinked:
    @pytest.mark.parametrize(
        ("text", "marked"),
        [
            ("http://evil.example", "http|://evil|.example"),
            ("www.evil.example", "www|.evil|.example"),
            ("a@evil.example", "a|@evil|.example"),
            ("evil。example", "evil|。example"),
            ("mailto:a@b.c", "mailto|:a|@b|.c"),
            ("http://2130706433/", "http|://2130706433/"),
            ("[[receipt-link]]", "[|[receipt-link]]"),
            ("Yes. And no: both.", "Yes. And no: both."),
            ("", ""),
        ],
    )
    def test_it_marks_what_an_address_needs(self, text, marked):
        assert unlinked(text) == marked.replace("|", "\u200b")


class TestMailHtml:
    def test_links_work_outside_the_site(self):
        html = mail_html('<p><a href="/a/">a</a> <a href="https://b.dk/">b</a></p>', "https://s.dk")
        assert html == '<p><a href="https://s.dk/a/">a</a> <a href="https://b.dk/">b</a></p>'

    def test_a_link_to_a_page_leads_there(self, offer):
        html = mail_html(f'<a linktype="page" id="{offer.pk}">a</a>', "https://www.example.dk")
        assert html == '<a href="https://www.example.dk/">a</a>'

    def test_addresses_of_people_stay(self):
        html = '<a href="mailto:a@b.dk">a</a>'
        assert mail_html(html, "https://s.dk") == html


class TestHtmlToText:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>One</p><p>Two &amp; a half</p>", "One\n\nTwo & a half\n"),
            ("<p>One<br/>Two</p>", "One\nTwo\n"),
            (
                "<p>For</p><ul><li>one</li><li>two</li></ul><p>End</p>",
                "For\n\n- one\n- two\n\nEnd\n",
            ),
            ("<h2>Title</h2><p>Text</p>", "Title\n\nText\n"),
            ('<a href="https://b.dk/x">b</a>', "b (https://b.dk/x)\n"),
            ('<a href="https://b.dk/">https://b.dk/</a>', "https://b.dk/\n"),
            ('<a href="mailto:a@b.dk">a@b.dk</a>', "a@b.dk\n"),
            ('<a href="tel:+4512345678">Ring</a>', "Ring (+4512345678)\n"),
        ],
    )
    def test_it_reads_as_text(self, html, text):
        assert html_to_text(html) == text


def test_tidy_leaves_one_empty_line_and_no_spaces_at_the_ends():
    assert tidy("\n a  \n \n\n\nb\t\n\n") == "a\n\nb\n"
