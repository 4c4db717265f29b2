"""What a Word file looks like: every paragraph, the pages, the page numbers, and what a reviser left in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from drafter.model.looks import (
    ChangeLook,
    CommentLook,
    LineRule,
    Looks,
    NumberLook,
    PageLook,
    Pages,
    ParagraphLook,
    RunLook,
    Span,
)
from drafter.model.style import Align
from drafter.readers.docx import effects
from drafter.readers.docx.body import BOX, MARKS, P_PR, R_PR, RUN, TEXT, Opened, P, Piece, text_of
from drafter.readers.docx.effects import Effects, quantity
from drafter.readers.docx.package import Package
from drafter.readers.docx.places import Places
from drafter.readers.docx.tracking import CHANGES
from drafter.readers.docx.xml import VAL, is_on, w

TWIPS, POINT = 1440 / 25.4, 20
SECTION, GRID = w("sectPr"), w("docGrid")
NOT_BLANK = (SECTION, *map(w, ("br", "drawing", "pict", "object", "fldChar", "sdt")))
"""What a paragraph without text may be there for."""
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ALIGNS: Mapping[str, Align] = {
    "center": "center", "right": "right", "end": "right", "left": "left", "start": "left", "both": "justify",
    "distribute": "justify", "thaiDistribute": "justify",
}  # fmt: skip
RANGE_START, RANGE_END, REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
ID = w("id")
PAGE = re.compile(r"\bPAGE\b")
BLACK = re.compile(r"auto|(?:[0-3][0-9A-F]){3}", re.I)
WHITE = ("", "auto", "none", "FFFFFF", "white")
BLACK_IN_THEME = ("text1", "dark1", "tx1", "dk1")


def looks_of(file: Opened) -> Looks:
    """Return what a Word file looks like, in places of the text that its reading gives."""
    places = Places(file)
    package, document = file.package, file.package.document()

    def part(kind: str) -> Any:
        return package.xml(package.related(document, kind))

    shapes = Effects(file.styles, part("styles"), part("theme"))
    sections = list(file.root.iter(SECTION))
    return Looks(
        paragraphs=tuple(_paragraphs(places, shapes)),
        pages=tuple(map(_page, sections)),
        numbers=_Numbers(package, document, shapes).of(sections[0], part("settings")) if sections else {},
        comments=comments(places, part("comments")),
        changes=tuple(_changes(places)),
        hidden=_hidden(places, file),
    )


# ── paragraphs


def _paragraphs(places: Places, shapes: Effects) -> Iterator[ParagraphLook]:
    for element, (start, end), lines in places.paragraphs:
        properties = element.find(P_PR) if element is not None else None
        levels = shapes.of_paragraph(properties)
        runs = tuple(_runs(places.within(start, end), properties, shapes))
        mark = properties.find(R_PR) if properties is not None else None
        size = next((one.size for one in runs), effects.size(shapes.of_run(mark, properties)))
        spacing = effects.merged(levels, "spacing")
        rule, leading = _leading(spacing)
        yield ParagraphLook(
            start=start,
            end=end,
            align=ALIGNS.get(_value(levels, "jc"), "left"),
            first=effects.first_indent(effects.merged(levels, "ind"), size * POINT),
            rule=rule,
            leading=leading,
            before=_space(spacing, "before"),
            after=_space(spacing, "after"),
            on_grid=_value(levels, "snapToGrid") not in ("0", "false", "off"),
            numbered=bool(lines[0].pieces) and bool(lines[0].text[: lines[0].pieces[0].start].strip()),
            in_table=lines[0].hint.table,
            is_blank=start == end and element is not None and next(element.iter(*NOT_BLANK), None) is None,
            runs=runs,
        )


def _value(levels: list[Any], name: str) -> str:
    found = effects.nearest([levels], name)
    return str(found.get(VAL, "")) if found is not None else ""


def _leading(spacing: Mapping[str, str]) -> tuple[LineRule, float]:
    line = quantity(spacing.get("line"), 240)
    rule = spacing.get("lineRule", "auto")
    if rule == "exact":
        return "exact", line / POINT
    return ("atLeast", line / POINT) if rule == "atLeast" else ("auto", line / 240)


LINE = 15.6
"""Points of a line by which space before and after is counted where no grid says more."""


def _space(spacing: Mapping[str, str], side: str) -> float:
    if lines := quantity(spacing.get(f"{side}Lines")):
        return lines / 100 * LINE
    return quantity(spacing.get(side)) / POINT


def _runs(pieces: Iterable[Piece], paragraph: Any, shapes: Effects) -> Iterator[RunLook]:
    """Yield the runs of a paragraph that show text, neighbours of one look as one."""
    before: RunLook | None = None
    for piece in pieces:
        look = _run(piece, paragraph, shapes)
        if before is not None and before.end == look.start:
            joined = msgspec.structs.replace(look, start=before.start)
            if joined == msgspec.structs.replace(before, end=look.end):
                before = joined
                continue
        if before is not None:
            yield before
        before = look
    if before is not None:
        yield before


def _run(piece: Piece, paragraph: Any, shapes: Effects) -> RunLook:
    run = piece.element.getparent()
    levels = shapes.of_run(run.find(R_PR) if run is not None else None, paragraph)
    return RunLook(
        start=piece.start,
        end=piece.end,
        font=shapes.font(levels, "eastAsia"),
        size=effects.size(levels),
        bold=effects.is_bold(levels),
        color=_color(effects.nearest(levels, "color")),
        fill=_fill(levels),
    )


def _color(element: Any) -> str:
    """Return a colour; empty for black and what is nearly black."""
    if element is None or element.get(w("themeColor"), "") in BLACK_IN_THEME:
        return ""
    written = element.get(VAL, "auto")
    return "" if BLACK.fullmatch(written) else str(written)


def _fill(levels: list[list[Any]]) -> str:
    marked = effects.nearest(levels, "highlight")
    if marked is not None and marked.get(VAL, "") not in WHITE:
        return str(marked.get(VAL))
    shaded = effects.nearest(levels, "shd")
    fill = shaded.get(w("fill"), "") if shaded is not None else ""
    return "" if fill in WHITE else str(fill)


# ── pages


def _page(section: Any) -> PageLook:
    size, margins, grid = section.find(w("pgSz")), section.find(w("pgMar")), section.find(GRID)
    kind = grid.get(w("type"), "default") if grid is not None else "default"

    def millimetres(element: Any, name: str) -> float:
        return quantity(element.get(w(name))) / TWIPS if element is not None else 0.0

    return PageLook(
        width=millimetres(size, "w"),
        height=millimetres(size, "h"),
        top=abs(millimetres(margins, "top")),
        left=millimetres(margins, "left") + millimetres(margins, "gutter"),
        right=millimetres(margins, "right"),
        bottom=abs(millimetres(margins, "bottom")),
        pitch=quantity(grid.get(w("linePitch"))) / POINT if grid is not None and kind != "default" else 0.0,
    )


class _Numbers:
    """Finds the page numbers of a file."""

    def __init__(self, package: Package, document: str, shapes: Effects) -> None:
        self._package = package
        self._shapes = shapes
        folder, name = posixpath.split(document)
        relations = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        self._targets = {
            one.get("Id", ""): posixpath.normpath(posixpath.join(folder, one.get("Target", ""))).lstrip("/")
            for one in (relations if relations is not None else ())
            if one.get("TargetMode") != "External"
        }

    def of(self, section: Any, settings: Any) -> dict[Pages, NumberLook | None]:
        """Return the page numbers of a section by the pages that it tells apart."""
        wanted: list[Pages] = ["default"]
        if settings is not None and is_on(settings, w("evenAndOddHeaders")):
            wanted.append("even")
        if is_on(section, w("titlePg")):
            wanted.append("first")
        return {pages: self._number(section, pages) for pages in wanted}

    def _number(self, section: Any, pages: Pages) -> NumberLook | None:
        for kind in ("footerReference", "headerReference"):
            for one in section.findall(w(kind)):
                if one.get(w("type"), "default") == pages:
                    root = self._package.xml(self._targets.get(one.get(RELATION_ID, ""), ""))
                    found = next(self._in_part(root), None) if root is not None else None
                    if found is not None:
                        return found
        return None

    def _in_part(self, root: Any) -> Iterator[NumberLook]:
        for mark in root.iter(w("instrText"), w("fldSimple")):
            code = mark.text if mark.tag == w("instrText") else mark.get(w("instr"))
            paragraph = next(mark.iterancestors(P), None)
            if PAGE.search(code or "") and paragraph is not None:
                yield self._look(paragraph, mark)

    def _look(self, paragraph: Any, mark: Any) -> NumberLook:
        properties = paragraph.find(P_PR)
        text = "".join(text_of(one) if one.tag == TEXT else MARKS.get(one.tag, "") for one in _own(paragraph))
        run = _result(paragraph, mark)
        levels = self._shapes.of_run(run.find(R_PR) if run is not None else None, properties)
        return NumberLook(
            font=self._shapes.font(levels, "ascii"),
            size=effects.size(levels),
            align=self._align(paragraph, properties, text),
            text=text.strip(),
        )

    def _align(self, paragraph: Any, properties: Any, text: str) -> Any:
        box = next(paragraph.iterancestors(BOX), None)
        if box is not None:
            aligned = list(box.iterancestors(f"{DRAWN}anchor", f"{DRAWN}inline"))
            found = aligned[0].findtext(f"{DRAWN}positionH/{DRAWN}align") if aligned else None
            return found if found in ("left", "center", "right", "outside") else ""
        frame = properties.find(w("framePr")) if properties is not None else None
        if frame is not None:
            found = frame.get(w("xAlign"), "")
            return found if found in ("left", "center", "right", "outside") else ""
        if tabs := len(text) - len(text.lstrip("\t")):
            return "center" if tabs == 1 else "right"
        align = ALIGNS.get(_value(self._shapes.of_paragraph(properties), "jc"), "left")
        return "left" if align == "justify" else align


def _own(paragraph: Any) -> Iterator[Any]:
    return (one for one in paragraph.iter(TEXT, *MARKS) if next(one.iterancestors(P), None) is paragraph)


def _result(paragraph: Any, mark: Any) -> Any:
    """Return the run that prints the number: the first after the field's code that holds text."""
    if mark.tag == w("fldSimple"):
        return mark.find(RUN)
    runs = list(paragraph.iter(RUN))
    row = runs.index(mark.getparent())
    return next((one for one in runs[row + 1 :] if one.find(TEXT) is not None), runs[row])


# ── what a reviser left


def comments(places: Places, root: Any) -> tuple[CommentLook, ...]:
    """Return the comments of a file in the order of their numbers; `root` is their part, None if the file has none."""
    spans = _comment_spans(places)
    found = []
    for one in root.findall(w("comment")) if root is not None else ():
        if one.get(ID, "") in spans:
            lines = ("".join(map(text_of, paragraph.iter(TEXT))) for paragraph in one.iter(P))
            text = "\n".join(lines)
            found.append(CommentLook(span=spans[one.get(ID, "")], author=one.get(w("author"), ""), text=text))
    return tuple(found)


def _comment_spans(places: Places) -> dict[str, Span]:
    """Return what each comment is on, by its number."""
    open_ones: dict[str, Span | None] = {}
    found: dict[str, Span] = {}
    for element, span, at in places.walk((RANGE_START, RANGE_END, REFERENCE)):
        number = element.get(ID, "")
        if element.tag == TEXT and span is not None:
            for name, before in open_ones.items():
                open_ones[name] = (before[0] if before else span[0], span[1])
        elif element.tag == RANGE_START:
            open_ones.setdefault(number, None)
        elif element.tag == RANGE_END and (whole := open_ones.pop(number, None)):
            found[number] = whole
        elif element.tag == REFERENCE:
            found.setdefault(number, open_ones.pop(number, None) or places.paragraph_at(at)[1])
    return found


def _changes(places: Places) -> Iterator[ChangeLook]:
    for element, _, at in places.walk(tuple(CHANGES)):
        if element.tag in CHANGES:
            span = places.span_of(element)
            text = "".join(element.itertext(TEXT, w("delText")))
            yield ChangeLook(span=span or (at, at), kind=CHANGES[element.tag], text=text)


def _hidden(places: Places, file: Opened) -> tuple[int, ...]:
    """Return where hidden text stands, each place once; runs without text do not count."""
    runs = {one for one in file.hidden if any(text.text for text in one.iter(TEXT))}
    return tuple(dict.fromkeys(at for element, _, at in places.walk((RUN,)) if element in runs))
