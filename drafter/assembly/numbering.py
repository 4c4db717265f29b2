"""The ordinals before headings and points."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drafter.text.numerals import cn_number, ordinal

SPOKEN = ("首先，", "其次，", "再次，", "此外，", "最后，")


def _spoken(number: int) -> str:
    return SPOKEN[min(number, len(SPOKEN)) - 1]


MARKERS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "一、": lambda number: f"{cn_number(number)}、",
    "（一）": lambda number: f"（{cn_number(number)}）",
    "1.": lambda number: f"{number}.",
    "1、": lambda number: f"{number}、",
    "（1）": lambda number: f"（{number}）",
    "一要": lambda number: f"{cn_number(number)}要",
    "一是": lambda number: f"{cn_number(number)}是",
    "第一，": lambda number: f"{ordinal(number)}，",
    "首先，": _spoken,
    "——": lambda _: "——",
    "要": lambda _: "要",
    "一定要": lambda _: "一定要",
}


def marker_text(marker: str, number: int) -> str:
    """Return the ordinal of the `number`-th item (from 1) under `marker`: “（一）” and 3 give （三）."""
    return MARKERS[marker](number)
