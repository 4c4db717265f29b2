"""Fact values: every type, what counts as unknown, and what is refused with which words."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.assembly.values import LONGEST, WrongValue, read_date, read_value
from drafter.model.fact import FactSpec

TYPES = ["text", "bool", "count", "amount", "percent", "date", "year", "ordinal", "person", "list", "record"]
MEETING = {"name": "会议名称", "date": "会议日期", "cleared": "可以公开使用"}


def spec(kind: str, *, unit: str = "", fields: dict[str, str] | None = None) -> FactSpec:
    return FactSpec(group="g", label="某要素", type=kind, example="", unit=unit, fields=fields or {})


@pytest.mark.parametrize(
    ("kind", "unit", "written", "value"),
    [
        ("text", "", "  青山县 ", "青山县"),
        ("text", "", "no", "no"),
        ("text", "", "010", "010"),
        ("person", "", "林清平", "林清平"),
        ("count", "期", "6", 6),
        ("count", "期", "6期", 6),
        ("count", "期", "6 期", 6),
        ("count", "件次", "１，２８５件次", 1285),
        ("count", "人次", "3,120", 3120),
        ("count", "", "010", 10),
        ("ordinal", "", "第18", 18),
        ("ordinal", "", "１８", 18),
        ("year", "", "2026年", 2026),
        ("year", "", "2026", 2026),
        ("amount", "亿元", "12.50亿元", Decimal("12.50")),
        ("amount", "亿元", "１２．５", Decimal("12.5")),
        ("amount", "", "-3", Decimal("-3")),
        ("amount", "万元", "12,345.6 万元", Decimal("12345.6")),
        ("percent", "%", "96.5", Decimal("96.5")),
        ("percent", "%", "96.5%", Decimal("96.5")),
        ("percent", "%", "９６．５％", Decimal("96.5")),
        ("bool", "", "是", True),
        ("bool", "", "有", True),
        ("bool", "", "Yes", True),
        ("bool", "", "否", False),
        ("bool", "", "无", False),
        ("bool", "", "FALSE", False),
        ("date", "", "2026-03-18", date(2026, 3, 18)),
        ("date", "", "2026/3/8", date(2026, 3, 8)),
        ("date", "", "2026.3.8", date(2026, 3, 8)),
        ("date", "", "２０２６年３月１８日", date(2026, 3, 18)),
        ("list", "", ["甲", " 乙 ", ""], ["甲", "乙"]),
        ("list", "", "甲、乙；丙;丁\n戊", ["甲", "乙", "丙", "丁", "戊"]),
    ],
)
def test_a_value_is_read_as_its_type(kind: str, unit: str, written: object, value: object) -> None:
    read = read_value(written, spec(kind, unit=unit))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("empty", ["", "   ", "\u3000", "\n", [], {}])
def test_an_empty_value_means_not_known_whatever_the_type(kind: str, empty: object) -> None:
    assert read_value(empty, spec(kind, fields={"name": "名称"} if kind == "record" else None)) is None


@pytest.mark.parametrize(
    ("kind", "written"),
    [("list", ["", " "]), ("list", "、；"), ("record", {"name": " ", "会议日期": ""})],
)
def test_a_list_or_record_of_nothing_but_empty_values_is_not_known(kind: str, written: object) -> None:
    assert read_value(written, spec(kind, fields=MEETING if kind == "record" else None)) is None


def test_a_list_of_empty_records_is_not_known() -> None:
    assert read_value([{}, {"会议名称": ""}], spec("list", fields=MEETING)) is None


@pytest.mark.parametrize(
    ("kind", "written", "telling"),
    [
        ("count", "六期", "应当是整数，写的却是“六期”"),
        ("count", "6.5", "应当是整数"),
        ("count", "-6", "应当是整数"),
        ("count", "约6", "应当是整数"),
        ("count", "9" * 13, "应当是整数"),
        ("ordinal", "第十八", "应当是整数"),
        ("year", "二〇二六年", "应当是整数"),
        ("amount", "很多", "应当是数，写的却是“很多”"),
        ("amount", "1e9", "应当是数"),
        ("percent", "九成", "应当是数"),
        ("percent", "NaN", "应当是数"),
        ("bool", "也许", "应当写“是”或“否”"),
        ("date", "明天", "日期应当写成 2026-03-18"),
        ("date", "2026-02-30", "没有“2026-02-30”这一天"),
        ("date", "0000-01-01", "这一天"),
        ("text", ["甲"], "应当是一个值"),
        ("count", {"name": "6"}, "应当是一个值"),
        ("list", {"甲": "乙"}, "应当是一个列表"),
        ("list", [{"甲": "乙"}], "每一项应当是一个值"),
        ("text", "看不见\x07", "不可见的控制字符"),
        ("text", "私用\ue000", "不可见的控制字符"),
        ("list", ["看不见\x00"], "不可见的控制字符"),
        ("text", "长" * (LONGEST + 1), f"不超过 {LONGEST} 字"),
    ],
)
def test_a_wrong_value_is_refused_in_chinese(kind: str, written: object, telling: str) -> None:
    with pytest.raises(WrongValue, match=telling):
        read_value(written, spec(kind))


@pytest.mark.parametrize(
    ("written", "telling"),
    [
        ("县委人大工作会议", "“某要素”要分项填写：会议名称、会议日期、可以公开使用"),
        ({"地点": "礼堂"}, "没有“地点”这一项，可以写：name、date、cleared"),
        ({"会议名称": ["甲"]}, "“会议名称”应当是一个值"),
        ({"会议日期": "三月"}, "日期应当写成"),
        ({"cleared": "不好说"}, "应当写“是”或“否”"),
        ({"name": "甲\x01"}, "控制字符"),
    ],
)
def test_a_wrong_record_says_which_part_is_wrong(written: object, telling: str) -> None:
    with pytest.raises(WrongValue, match=telling):
        read_value(written, spec("record", fields=MEETING))


def test_the_fields_of_a_record_go_by_name_or_label_and_have_types_of_their_own() -> None:
    written = {"会议名称": " 县委人大工作会议 ", "date": "2026年3月18日", "可以公开使用": "是"}
    assert read_value(written, spec("record", fields=MEETING)) == {
        "name": "县委人大工作会议",
        "date": date(2026, 3, 18),
        "cleared": True,
    }


def test_a_list_may_hold_records() -> None:
    fields = {"who": "谁", "what": "讲了什么"}
    written = [{"谁": "甲", "what": "作了发言"}, {"who": "乙"}]
    assert read_value(written, spec("list", fields=fields)) == [{"who": "甲", "what": "作了发言"}, {"who": "乙"}]


def test_a_list_of_records_refuses_bare_values() -> None:
    with pytest.raises(WrongValue, match="要分项填写：谁"):
        read_value("甲、乙", spec("list", fields={"who": "谁"}))


def test_a_date_of_any_of_the_usual_notations_is_the_same_day() -> None:
    assert (
        len(
            {read_date(text) for text in ("2026-3-8", "2026-03-08", "2026/03/08", "2026年3月8日", " ２０２６．３．８ ")}
        )
        == 1
    )


ANYTHING = st.recursive(
    st.text(max_size=30) | st.from_regex(r"[0-9０-９.,，%％第年月日/-]{0,16}", fullmatch=True),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "会议名称", "date", "cleared"]) | st.text(max_size=5), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@given(raw=ANYTHING, kind=st.sampled_from(TYPES), with_fields=st.booleans(), unit=st.sampled_from(["", "件", "%"]))
def test_reading_a_value_never_fails_but_with_a_wrong_value(
    raw: object, kind: str, with_fields: bool, unit: str
) -> None:
    with contextlib.suppress(WrongValue):
        read_value(raw, spec(kind, unit=unit, fields=MEETING if with_fields else None))
