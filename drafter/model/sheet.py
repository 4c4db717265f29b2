"""Fill-in sheets as tables: a row a fact, and what a person wrote in it."""

from __future__ import annotations

import re

import msgspec

from drafter.source import Source

COLUMNS: dict[str, str] = {
    "key": "编号",
    "label": "要素",
    "note": "说明",
    "unit": "单位",
    "type": "类型",
    "example": "样例",
    "last": "上年",
    "office": "提供单位",
    "value": "填写",
    "source": "来源",
}
"""The columns of a sheet, in order, with their headers. 编号 tells the fact, also where its name was touched."""
ITEMS = 3
"""So many items of a list of records have rows; more are added by copying them, with 4, 5 … in the 编号."""
SENT = "drafter"
"""The hidden page of a workbook that says which rows were sent out."""
KEY = re.compile(r"(?P<fact>\w+)(?:#(?P<item>\d+))?(?:\.(?P<field>\w+))?")


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a sheet as it is sent out."""

    key: str
    """The fact; with a field (``meeting.name``), or an item and a field (``cases#1.where``)."""
    label: str
    note: str = ""
    unit: str = ""
    type: str
    """As in `FactSpec`."""
    example: str = ""
    last: str = ""
    """The value of last year, where it is known."""
    office: str = ""
    value: str = ""
    source: str = ""
    optional: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a sheet as it came back."""

    key: str
    label: str
    value: str
    """As text, dates as 2026-03-18; empty where nothing was written."""
    origin: str = ""
    """Where the person has it from."""
    place: Source
    """The file, and the row; for a cell that cannot be used see the message."""
    cell: str = ""
    """The cell of the value, as the program names it: H5."""


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet that came back."""

    path: str
    entries: tuple[Entry, ...]
    sent: tuple[str, ...] = ()
    """The keys of the rows that it was sent out with; empty where it does not tell."""
