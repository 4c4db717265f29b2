"""Page styles: how a draft looks on paper, as data."""

from __future__ import annotations

from typing import Literal

from drafter.model.base import Record

Align = Literal["left", "center", "right", "justify"]


class Page(Record, frozen=True, kw_only=True):
    """Paper and margins in millimetres."""

    width: float
    height: float
    top: float
    left: float
    right: float
    bottom: float
    footer: float
    """From the paper's edge to the foot of the page number."""


class Grid(Record, frozen=True, kw_only=True):
    """How the text area is divided."""

    lines: int
    characters: int
    leading: int
    """Line height in twips (1/20 pt), exact."""
    spacing: int
    """Added between characters, in twips; negative pulls them together."""


class TextStyle(Record, frozen=True, kw_only=True):
    """One kind of paragraph."""

    font: str
    size: float
    """In points."""
    align: Align = "justify"
    bold: bool = False
    indent: float = 0.0
    """First-line indent, in characters."""


class PageNumber(Record, frozen=True, kw_only=True):
    """The page number: — 1 —."""

    font: str
    size: float
    outer_indent: float
    """Distance from the outer edge of the text area, in characters of its own size."""


class Basis(Record, frozen=True, kw_only=True):
    """Where a value comes from."""

    what: str
    clause: str
    strength: Literal["规定", "一般", "实务"]


class PageStyle(Record, frozen=True, kw_only=True):
    """A page style: every measure of the Word file."""

    title: str
    page: Page
    grid: Grid
    styles: dict[
        Literal[
            "title",
            "subtitle",
            "date",
            "speaker",
            "salutation",
            "body",
            "thanks",
            "heading1",
            "heading2",
            "heading3",
            "heading4",
        ],
        TextStyle,
    ]
    head_gap: float
    """Lines left blank after the title (where no subtitle follows) and after the last line of the head."""
    marker_fonts: dict[str, str]
    """Font of a heading or lead by its marker; markers not named keep the body's font."""
    page_number: PageNumber
    fallbacks: dict[str, tuple[str, ...]] = {}
    """Fonts to use where a named one is missing, best first."""
    basis: tuple[Basis, ...] = ()
