"""Nobody writes over what he did not see."""

import pytest

from wagtail_inddragelse.domain.writing.seen import ChangedMeanwhile, is_shown, mark, marks, merge

SHOWN = {"number": "", "who": "Ada"}


class TestMark:
    @pytest.mark.parametrize(
        ("one", "other"),
        [("", None), ("a\r\nb", "a\nb"), (" a ", "a"), (7, "7"), (["a", None], ("a", ""))],
    )
    def test_a_value_has_one_however_a_browser_sends_it(self, one, other):
        assert mark(one) == mark(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("a", "b"), (True, False), (True, 1), (["a", ""], ["", "a"])]
    )
    def test_other_values_have_others(self, one, other):
        assert mark(one) != mark(other)

    def test_without_one_nothing_is_compared(self):
        assert (is_shown(None, "b"), is_shown(mark("a"), "b")) == (True, False)


class TestMerge:
    def test_writes_only_what_its_user_changed(self):
        sent = {"number": "17", "who": "Ada"}
        assert merge(marks(SHOWN), sent, {"number": "", "who": "Bo"}) == {"number": "17"}

    def test_refuses_and_names_what_two_changed(self):
        with pytest.raises(ChangedMeanwhile) as caught:
            merge(marks(SHOWN), {"number": "17", "who": "Ada"}, {"number": "4", "who": "Ada"})
        assert caught.value.names == ("number",)

    def test_two_who_wrote_the_same_do_not_clash(self):
        current = {"number": "17", "who": "Ada"}
        assert merge(marks(SHOWN), current, current) == {}

    def test_what_has_no_mark_was_shown_blank(self):
        with pytest.raises(ChangedMeanwhile):
            merge({}, {"number": "17"}, {"number": "4"})

    def test_without_marks_all_that_differs_is_written(self):
        assert merge(None, {"number": "17"}, {"number": "4"}) == {"number": "17"}
