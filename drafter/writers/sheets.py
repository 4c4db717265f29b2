"""Fill-in sheets as files that an office opens: .xlsx (openpyxl, the extra drafter[xlsx]) and .docx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from drafter.errors import UsageError
from drafter.model.sheet import COLUMNS, SENT, SheetRow
from drafter.writers.docx.body import TYPE_NAMES

WIDTHS = dict(zip(COLUMNS, (16, 26, 26, 8, 8, 26, 18, 16, 34, 22), strict=True))
"""Widths of the columns in characters."""
GUIDE = "只填“填写”和“来源”两列；不知道的空着，不要删行。填好后交回办公室。"
HEAD_ROW = 3
MADE = datetime(2000, 1, 1)
"""The day that stands in the file: the same sheet is the same bytes but for what the ZIP says."""
EXTRA = "写 .xlsx 要装 openpyxl：pip install drafter[xlsx]；或写成 .docx、.yaml"


def xlsx(title: str, rows: Sequence[SheetRow]) -> bytes:
    """Return a sheet as an Excel file, which checks what is written in it. Raises UsageError without openpyxl."""
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise UsageError("没有装 openpyxl，写不了 .xlsx", hint=EXTRA) from None

    book = Workbook()
    page = book.active
    page.title = "要素表"
    book.properties.creator, book.properties.created = "drafter", MADE
    page["A1"], page["A2"] = title, GUIDE
    page["A1"].font = Font(name="宋体", bold=True, size=14)
    line = Side(style="thin", color="999999")
    border = Border(left=line, right=line, top=line, bottom=line)
    for column, (name, header) in enumerate(COLUMNS.items(), 1):
        cell = page.cell(HEAD_ROW, column, header)
        cell.font, cell.border = Font(name="宋体", bold=True), border
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        page.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
    page.column_dimensions["A"].hidden = True
    for number, row in enumerate(rows, HEAD_ROW + 1):
        for column, name in enumerate(COLUMNS, 1):
            cell = page.cell(number, column, _cell(row, name))
            cell.border, cell.alignment = border, Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@" if name != "value" or row.type not in NUMBERS else "General"
            if name in ("value", "source"):
                cell.fill = PatternFill("solid", fgColor="FFFBE0")
                cell.protection = Protection(locked=False)
    _check(page, rows)
    page.freeze_panes = page.cell(HEAD_ROW + 1, 3)
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(COLUMNS))}{HEAD_ROW + len(rows)}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    sent = book.create_sheet(SENT)
    sent.sheet_state = "veryHidden"
    for number, row in enumerate(rows, 1):
        sent.cell(number, 1, row.key)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


NUMBERS = {**dict.fromkeys(("count", "ordinal", "year"), "whole"), **dict.fromkeys(("amount", "percent"), "decimal")}
CHECKED = {**NUMBERS, "bool": "bool"}
"""Which check a type has."""


def _cell(row: SheetRow, name: str) -> str:
    if name == "type":
        return TYPE_NAMES[row.type] + ("（可选）" if row.optional else "")
    return str(getattr(row, name))


def _check(page: Any, rows: Sequence[SheetRow]) -> None:
    """Let Excel say at once what cannot stand in a cell."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    column = get_column_letter(list(COLUMNS).index("value") + 1)
    kinds: dict[str, dict[str, Any]] = {
        "whole": {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0", "error": "这里要填整数"},
        "decimal": {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0", "error": "这里要填数"},
        "bool": {"type": "list", "formula1": '"是,否"', "error": "这里填“是”或“否”"},
    }
    for kind, settings in kinds.items():
        check = DataValidation(allow_blank=True, showErrorMessage=True, errorTitle="要素表", **settings)
        for number, row in enumerate(rows, HEAD_ROW + 1):
            if CHECKED.get(row.type) == kind:
                check.add(f"{column}{number}")
        if check.sqref.ranges:
            page.add_data_validation(check)


DOCX_COLUMNS = ("label", "about", "office", "value", "source")
DOCX_HEADERS = {"label": "要素", "about": "说明", "office": "提供单位", "value": "填写", "source": "来源"}


def docx(title: str, rows: Sequence[SheetRow]) -> bytes:
    """Return a sheet as a Word file: a table an office."""
    import docx as word
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    paper = word.Document()
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    paper.core_properties.author, paper.core_properties.created = "drafter", MADE
    paper.add_paragraph().add_run(title).bold = True
    paper.add_paragraph(GUIDE)
    for office, group in groupby(rows, key=lambda row: row.office):
        paper.add_paragraph().add_run(office).bold = True
        table = paper.add_table(1, len(DOCX_COLUMNS))
        table.style, table.autofit = "Table Grid", False
        _fill(table.rows[0], [DOCX_HEADERS[name] for name in DOCX_COLUMNS])
        for row in group:
            _fill(table.add_row(), [_docx_cell(row, name) for name in DOCX_COLUMNS])
        for column, width in zip(table.columns, (5.5, 8, 3.2, 5.5, 3.5), strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _fill(row: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def _docx_cell(row: SheetRow, name: str) -> str:
    if name != "about":
        return str(getattr(row, name))
    said = [
        TYPE_NAMES[row.type] + ("，可选" if row.optional else ""),
        f"单位：{row.unit}" if row.unit else "",
        f"如：{row.example}" if row.example else "",
        f"上年：{row.last}" if row.last else "",
        row.note,
    ]
    return "；".join(filter(None, said))
