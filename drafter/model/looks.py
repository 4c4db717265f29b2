"""What a Word file looks like: the values that hold after all styles are resolved, as places of `Reading.text`."""

from __future__ import annotations

from typing import Literal

import msgspec

from drafter.model.style import Align

LineRule = Literal["exact", "atLeast", "auto"]
Pages = Literal["default", "even", "first"]
Span = tuple[int, int]


class RunLook(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text of one look."""

    start: int
    end: int
    font: str
    """Of Chinese characters."""
    size: float
    """In points."""
    bold: bool = False
    color: str = ""
    """Six hex digits, or the name of a colour of the theme; empty for black."""
    fill: str = ""
    """The colour behind the text; empty for none."""


class ParagraphLook(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph, which may be empty."""

    start: int
    end: int
    align: Align
    first: float
    """How far the first line stands from the margin, in characters; negative where it hangs out."""
    rule: LineRule
    leading: float
    """In points; of “auto” how many times the single line."""
    before: float
    """Space before it, in points."""
    after: float
    on_grid: bool = True
    """Its lines are set on the page's grid, where there is one."""
    numbered: bool = False
    """An automatic number opens it."""
    in_table: bool = False
    is_blank: bool = False
    """An empty line: it holds neither text nor a break or a picture."""
    runs: tuple[RunLook, ...] = ()


class PageLook(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of a section, in millimetres."""

    width: float
    height: float
    top: float
    left: float
    right: float
    bottom: float
    pitch: float = 0.0
    """The lines' distance on the page's grid, in points; 0 for no grid."""


class NumberLook(msgspec.Struct, frozen=True, kw_only=True):
    """The page number at the head or foot of pages."""

    font: str
    size: float
    align: Literal["left", "center", "right", "outside", ""]
    """Empty where it cannot be told."""
    text: str
    """What is printed, the number as 1."""


class CommentLook(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that is left in the file."""

    span: Span
    """What it is on; for a comment on a point, the paragraph."""
    author: str
    text: str


class ChangeLook(msgspec.Struct, frozen=True, kw_only=True):
    """A tracked change that is left in the file."""

    span: Span
    """What was put in; where the text shows nothing of it, the place."""
    kind: str
    """插入, 删除, 移走, 移来, 改格式 or 改表格."""
    text: str


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """What a Word file looks like."""

    paragraphs: tuple[ParagraphLook, ...]
    """In the order of the text."""
    pages: tuple[PageLook, ...]
    """One a section; empty sections and landscape ones too."""
    numbers: dict[Pages, NumberLook | None]
    """Of the first section: on which pages a page number is printed; None where a footer of its own has none.

    `default` holds for odd pages where `even` is given, else for all.
    """
    comments: tuple[CommentLook, ...] = ()
    changes: tuple[ChangeLook, ...] = ()
    hidden: tuple[int, ...] = ()
    """Where hidden text stands."""
