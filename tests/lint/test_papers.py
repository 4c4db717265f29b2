"""Papers: their places, roles and occasions; and no text at all brings the rules down."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter.library.loading import load_library
from drafter.lint.books import books_of
from drafter.lint.papers import Books, Paper, papers_of
from drafter.lint.running import check_papers
from drafter.lint.settings import Given, dated
from drafter.model.reading import Reading

TODAY = date(2026, 11, 25)


@functools.cache
def books() -> Books:
    return books_of(load_library().library, TODAY)


def papers(text: str, **told: object) -> list[Paper]:
    reading = Reading(path="稿.txt", format="text", text=text, sha256="")
    return list(papers_of(reading, books(), Given(**told)))  # type: ignore[arg-type]


SPEECH = """\
在云岭县第十八届人民代表大会第二次会议
闭幕会上的讲话
（2023年1月12日）
县人大常委会主任　周明远

各位代表、同志们：
会议开得圆满成功，各项议程都完成了。下面我讲两点意见
，请大家一起讨论。
一、依法开展监督
（一）抓住重点。要把钱袋子看紧，把重点项目盯住。
（二）注重实效。要把审议意见落到实处，件件有回音。
二、联系人民群众
要常到选民中去，听真话，办实事。
谢谢大家！
"""


def test_what_each_paragraph_is() -> None:
    (paper,) = papers(SPEECH)
    assert [(one.role, one.text[:6]) for one in paper.pieces] == [
        ("title", "在云岭县第十"),
        ("title", "闭幕会上的讲"),
        ("date", "（2023年"),
        ("speaker", "县人大常委会"),
        ("salutation", "各位代表、同"),
        ("body", "会议开得圆满"),
        ("heading", "一、依法开展"),
        ("body", "（一）抓住重"),
        ("body", "（二）注重实"),
        ("heading", "二、联系人民"),
        ("body", "要常到选民中"),
        ("body", "谢谢大家！"),
    ]


def test_a_paragraph_has_no_line_ends_and_every_character_keeps_its_place() -> None:
    (paper,) = papers(SPEECH)
    assert "两点意见，请大家" in paper.text
    for offset, character in enumerate(paper.text):
        if character != "\n":
            assert paper.reading.text[paper.place(offset)] == character
            assert paper.offset_of(paper.place(offset)) == offset


def test_the_occasion_is_read_from_the_paper() -> None:
    (paper,) = papers(SPEECH)
    found = paper.setting
    assert (found.first, found.last, found.day_from) == (date(2023, 1, 12), date(2023, 1, 12), "text")
    assert (found.place, found.unit, found.level) == ("云岭县", "县", "county")
    assert (found.speaker, found.session) == ("congress-chair", (18, 2))


def test_what_the_user_says_goes_before_what_the_paper_says() -> None:
    (paper,) = papers(SPEECH, day=date(2025, 1, 1), level="city", speaker="deputy")
    found = paper.setting
    assert (found.first, found.day_from, found.level, found.speaker) == (date(2025, 1, 1), "given", "city", "deputy")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023年1月12日", (2023, 1, 12), (2023, 1, 12)),
        ("（二〇二三年一月十二日）", (2023, 1, 12), (2023, 1, 12)),
        ("——2016年1月20日在云岭县第十六届人民代表大会第五次会议上", (2016, 1, 20), (2016, 1, 20)),
        ("二〇二四年二月", (2024, 2, 1), (2024, 2, 29)),
        ("2025年度工作总结", (2025, 1, 1), (2025, 12, 31)),
        ("2025年2月30日", None, None),
        ("两千多人", None, None),
        ("1200年前的2019年", (2019, 1, 1), (2019, 12, 31)),
    ],
)
def test_dates_as_papers_write_them(text: str, first: tuple[int, ...] | None, last: tuple[int, ...] | None) -> None:
    expected = (date(*first), date(*last)) if first and last else None
    assert dated(text) == expected


def test_headings_have_their_places_and_parents() -> None:
    (paper,) = papers(SPEECH)
    found = [(paper.text[one.start : one.end], one.own_line, one.parent) for one in paper.heads]
    assert found == [
        ("一、依法开展监督", True, -1),
        ("（一）抓住重点", False, 0),
        ("（二）注重实效", False, 0),
        ("二、联系人民群众", True, -1),
    ]


# ── any text


PIECES = st.sampled_from(
    [
        *"一二三四五六七八九十、。，；：！？“”‘’（）《》【】—…·.,;:!?()\"'-~％%０１aＡx×*#\n \u3000😀𠮷",
        *(
            "同志们：",
            "一、",
            "（一）",
            "一是",
            "1.",
            "第一，",
            "2023年",
            "监督",
            "反应",
            "县人大常委会",
            "要",
            "进一步",
        ),
        *(
            "“三个代表”思想",
            "四个意识",
            "政治意识、",
            "12项，其中",
            "【待补：",
            "】",
            "{{ x }}",
            "http://a.cn",
            "谢谢大家！",
        ),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=80).map("".join))
def test_no_text_brings_the_rules_down_and_every_finding_stands_in_the_file(text: str) -> None:
    for one in check_papers(papers(text)):
        assert one.message
        if one.span is not None:
            first, last = one.span
            assert 0 <= first <= last <= len(text)
            assert text[first:last] == one.match


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_nor_does_any_string_of_characters(text: str) -> None:
    check_papers(papers(text))


def test_the_files_of_the_frozen_sample_can_be_read() -> None:
    folder = Path(__file__).resolve().parent.parent / "data" / "checks"
    assert len(list(folder.glob("defects/*.yaml"))) == 24
    assert len(list(folder.glob("clean/*"))) == 14
