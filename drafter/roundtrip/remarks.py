"""Findings written into a Word file as comments at their places."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from drafter.lint.papers import ROLE_OF, Paper
from drafter.model.draft import Paragraph as Row
from drafter.model.draft import ParagraphKind, Run
from drafter.model.problem import SEVERITIES, Problem
from drafter.model.style import PageStyle
from drafter.readers.docx.body import PRESERVE, R_PR, TEXT, opened
from drafter.readers.docx.package import Package
from drafter.readers.docx.places import Places, raw_index
from drafter.readers.docx.xml import STRICT, parse, serialised, w
from drafter.readers.files import refused
from drafter.roundtrip.mending import parts_of
from drafter.roundtrip.reading_copy import bare_draft
from drafter.writers import Job
from drafter.writers.docx.package import write
from drafter.writers.docx.zipping import zipped

AUTHOR, INITIALS = "drafter 校对", "校"
TYPES, COMMENTS = "[Content_Types].xml", "comments.xml"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
RUN, ID = w("r"), w("id")
EMPTY_COMMENTS = f'<w:comments xmlns:w="{w("")[1:-1]}"/>'.encode()
EMPTY_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


class Remark(msgspec.Struct, frozen=True):
    """A comment on a stretch of a Word file's text, as the reader gives it."""

    first: int
    last: int
    lines: tuple[str, ...]


def lines_of(problem: Problem) -> tuple[str, ...]:
    """Return what a comment says of a finding, a line each."""
    said = (f"{SEVERITIES[problem.severity]}：{problem.message}", problem.hint, f"规则：{problem.rule}")
    return tuple(one for one in said if one)


def remarks_of(problems: Iterable[Problem]) -> list[Remark]:
    """Return the comments for findings in a Word file; one that has no place stands at the beginning."""
    return [Remark(*(one.span or (0, 0)), lines_of(one)) for one in problems]


# ── a text as a Word file


KINDS: Mapping[str, ParagraphKind] = {role: kind for kind, role in [*ROLE_OF.items()][::-1]}


def typeset(
    papers: Sequence[Paper], problems: Iterable[Problem], style: PageStyle, style_hash: str
) -> tuple[bytes, list[Remark]]:
    """Return the papers of a text file as a Word file, and the comments for its findings at their places there."""
    rows = [row for paper in papers for row in _rows(paper)]
    draft = bare_draft("", rows)
    data = write(Job(draft=draft, style=style, recipe="", style_hash=style_hash))
    starts, at = [], 0
    for paper in papers:
        starts.append(at)
        at += len(paper.text) + 1
    return data, [_moved(one, papers, starts) for one in problems]


def _rows(paper: Paper) -> Iterator[Row]:
    depths = {paper.row_at(one.start): one.item.depth for one in paper.heads if one.own_line}
    for number, piece in enumerate(paper.pieces):
        kind = KINDS.get(piece.role, "body")
        yield Row(runs=(Run(text=piece.text),), kind=kind, depth=depths.get(number, 1) if kind == "heading" else 0)


def _moved(problem: Problem, papers: Sequence[Paper], starts: Sequence[int]) -> Remark:
    """Return the comment for a finding whose place counts in the text file."""
    first, last = problem.span or (0, 0)
    row = max((number for number, one in enumerate(papers) if one.speech.span[0] <= first), default=0)
    start = papers[row].offset_of(first)
    end = max(papers[row].offset_of(last - 1) + 1, start) if last > first else start
    return Remark(starts[row] + start, starts[row] + end, lines_of(problem))


# ── comments


def annotated(data: bytes, path: Path, remarks: Sequence[Remark], day: date) -> bytes:
    """Return a Word file with comments; everything else in it stays. `path` is named in messages.

    Raises InputError for a file that cannot be read, or is in the strict dialect.
    """
    file = opened(data, path)
    package, document = file.package, file.package.document()
    if STRICT in package.raw(document):
        raise refused(path, "文件是“严格 Open XML”格式，不能加批注", "在 Word 里另存为普通的 .docx")
    places = Places(file)
    part = package.related(document, "comments") or posixpath.join(posixpath.dirname(document), COMMENTS)
    comments = package.xml(part) if part in package.names() else parse(EMPTY_COMMENTS, path, part)
    number = 1 + max((int(one.get(ID, "0")) for one in comments), default=-1)
    _Marker(places, remarks, number).mark()
    for place, one in enumerate(remarks, number):
        comments.append(_comment(place, one, day))
    changed = {document: serialised(places.root), part: serialised(comments)}
    if part not in package.names():
        changed |= _linked(package, document, part)
    return zipped({**parts_of(package), **changed})


def _comment(number: int, remark: Remark, day: date) -> Any:
    from lxml import etree

    attributes = {ID: str(number), w("author"): AUTHOR, w("date"): f"{day}T00:00:00Z", w("initials"): INITIALS}
    comment = etree.Element(w("comment"), attributes)
    for line in remark.lines:
        paragraph = etree.SubElement(comment, w("p"))
        text = etree.SubElement(etree.SubElement(paragraph, RUN), TEXT)
        text.text = "".join(one for one in line if one.isprintable())
        text.set(PRESERVE, "preserve")
    return comment


def _linked(package: Package, document: str, part: str) -> dict[str, bytes]:
    """Return the parts that name the new part with the comments."""
    from lxml import etree

    folder, name = posixpath.split(document)
    relations_name = posixpath.join(folder, "_rels", f"{name}.rels")
    relations = package.xml(relations_name)
    if relations is None:
        relations = parse(EMPTY_RELATIONS, package.path, relations_name)
    used = {one.get("Id") for one in relations}
    identity = next(name for number in range(1, len(used) + 2) if (name := f"rIdRemarks{number}") not in used)
    namespace = relations.tag.removesuffix("Relationships")
    etree.SubElement(
        relations, f"{namespace}Relationship", {"Id": identity, "Type": RELATION, "Target": posixpath.basename(part)}
    )
    types = package.xml(TYPES)
    if types is None:
        raise refused(package.path, f"文件已损坏：缺少 {TYPES}", "用 Word 或 WPS 打开，另存为 .docx")
    etree.SubElement(
        types, f"{types.tag.removesuffix('Types')}Override", {"PartName": f"/{part}", "ContentType": CONTENT_TYPE}
    )
    return {relations_name: serialised(relations), TYPES: serialised(types)}


class _Marker:
    """Puts the marks of comments around what they are on; runs are cut where a comment begins or ends inside."""

    def __init__(self, places: Places, remarks: Sequence[Remark], number: int) -> None:
        self._places, self._remarks, self._number = places, remarks, number
        self._cut: dict[tuple[Any, int], Any] = {}
        """The run that begins at a character of a w:t as it was."""
        self._last: dict[Any, Any] = {}
        """The run that holds the end of a w:t as it was."""

    def mark(self) -> None:
        """Mark all comments in the tree."""
        spans = [self._span(one) for one in self._remarks]
        wanted: dict[Any, set[int]] = {}
        for span in spans:
            for element, shown in span or ():
                wanted.setdefault(element, set()).add(shown)
        for element, cuts in wanted.items():
            self._cut_all(element, cuts)
        for number, span in enumerate(spans, self._number):
            if span is None:
                self._at_the_top(number)
                continue
            self._before(span[0]).addprevious(_marked("commentRangeStart", number))
            self._close(span[1], number)

    def _span(self, remark: Remark) -> tuple[tuple[Any, int], tuple[Any, int]] | None:
        """Return the w:t and the character in it where a comment begins, and where it ends; None for no place."""
        pieces = self._places.within(remark.first, max(remark.last, remark.first + 1))
        if not pieces:
            _, (first, last) = self._places.paragraph_at(remark.first)
            pieces = self._places.within(first, last)
        if not pieces:
            return None
        begin, end = pieces[0], pieces[-1]
        return (begin.element, begin.skipped), (end.element, end.skipped + end.end - end.start)

    def _cut_all(self, element: Any, cuts: set[int]) -> None:
        if element.get(PRESERVE) != "preserve":
            element.text = (element.text or "").strip(" \t\r\n")
        raw = element.text or ""
        self._isolate(element)
        run, last = element.getparent(), None
        for shown in sorted(cuts, reverse=True):
            at = raw_index(element, shown)
            if at >= len(raw) and shown:
                continue
            if at == 0 or shown == 0:
                self._cut[element, shown] = run
                continue
            after = copy.deepcopy(run)
            text = after.find(TEXT)
            text.text, element.text = (element.text or "")[at:], (element.text or "")[:at]
            for one in (text, element):
                one.set(PRESERVE, "preserve")
            run.addnext(after)
            self._cut[element, shown] = after
            last = last if last is not None else after
        self._last[element] = last if last is not None else run

    def _isolate(self, element: Any) -> None:
        """Give a w:t a run of its own; what is before and after it in its run keeps its looks."""
        run = element.getparent()
        for side in (list(element.itersiblings(preceding=True)), list(element.itersiblings())):
            moved = [one for one in side if one.tag != R_PR]
            if not moved:
                continue
            other = copy.copy(run)
            for child in list(other):
                if child.tag != R_PR:
                    other.remove(child)
            precedes = moved[0].getparent().index(moved[0]) < run.index(element)
            for one in reversed(moved) if precedes else moved:
                other.append(one)
            (run.addprevious if precedes else run.addnext)(other)

    def _before(self, place: tuple[Any, int]) -> Any:
        return self._cut.get(place, place[0].getparent())

    def _close(self, place: tuple[Any, int], number: int) -> None:
        """Put the end of a comment, and the run that refers to it, behind its last character."""
        marks = (_marked("commentRangeEnd", number), _reference(number))
        if place in self._cut and place[1]:
            for one in marks:
                self._cut[place].addprevious(one)
            return
        for one in reversed(marks):
            self._last[place[0]].addnext(one)

    def _at_the_top(self, number: int) -> None:
        paragraph = next(self._places.root.iter(w("p")), None)
        if paragraph is not None:
            paragraph.extend((_marked("commentRangeStart", number), _marked("commentRangeEnd", number)))
            paragraph.append(_reference(number))


def _marked(name: str, number: int) -> Any:
    from lxml import etree

    return etree.Element(w(name), {ID: str(number)})


def _reference(number: int) -> Any:
    from lxml import etree

    run = etree.Element(RUN)
    etree.SubElement(run, w("commentReference"), {ID: str(number)})
    return run
