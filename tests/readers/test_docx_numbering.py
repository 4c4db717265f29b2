"""Automatic numbering, against what Word prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.model.reading import Hint
from drafter.readers import read
from drafter.readers.docx.counting import FORMATS, number_text
from readers.wordfiles import abstract, cell, item, lvl, num, p, r, style, table, word_file


def lines(folder: Path, body: str, numbering: str, styles: str = "") -> list[str]:
    return read(word_file(folder, body, numbering=numbering, styles=styles)).text.split("\n")


FORMS = {
    # format: what Word prints for 1, 2, 10, 11, 20, 21, 99, 100, 101, 110, 1010
    "decimal": "1 2 10 11 20 21 99 100 101 110 1010",
    "decimalZero": "01 02 10 11 20 21 99 100 101 110 1010",
    "decimalFullWidth": "１ ２ １０ １１ ２０ ２１ ９９ １００ １０１ １１０ １０１０",
    "chineseCounting": "一 二 十 十一 二十 二十一 九十九 一○○ 一○一 一一○ 一○一○",
    "chineseCountingThousand": "一 二 十 十一 二十 二十一 九十九 一百 一百〇一 一百一十 一千〇一十",
    "taiwaneseCounting": "一 二 十 十一 二十 二十一 九十九 一○○ 一○一 一一○ 一○一○",
    "japaneseCounting": "一 二 十 十一 二十 二十一 九十九 百 百一 百十 千十",
    "ideographDigital": "一 二 一〇 一一 二〇 二一 九九 一〇〇 一〇一 一一〇 一〇一〇",
    "ideographTraditional": "甲 乙 癸 11 20 21 99 100 101 110 1010",
    "ideographZodiac": "子 丑 酉 戌 20 21 99 100 101 110 1010",
    "ideographZodiacTraditional": "甲子 乙丑 癸酉 甲戌 癸未 甲申 99 100 101 110 1010",
    "chineseLegalSimplified": "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾 壹仟零壹拾",
    "ideographLegalTraditional": "壹 貳 壹拾 壹拾壹 貳拾 貳拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾 壹仟零壹拾",
    "ideographEnclosedCircle": "㈠ ㈡ ㈩ 11 20 21 99 100 101 110 1010",
    "decimalEnclosedCircle": "① ② ⑩ ⑪ ⑳ 21 99 100 101 110 1010",
    "decimalEnclosedCircleChinese": "① ② ⑩ 11 20 21 99 100 101 110 1010",
    "decimalEnclosedParen": "⑴ ⑵ ⑽ ⑾ ⒇ 21 99 100 101 110 1010",
    "decimalEnclosedFullstop": "⒈ ⒉ ⒑ ⒒ ⒛ 21 99 100 101 110 1010",
    "lowerLetter": "a b j k t u uuuu vvvv wwww fffff 1010",
    "upperLetter": "A B J K T U UUUU VVVV WWWW FFFFF 1010",
    "lowerRoman": "i ii x xi xx xxi xcix c ci cx mx",
    "upperRoman": "I II X XI XX XXI XCIX C CI CX MX",
    "unknownFormat": "1 2 10 11 20 21 99 100 101 110 1010",
}
VALUES = (1, 2, 10, 11, 20, 21, 99, 100, 101, 110, 1010)


@pytest.mark.parametrize("style_name", FORMS)
def test_numbers_are_printed_as_word_prints_them(style_name: str) -> None:
    assert [number_text(value, style_name) for value in VALUES] == FORMS[style_name].split()


@pytest.mark.parametrize(
    ("value", "text"),
    # Word 16, ListFormat.ListString
    [
        *[(10_000, "一万"), (10_001, "一万〇一"), (10_010, "一万〇一十"), (10_100, "一万〇一百"), (11_000, "一万一千")],
        *[
            (12_345, "一万二千三百四十五"),
            (100_000, "一十万"),
            (110_000, "一十一万"),
            (109_999, "一十万〇九千九百九十九"),
        ],
        *[(100_101, "一十万〇一百〇一"), (999_999, "九十九万九千九百九十九"), (0, "〇")],
    ],
)
def test_great_numbers_are_grouped(value: int, text: str) -> None:
    assert number_text(value, "chineseCountingThousand") == text


@pytest.mark.parametrize("style_name", sorted(FORMATS))
@given(value=st.integers(-(10**9), 10**9))
def test_no_number_breaks_a_format_or_runs_long(style_name: str, value: int) -> None:
    assert len(number_text(value, style_name)) <= 60


CHAPTERS = abstract(
    0,
    lvl(0, "%1、", "chineseCounting"),
    lvl(1, "（%2）", "chineseCounting"),
    lvl(2, "%3.", suffix="space"),
    lvl(3, "（%4）"),
    lvl(4, "%5", "decimalEnclosedCircleChinese"),
)


def test_the_levels_of_a_paper(tmp_path: Path) -> None:
    body = (
        item("甲", level=0)
        + item("乙", level=1)
        + item("丙", level=1)
        + item("丁", level=2)
        + item("戊", level=3)
        + item("己", level=4)
        + p("正文")
        + item("庚", level=0)
        + item("辛", level=1)
    )
    assert lines(tmp_path, body, CHAPTERS + num(1, 0)) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1. 丁",
        "（1）戊",
        "①己",
        "正文",
        "二、庚",
        "（一）辛",
    ]


@pytest.mark.parametrize(("suffix", "text"), [("tab", "1.\t甲"), ("space", "1. 甲"), ("nothing", "1.甲")])
def test_what_parts_the_number_from_the_text(tmp_path: Path, suffix: str, text: str) -> None:
    assert lines(tmp_path, item("甲"), abstract(0, lvl(0, "%1.", suffix=suffix)) + num(1, 0)) == [text]


def test_a_tab_is_what_word_takes_when_nothing_is_said(tmp_path: Path) -> None:
    bare = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    assert lines(tmp_path, item("甲") + item("乙"), bare + num(1, 0)) == ["1.\t甲", "2.\t乙"]


def test_several_levels_in_one_number(tmp_path: Path) -> None:
    numbering = abstract(0, lvl(0, "第%1章", "chineseCounting"), lvl(1, "%1.%2"), lvl(2, "%1.%2.%3")) + num(1, 0)
    body = item("甲") + item("乙", level=1) + item("丙", level=2) + item("丁", level=2) + item("戊", level=1)
    assert lines(tmp_path, body, numbering) == ["第一章甲", "一.1乙", "一.1.1丙", "一.1.2丁", "一.2戊"]


def test_legal_numbering_prints_arabic_digits(tmp_path: Path) -> None:
    legal = lvl(1, "%1.%2", "lowerLetter", more="<w:isLgl/>")
    numbering = abstract(0, lvl(0, "第%1章", "chineseCounting"), legal) + num(1, 0)
    assert lines(tmp_path, item("甲") + item("乙", level=1), numbering) == ["第一章甲", "1.1乙"]


def test_a_list_begins_where_it_is_told(tmp_path: Path) -> None:
    numbering = abstract(0, lvl(0, "%1.", start=3)) + abstract(1, lvl(0, "%1.", start=0)) + num(1, 0) + num(2, 1)
    assert lines(tmp_path, item("甲") + item("乙") + item("丙", 2), numbering) == ["3.甲", "4.乙", "0.丙"]


def test_two_lists_of_one_kind_go_on_counting(tmp_path: Path) -> None:
    numbering = abstract(0, lvl(0, "%1.")) + num(1, 0) + num(2, 0)
    assert lines(tmp_path, item("甲") + p("间") + item("乙", 2), numbering) == ["1.甲", "间", "2.乙"]


def test_a_list_with_an_override_begins_anew_once(tmp_path: Path) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, lvl(0, "%1.")) + num(1, 0) + num(2, 0, restart)
    body = item("甲") + item("乙") + item("丙", 2) + item("丁", 2) + item("戊", 1)
    assert lines(tmp_path, body, numbering) == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_an_override_can_replace_a_level(tmp_path: Path) -> None:
    other = f'<w:lvlOverride w:ilvl="0">{lvl(0, "第%1条", "chineseCounting")}</w:lvlOverride>'
    numbering = abstract(0, lvl(0, "%1.")) + num(1, 0) + num(2, 0, other)
    assert lines(tmp_path, item("甲") + item("乙", 2), numbering) == ["1.甲", "第二条乙"]


@pytest.mark.parametrize(
    ("restart", "numbers"),
    [
        ("", ["1", "a", "i", "ii", "b", "i", "2", "a", "i"]),
        ('<w:lvlRestart w:val="0"/>', ["1", "a", "i", "ii", "b", "iii", "2", "a", "iv"]),
        ('<w:lvlRestart w:val="1"/>', ["1", "a", "i", "ii", "b", "iii", "2", "a", "i"]),
        ('<w:lvlRestart w:val="2"/>', ["1", "a", "i", "ii", "b", "i", "2", "a", "i"]),
    ],
)
def test_when_a_level_begins_anew(tmp_path: Path, restart: str, numbers: list[str]) -> None:
    levels = (lvl(0, "%1"), lvl(1, "%2", "lowerLetter"), lvl(2, "%3", "lowerRoman", more=restart))
    body = "".join(item(level=level) for level in (0, 1, 2, 2, 1, 2, 0, 1, 2))
    assert lines(tmp_path, body, abstract(0, *levels) + num(1, 0)) == numbers


def test_a_level_that_is_skipped_counts(tmp_path: Path) -> None:
    """Word prints 1.1, and the first heading after it is 2 (Microsoft's article Q110380)."""
    numbering = abstract(0, lvl(0, "%1"), lvl(1, "%1.%2")) + num(1, 0)
    body = item(level=1) + item(level=1) + item(level=0)
    assert lines(tmp_path, body, numbering) == ["1.1", "1.2", "2"]


HEADINGS = style("1", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>') + style(
    "2",
    "heading 2",
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/>',
)


def test_styles_number_their_paragraphs(tmp_path: Path) -> None:
    styles = HEADINGS + style("Own", "own", based_on="2")
    path = word_file(
        tmp_path,
        p("甲", style="1") + p("乙", style="2") + p("丙", style="Own"),
        numbering=CHAPTERS + num(1, 0),
        styles=styles,
    )
    found = read(path)
    assert found.text.split("\n") == ["一、甲", "（一）乙", "（二）丙"]
    assert found.hints == {1: Hint(heading=1), 2: Hint(heading=2), 3: Hint(heading=2)}


def test_the_level_that_names_the_style_is_taken(tmp_path: Path) -> None:
    levels = lvl(0, "%1、", more='<w:pStyle w:val="1"/>') + lvl(1, "%1.%2", more='<w:pStyle w:val="2"/>')
    styles = style("1", "a", '<w:numPr><w:numId w:val="1"/></w:numPr>') + style("2", "b", based_on="1")
    body = p("甲", style="1") + p("乙", style="2")
    assert lines(tmp_path, body, abstract(0, levels) + num(1, 0), styles) == ["1、甲", "1.1乙"]


def test_a_paragraph_can_leave_the_list_of_its_style(tmp_path: Path) -> None:
    body = p("甲", style="1") + p("乙", '<w:numPr><w:numId w:val="0"/></w:numPr>', style="1") + p("丙", style="1")
    assert lines(tmp_path, body, CHAPTERS + num(1, 0), HEADINGS) == ["一、甲", "乙", "二、丙"]


def test_a_paragraph_can_change_its_level_only(tmp_path: Path) -> None:
    body = p("甲", style="1") + p("乙", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', style="1")
    assert lines(tmp_path, body, CHAPTERS + num(1, 0), HEADINGS) == ["一、甲", "（一）乙"]


def test_a_list_can_take_its_levels_from_a_list_style(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>'
        f"{lvl(0, '%1、', 'chineseCounting')}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>' + num(1, 0) + num(2, 1)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="list"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(tmp_path, item("甲", 2) + item("乙", 2), numbering, styles) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("bullet", "font", "text"),
    [
        ("——", "宋体", "——甲"),
        ("●", "宋体", "●甲"),
        ("\uf06c", "Wingdings", "•甲"),
        ("l", "Wingdings", "•甲"),
        ("", "", "甲"),
    ],
)
def test_bullets(tmp_path: Path, bullet: str, font: str, text: str) -> None:
    level = lvl(0, bullet, "bullet").replace("</w:lvl>", f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl>')
    assert lines(tmp_path, item("甲"), abstract(0, level) + num(1, 0)) == [text]


def test_a_level_without_number_prints_its_words_only(tmp_path: Path) -> None:
    assert lines(tmp_path, item("甲"), abstract(0, lvl(0, "附件：%1", "none")) + num(1, 0)) == ["附件：甲"]


def test_a_hidden_number_counts_and_is_not_printed(tmp_path: Path) -> None:
    hidden = lvl(0, "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    assert lines(tmp_path, item("甲") + item("乙", level=1), abstract(0, hidden, lvl(1, "%1.%2")) + num(1, 0)) == [
        "甲",
        "1.1乙",
    ]


def test_a_newer_format_falls_back_to_the_older_one(tmp_path: Path) -> None:
    both = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="upperRoman"/></mc:Fallback></mc:AlternateContent>'
    )
    level = f'<w:lvl w:ilvl="0"><w:start w:val="4"/>{both}<w:suff w:val="nothing"/><w:lvlText w:val="%1."/></w:lvl>'
    assert lines(tmp_path, item("甲"), abstract(0, level) + num(1, 0)) == ["IV.甲"]


def test_numbers_count_through_tables_text_boxes_and_empty_items(tmp_path: Path) -> None:
    box = f"<w:p>{r('前')}<w:r><w:pict><w:txbxContent>{item('框')}</w:txbxContent></w:pict></w:r></w:p>"
    body = item("甲") + table([cell(item("乙")), cell(item("丙"))]) + box + item() + item("丁")
    numbering = abstract(0, lvl(0, "%1.", suffix="tab")) + num(1, 0)
    assert lines(tmp_path, body, numbering) == ["1.\t甲", "2. 乙\t3. 丙", "前", "4.\t框", "5.", "6.\t丁"]


def test_deleted_items_do_not_count(tmp_path: Path) -> None:
    mark = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    deleted = f"<w:p><w:pPr>{mark}</w:pPr><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    assert lines(tmp_path, item("甲") + deleted + item("乙"), abstract(0, lvl(0, "%1.")) + num(1, 0)) == [
        "1.甲",
        "2.乙",
    ]


def test_an_item_that_takes_in_the_next_keeps_one_number(tmp_path: Path) -> None:
    mark = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    body = p("甲", mark) + item("乙") + item("丙")
    assert lines(tmp_path, body, abstract(0, lvl(0, "%1.")) + num(1, 0)) == ["1.甲乙", "2.丙"]


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        num(1, 7),
        '<w:num w:numId="1"/>',
        abstract(0) + '<w:num w:numId="1"><w:abstractNumId w:val="x"/></w:num>',
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="none"/></w:abstractNum>' + num(1, 0),
    ],
)
def test_a_list_that_is_missing_gives_no_number(tmp_path: Path, numbering: str) -> None:
    assert lines(tmp_path, item("甲"), numbering) == ["甲"]


@pytest.mark.parametrize("level", [-1, 9, 100_000_000])
def test_a_level_that_does_not_exist_gives_no_number(tmp_path: Path, level: int) -> None:
    assert lines(tmp_path, item("甲", level=level), CHAPTERS + num(1, 0)) == ["甲"]


def test_a_start_that_no_one_counts_to_is_harmless(tmp_path: Path) -> None:
    numbering = abstract(0, lvl(0, "%1.", "upperLetter", start=999_999_999)) + num(1, 0)
    assert lines(tmp_path, item("甲"), numbering) == ["999999999.甲"]
    numbering = abstract(0, lvl(0, "%1.", start="9" * 5000)) + num(1, 0)
    assert lines(tmp_path, item("甲"), numbering) == ["1.甲"]
