"""The text of a Word file, line by line, in the order in which Word shows it.

Elements are walked with lists of pending iterators. Only text boxes and tables are read by recursion; each takes
several levels of XML, of which the parser allows 200.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from drafter.model.reading import Hint
from drafter.readers.docx.numbering import Numbering
from drafter.readers.docx.package import Package
from drafter.readers.docx.styles import Look, Styles
from drafter.readers.docx.xml import MADE_BY_OTHERS, VAL, is_on, value, w
from drafter.readers.files import refused
from drafter.text.stylenames import role_named

P, TBL, ROW, CELL, BOX, RUN, TEXT = w("p"), w("tbl"), w("tr"), w("tc"), w("txbxContent"), w("r"), w("t")
P_PR, R_PR, FIELD, CONTROL = w("pPr"), w("rPr"), w("fldChar"), w("sdt")
DELETED = (w("del"), w("moveFrom"))
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, CHOICE, FALLBACK = (COMPATIBILITY + name for name in ("AlternateContent", "Choice", "Fallback"))
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", "{urn:schemas-microsoft-com:vml}imagedata")
SKIPPED = frozenset(
    [
        *DELETED,
        *map(w, ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "customXmlPr")),
        *map(w, ("instrText", "delText", "delInstrText", "rt", "rubyPr", "smartTagPr", "fldData", "ffData")),
    ]
)
PAGE = "\f"
"""Where a page or column ends; inside a paragraph a line end, at its ends nothing."""
MARKS = {
    w("br"): "\n",
    w("cr"): "\n",
    w("tab"): "\t",
    w("ptab"): "\t",
    w("noBreakHyphen"): "-",
}
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
BLANKS = re.compile("[ \t\r\n]")
SOFT_HYPHEN = "\xad"
LEFT_OUT: tuple[tuple[tuple[str, ...], str], ...] = (
    # elements, what is told about them
    ((w("footnoteReference"), w("endnoteReference")), "脚注、尾注 {} 处，没有读"),
    ((w("commentReference"),), "批注 {} 条，没有读"),
    ((w("showingPlcHdr"),), "没有填写的控件 {} 处，没有读提示文字"),
    ((w("altChunk"),), "嵌入的另一份文档 {} 份，没有读"),
    ((*DELETED, w("ins"), w("moveTo")), "有修订痕迹，按接受全部修订读出"),
    (PICTURES, "有图片，没有读"),
)


HEAD_AND_FOOT = frozenset(("subtitle", "date", "speaker", "salutation", "thanks", "signature", "mark", "stage"))
"""The roles that only the name of a style tells; headings and titles show otherwise."""


class Piece(NamedTuple):
    """Where text of a line comes from; what comes from nowhere, such as an automatic number, the reader made up."""

    start: int
    """In the line."""
    end: int
    element: Any
    """The w:t."""
    skipped: int
    """How many of the characters that the element shows come before."""
    in_field: bool
    """It is the result of a field, which programs write anew."""


class Line(msgspec.Struct, frozen=True):
    """A line of the text."""

    text: str
    hint: Hint = Hint()
    contents: bool = False
    """It belongs to an automatic table of contents."""
    element: Any = None
    """Its w:p; None for a row of a table."""
    pieces: tuple[Piece, ...] = ()


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph as it was read, before it becomes lines."""

    text: str
    look: Look
    boxes: tuple[Any, ...] = ()
    """Its text boxes, which are read after it."""
    element: Any = None
    pieces: tuple[Piece, ...] = ()
    role: str = ""
    """One of HEAD_AND_FOOT, where its style is named so."""
    open: bool = False
    """Its mark is hidden or deleted: the next paragraph continues on its line."""


NOTHING = Paragraph("", Look(), open=True)
"""Before the first paragraph, and after one whose mark is shown."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A Word file with its text read."""

    package: Package
    root: Any
    """The w:document."""
    styles: Styles
    lines: list[Line]
    hidden: tuple[Any, ...]
    """The runs of hidden text, which was not read."""
    notes: tuple[str, ...]
    """What was left out."""


def opened(data: bytes, path: Path) -> Opened:
    """Return a Word file with its text read. Raises InputError."""
    package = Package(data, path)
    name = package.document()
    root = package.xml(name)
    body = root.find(w("body"))
    if body is None:
        raise refused(path, f"文件里的 {name} 不是 Word 正文", MADE_BY_OTHERS)
    styles = Styles(package.xml(package.related(name, "styles")))
    numbering = Numbering(package.xml(package.related(name, "numbering")), styles)
    reader = BodyReader(styles, numbering, _stray_fields(root))
    lines = reader.lines(body)
    return Opened(
        package=package,
        root=root,
        styles=styles,
        lines=lines,
        hidden=tuple(reader.hidden),
        notes=(*_left_out(root), *reader.notes()),
    )


class BodyReader:
    """Reads the parts of a document in their order; the numbering counts as it goes."""

    def __init__(self, styles: Styles, numbering: Numbering, stray: frozenset[Any]) -> None:
        """Start at the beginning of a document; `stray` are field marks without partner."""
        self._styles = styles
        self._numbering = numbering
        self._stray = stray
        self.hidden: list[Any] = []
        """The runs that are not shown."""

    def notes(self) -> tuple[str, ...]:
        """Return what was found out while reading."""
        return ("有隐藏文字，没有读",) if self.hidden else ()

    def lines(self, container: Any) -> list[Line]:
        """Return the lines of a body, a cell or a text box."""
        found: list[Line] = []
        fields = Fields(self._stray)
        before = NOTHING
        for block in inside(container, (P, TBL)):
            if block.tag == P:
                before = _joined(before, self._paragraph(block, fields, before))
            if not before.open or block.tag == TBL:
                found += self._printed(before)
                before = NOTHING
            if block.tag == TBL:
                found += self._table(block)
        return [*found, *self._printed(before)]

    def _printed(self, paragraph: Paragraph) -> Iterator[Line]:
        """Yield the lines of a paragraph, parted by its line breaks, and those of its text boxes."""
        look = paragraph.look
        hint = Hint(title=look.title, heading=look.heading, role=paragraph.role)
        start = 0
        for text in paragraph.text.split("\n") if paragraph.text or not paragraph.open else ():
            pieces = within(paragraph.pieces, start, start + len(text), -start)
            yield Line(text, hint if text.strip() else Hint(), look.contents, paragraph.element, pieces)
            start += len(text) + 1
        for box in paragraph.boxes:
            yield from self.lines(box)

    def _paragraph(self, element: Any, fields: Fields, before: Paragraph) -> Paragraph:
        properties = element.find(P_PR)
        look = self._styles.of_paragraph(properties)
        text, pieces, boxes = self._inline(element, look, fields)
        is_open = _is_open(properties)
        if is_open and not text and not boxes:  # wholly hidden or deleted: it does not count either
            return Paragraph("", look, open=True)
        label = "" if before.text else self._numbering.label(properties, look)
        shown = label + text if text else label.rstrip("\t ")
        placed = within(pieces, 0, len(text), len(label))
        role = role_named(self._styles.name_of(value(properties, w("pStyle"))))
        told = role if role in HEAD_AND_FOOT else ""
        return Paragraph(shown, look, tuple(boxes), element, placed, told, is_open)

    def _inline(self, paragraph: Any, look: Look, fields: Fields) -> tuple[str, list[Piece], list[Any]]:
        """Return the text of a paragraph, where it comes from, and its text boxes."""
        parts: list[str] = []
        pieces: list[Piece] = []
        boxes: list[Any] = []
        length = 0
        for element in inside(paragraph, INLINE, self._shows(look)):
            tag = element.tag
            if tag == FIELD:
                fields.pass_mark(element)
            elif tag == BOX:
                boxes.append(element)
            elif not fields.in_code:
                part = _mark(element) if tag in MARKS else text_of(element)
                if tag == TEXT and part:
                    pieces.append(Piece(length, length + len(part), element, 0, fields.inside))
                parts.append(part)
                length += len(part)
        text = "".join(parts)
        before = len(text) - len(text.lstrip(PAGE))
        shown = text.strip(PAGE)
        return shown.replace(PAGE, "\n"), list(within(pieces, before, before + len(shown), -before)), boxes

    def _shows(self, look: Look) -> Callable[[Any], bool]:
        """Return the test whether an element inside a paragraph is shown: runs may be hidden."""

        def shows(element: Any) -> bool:
            if element.tag != RUN or element.find(FIELD) is not None:  # the end of a field must not be missed
                return True
            properties = element.find(R_PR)
            if properties is None:
                hidden = look.hidden
            elif value(properties, w("vanish")) is not None:
                hidden = is_on(properties, w("vanish"))
            else:
                style = value(properties, w("rStyle"))
                hidden = look.hidden or (style is not None and self._styles.look(style).hidden)
            if hidden:
                self.hidden.append(element)
            return not hidden

        return shows

    def _table(self, table: Any) -> list[Line]:
        found: list[Line] = []
        for row in inside(table, (ROW,)):
            if row.find(f"{w('trPr')}/{w('del')}") is None:
                found += self._row(row)
        return found

    def _row(self, row: Any) -> list[Line]:
        """Return a row as one line. A row of one cell with several paragraphs is a frame around text, no table."""
        cells = [[] if _is_continued(cell) else self.lines(cell) for cell in inside(row, (CELL,))]
        if len(cells) == 1 and sum(1 for line in cells[0] if line.text.strip()) > 1:
            return cells[0]
        text = ""
        pieces: list[Piece] = []
        for number, cell in enumerate(cells):
            text += "\t" if number else ""
            for place, line in enumerate(line for line in cell if line.text.strip()):
                text += " " if place else ""
                flat, before = _flat(line.text)
                pieces += within(line.pieces, before, before + len(flat), len(text) - before)
                text += flat
        return [Line(text, Hint(table=True), pieces=tuple(pieces))]


class Fields:
    """Where the walk stands in fields: in the code of one, which is not shown, or in its result."""

    def __init__(self, stray: frozenset[Any]) -> None:
        """Start outside of any field."""
        self._stray = stray
        self._codes: list[bool] = []

    @property
    def in_code(self) -> bool:
        """Whether what comes is the code of a field, or of one around it."""
        return any(self._codes)

    @property
    def inside(self) -> bool:
        """Whether what comes belongs to a field."""
        return bool(self._codes)

    def pass_mark(self, mark: Any) -> None:
        """Go past the mark that begins, parts or ends a field."""
        kind = mark.get(w("fldCharType"))
        if mark in self._stray:
            return
        if kind == "begin":
            self._codes.append(True)
        elif self._codes and kind == "separate":
            self._codes[-1] = False
        elif self._codes and kind == "end":
            self._codes.pop()


def within(pieces: Iterable[Piece], start: int, end: int, shift: int) -> tuple[Piece, ...]:
    """Return what lies between two places of the text, moved by `shift`; pieces that reach out of it are cut."""
    found = []
    for one in pieces:
        first, last = max(one.start, start), min(one.end, end)
        if first < last:
            cut = first - one.start
            found.append(Piece(first + shift, last + shift, one.element, one.skipped + cut, one.in_field))
    return tuple(found)


INLINE = frozenset([TEXT, MATH_TEXT, FIELD, BOX, *MARKS])
"""What is read inside a paragraph; everything else is only walked through."""


def inside(container: Any, wanted: Collection[str], shows: Callable[[Any], bool] | None = None) -> Iterator[Any]:
    """Yield the elements with one of the tags `wanted` inside `container`, but none inside another of them.

    What holds them (content controls, smart tags, links, insertions …) is walked through; of alternatives only one.
    """
    pending = [iter(container)]
    while pending:
        element = next(pending[-1], None)
        if element is None:
            pending.pop()
        elif element.tag in wanted:
            yield element
        elif element.tag == ALTERNATIVES:
            pending.append(iter(_chosen(element)))
        elif element.tag not in SKIPPED and not _is_prompt(element) and (shows is None or shows(element)):
            pending.append(iter(element))


def _is_prompt(element: Any) -> bool:
    """Return whether a content control is not filled in, so that it only shows its prompt."""
    return element.tag == CONTROL and is_on(element.find(w("sdtPr")), w("showingPlcHdr"))


def _chosen(alternatives: Any) -> Any:
    """Return one of the alternatives: the first, for newer programs; else the fallback."""
    choice = alternatives.find(CHOICE)
    if choice is None:
        choice = alternatives.find(FALLBACK)
    return () if choice is None else choice


def _mark(element: Any) -> str:
    return PAGE if element.get(w("type")) in ("page", "column") else MARKS[element.tag]


def text_of(element: Any) -> str:
    """Return the text of w:t as Word shows it: blanks at its ends only where they are to be kept, no line ends."""
    text: str = element.text or ""
    if element.get(PRESERVE) != "preserve":
        text = text.strip(" \t\r\n")
    return BLANKS.sub(" ", text).replace(SOFT_HYPHEN, "")


def _is_open(properties: Any) -> bool:
    """Return whether the paragraph's mark is hidden or deleted, or the paragraph is a dropped capital."""
    if properties is None:
        return False
    mark = properties.find(R_PR)
    frame = properties.find(w("framePr"))
    dropped = frame is not None and frame.get(w("dropCap"), "none") != "none"
    if mark is None:
        return dropped
    return dropped or is_on(mark, w("vanish")) or any(mark.find(tag) is not None for tag in DELETED)


def _joined(before: Paragraph, paragraph: Paragraph) -> Paragraph:
    """Return a paragraph that continues the one before on its line."""
    kept = before if before.text else paragraph
    length = len(before.text)
    pieces = (*before.pieces, *within(paragraph.pieces, 0, len(paragraph.text), length))
    boxes = before.boxes + paragraph.boxes
    return Paragraph(before.text + paragraph.text, kept.look, boxes, kept.element, pieces, kept.role, paragraph.open)


def _flat(text: str) -> tuple[str, int]:
    """Return text for a cell of a row, where tabs part cells, and how many characters before it were left out."""
    shown = text.replace("\t", " ").rstrip(" ")
    flat = shown.lstrip(" ")
    return flat, len(shown) - len(flat)


def _is_continued(cell: Any) -> bool:
    """Return whether a cell only continues the one above it, and so shows nothing of its own."""
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and merge.get(VAL, "continue") == "continue"


def _stray_fields(root: Any) -> frozenset[Any]:
    """Return the marks of fields that have no partner; a code without end would swallow the rest of the text."""
    begun: list[Any] = []
    stray: list[Any] = []
    for mark in root.iter(FIELD):
        if next(mark.iterancestors(*DELETED, FALLBACK), None) is not None:
            continue
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
        elif kind == "end":
            stray.append(mark)
    return frozenset([*begun, *stray])


def _left_out(root: Any) -> Iterator[str]:
    for tags, message in LEFT_OUT:
        number = sum(1 for _ in root.iter(*tags))
        if number:
            yield message.format(number)
