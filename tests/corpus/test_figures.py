"""Facts: figures with their units, dates, sessions, documents, people and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.world import finder
from drafter.corpus.paragraphs import Lines


def facts(text: str) -> list[tuple[str, str]]:
    """Return the facts of a text as type and words."""
    return [(one.type, one.text) for one in finder().find(text, 0, Lines(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("组织学习14次、研讨11次。", [("count", "14次"), ("count", "11次")]),
        ("参加培训133人次，收集意见50余条。", [("count", "133人次"), ("count", "50余条")]),
        ("获得超1.36亿网络点击量。", [("count", "1.36亿")]),
        ("三十六名代表接待了群众。", [("count", "三十六名")]),
        ("收入15.9亿元，增长32.1%。", [("amount", "15.9亿元"), ("percent", "32.1%")]),
        ("高于全省0.8个百分点，办结率百分之九十五。", [("percent", "0.8个百分点"), ("percent", "百分之九十五")]),
        ("2024年5月召开了会议。", [("date", "2024年5月")]),
        ("２０２２年３月１８日，会议开幕。", [("date", "２０２２年３月１８日")]),
        ("2026年度的项目。", [("year", "2026年度")]),
        ("市十四届人大四次会议审议通过。", [("ordinal", "市十四届人大四次会议")]),
        ("出台《青山县民生实事项目票决办法》。", [("document", "《青山县民生实事项目票决办法》")]),
        ("王宾、晓平、世中同志分别作了发言。", [("person", "王宾"), ("person", "晓平"), ("person", "世中")]),
        ("开展“代表进百家”活动。", [("campaign", "代表进百家")]),
    ],
)
def test_each_type_of_fact(text: str, wanted: list[tuple[str, str]]) -> None:
    assert facts(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
        "严格落实“三会一课”制度和一岗双责。",
        "深入贯彻中央八项规定精神。",
        "“一府一委两院”要自觉接受监督。",
        "依据《中华人民共和国监督法》开展监督。",
        "一是要学习，二是要实干。",
        "第一，要提高认识。",
    ],
)
def test_set_phrases_hold_no_facts(text: str) -> None:
    assert facts(text) == []


def test_a_figure_gets_the_name_of_the_vocabulary() -> None:
    (one,) = finder().find("督促整改审计查出问题87个。", 0, Lines(""))
    assert one.name == "audit_issues"


@given(st.text(st.sampled_from("一二十百0123456789年月日次件%亿万元第届《》“”个的市县同志，。"), max_size=120))
def test_facts_lie_in_order_and_apart(text: str) -> None:
    end = 0
    for one in finder().find(text, 0, Lines(text)):
        start = one.column - 1
        assert start >= end and text[start : start + len(one.text)] == one.text
        end = start + len(one.text)
