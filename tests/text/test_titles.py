"""Breaking titles: a table of right answers, and what must hold for any title."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.counting import cells
from drafter.text.titles import title_lines
from drafter.text.words import known_words

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text(encoding="utf-8"))
NAMES = TABLE["names"]


def pair(row: str | dict[str, str]) -> tuple[str, list[str]]:
    """Return a title and its lines."""
    if isinstance(row, str):
        return row.replace("/", ""), row.split("/")
    return row["title"], row["lines"].split("/")


@pytest.mark.parametrize("row", TABLE["titles"], ids=lambda row: row if isinstance(row, str) else row["title"])
def test_titles_break_where_a_secretary_breaks_them(row: str | dict[str, str]) -> None:
    title, wanted = pair(row)
    assert list(title_lines(title, 20, NAMES)) == wanted


def test_the_table_has_forty_titles() -> None:
    assert len(TABLE["titles"]) == 40


@pytest.mark.parametrize("limit", [7, 10, 14])
def test_narrow_lines_hold_too_and_a_preposition_gives_way_before_a_word(limit: int) -> None:
    for row in TABLE["titles"]:
        title, _ = pair(row)
        lines = title_lines(title, limit, NAMES)
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")
        assert all(cells(line) <= limit * 2 and len(line) > 1 for line in lines), lines
    assert title_lines("任命的国家机关工作人员讲话", 10) == ("任命的", "国家机关工作人员讲话")


@pytest.mark.parametrize("limit", [17, 20, 28])
def test_no_line_of_the_table_is_too_long_or_ends_in_a_preposition(limit: int) -> None:
    for row in TABLE["titles"]:
        title, _ = pair(row)
        lines = title_lines(title, limit, NAMES)
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")
        for line in lines:
            assert cells(line) <= limit * 2, lines
        for line in lines[:-1]:
            assert line[-1] not in "在的和与对第", lines
        for line in lines[1:]:
            assert line[0] not in "的上、，》”）" and len(line) > 1, lines


def test_a_bar_forces_a_break_and_only_a_line_too_long_is_broken_further() -> None:
    assert title_lines("在全县人大代表|视察座谈会上的讲话", 20) == ("在全县人大代表", "视察座谈会上的讲话")
    assert title_lines("报告|中共江州市委关于加强新时代全市人大工作的实施意见", 20, NAMES) == (
        "报告", "中共江州市委", "关于加强新时代全市人大工作的实施意见",
    )  # fmt: skip
    assert title_lines("|讲话||", 20) == ("讲话",)


def test_half_width_characters_take_half_the_room() -> None:
    assert title_lines("ABCDEFGHIJKLMNOPQRST在会上的讲话", 20) == ("ABCDEFGHIJKLMNOPQRST在会上的讲话",)


def test_a_name_stays_whole_where_it_fits() -> None:
    title = "中共青山县人大常委会党组理论学习中心组二〇二六年度集体学习安排意见"
    (line,) = [line for line in title_lines(title, 20, NAMES) if "中共" in line]
    assert line.startswith("中共青山县人大常委会党组理论学习中心组")


def test_a_name_wider_than_a_line_is_cut_between_its_words() -> None:
    lines = title_lines("青山县人民代表大会常务委员会工作报告", 10, NAMES)
    assert lines == ("青山县人民代表大会", "常务委员会工作报告")


def test_a_limit_that_holds_no_two_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="1 characters"):
        title_lines("讲话", 1)


WORDS = sorted(word for word in known_words() if len(word) <= 6)
titles_of_words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=30).map("".join)


@given(titles_of_words, st.integers(8, 30))
def test_titles_of_known_words_keep_every_rule(title: str, limit: int) -> None:
    lines = title_lines(title, limit)
    assert "".join(lines) == title
    assert all(cells(line) <= limit * 2 for line in lines)
    assert all(len(line) >= 2 for line in lines)
    for before, after in itertools.pairwise(lines):
        assert before[-1] not in "、，《（“" and after[0] not in "、，》）”"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), min_size=1, max_size=120), st.integers(2, 30))
def test_any_text_is_kept_and_no_line_is_too_wide(title: str, limit: int) -> None:
    lines = title_lines(title, limit)
    assert "".join("".join(lines).split()) == "".join(title.replace("|", "").split())
    assert all(cells(line) <= limit * 2 for line in lines)
    assert all(line.strip() for line in lines)


@given(
    st.lists(
        st.sampled_from(["《安全生产法》", "“两个维护”", "【待补：会议名称】", "第十八届", "2026年", "讲话"]),
        min_size=3,
        max_size=9,
    )
)
def test_quotations_gaps_and_ordinals_are_not_cut(parts: list[str]) -> None:
    lines = title_lines("".join(parts), 14)
    for line in lines:
        for left, right in ("《》", "“”", "【】"):
            assert line.count(left) == line.count(right)
        assert "第十八" not in line.replace("第十八届", "") and "2026" not in line.replace("2026年", "")


def test_two_thousand_characters_break_into_even_lines_quickly() -> None:
    lines = title_lines("办好" * 1000, 20)
    assert {len(line) for line in lines} == {20}


def test_emoji_and_combining_marks_are_not_torn_apart() -> None:
    family = "👨‍👩‍👧"
    assert all(line.count("👨") == line.count("👩") == line.count("👧") for line in title_lines(family * 20, 10))
    assert all(line[0] == "e" for line in title_lines("e\u0301" * 60, 10))
