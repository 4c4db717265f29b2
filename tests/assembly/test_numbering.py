"""The ordinals before headings and points."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.assembly.numbering import MARKERS, marker_text
from drafter.model.structure import Marker

COUNTING = ["一、", "（一）", "1.", "1、", "（1）", "一要", "一是", "第一，"]


@pytest.mark.parametrize(
    ("marker", "printed"),
    [
        ("none", ["", "", "", ""]),
        ("一、", ["一、", "三、", "十、", "十二、"]),
        ("（一）", ["（一）", "（三）", "（十）", "（十二）"]),
        ("1.", ["1.", "3.", "10.", "12."]),
        ("1、", ["1、", "3、", "10、", "12、"]),
        ("（1）", ["（1）", "（3）", "（10）", "（12）"]),
        ("一要", ["一要", "三要", "十要", "十二要"]),
        ("一是", ["一是", "三是", "十是", "十二是"]),
        ("第一，", ["第一，", "第三，", "第十，", "第十二，"]),
        ("首先，", ["首先，", "再次，", "最后，", "最后，"]),
        ("——", ["——", "——", "——", "——"]),
        ("要", ["要", "要", "要", "要"]),
        ("一定要", ["一定要", "一定要", "一定要", "一定要"]),
    ],
)
def test_an_ordinal_prints_as_speeches_have_it(marker: str, printed: list[str]) -> None:
    assert [marker_text(marker, number) for number in (1, 3, 10, 12)] == printed


def test_every_marker_that_a_structure_may_name_has_an_ordinal() -> None:
    assert set(MARKERS) == set(get_args(Marker))


@given(marker=st.sampled_from(COUNTING), numbers=st.lists(st.integers(1, 999), unique=True, min_size=2, max_size=2))
def test_no_two_numbers_share_an_ordinal(marker: str, numbers: list[int]) -> None:
    assert len({marker_text(marker, number) for number in numbers}) == 2
