"""Numbers as Word prints them in automatic numbering, by the names of ECMA-376 (ST_NumberFormat).

Where Word leaves the standard, Word is followed: 100 is 一○○ in chineseCounting and 一百 in chineseCountingThousand,
whose zero is 〇. A format that is not here prints Arabic digits, as Word does for what it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

Format = Callable[[int], str]
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
MAX_ROMAN = 32_767
MAX_LETTERS = 780
"""Thirty times the alphabet; Word goes no further."""
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
MAX_GROUPED = 10**6 - 1


def number_text(value: int, style: str) -> str:
    """Return `value` in the format named `style`."""
    if value < 0:
        return str(value)
    return FORMATS.get(style, str)(value)


class Grouped(msgspec.Struct, frozen=True):
    """Numbers by 万, 千, 百 and 十."""

    digits: str
    """With what stands for empty places first; a blank there prints nothing."""
    units: str
    """From 十 to 万."""
    bare_ten: bool = True
    """10 to 19 begin with 十, not with 一十."""
    bare_units: bool = False
    """百 and 千 without 一, as in Japanese."""

    def __call__(self, value: int) -> str:
        """Return `value` in characters."""
        if value > MAX_GROUPED:
            return str(value)
        if value == 0:
            return self.digits[0].strip() or "0"
        high, low = divmod(value, 10_000)
        zero = self.digits[0].strip() if high and low and (low < 1000 or high % 10 == 0) else ""
        text = (self._below(high) + self.units[3] if high else "") + zero + self._below(low)
        return text[1:] if self.bare_ten and 10 <= value < 20 and not self.bare_units else text

    def _below(self, value: int) -> str:
        text, gap = "", False
        for place, digit in enumerate(f"{value:04d}"):
            if digit == "0":
                gap = bool(text)
                continue
            unit = ("", *self.units[:3])[3 - place]
            bare = self.bare_units and digit == "1" and unit
            text += (self.digits[0].strip() if gap else "") + ("" if bare else self.digits[int(digit)]) + unit
            gap = False
        return text


def nothing(_value: int) -> str:
    """Return no number."""
    return ""


def digits_of(digits: str) -> Format:
    """Return the format that replaces each Arabic digit by the one of `digits` in its place."""
    table = str.maketrans("0123456789", digits)
    return lambda value: str(value).translate(table)


def counting(digits: str) -> Format:
    """Return the format that has 十 up to 99 and digits alone from 100."""
    small, large = Grouped(digits, "十百千万"), digits_of(digits)
    return lambda value: small(value) if value < 100 else large(value)


def one_of(characters: str) -> Format:
    """Return the format that prints the value-th character, and beyond the last one Arabic digits."""
    return lambda value: characters[value - 1] if 1 <= value <= len(characters) else str(value)


def run_of(first: str, length: int) -> Format:
    """Return the format of a Unicode run: ① and what follows it."""
    return one_of("".join(chr(ord(first) + place) for place in range(length)))


def letters(first: str) -> Format:
    """Return the format a, b … z, aa, bb …"""

    def text(value: int) -> str:
        if not 1 <= value <= MAX_LETTERS:
            return str(value)
        rounds, place = divmod(value - 1, 26)
        return chr(ord(first) + place) * (rounds + 1)

    return text


def roman(value: int) -> str:
    """Return `value` in Roman numerals."""
    if not 1 <= value <= MAX_ROMAN:
        return str(value)
    text = ""
    for size, numeral in ROMAN:
        times, value = divmod(value, size)
        text += numeral * times
    return text


def cycle(value: int) -> str:
    """Return the value-th of the sixty pairs 甲子, 乙丑 …"""
    return STEMS[(value - 1) % 10] + BRANCHES[(value - 1) % 12] if 1 <= value <= 60 else str(value)


CHINESE = "一二三四五六七八九"
TRADITIONAL_LEGAL = Grouped("零壹貳參肆伍陸柒捌玖", "拾佰仟萬", bare_ten=False)
FORMATS: Mapping[str, Format] = {
    "none": nothing,
    "bullet": nothing,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": digits_of("０１２３４５６７８９"),
    "decimalFullWidth2": digits_of("０１２３４５６７８９"),
    "numberInDash": lambda value: f"- {value} -",
    "chineseCounting": counting("○" + CHINESE),
    "chineseCountingThousand": Grouped("〇" + CHINESE, "十百千万"),
    "chineseLegalSimplified": Grouped("零壹贰叁肆伍陆柒捌玖", "拾佰仟万", bare_ten=False),
    "ideographDigital": digits_of("〇" + CHINESE),
    "japaneseDigitalTenThousand": digits_of("〇" + CHINESE),
    "ideographTraditional": one_of(STEMS),
    "ideographZodiac": one_of(BRANCHES),
    "ideographZodiacTraditional": cycle,
    "ideographLegalTraditional": TRADITIONAL_LEGAL,
    "ideographEnclosedCircle": run_of("㈠", 10),  # Word prints them in brackets
    "japaneseCounting": Grouped(" " + CHINESE, "十百千万", bare_units=True),
    "taiwaneseCounting": counting("○" + CHINESE),
    "taiwaneseCountingThousand": Grouped("〇" + CHINESE, "十百千萬"),
    "taiwaneseDigital": digits_of("○" + CHINESE),
    "decimalEnclosedCircle": run_of("①", 20),
    "decimalEnclosedCircleChinese": run_of("①", 10),
    "decimalEnclosedFullstop": run_of("⒈", 20),
    "decimalEnclosedParen": run_of("⑴", 20),
    "lowerLetter": letters("a"),
    "upperLetter": letters("A"),
    "lowerRoman": lambda value: roman(value).lower(),
    "upperRoman": roman,
}
