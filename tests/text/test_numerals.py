from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.numerals import cn_date, cn_digits, cn_number, date_text, ordinal, to_half_width

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
UNITS = {"十": 10, "百": 100, "千": 1000}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "零"),
        (5, "五"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (10000, "一万"),
        (10005, "一万零五"),
        (120000, "十二万"),
        (100000001, "一亿零一"),
        (100010000, "一亿零一万"),
        (-3, "负三"),
    ],
)
def test_numbers_are_written_as_they_are_read_aloud(value: int, text: str) -> None:
    assert cn_number(value) == text


@given(st.integers(0, 10**16 - 1))
def test_a_chinese_number_means_the_number_it_was_made_from(value: int) -> None:
    assert _read(cn_number(value)) == value


def test_a_number_beyond_the_units_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        cn_number(10**16)


def test_years_are_read_digit_by_digit() -> None:
    assert cn_digits(2026) == "二〇二六"


def test_ordinals() -> None:
    assert [ordinal(value) for value in (1, 10, 18)] == ["第一", "第十", "第十八"]


def test_dates_have_no_leading_zeros() -> None:
    assert date_text(date(2026, 1, 5)) == "2026年1月5日"
    assert cn_date(date(2026, 10, 20)) == "二〇二六年十月二十日"


def test_full_width_figures_become_ascii() -> None:
    assert to_half_width("２０２６年，９６．５％") == "2026年,96.5%"


def _read(text: str) -> int:
    """Return the value of a Chinese number, by its units."""
    for unit, value in (("亿", 10**8), ("万", 10**4)):
        high, found, low = text.rpartition(unit)
        if found:
            return _read(high) * value + _read(low)
    total, digit = 0, 0
    for sign in text:
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit
