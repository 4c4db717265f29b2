"""Figures of a text with what they count, as the rules about totals and contradictions compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from drafter.text.characters import compiled
from drafter.text.numerals import from_cn, to_half_width

UNITS = (
    "人次|件次|场次|户次|批次|平方公里|平方米|立方米|公里|公顷|万元|亿元|万人|余人|元|项|个|次|人|名|件|条|份|期|篇|场|户|家|所"
    "|座|处|起|例|批|位|台|辆|张|本|部|亩|吨|米|千瓦|笔|宗|对|组|支|艘|间|栋|套|头|株"
)
NUMBER = re.compile(
    rf"(?<![\d.．第~～\-—–A-Za-z])(?P<figure>\d[\d,，]*(?:[.．]\d+)?)(?P<about>余|多)?(?P<large>万|亿)?(?P<more>余|多)?(?P<unit>{UNITS})(?!百分点|月|多月|半月)"
)
LARGE = {"万": 10_000.0, "亿": 100_000_000.0}


class Counted(NamedTuple):
    """A figure with its unit."""

    value: float
    unit: str
    start: int
    end: int
    about: bool
    """Whether it is a round figure: 6300余."""


def counted(text: str, first: int = 0, last: int | None = None) -> Iterator[Counted]:
    """Yield the figures with a unit that stand in a stretch of a text."""
    for found in NUMBER.finditer(text, first, len(text) if last is None else last):
        value = number(found["figure"])
        if value is None:
            continue
        unit, large = found["unit"], found["large"] or ""
        if unit[0] in LARGE and len(unit) == 2:
            large, unit = unit[0], unit[1]
        about = bool(found["about"] or found["more"])
        yield Counted(value * LARGE.get(large, 1.0), unit, found.start(), found.end(), about)


def number(text: str) -> float | None:
    """Return the value of a figure in digits; None where it is none (1,2,3)."""
    plain = to_half_width(text)
    if "," in plain and not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return None
    try:
        return float(plain.replace(",", ""))
    except ValueError:
        return None


def small_number(text: str) -> int | None:
    """Return the value of a count in digits or Chinese numerals: 三, 12, 两."""
    return int(text) if text.isascii() and text.isdigit() else from_cn(text)


def shown(value: float) -> str:
    """Return a value as a message prints it: 4.6亿, 64."""
    for name, size in (("亿", 1e8), ("万", 1e4)):
        if value >= size and (value % (size / 100) == 0 or value >= size * 10):
            return f"{value / size:g}{name}"
    return f"{value:g}"


NEAR = 1e-6


def same(one: float, other: float) -> bool:
    """Return whether two values agree."""
    return abs(one - other) <= NEAR * max(abs(one), abs(other), 1.0)


CLAUSE_MARKS = compiled("[，。；：！？、\n（）]")
