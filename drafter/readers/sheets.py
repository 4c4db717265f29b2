"""Fill-in sheets that came back: .xlsx and .docx, whatever Excel, WPS and people did to them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from drafter.errors import InvalidFilesError, UsageError
from drafter.model.problem import Problem, error
from drafter.model.sheet import COLUMNS, SENT, Entry, Returned
from drafter.readers.docx.body import CELL, ROW, TBL, TEXT, P
from drafter.readers.docx.package import Package
from drafter.readers.files import MAX_FILE, kind_of, read_bytes, refused
from drafter.source import Source

MOST_ROWS, MOST_COLUMNS, HEAD_AMONG = 3000, 60, 30
"""Rows and columns that are looked at, and the rows among which the headers must stand."""
EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial numbers, for days from 1 March 1900 on."""
SERIALS = range(20_000, 80_000)
"""Numbers that are days (1954 to 2119) in a cell that wants a date."""
OTHER_HEADERS = {
    "要素名称": "label", "名称": "label", "填写内容": "value", "内容": "value", "数据": "value", "数值": "value",
    "数据来源": "source", "依据": "source",
}  # fmt: skip
NEEDED = {"label": "要素", "value": "填写"}


def read_sheet(path: Path, types: Mapping[str, str]) -> Returned:
    """Return a sheet that came back. `types` are those of the rows by their keys and names: dates come as numbers.

    Raises InputError for a file that cannot be read, InvalidFilesError with every cell that cannot be used.
    """
    if path.suffix.lower() == ".docx":
        return _from_word(path)
    if path.suffix.lower() == ".xlsx":
        return _from_excel(path, types)
    raise refused(path, f"读不了 {path.suffix or '没有扩展名的'} 填报表", "填报表是 .xlsx、.docx 或 .yaml")


# ── Excel


def _from_excel(path: Path, types: Mapping[str, str]) -> Returned:
    try:
        import openpyxl
    except ImportError:
        hint = "pip install drafter[xlsx]；或在 Excel、WPS 里另存为 .docx 的表格"
        raise UsageError("没有装 openpyxl，读不了 .xlsx", hint=hint, source=Source(str(path))) from None
    data = read_bytes(path, MAX_FILE)
    _refuse_unsafe(data, path)
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    except Exception as failure:  # openpyxl raises whatever its parsers meet
        raise refused(path, "文件已损坏，或不是 Excel 写出的 .xlsx", "用 Excel 或 WPS 打开，另存为 .xlsx") from failure
    entries: list[Entry] = []
    problems: list[Problem] = []
    found = False
    for page in shown.worksheets:
        if page.title == SENT:
            continue
        reader = _Page(path, page, written[page.title], types)
        found |= reader.has_head
        entries += reader.entries()
        problems += reader.problems
    if not found:
        raise _no_table(path)
    if problems:
        raise InvalidFilesError(problems)
    return Returned(path=str(path), entries=tuple(entries), sent=_sent(shown))


def _refuse_unsafe(data: bytes, path: Path) -> None:
    """Refuse what no office program writes, before a parser sees it."""
    if kind_of(data) == "ole":
        raise refused(path, "文件加了密码或是旧版 .xls", "用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx")
    if kind_of(data) not in ("zip", "word"):
        raise refused(path, "这不是 .xlsx 文件", "用 Excel 或 WPS 打开，另存为 .xlsx")
    package = Package(data, path)
    if "xl/workbook.xml" not in package.names():
        raise refused(path, "这不是 .xlsx 文件", "用 Excel 或 WPS 打开，另存为 .xlsx")
    for name in package.names():
        if name.endswith((".xml", ".rels")):
            package.xml(name)


def _sent(book: Any) -> tuple[str, ...]:
    if SENT not in book.sheetnames:
        return ()
    rows = book[SENT].iter_rows(min_row=1, max_row=MOST_ROWS, max_col=1, values_only=True)
    return tuple(str(row[0]) for row in rows if row and row[0])


class _Page:
    """One page of a workbook."""

    def __init__(self, path: Path, shown: Any, written: Any, types: Mapping[str, str]) -> None:
        self.path, self.shown, self.written, self.types = path, shown, written, types
        self.problems: list[Problem] = []
        self.rows = min(shown.max_row or 0, MOST_ROWS)
        self.width = min(shown.max_column or 0, MOST_COLUMNS)
        self.head, self.columns = self._found_head()

    @property
    def has_head(self) -> bool:
        """Whether this page is a sheet at all."""
        return bool(self.columns)

    def _found_head(self) -> tuple[int, dict[str, int]]:
        """Return the row of the headers, and the column of each; merged cells count with their first."""
        for number in range(1, min(self.rows, HEAD_AMONG) + 1):
            texts = [self.shown.cell(number, column).value for column in range(1, self.width + 1)]
            columns = columns_of(["" if one is None else str(one) for one in texts])
            if columns is not None:
                return number, {name: column + 1 for name, column in columns.items()}
        return 0, {}

    def entries(self) -> Iterator[Entry]:
        """Yield the rows below the headers; blank ones are passed over."""
        for number in range(self.head + 1, self.rows + 1) if self.columns else ():
            key, label, origin = (self._text(number, name) for name in ("key", "label", "source"))
            if not key and not label:
                continue
            cell = self.shown.cell(number, self.columns["value"])
            kind = self.types.get(key) or self.types.get("".join(label.split()), "")
            yield Entry(
                key=key,
                label=label,
                value=self._value(cell, kind),
                origin=origin,
                place=Source(str(self.path), number),
                cell=cell.coordinate,
            )

    def _text(self, number: int, name: str) -> str:
        column = self.columns.get(name)
        value = self.shown.cell(number, column).value if column else None
        return "" if value is None else str(value).strip()

    def _value(self, cell: Any, kind: str) -> str:
        """Return what a cell says as text; a formula without a result and an error are problems."""
        formula = self.written.cell(cell.row, cell.column).value
        if cell.value is None and isinstance(formula, str) and formula.startswith("="):
            self._bad(cell, "是公式，没有算出的结果", "在 Excel、WPS 里打开算好、保存，或直接写数")
            return ""
        if cell.data_type == "e":
            self._bad(cell, f"是错误值 {cell.value}", "改成数，或空着")
            return ""
        return as_text(cell.value, kind, percent="%" in str(cell.number_format))

    def _bad(self, cell: Any, message: str, hint: str) -> None:
        place = Source(str(self.path), cell.row)
        self.problems.append(error("sheet-cell", f"{cell.coordinate}：{message}", place, hint=hint))


def columns_of(texts: Sequence[str]) -> dict[str, int] | None:
    """Return where each column of a sheet stands among these headers; None where they are none."""
    known = {header: name for name, header in COLUMNS.items()} | OTHER_HEADERS
    found: dict[str, int] = {}
    for place, text in enumerate(texts):
        name = known.get("".join(text.split()).rstrip("：:*＊"))
        if name is not None:
            found.setdefault(name, place)
    return found if "value" in found and ("label" in found or "key" in found) else None


def as_text(value: Any, kind: str, *, percent: bool = False) -> str:
    """Return a value of a cell as a person would write it for a fact of a type."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, kind, percent=percent)
    text = str(value).strip().removeprefix("'")
    if kind == "date" and text.isdigit() and int(text) in SERIALS:
        return _day(int(text))
    return text


def _number(value: float, kind: str, *, percent: bool) -> str:
    if kind == "date" and value == int(value) and int(value) in SERIALS:
        return _day(int(value))
    if percent and kind == "percent":
        value = round(value * 100, 6)
    if value == int(value):
        return str(int(value))
    return repr(round(value, 10))


def _day(serial: int) -> str:
    return (EPOCH + timedelta(days=serial)).isoformat()


# ── Word


def _from_word(path: Path) -> Returned:
    package = Package(read_bytes(path, MAX_FILE), path)
    root = package.xml(package.document())
    entries: list[Entry] = []
    found = False
    for number, table in enumerate(root.iter(TBL) if root is not None else (), 1):
        rows = [[_cell_text(cell) for cell in row.findall(CELL)] for row in table.findall(ROW)][:MOST_ROWS]
        for head, texts in enumerate(rows[:HEAD_AMONG]):
            columns = columns_of(texts)
            if columns is not None:
                found = True
                entries += _word_rows(path, number, rows, head, columns)
                break
    if not found:
        raise _no_table(path)
    return Returned(path=str(path), entries=tuple(entries))


def _word_rows(
    path: Path, table: int, rows: Sequence[Sequence[str]], head: int, columns: Mapping[str, int]
) -> Iterator[Entry]:
    for number, row in enumerate(rows[head + 1 :], head + 2):

        def text(name: str, row: Sequence[str] = row) -> str:
            place = columns.get(name)
            return row[place] if place is not None and place < len(row) else ""

        if text("label") or text("key"):
            yield Entry(
                key=text("key"),
                label=text("label"),
                value=text("value"),
                origin=text("source"),
                place=Source(str(path), number),
                cell=f"第{table}个表第{number}行",
            )


def _cell_text(cell: Any) -> str:
    lines = ["".join(one.text or "" for one in paragraph.iter(TEXT)).strip() for paragraph in cell.iter(P)]
    return "\n".join(filter(None, lines))


def _no_table(path: Path) -> Exception:
    wanted = "、".join(f"“{header}”" for header in NEEDED.values())
    return refused(
        path, f"里面没有填报表：找不到有{wanted}两列的表头", "用 drafter facts -o 写出的表来填，表头不要改名"
    )
