"""The text of a Word file with what lies over it: bookmarks, comments, tracked changes, hidden text."""

from __future__ import annotations

from typing import Any

import msgspec

from drafter.readers.docx.body import ALTERNATIVES, CHOICE, FALLBACK, MARKS, R_PR, RUN, TEXT, P
from drafter.readers.docx.tracking import CHANGES, COMING, LEAVING
from drafter.readers.docx.xml import is_on, w

DELETED_TEXT = w("delText")
BOOKMARK_START, BOOKMARK_END = w("bookmarkStart"), w("bookmarkEnd")
COMMENT_START, COMMENT_END, COMMENT = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
ID, NAME = w("id"), w("name")
PROPERTIES = frozenset(map(w, ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "tblPrEx")))
NOT_TEXT = frozenset(map(w, ("instrText", "delInstrText", "fldData", "ffData", "rt")))

Place = tuple[int, int]
"""A paragraph, from 0, and how many of its characters come before."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A tracked change."""

    kind: str
    """插入, 删除, 移走, 移来, 改格式 or 改表格."""
    author: str
    date: str
    """As the program wrote it (ISO 8601); empty where it wrote none."""
    paragraph: int
    """From 1."""
    text: str


class Span(msgspec.Struct, frozen=True):
    """From one place to another."""

    start: Place
    end: Place


class Flow:
    """One story of a file (the body, a header, …), walked through once in the order of its text.

    Paragraphs of tables and text boxes count as well. Insertions are read, deletions are not: the text is that
    which stands when all changes are accepted.
    """

    def __init__(self, root: Any) -> None:
        """Walk through a story from its root element."""
        self.paragraphs: list[str] = []
        self.elements: list[Any] = []
        """The w:p of each paragraph."""
        self.changes: list[Change] = []
        self.hidden: list[int] = []
        """The paragraphs with hidden text, from 1."""
        self._current = -1
        self._opened: dict[str, tuple[str, Place]] = {}
        self._bookmarks: dict[str, Span] = {}
        self._comment_starts: dict[str, Place] = {}
        self._comments: dict[str, Span] = {}
        self._walk(root)

    # ── what was found

    @property
    def bookmarks(self) -> dict[str, Span]:
        """The bookmarks by their names; one without end goes to the end of the paragraph in which it begins."""
        open_ones = {name: Span(start, self._end_of(start[0])) for name, start in self._opened.values()}
        return {**open_ones, **self._bookmarks}

    @property
    def comments(self) -> dict[str, Span]:
        """What each comment is on, by the comment's number; a comment on no stretch of text is on a point."""
        return self._comments

    def text(self, span: Span) -> str:
        """Return the text of a span, paragraphs parted by line ends."""
        (first, before), (last, after) = span.start, span.end
        if first >= len(self.paragraphs) or (first, before) > (last, after):
            return ""
        if first == last:
            return self.paragraphs[first][before:after]
        middle = self.paragraphs[first + 1 : last]
        return "\n".join([self.paragraphs[first][before:], *middle, self.paragraphs[last][:after]])

    # ── the walk

    def _walk(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == P:
                self._paragraph(child)
            elif tag == TEXT:
                self._add(child.text or "")
            elif tag in MARKS:
                self._add(MARKS[tag])
            elif tag == ALTERNATIVES:
                self._walk(_chosen(child))
            elif tag in PROPERTIES:
                self._properties(child)
            elif tag in LEAVING:
                self._changed(child, "".join(child.itertext(TEXT, DELETED_TEXT)))
            elif tag in COMING:
                self._changed(child, "".join(child.itertext(TEXT)))
                self._walk(child)
            elif tag not in NOT_TEXT:
                self._mark(child)
                self._walk(child)

    def _paragraph(self, element: Any) -> None:
        outer = self._current
        self._current = len(self.paragraphs)
        self.paragraphs.append("")
        self.elements.append(element)
        self._walk(element)
        self._current = outer

    def _add(self, text: str) -> None:
        if self._current >= 0:
            self.paragraphs[self._current] += text

    def _properties(self, element: Any) -> None:
        for found in element.iter(*CHANGES):
            self._changed(found, "")
        if element.tag == R_PR and element.getparent().tag == RUN and is_on(element, w("vanish")):
            self.hidden.append(self._number())

    def _changed(self, element: Any, text: str) -> None:
        change = Change(
            kind=CHANGES[element.tag],
            author=element.get(w("author"), ""),
            date=element.get(w("date"), ""),
            paragraph=self._number(),
            text=text,
        )
        self.changes.append(change)

    def _mark(self, element: Any) -> None:
        identity = element.get(ID, "")
        if element.tag == BOOKMARK_START:
            name = element.get(NAME, "")
            if name not in self._bookmarks:
                self._opened.setdefault(identity, (name, self._next()))
        elif element.tag == BOOKMARK_END and identity in self._opened:
            name, start = self._opened.pop(identity)
            self._bookmarks[name] = Span(start, self._last())
        elif element.tag == COMMENT_START:
            self._comment_starts[identity] = self._next()
        elif element.tag == COMMENT_END and identity in self._comment_starts:
            self._comments[identity] = Span(self._comment_starts[identity], self._last())
        elif element.tag == COMMENT:
            self._comments.setdefault(identity, Span(self._last(), self._last()))

    # ── where the walk stands

    def _number(self) -> int:
        """Return the number of the paragraph, from 1; between paragraphs that of the one before."""
        return (self._current if self._current >= 0 else len(self.paragraphs) - 1) + 1

    def _next(self) -> Place:
        """Return the place of what comes next."""
        return self._end_of(self._current) if self._current >= 0 else (len(self.paragraphs), 0)

    def _last(self) -> Place:
        """Return the place after what came last."""
        return self._end_of(self._current if self._current >= 0 else len(self.paragraphs) - 1)

    def _end_of(self, paragraph: int) -> Place:
        return (paragraph, len(self.paragraphs[paragraph])) if 0 <= paragraph < len(self.paragraphs) else (0, 0)


def _chosen(alternatives: Any) -> Any:
    """Return the elements of one of the alternatives: the first, for newer programs; else the fallback."""
    choice = alternatives.find(CHOICE)
    found = choice if choice is not None else alternatives.find(FALLBACK)
    return () if found is None else found
