from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import strategies as st

import wagtail_inddragelse
from tests.properties import given
from wagtail_inddragelse.denmark.municipalities import MUNICIPALITIES
from wagtail_inddragelse.questions import fields
from wagtail_inddragelse.questions.decimals import DecimalBlock, DecimalField

RTL = "שרה \u200fأحمد"
EMOJI = "Ida 👩‍👧 Øst"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def text(**kwargs):
    return fields.TextField(label="Name", **kwargs)


def refused(field, value) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


class TestText:
    @pytest.mark.parametrize("name", [RTL, EMOJI, "Þórður O’Neill", "🙂"])
    def test_names_are_kept_as_they_are(self, name):
        assert text().clean(name) == name

    def test_letters_that_are_put_together_become_one(self):
        assert text().clean("A\u030age") == "Åge"

    def test_nul_bytes_are_taken_out(self):
        assert text().clean("Bo\x00 Ås\x00") == "Bo Ås"

    def test_one_line_stays_one_line(self):
        assert text().clean(" Bo\r\nBcc: all@example.dk\u2028x\vy ") == "Bo Bcc: all@example.dk x y"

    def test_several_lines_keep_their_breaks(self):
        assert text(multiline=True).clean("a\r\nb\n\n c ") == "a\nb\n\n c"

    def test_a_line_break_counts_as_one_character(self):
        assert text(multiline=True, limit=3).clean("a\r\nb") == "a\nb"

    def test_too_long_names_the_limit(self):
        message = "“Name” can be at most 5 characters long. You have written 6."

        assert refused(text(limit=5), "abcdef") == message

    def test_ten_megabytes_are_refused_with_the_limit(self):
        message = "“Name” can be at most 2,000 characters long. You have written 10,485,760."

        assert refused(text(limit=2000, multiline=True), "æ" * 10 * 1024**2) == message

    def test_a_per_cent_sign_in_the_label_is_only_a_sign(self):
        field = fields.TextField(label="100% {sure}?", limit=1)

        assert refused(field, "ab").startswith("“100% {sure}?” can be at most 1")

    @given(st.text(max_size=60))
    def test_one_line_never_holds_a_control_character(self, value):
        cleaned = text(required=False).clean(value)

        assert not any(character < " " or character == "\x7f" for character in cleaned)


class TestEmail:
    field = fields.EmailField(label="E-mail")

    @pytest.mark.parametrize("value", ["bo@example.dk", " bo@example.dk ", "bo+1@sub.example.dk"])
    def test_addresses(self, value):
        assert self.field.clean(value) == value.strip()

    @pytest.mark.parametrize(
        "value",
        ["mailto:bo@ÅBEN.dk", "Bo Holm <bo@åben.dk>", "bo@A\u030aben.dk", "\u200bbo@åben.dk"],
    )
    def test_pasted(self, value):
        assert self.field.clean(value) == "bo@åben.dk"

    @pytest.mark.parametrize(
        "value",
        [
            "bø@example.dk",
            "bo@" + ".".join("ø" * 100) + ".dk",
            "mailto:bo@example.dk%0ABcc:all@example.dk",
            "Bo <bo@example.dk> <ida@example.dk",
            "bo",
            "bo@",
            "bo@example.dk\nBcc: all@example.dk",
            "bo@example.dk\r\n",
            "\nbo@example.dk",
            "bo@exam\nple.dk",
            "bo@example.dk\u2028",
            "bo@example.dk, ida@example.dk",
        ],
    )
    def test_refused(self, value):
        message = "Enter an e-mail address, like name@example.dk"

        assert refused(self.field, value) == message


class TestPhone:
    field = fields.PhoneField(label="Phone")

    @pytest.mark.parametrize(
        "value", ["12345678", "12 34 56 78", "+45 12 34 56 78", "(0045) 12345678"]
    )
    def test_numbers(self, value):
        assert self.field.clean(value) == value

    @pytest.mark.parametrize("value", ["1234567", "12 34 56 7a", "+", "+" + "1" * 16])
    def test_refused(self, value):
        message = "Enter a phone number, like 12 34 56 78"

        assert refused(self.field, value) == message


class TestUrl:
    field = fields.UrlField(label="Site")

    @pytest.mark.parametrize(
        ("value", "url"),
        [
            ("www.example.dk", "https://www.example.dk"),
            ("http://example.dk/a?b=c", "http://example.dk/a?b=c"),
            ("HTTPS://example.dk", "HTTPS://example.dk"),
        ],
    )
    def test_addresses(self, value, url):
        assert self.field.clean(value) == url

    @pytest.mark.parametrize(
        "value", ["javascript:alert(1)", "ftp://example.dk", "mailto:bo@example.dk", "no address"]
    )
    def test_refused(self, value):
        assert refused(self.field, value) == ("Enter a web address, like www.example.dk")


class TestCvr:
    field = fields.CvrField(label="CVR")

    @pytest.mark.parametrize("value", ["12345674", "12 34 56 74", "DK12345674", "dk 12345674"])
    def test_numbers(self, value):
        assert self.field.clean(value) == "12345674"

    @pytest.mark.parametrize("value", ["12345675", "1234567", "123456744", "00000000", "abcdefgh"])
    def test_refused(self, value):
        assert refused(self.field, value) == ("Enter a CVR number: 8 digits, like 12 34 56 74")


class TestNumber:
    def field(self, **kwargs):
        options = {"whole": True, "minimum": None, "maximum": None, "required": False, **kwargs}
        return fields.NumberField(label="Count", **options)

    @pytest.mark.parametrize(
        ("value", "number"),
        [("7", 7), ("-7", -7), ("−7", -7), ("1.000", 1000), ("1 000 000", 1000000), ("5,0", 5)],
    )
    def test_whole(self, value, number):
        assert self.field().clean(value) == Decimal(number)

    @pytest.mark.parametrize(
        ("value", "number"),
        [("1,5", "1.5"), ("1.000,25", "1000.25"), ("1.5", "1.5"), ("1.000", "1000")],
    )
    def test_decimals(self, value, number):
        assert self.field(whole=False).clean(value) == Decimal(number)

    @pytest.mark.parametrize("value", ["x", "NaN", "Infinity", "1e9", "1" * 39, "٣"])
    def test_not_a_number(self, value):
        assert refused(self.field(), value) == "Enter a number in “Count”"

    def test_not_whole(self):
        assert refused(self.field(), "1,5") == "Enter a whole number in “Count”"

    def test_below_the_lowest(self):
        assert refused(self.field(minimum=Decimal(2)), "1") == "Enter at least 2"

    def test_above_the_highest(self):
        assert refused(self.field(maximum=Decimal(1000)), "1001") == "Enter at most 1,000"

    def test_zero_is_an_answer(self):
        assert self.field(required=True).clean("0") == 0


class TestDate:
    field = fields.DateField(label="Start")

    @pytest.mark.parametrize(
        "value",
        [
            "3/12 2026",
            "3.12.2026",
            "03-12-2026",
            "2026-12-03",
            "3 12 2026",
            "3/12/2026",
            "3. 12. 2026",
            "3. december 2026",
            "3 Dec 2026",
            "3/DEC./2026",
            "03122026",
            "03122026//",
        ],
    )
    def test_as_danes_write_it(self, value):
        assert self.field.clean(value) == dt.date(2026, 12, 3)

    @pytest.mark.parametrize(
        ("month", "number"),
        [
            ("maj", 5),
            ("May", 5),
            ("sept", 9),
            ("oktober", 10),
            ("Oct", 10),
            ("juli", 7),
            ("jun", 6),
        ],
    )
    def test_months_by_name(self, month, number):
        assert self.field.clean(f"1/{month}/2027") == dt.date(2027, number, 1)

    @pytest.mark.parametrize(
        ("is_past", "year", "expected"),
        [
            (False, "27", 2027),
            (False, "46", 2046),
            (False, "47", 1947),
            (False, "99", 1999),
            (True, "26", 2026),
            (True, "27", 1927),
        ],
    )
    def test_years_of_two_digits(self, is_past, year, expected, time_machine):
        time_machine.move_to(dt.date(2026, 6, 1))
        field = fields.DateField(label="Start", is_past=is_past)

        assert field.clean(f"01/01/{year}") == dt.date(expected, 1, 1)

    @pytest.mark.parametrize(
        "value",
        [
            "31/2 2026",
            "3/12",
            "3/12 126",
            "3/12 6",
            "12/13/2026",
            "3/xxx/2026",
            "3 de 2026",
            "2026",
            "//2026",
            "x",
            "0/0/0000",
        ],
    )
    def test_refused(self, value):
        assert refused(self.field, value) == (
            "Enter day, month and year in “Start”, like 24 12 2027"
        )

    @given(st.dates(dt.date(1900, 1, 1), dt.date(2076, 12, 31)))
    def test_every_date_can_be_written(self, date):
        assert self.field.clean(f"{date.day}/{date.month} {date.year}") == date

    @pytest.mark.parametrize("year", ["0026", "0226", "1899", "2077", "2206", "9999"])
    def test_a_slip_in_the_year(self, year, time_machine):
        time_machine.move_to(dt.date(2026, 6, 1))
        assert refused(self.field, f"3/12 {year}") == (f"Check the year in “Start”: it says {year}")

    @pytest.mark.parametrize("value", ["1/1 1900", "31/12 2076"])
    def test_years_that_somebody_can_mean(self, value, time_machine):
        time_machine.move_to(dt.date(2026, 6, 1))
        assert self.field.clean(value)

    def test_limits_of_the_editor_may_lie_in_any_year(self):
        field = fields.DateField(
            label="Start", earliest=dt.date(1660, 10, 18), latest=dt.date(2300, 1, 1)
        )
        assert [field.clean(f"1/1 {year}").year for year in (1849, 2299)] == [1849, 2299]

    @pytest.mark.parametrize(
        ("limits", "value", "message"),
        [
            ({"is_past": True}, "2/6 2026", "“Start” can’t be after today"),
            ({"is_ahead": True}, "31/5 2026", "“Start” can’t be before today"),
        ],
    )
    def test_on_one_side_of_today(self, limits, value, message, time_machine):
        time_machine.move_to(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC))
        field = fields.DateField(label="Start", **limits)
        assert refused(field, value) == message
        assert field.clean("1/6 2026") == dt.date(2026, 6, 1)

    def test_limits(self):
        limited = fields.DateField(
            label="Start", earliest=dt.date(2026, 1, 1), latest=dt.date(2026, 12, 31)
        )

        assert limited.clean("1/1 2026") == dt.date(2026, 1, 1)
        assert refused(limited, "31/12 2025") == "“Start” must be Jan. 1, 2026 or later"
        assert refused(limited, "1/1 2027") == "“Start” must be Dec. 31, 2026 or earlier"


class TestChoices:
    choices = [("a", "A"), ("b", "B"), ("c", "C")]

    def test_one_of(self):
        assert fields.OneOfField(label="X", choices=self.choices).clean("b") == "b"

    def test_one_of_refuses_what_is_not_there(self):
        field = fields.OneOfField(label="100%", choices=self.choices)

        assert refused(field, "x") == "Choose one of the answers to “100%”"

    def test_several_of_counts_a_choice_once(self):
        field = fields.SeveralOfField(label="X", choices=self.choices, maximum=2)

        assert field.clean(["a", "c", "a"]) == ["a", "c"]

    @pytest.mark.parametrize(
        ("chosen", "message"),
        [
            (["a"], "Choose at least 2 answers to “X”"),
            (["a", "b", "c"], "Choose at most 2 answers to “X”"),
            (["a", "x"], "Choose among the answers to “X”"),
        ],
    )
    def test_several_of_refuses(self, chosen, message):
        field = fields.SeveralOfField(label="X", choices=self.choices, minimum=2, maximum=2)

        assert refused(field, chosen) == message

    def test_there_are_98_municipalities(self):
        assert len(MUNICIPALITIES) == 98


class TestDecimalsOfAnEditor:
    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("1,5", "1.5"),
            ("1.5", "1.5"),
            (" 36 ", "36"),
            ("1.000", "1000"),
            ("1.000,5", "1000.5"),
            ("−2", "-2"),
        ],
    )
    def test_are_read_as_danes_write_them(self, language, typed, number):
        with override(language):
            assert DecimalField(decimal_places=2).clean(typed) == Decimal(number)

    def test_what_is_none_is_refused(self):
        with pytest.raises(ValidationError):
            DecimalField().clean("halvanden")

    @pytest.mark.parametrize(("language", "shown"), [("da", "1,5"), ("en", "1.5")])
    def test_are_shown_as_they_can_be_sent_again(self, language, shown):
        block = DecimalBlock(required=False, min_value=0)
        with override(language):
            state = block.get_form_state(Decimal("1.5"))
            data = {"field": state}
            assert state == shown
            assert block.clean(block.value_from_datadict(data, {}, "field")) == Decimal("1.5")

    def test_keep_their_limits(self):
        with pytest.raises(ValidationError):
            DecimalBlock(max_value=24).clean(25)

    def test_every_block_of_ours_reads_them(self):
        """No other is left in the package."""
        package = Path(wagtail_inddragelse.__file__).parent
        code = {path: path.read_text("utf-8") for path in package.rglob("*.py")}
        found = [path.name for path, text in code.items() if "blocks.DecimalBlock(" in text]
        assert found == []
