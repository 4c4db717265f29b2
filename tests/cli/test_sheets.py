"""Fill-in sheets: sent out as tables, damaged in every way that Excel and people know, and put together again."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from commands import contents, run, write_files
from openxml_audit import OpenXmlValidator

STRUCTURE = """
    title: 填报
    kind: work-conference-speech
    speaker: [party-secretary]
    to: [congress]
    act: require
    length: 100
    head:
      title: 在{{ meeting.name }}上的讲话
    body:
      - say: "{{ meeting.date }}，{{ training_sessions }}期。"
      - say: "{% for one in heard %}{{ one.who }}{{ one.what }}；{% endfor %}"
      - say: "我们{{ place }}。{% if law_checks is known %}检查{{ law_checks }}次。{% endif %}"
    """
WORLD = {"drafter.yaml": "", "templates/structures/asked.yaml": STRUCTURE}
HEAD = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace in a folder with a blank in its name, with the sheet sent out."""
    root = write_files(tmp_path / "会议 材料", WORLD)
    assert run("facts", "asked", "-o", "要素.xlsx", cwd=root).status == 0
    return root


def rows(page: Any) -> dict[str, int]:
    """Return the row of each fact by its 编号."""
    return {str(page.cell(row, 1).value): row for row in range(HEAD + 1, page.max_row + 1)}


def column(page: Any, header: str) -> int:
    return next(one.column for one in page[HEAD] if one.value == header)


def fill(path: Path, values: dict[str, Any], damage: Callable[[Any], None] | None = None) -> None:
    """Write values into a sheet, then let `damage` happen to it."""
    book = openpyxl.load_workbook(path)
    page = book["要素表"]
    for key, value in values.items():
        page.cell(rows(page)[key], column(page, "填写")).value = value
    if damage is not None:
        damage(page)
    book.save(path)


def merged(root: Path, *names: str) -> dict[str, Any]:
    done = run("facts", "merge", *names, "-o", "合.yaml", "--force", cwd=root)
    assert done.status == 0, done.err
    return yaml.load((root / "合.yaml").read_text(encoding="utf-8"), yaml.BaseLoader) or {}


FILLED = {
    "place": "青山县",
    "meeting.name": "县委人大工作会议",
    "meeting.date": datetime.datetime(2026, 12, 10),
    "training_sessions": 6,
    "heard#1.who": "张三",
    "heard#1.what": "介绍经验",
}
READ = {
    "地名": "青山县",
    "会议": {"name": "县委人大工作会议", "date": "2026-12-10"},
    "代表培训期数": "6",
    "会上已作的发言": [{"who": "张三", "what": "介绍经验"}],
}


def test_the_sheet_that_is_sent_out(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "要素.xlsx")
    page = book["要素表"]
    headers = [one.value for one in page[HEAD]]
    assert headers == ["编号", "要素", "说明", "单位", "类型", "样例", "上年", "提供单位", "填写", "来源"]
    assert page.column_dimensions["A"].hidden and book["drafter"].sheet_state == "veryHidden"
    known = rows(page)
    assert {"place", "meeting.name", "meeting.date", "training_sessions", "heard#1.who", "law_checks"} <= set(known)
    row = known["training_sessions"]
    assert [page.cell(row, column(page, one)).value for one in ("要素", "单位", "类型", "样例", "提供单位")] == [
        "代表培训期数", "期", "个数", "6", "代表工委"
    ]  # fmt: skip
    checks = {str(one.sqref): one.type for one in page.data_validations.dataValidation}
    assert any(f"I{row}" in cells and kind == "whole" for cells, kind in checks.items())
    offices = [page.cell(number, column(page, "提供单位")).value for number in known.values()]
    assert len({*offices}) == sum(one != other for one, other in zip([None, *offices], offices, strict=False))
    found = OpenXmlValidator().validate(str(folder / "要素.xlsx")).errors
    wrong = [str(one) for one in found if one.severity.value == "error"]
    assert [one for one in wrong if "styles.xml" not in one] == []  # openpyxl's order of a font's parts


def test_filled_and_handed_back(folder: Path) -> None:
    fill(folder / "要素.xlsx", FILLED)
    assert merged(folder, "要素.xlsx") == READ
    assert run("draft", "asked", "--facts", "要素.xlsx", "-o", "甲.txt", cwd=folder).status == 0
    assert run("draft", "asked", "--facts", "合.yaml", "-o", "乙.txt", cwd=folder).status == 0
    text = (folder / "甲.txt").read_text(encoding="utf-8")
    assert text == (folder / "乙.txt").read_text(encoding="utf-8")
    assert "2026年12月10日，6期。\n\u3000\u3000张三介绍经验；" in text


def reordered(page: Any) -> None:
    page.move_range(f"I{HEAD}:I{page.max_row}", cols=5)  # 填写 goes behind an empty column


def merged_head(page: Any) -> None:
    page.insert_rows(1, 2)
    page["A1"] = "请于周五前交回"
    page.merge_cells("A1:J2")
    page.merge_cells(f"B{HEAD + 2}:B{HEAD + 2}")


def trailing(page: Any) -> None:
    for number in range(page.max_row + 1, page.max_row + 40):
        page.cell(number, 2).value = "  "
        page.cell(number, 9).value = "" if number % 2 else None
    page.cell(1200, 30).value = " "


def without_keys(page: Any) -> None:
    page.delete_cols(1)


def renamed_head(page: Any) -> None:
    page.cell(HEAD, 9).value = " 填 写："
    page.cell(HEAD, 2).value = "要素名称"


def blank_rows(page: Any) -> None:
    page.insert_rows(HEAD + 2, 3)


DAMAGE = {
    "columns in another order": (FILLED, reordered),
    "merged headers and lines above": (FILLED, merged_head),
    "trailing blanks": (FILLED, trailing),
    "no 编号": (FILLED, without_keys),
    "headers touched": (FILLED, renamed_head),
    "blank rows": (FILLED, blank_rows),
    "full-width digits": ({**FILLED, "training_sessions": "６"}, None),
    "a number as text": ({**FILLED, "training_sessions": "'6"}, None),
    "a unit typed": ({**FILLED, "training_sessions": "6期"}, None),
    "a float": ({**FILLED, "training_sessions": 6.0}, None),
    "a day as a serial number": ({**FILLED, "meeting.date": 46366}, None),
    "a serial number as text": ({**FILLED, "meeting.date": "46366"}, None),
    "a day in Chinese": ({**FILLED, "meeting.date": "2026年12月10日"}, None),
    "a day with dots": ({**FILLED, "meeting.date": "2026.12.10"}, None),
    "blanks around": ({**FILLED, "place": " 青山县　"}, None),
}
ALSO = {"６": "6", "6期": "6", "2026年12月10日": "2026-12-10", "2026.12.10": "2026-12-10"}
"""What stays as typed in the merged sheet, and means the same."""


@pytest.mark.parametrize("name", DAMAGE)
def test_whatever_happens_to_a_sheet_the_value_is_right(folder: Path, name: str) -> None:
    values, damage = DAMAGE[name]
    fill(folder / "要素.xlsx", values, damage)
    found = merged(folder, "要素.xlsx")
    found["代表培训期数"] = ALSO.get(found["代表培训期数"], found["代表培训期数"])
    found["会议"]["date"] = ALSO.get(found["会议"]["date"], found["会议"]["date"])
    assert found == READ
    done = run("draft", "asked", "--facts", "要素.xlsx", "-o", "甲.txt", cwd=folder)
    assert done.status == 0, done.err
    assert "2026年12月10日，6期。\n\u3000\u3000张三介绍经验；" in (folder / "甲.txt").read_text(encoding="utf-8")


BAD = {
    "formula": ({"training_sessions": "=2+4"}, "I{row}：是公式，没有算出的结果"),
    "error": ({"training_sessions": "#REF!"}, "I{row}：是错误值 #REF!"),
    "words": ({"training_sessions": "好几期"}, "I{row}：“代表培训期数”应当是整数，写的却是“好几期”"),
    "no such day": ({"meeting.date": "2026-02-30"}, "I{row}：没有“2026-02-30”这一天"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_used_is_told_with_its_cell(folder: Path, name: str) -> None:
    values, message = BAD[name]

    def as_error(page: Any) -> None:
        for cells in page.iter_rows():
            for cell in cells:
                if cell.value == "#REF!":
                    cell.data_type = "e"

    fill(folder / "要素.xlsx", values, as_error)
    row = rows(openpyxl.load_workbook(folder / "要素.xlsx")["要素表"])[next(iter(values))]
    before = contents(folder)
    done = run("facts", "merge", "要素.xlsx", "-o", "合.yaml", cwd=folder)
    assert done.status == 2
    assert f"要素.xlsx:{row}" in done.err and message.format(row=row) in done.err
    assert contents(folder) == before


def test_every_office_gets_its_own_and_all_come_together(folder: Path) -> None:
    done = run("facts", "asked", "-o", "发.xlsx", "--by-office", cwd=folder)
    assert done.status == 0, done.err
    names = done.out.splitlines()
    assert "发（代表工委）.xlsx" in names and len(names) > 1
    for name in names:
        page = openpyxl.load_workbook(folder / name)["要素表"]
        fill(folder / name, {key: value for key, value in FILLED.items() if key in rows(page)})
    assert merged(folder, *names) == READ


def test_conflicts_lost_rows_and_doubled_rows_are_named(folder: Path) -> None:
    (folder / "另.xlsx").write_bytes((folder / "要素.xlsx").read_bytes())
    fill(folder / "要素.xlsx", {"training_sessions": 6})

    def lose(page: Any) -> None:
        page.delete_rows(rows(page)["place"])

    fill(folder / "另.xlsx", {"training_sessions": 7}, lose)
    done = run("facts", "merge", "要素.xlsx", "另.xlsx", "-o", "合.yaml", cwd=folder)
    assert done.status == 2
    row = rows(openpyxl.load_workbook(folder / "要素.xlsx")["要素表"])["training_sessions"]
    assert f"“代表培训期数”两处填的不一样：这里是“7”，要素.xlsx第{row}行（I{row}）是“6”" in done.err
    assert "另.xlsx" in done.err and "少了一行：地名" in done.err
    assert not (folder / "合.yaml").exists()


def test_sources_and_what_nobody_filled(folder: Path) -> None:
    def source(page: Any) -> None:
        page.cell(rows(page)["training_sessions"], 10).value = "代表工委 台账"

    fill(folder / "要素.xlsx", {"training_sessions": 6}, source)
    done = run("facts", "merge", "要素.xlsx", "-o", "合.yaml", cwd=folder)
    assert "# 来源：代表工委 台账\n代表培训期数: 6\n" in (folder / "合.yaml").read_text(encoding="utf-8")
    assert "还没有人填的" in done.err and "地名" in done.err


def test_last_years_values_stand_beside(folder: Path) -> None:
    (folder / "去年.yaml").write_text("代表培训期数: 5\n会议: {会议名称: 去年的会}\n", encoding="utf-8")
    assert run("facts", "asked", "-o", "今年.xlsx", "--last", "去年.yaml", cwd=folder).status == 0
    page = openpyxl.load_workbook(folder / "今年.xlsx")["要素表"]
    known = rows(page)
    last = {key: page.cell(known[key], column(page, "上年")).value for key in ("training_sessions", "meeting.name")}
    assert last == {"training_sessions": "5", "meeting.name": "去年的会"}


def test_as_a_word_file(folder: Path) -> None:
    assert run("facts", "asked", "-o", "要素.docx", cwd=folder).status == 0
    paper = docx.Document(str(folder / "要素.docx"))
    for table in paper.tables:
        for row in table.rows[1:]:
            values = {"地名": "青山县", "代表培训期数": "６", "会议·会议日期": "2026年12月10日"}
            row.cells[3].text = values.get(row.cells[0].text, "")
    paper.save(str(folder / "要素.docx"))
    found = merged(folder, "要素.docx")
    assert found == {"地名": "青山县", "代表培训期数": "６", "会议": {"date": "2026年12月10日"}}
    assert run("draft", "asked", "--facts", "要素.docx", "-o", "甲.txt", cwd=folder).status == 0


def broken(kind: str) -> bytes:
    if kind == "text":
        return "地名,青山县".encode()
    if kind == "ole":
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == "bomb":
            archive.writestr("xl/workbook.xml", b"<a/>")
            archive.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
        elif kind == "doctype":
            archive.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        else:
            archive.writestr("other.xml", b"<a/>")
    return stream.getvalue()[: -30 if kind == "cut" else None]


@pytest.mark.parametrize("kind", ["text", "ole", "bomb", "doctype", "other", "cut"])
def test_files_from_strangers(folder: Path, kind: str) -> None:
    (folder / "坏.xlsx").write_bytes(broken(kind))
    done = run("facts", "merge", "坏.xlsx", "-o", "合.yaml", cwd=folder)
    assert done.status == 2 and "坏.xlsx" in done.err, done.err
    assert "程序内部出错" not in done.err
    assert not (folder / "合.yaml").exists()


def test_nothing_is_written_over(folder: Path) -> None:
    before = contents(folder)
    assert run("facts", "asked", "-o", "要素.xlsx", cwd=folder).status == 2
    assert run("facts", "merge", "要素.xlsx", "-o", "drafter.yaml", cwd=folder).status == 2
    assert run("facts", "asked", "-o", "要素.csv", cwd=folder).status == 2
    assert run("facts", "asked", "--by-office", cwd=folder).status == 2
    assert contents(folder) == before
