"""Page styles: every value with its clause, laid over each other value by value, settings, what cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from worlds import load_over_shipped, shipped

from drafter.errors import InvalidFilesError, NotFoundError, UsageError
from drafter.library.styles import standard, styled
from drafter.model.measures import deviations, measures
from drafter.model.style import (
    Grid,
    GridPart,
    Page,
    PageNumber,
    PageNumberPart,
    PagePart,
    PageStyle,
    StyleFile,
    TextStyle,
    TextStylePart,
    leaves,
)

CLAUSE = re.compile(r"GB/T 9704—2012 \d(\.\d)+")


def over(root: Path, **files: str) -> PageStyle:
    """Return the page style of the first file laid over the shipped ones."""
    written = {f"templates/styles/{name}.yaml": text for name, text in files.items()}
    return load_over_shipped(root, written).styles[next(iter(files))]


def refusal(root: Path, text: str, name: str = "gb9704") -> str:
    with pytest.raises(InvalidFilesError) as caught:
        over(root, **{name: text})
    (problem,) = caught.value.problems
    assert problem.source and problem.source.path.endswith(f"{name}.yaml")
    return f"{problem.message}|{problem.hint}"


# ── the values that ship


@pytest.mark.parametrize("name", ["gb9704", "reading", "outline"])
def test_every_value_has_its_clause_and_its_strength(name: str) -> None:
    for one in measures(shipped().styles[name]):
        assert one.basis is not None, one.path
        assert one.basis.clause and one.basis.what, one.path
        assert one.basis.strength in ("规定", "一般", "实务"), one.path


def test_every_value_of_a_style_is_a_measure() -> None:
    style = shipped().styles["gb9704"]
    values = dict(leaves(msgspec.to_builtins(style)))
    rest = {path for path in values if path.partition(".")[0] in ("title", "basis", "margin_schools", "line_spacing")}
    assert {one.path for one in measures(style)} == values.keys() - rest


def test_what_the_standard_demands_rests_on_a_clause_of_it() -> None:
    for one in measures(standard()):
        assert one.basis is not None
        if one.basis.strength in ("规定", "一般"):
            assert CLAUSE.fullmatch(one.basis.clause), one.path
        else:
            assert not CLAUSE.fullmatch(one.basis.clause), one.path


@pytest.mark.parametrize(
    ("path", "value", "clause", "strength"),
    [
        ("page.top", 37, "5.2.1", "规定"),
        ("page.left", 28, "5.2.1", "规定"),
        ("grid.lines", 22, "5.2.3", "一般"),
        ("grid.characters", 28, "5.2.3", "一般"),
        ("styles.title.size", 22, "7.3.1", "一般"),
        ("styles.title.font", "方正小标宋简体", "7.3.1", "一般"),
        ("styles.body.indent", 2, "7.3.3", "规定"),
        ("styles.salutation.align", "left", "7.3.2", "规定"),
        ("styles.heading1.font", "黑体", "7.3.3", "一般"),
        ("marker_fonts.（一）", "楷体_GB2312", "7.3.3", "一般"),
        ("page_number.size", 14, "7.5", "一般"),
        ("single_sided", False, "6.2", "规定"),
    ],
)
def test_values_of_the_standard(path: str, value: object, clause: str, strength: str) -> None:
    (found,) = [one for one in measures(standard()) if one.path == path]
    assert found.basis is not None
    assert (found.value, found.basis.clause, found.basis.strength) == (value, f"GB/T 9704—2012 {clause}", strength)


def test_the_text_area_is_that_of_the_standard_and_filled() -> None:
    style = standard()
    assert (style.width, style.height) == (156, 225)
    leading_mm = style.grid.leading / 20 * 25.4 / 72
    assert 225 - leading_mm < 22 * leading_mm <= 225
    assert (style.grid.lines, style.grid.characters) == (22, 28)


def test_the_standard_does_not_deviate_from_itself_and_the_reading_copy_says_why_it_does() -> None:
    assert deviations(shipped().styles["gb9704"], standard()) == []
    found = deviations(shipped().styles["reading"], standard())
    assert {"page.top", "grid.lines", "styles.body.size", "single_sided"} <= {one.measure.path for one in found}
    assert {one.measure.basis.clause for one in found if one.measure.basis} == {"讲话用稿的习惯", "排印惯例"}


def test_both_schools_of_margins_fill_the_same_height_of_type() -> None:
    """From the top of the first line's type to the foot of the last one's: 225 mm by the second school."""
    _, style = styled(shipped(), "gb9704,页边=34.58/32.58")
    assert (style.page.top, style.page.bottom, style.grid.lines) == (34.58, 32.58, 22)
    type_height = (21 * style.grid.leading / 20 + 16) * 25.4 / 72
    assert type_height == pytest.approx(225, abs=0.5)


# ── layers


def test_a_workspace_overrides_a_single_value(tmp_path: Path) -> None:
    style = over(tmp_path, gb9704="styles: {title: {font: 华文中宋}}\n")
    assert style.styles["title"] == TextStyle(font="华文中宋", size=22, align="center")
    assert msgspec.structs.replace(style, styles=standard().styles, basis=()) == msgspec.structs.replace(
        standard(), basis=()
    )
    (found,) = deviations(style, standard())
    assert (found.measure.path, found.measure.value, found.standard.value) == (
        "styles.title.font", "华文中宋", "方正小标宋简体",
    )  # fmt: skip
    assert found.measure.basis and found.measure.basis.strength == "自定"


def test_an_override_reaches_the_styles_that_are_based_on_it(tmp_path: Path) -> None:
    library = load_over_shipped(tmp_path, {"templates/styles/gb9704.yaml": "styles: {title: {font: 华文中宋}}\n"})
    assert library.styles["reading"].styles["title"] == TextStyle(font="华文中宋", size=26, align="center")


def test_a_workspace_adds_a_style_with_its_reasons(tmp_path: Path) -> None:
    text = """
title: 本委版式
based_on: gb9704
page: {top: 36.5, right: 20}
basis:
  - {of: [page.right], clause: 办公室通知, strength: 实务, what: 右边少留}
"""
    style = over(tmp_path, ours=text)
    assert (style.title, style.page.right, style.page.top, style.page.bottom) == ("本委版式", 20, 36.5, 35)
    assert (style.grid.lines, style.grid.characters, style.margins) == (22, 29, "")
    found = {one.measure.path: one.measure.basis for one in deviations(style, standard())}
    assert found.keys() == {"margins", "page.right", "grid.characters"}  # 36.5 is within ±1 mm
    assert found["page.right"] and found["page.right"].clause == "办公室通知"


def test_a_style_in_full_needs_no_base(tmp_path: Path) -> None:
    text = (Path(shipped().files["styles/outline"])).read_text(encoding="utf-8")
    assert over(tmp_path, mine=text) == shipped().styles["outline"]


def test_settings_of_a_workspace(tmp_path: Path) -> None:
    style = over(tmp_path, gb9704="single_sided: 是\nline_spacing: 20行\nmarker_fonts: {一要: ''}\n")
    assert (style.single_sided, style.grid.lines, style.grid.leading) == (True, 20, 637)
    assert "一要" not in style.marker_fonts


def test_line_spacing_follows_the_margins(tmp_path: Path) -> None:
    style = over(tmp_path, ours="title: 甲\nbased_on: mine\npage: {top: 27}\n", mine="title: 乙\nbased_on: gb9704\n")
    assert style.grid == Grid(lines=23, characters=28, leading=579, spacing=-7)
    divided = over(tmp_path, gb9704="line_spacing: 22行\n", ours="title: 甲\nbased_on: gb9704\npage: {top: 27}\n")
    assert (divided.grid.lines, divided.grid.leading) == (22, 579)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: 甲\nbased_on: gb9705\n", "没有“gb9705”这个版式（based_on）|是否想写“gb9704”"),
        ("title: 甲\nbased_on: own\n", "based_on 绕回了自己：own → own|改成另一个版式"),
        ("title: 甲\n", "版式不全，缺少 page、grid、styles、head_gap、marker_fonts等 6 项|写上 based_on: gb9704"),
        ("title: 甲\nbased_on: gb9704\npage: {top: 280}\n", "版心只剩 156 毫米×-18 毫米，放不下文字|"),
        ("title: 甲\nbased_on: gb9704\npage: {top: 3700}\n", "page.top 是 3700 毫米，不合理|"),
        ("title: 甲\nbased_on: gb9704\ngrid: {lines: 23}\n", "行距 28.95 磅时一页只放得下 22 行，放不下 23 行|"),
        ("title: 甲\nbased_on: gb9704\ngrid: {characters: 29}\n", "一行只放得下 28 字，放不下 29 字|"),
        ("title: 甲\nbased_on: gb9704\ngrid: {leading: 0}\n", "行距 0 磅小于字号 22 磅，字会被切掉|"),
        ("title: 甲\nbased_on: gb9704\nline_spacing: 很宽\n", "行距（line_spacing）“很宽”看不懂|写成 28磅"),
        ("title: 甲\nbased_on: gb9704\nmargins: 宽\n", "没有“宽”这种页边算法（margins）|可以写：37/35、34.58/32.58"),
        ("title: 甲\nbased_on: gb9704\nstyles: {body: {size: 160}}\n", "styles.body.size 是 160 磅，不合理|"),
        ("title: 甲\nbased_on: gb9704\nstyles: {body: {font: '仿\"宋'}}\n", '字体名“仿"宋”不能用|'),
        ("title: 甲\nbased_on: gb9704\nstyles: {body: {size: 三号}}\n", "“三号”不是数|"),
        ("title: 甲\nbased_on: gb9704\nstyles: {bodi: {size: 16}}\n", "没有“bodi”|是否想写“body”"),
    ],
)
def test_what_no_page_can_be_printed_with_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert refusal(tmp_path, text, "own").startswith(said)


def test_parts_name_the_values_of_what_they_are_parts_of() -> None:
    for whole, part in ((Page, PagePart), (Grid, GridPart), (TextStyle, TextStylePart), (PageNumber, PageNumberPart)):
        assert whole.__struct_fields__ == part.__struct_fields__
    assert set(StyleFile.__struct_fields__) == {*PageStyle.__struct_fields__, "based_on"}


# ── a style by name, with settings


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        ("gb9704", "gb9704"),
        ("公文版式（GB/T 9704—2012）", "gb9704"),
        ("gb9704,单面=是", "gb9704,single_sided=是"),
        ("gb9704，single_sided=yes ， 行距 = 28", "gb9704,single_sided=是,line_spacing=28"),
    ],
)
def test_a_style_is_named_with_settings(wish: str, named: str) -> None:
    name, style = styled(shipped(), wish)
    assert name == named
    assert styled(shipped(), name) == (name, style)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("gb9704,宽=是", "看不懂版式后面的“宽=是”"),
        ("gb9704,单面", "看不懂版式后面的“单面”"),
        ("gb9704,单面=也许", "单面（single_sided）只能是“是”或“否”，写的却是“也许”"),
        ("gb9704,行距=12磅", "版式“gb9704,行距=12磅”：行距 12 磅小于字号 22 磅，字会被切掉"),
        ("reading,页边=37/35", "版式“reading,页边=37/35”：没有“37/35”这种页边算法（margins）"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(wish: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        styled(shipped(), wish)
    assert caught.value.message == said


def test_an_unknown_style_gets_the_nearest_name() -> None:
    with pytest.raises(NotFoundError, match="没有叫“gb970”的版式"):
        styled(shipped(), "gb970,单面=是")
