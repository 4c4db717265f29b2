"""Chinese numerals, ordinals and dates."""

from __future__ import annotations

from datetime import date

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
LARGE_UNITS = (("亿", 10**8), ("万", 10**4))
LARGEST = 10**16 - 1
FULL_WIDTH = str.maketrans("０１２３４５６７８９．－％，", "0123456789.-%,")


def cn_number(value: int) -> str:
    """Return `value` in Chinese numerals: 12 is 十二, 105 is 一百零五, 20 is 二十."""
    if value < 0:
        return "负" + cn_number(-value)
    if value == 0:
        return DIGITS[0]
    if value > LARGEST:
        raise ValueError("number too large for Chinese numerals")
    text = _positive(value)
    return text[1:] if text.startswith("一十") else text


def _positive(value: int) -> str:
    """Return `value` by its 亿, its 万 and the rest; 零 stands for empty places between them."""
    for name, size in LARGE_UNITS:
        if value >= size:
            high, low = divmod(value, size)
            zero = DIGITS[0] if 0 < low < size // 10 else ""
            return _positive(high) + name + zero + (_positive(low) if low else "")
    return _below_ten_thousand(value)


def _below_ten_thousand(value: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += (DIGITS[0] if gap else "") + DIGITS[digit] + UNITS[place]
        gap = False
    return text


def cn_digits(value: int) -> str:
    """Return the digits of `value` read one by one: 2026 is 二〇二六 (the form of years in titles)."""
    return "".join("〇" if digit == "0" else DIGITS[int(digit)] for digit in str(value))


def ordinal(value: int) -> str:
    """Return 第…: 5 is 第五."""
    return "第" + cn_number(value)


def date_text(day: date) -> str:
    """Return a date as papers print it: 2026年1月5日 (GB/T 15835: Arabic digits, no leading zero)."""
    return f"{day.year}年{day.month}月{day.day}日"


def cn_date(day: date) -> str:
    """Return a date in Chinese numerals: 二〇二六年一月五日."""
    return f"{cn_digits(day.year)}年{cn_number(day.month)}月{cn_number(day.day)}日"


def to_half_width(text: str) -> str:
    """Return `text` with full-width digits and signs as ASCII: ２０２６ is 2026."""
    return text.translate(FULL_WIDTH)


CN_VALUES = {**{digit: value for value, digit in enumerate(DIGITS)}, "〇": 0, "两": 2}


def from_cn(text: str) -> int | None:
    """Return the value of a Chinese numeral below a hundred (十二 is 12); None for anything else."""
    tens, mark, units = text.partition("十")
    if not mark:
        return CN_VALUES.get(text)
    if not all(part == "" or part in CN_VALUES for part in (tens, units)):
        return None
    return (CN_VALUES[tens] if tens else 1) * 10 + (CN_VALUES[units] if units else 0)
