"""Page styles: how a draft looks on paper, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

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
            "mark",
            "stage",
            "signature",
            "toc_title",
            "toc1",
            "toc2",
            "toc3",
            "toc4",
        ],
        TextStyle,
    ]
    """By role. Those of `FROM_OTHERS` may be left out."""
    head_gap: float
    """Lines left blank after the title (where no subtitle follows) and after the last line of the head."""
    marker_fonts: dict[str, str]
    """Font of a heading or lead by its marker; markers not named keep the body's font."""
    page_number: PageNumber
    fallbacks: dict[str, tuple[str, ...]] = {}
    """Fonts to use where a named one is missing, best first."""
    basis: tuple[Basis, ...] = ()


FROM_OTHERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    # role: (the role it is like, what differs); marks in 黑体 flush left like a 密级 (GB/T 9704—2012 7.2.2), the
    # stage of a working copy like the date line, the table of contents in the body's font, a character in for a level
    "mark": ("heading1", {"align": "left", "indent": 0.0}),
    "stage": ("date", {}),
    "signature": ("body", {"align": "center", "indent": 0.0}),
    "toc_title": ("heading1", {"align": "center", "indent": 0.0}),
    "toc1": ("body", {"align": "left", "indent": 0.0}),
    "toc2": ("body", {"align": "left", "indent": 1.0}),
    "toc3": ("body", {"align": "left", "indent": 2.0}),
    "toc4": ("body", {"align": "left", "indent": 3.0}),
}
MM = 72 / 25.4
"""Points in a millimetre."""


def text_styles(style: PageStyle) -> dict[str, TextStyle]:
    """Return the style of every role of `style`, those that it leaves out after the ones they are like."""
    known: dict[str, TextStyle] = {str(role): text for role, text in style.styles.items()}
    for role, (like, differing) in FROM_OTHERS.items():
        known.setdefault(role, msgspec.structs.replace(known[like], **differing))
    return known


def text_width(style: PageStyle) -> float:
    """Return the width of the text area in points."""
    return (style.page.width - style.page.left - style.page.right) * MM


def line_width(style: PageStyle, role: str) -> float:
    """Return how many characters of a role are as wide as the text area."""
    return text_width(style) / (text_styles(style)[role].size + style.grid.spacing / 20)


def characters_a_line(style: PageStyle, role: str) -> int:
    """Return how many characters of a role fit on a line, without its indent; at least 2."""
    return max(2, int(line_width(style, role) + 1e-6))
