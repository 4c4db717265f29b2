"""Page styles: how a draft looks on paper, as data.

`PageStyle` is what the writer and the checks of a layout work with: every value is there, settled. `StyleFile` is
what a person writes: a style in full, or only what differs from the style that it is based on.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from drafter.model.base import Record

Align = Literal["left", "center", "right", "justify"]
Strength = Literal["规定", "一般", "实务", "自定"]
"""规定: the standard demands it; 一般: it says 一般; 实务: practice, or measured; 自定: the office's own choice."""
Role = Literal[
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
]
"""The kinds of paragraph that a page style gives a look."""
MM_IN_TWIPS = 1440 / 25.4


class Page(Record, frozen=True, kw_only=True):
    """Paper and margins in millimetres."""

    width: float
    height: float
    top: float
    left: float
    """The binding edge: on the left of odd pages, and, unless printed single-sided, on the right of even ones."""
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
    single: Literal["center", "right"] = "center"
    """Where it stands on every page when printed single-sided."""


class Basis(Record, frozen=True, kw_only=True):
    """Where values come from."""

    of: tuple[str, ...]
    """The paths of the values (“page.top”), or of what they are part of (“page”); * stands for one part of a path."""
    what: str
    """What the clause says, or why the value is what it is."""
    clause: str
    strength: Strength
    tolerance: float = 0.0
    """How far a value may be off, in its own unit."""


class MarginSchool(Record, frozen=True, kw_only=True):
    """One way to count the height of the text area: margins in millimetres, and the leading that fits, in twips."""

    title: str
    top: float
    bottom: float
    leading: int


class PageStyle(Record, frozen=True, kw_only=True):
    """A page style: every measure of the Word file."""

    title: str
    single_sided: bool = False
    """Printed on one side: page numbers and margins are then the same on every page."""
    margins: str = ""
    """The school of margins that was asked for, a key of `margin_schools`; empty: the values stand for themselves."""
    line_spacing: str = ""
    """The line spacing that was asked for (“28磅”, “22行”); empty: the grid stands for itself."""
    page: Page
    grid: Grid
    styles: dict[Role, TextStyle]
    """By role. Those of `FROM_OTHERS` may be left out."""
    head_gap: float
    """Lines left blank after the title (where no subtitle follows) and after the last line of the head."""
    marker_fonts: dict[str, str]
    """Font of a heading or lead by its marker; markers not named keep the body's font."""
    page_number: PageNumber
    fallbacks: dict[str, tuple[str, ...]] = {}
    """Fonts to use where a named one is missing, best first."""
    margin_schools: dict[str, MarginSchool] = {}
    basis: tuple[Basis, ...] = ()
    """Of two that name a value, the later one holds."""

    @property
    def width(self) -> float:
        """The width of the text area, in millimetres."""
        return self.page.width - self.page.left - self.page.right

    @property
    def height(self) -> float:
        """The height of the text area, in millimetres."""
        return self.page.height - self.page.top - self.page.bottom

    @property
    def fonts(self) -> tuple[str, ...]:
        """Every font that a page may show, each once, in the order of the roles."""
        used = [text.font for text in self.styles.values()]
        return tuple(dict.fromkeys([*used, *self.marker_fonts.values(), self.page_number.font]))

    def basis_of(self, path: str) -> Basis | None:
        """Return what the value at `path` (“styles.title.font”) rests on; None where nothing is said."""
        return next((one for one in reversed(self.basis) if any(_covers(of, path) for of in one.of)), None)


def _covers(pattern: str, path: str) -> bool:
    parts, wanted = path.split("."), pattern.split(".")
    return len(wanted) <= len(parts) and all(one in ("*", part) for one, part in zip(wanted, parts, strict=False))


# ── what a person writes: any of the values above


class PagePart(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Values of `Page`."""

    width: float | None = None
    height: float | None = None
    top: float | None = None
    left: float | None = None
    right: float | None = None
    bottom: float | None = None
    footer: float | None = None


class GridPart(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Values of `Grid`."""

    lines: int | None = None
    characters: int | None = None
    leading: int | None = None
    spacing: int | None = None


class TextStylePart(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Values of `TextStyle`."""

    font: str | None = None
    size: float | None = None
    align: Align | None = None
    bold: bool | None = None
    indent: float | None = None


class PageNumberPart(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Values of `PageNumber`."""

    font: str | None = None
    size: float | None = None
    outer_indent: float | None = None
    single: Literal["center", "right"] | None = None


class StyleFile(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A file under templates/styles/: a page style in full, or what differs from another.

    A file of a workspace that bears the name of a shipped one lies over it value by value.
    """

    title: str | None = None
    based_on: str | None = None
    """The style whose values hold where this file names none."""
    single_sided: bool | None = None
    margins: str | None = None
    line_spacing: str | None = None
    page: PagePart | None = None
    grid: GridPart | None = None
    styles: dict[Role, TextStylePart] | None = None
    head_gap: float | None = None
    marker_fonts: dict[str, str] | None = None
    page_number: PageNumberPart | None = None
    fallbacks: dict[str, tuple[str, ...]] | None = None
    margin_schools: dict[str, MarginSchool] | None = None
    basis: tuple[Basis, ...] | None = None


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


NO_MEASURES = ("title", "basis", "margin_schools")
"""Parts of a page style that are no measures of the page."""


def leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value of a tree of dicts with its path; lists are values."""
    for key, value in tree.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from leaves(value, path)
        else:
            yield path, tuple(value) if isinstance(value, list) else value
