"""A paper as rules see it: its text without hard line ends, what each paragraph is, its headings, its occasion.

Rules count in `Paper.text` (the paragraphs, parted by line ends); a finding names its place in the file.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from drafter.corpus.heads import DATE_LINE, SALUTATION
from drafter.corpus.language import Language
from drafter.corpus.outlining import outlined
from drafter.corpus.paragraphs import Lines, Paragraph, paragraphs_of
from drafter.corpus.tagging import tagged
from drafter.lint.lexicon import Lexicon
from drafter.lint.settings import Given, Setting, setting_of
from drafter.model.checks import Check, CheckFile, Role
from drafter.model.draft import Draft, ParagraphKind
from drafter.model.draft import Paragraph as DraftParagraph
from drafter.model.library import Library
from drafter.model.looks import Looks
from drafter.model.problem import Problem, Severity
from drafter.model.reading import Hint, Reading
from drafter.model.speech import Item, Speech, all_items
from drafter.source import Source


class Pattern(msgspec.Struct, frozen=True):
    """A regular expression and the words of which every match holds one."""

    source: str
    needed: tuple[str, ...]
    right: str = ""
    """What replaces a match; may use \\1 …"""


class Prepared(msgspec.Struct, frozen=True):
    """A check of a file with what finds it."""

    rule: str
    """The file's id and the check's, parted by a dot."""
    check: Check
    words: tuple[str, ...]
    patterns: tuple[Pattern, ...]


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """Everything by which papers are checked."""

    library: Library
    files: tuple[CheckFile, ...]
    checks: tuple[Prepared, ...]
    language: Language
    lexicon: Lexicon
    today: date


class Piece(NamedTuple):
    """A paragraph of a paper."""

    role: Role
    start: int
    """In `Paper.text`."""
    text: str

    @property
    def end(self) -> int:
        """Return where it ends, past its last character."""
        return self.start + len(self.text)


class Head(NamedTuple):
    """A heading or a run-in lead of a paper, in the order of the text."""

    item: Item
    start: int
    """Of its marker, in `Paper.text`."""
    end: int
    """Past the heading's words, before the mark that closes it."""
    own_line: bool
    parent: int
    """Its place in `Paper.heads`; -1 under the title."""


class Paper:
    """One speech of a file, or one passage of the library."""

    def __init__(
        self,
        reading: Reading,
        paragraphs: Sequence[Paragraph],
        speech: Speech,
        books: Books,
        given: Given,
        *,
        passage: bool = False,
        roles: Sequence[Role] = (),
        looks: Looks | None = None,
    ) -> None:
        """Lay out the text; what else is asked for is worked out once, when it is. `roles` are those of the paragraphs,
        where they are known; else they are judged by the text.
        """
        self.looks = looks
        """What its file looks like; None where it has no looks, or nobody asked."""
        self.reading, self.paragraphs, self.speech, self.books = reading, tuple(paragraphs), speech, books
        self.passage = passage
        """Whether it is a single passage of the library, without head and outline."""
        self.text = "\n".join(one.text for one in self.paragraphs)
        self._given, self._roles = given, tuple(roles)
        self._lines = Lines(reading.text)
        self._starts = [0]
        for one in self.paragraphs:
            self._starts.append(self._starts[-1] + len(one.text) + 1)

    # ── what it is

    @functools.cached_property
    def setting(self) -> Setting:
        """The occasion."""
        return setting_of(self.speech, self.text, self._given, self.books.library, self.books.today)

    @functools.cached_property
    def hits(self) -> Mapping[str, list[int]]:
        """Where each word of the rules' vocabulary begins in `text`; words that do not occur are missing."""
        return self.books.lexicon.hits(self.text)

    @functools.cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The paragraphs with what they are."""
        headings = {self.row_at(one.start) for one in self.heads if one.own_line}
        first_item = min(headings, default=len(self.paragraphs))
        rows = range(len(self.paragraphs))
        roles = self._roles or [self._role(row, headings, first_item) for row in rows]
        found = zip(roles, self._starts, self.paragraphs, strict=False)
        return tuple(Piece(role, start, one.text) for role, start, one in found)

    def _role(self, row: int, headings: set[int], first_item: int) -> Role:
        text = self.paragraphs[row].text
        if self.passage:
            return "body"
        hint = self.paragraphs[row].hint
        if hint.title or hint.role:
            return "title" if hint.title else BY_STYLE[hint.role]
        if row in headings:
            return "heading"
        if self.paragraphs[row].hint.table:
            return "table"
        if self.paragraphs[row].hint.heading:
            return "heading" if row else "title"
        if row < min(10, first_item) and self.paragraphs[row].start < self._body_start:
            return self._head_role(text)
        if row >= len(self.paragraphs) - 3 and len(text) <= 40 and _SIGNED.fullmatch(text):
            return "signature"
        return "body"

    def _head_role(self, text: str) -> Role:
        speech, bare = self.speech, text.strip("#>*（）() ")
        if SALUTATION.fullmatch(bare):
            return "salutation"
        if DATE_LINE.fullmatch(text):
            return "date"
        if speech.subtitle and bare.lstrip("—－-") == speech.subtitle:
            return "subtitle"
        if speech.speaker and bare == speech.speaker:
            return "speaker"
        return "title" if len(text) < 60 and not text.endswith(("。", "！")) else "body"

    @functools.cached_property
    def _body_start(self) -> int:
        """Where the text below the head begins, in the file."""
        speech = self.speech
        texts = [*speech.opening[:1], *(one.heading for one in all_items(speech)[:1]), *speech.closing[:1]]
        for text in texts:
            key = text[:12]
            for one in self.paragraphs:
                if key and key in one.text:
                    return one.place(one.text.find(key))
        return self.paragraphs[-1].end if self.paragraphs else 0

    @functools.cached_property
    def heads(self) -> tuple[Head, ...]:
        """The headings and run-in leads, in the order of the text."""
        found: list[Head] = []
        open_: list[int] = []
        for item in all_items(self.speech):
            start = self.offset_of(item.span[0])
            while open_ and found[open_[-1]].item.depth >= item.depth:
                open_.pop()
            end = self._heading_end(item, start)
            row = self.row_at(start)
            alone = start == self._starts[row] and not item.run_in
            found.append(Head(item, start, end, alone, open_[-1] if open_ else -1))
            open_.append(len(found) - 1)
        return tuple(found)

    def _heading_end(self, item: Item, start: int) -> int:
        at = self.text.find(item.heading, start, start + len(item.marker) + len(item.heading) + 8)
        return at + len(item.heading) if at >= 0 else min(start + len(item.marker) + len(item.heading), len(self.text))

    # ── places

    def row_at(self, offset: int) -> int:
        """Return which paragraph holds a character of `text`."""
        return min(bisect_right(self._starts, offset) - 1, max(len(self.paragraphs) - 1, 0))

    def piece_at(self, offset: int) -> Piece:
        """Return the paragraph that holds a character of `text`."""
        return self.pieces[self.row_at(offset)]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return where the sentence that holds a character of `text` begins and ends (past its mark)."""
        begin = max(self.text.rfind(mark, 0, offset) for mark in "。！？；\n") + 1
        found = _SENTENCE_END.search(self.text, offset)
        return begin, found.end() if found else len(self.text)

    def place(self, offset: int) -> int:
        """Return where a character of `text` stands in the file."""
        if not self.paragraphs:
            return 0
        row = self.row_at(offset)
        return self.paragraphs[row].place(offset - self._starts[row])

    def offset_of(self, place: int) -> int:
        """Return the character of `text` that stands at a place of the file, or the next one that stands in it."""
        row = max(bisect_right([one.start for one in self.paragraphs], place) - 1, 0)
        if not self.paragraphs:
            return 0
        paragraph = self.paragraphs[row]
        inside = bisect_right(paragraph.places, place - 1) if place > paragraph.start else 0
        return self._starts[row] + min(inside, len(paragraph.text))

    @functools.cached_property
    def left_out(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the file, as its places, that belong to no paragraph: page numbers, frames of web pages."""
        start = self.speech.span[0]
        spans, end = [], start if start > FRAME else 0
        for one in self.paragraphs:
            spans.append((end, one.start))
            end = one.end
        spans.append((end, max(self.speech.span[1], end)))
        text = self.reading.text
        return tuple((first, last) for first, last in spans if text[first:last].strip())

    # ── findings

    def problem(
        self,
        rule: str,
        start: int,
        end: int,
        message: str,
        *,
        hint: str = "",
        severity: Severity = "error",
        fix: str | None = None,
    ) -> Problem:
        """Return a finding about `text[start:end]`; `fix` mechanically replaces it, None where a person must decide."""
        first = self.place(start)
        last = self.place(end - 1) + 1 if end > start else first
        return self.problem_in_file(rule, first, last, message, hint=hint, severity=severity, fix=fix)

    def problem_in_file(
        self,
        rule: str,
        first: int,
        last: int,
        message: str,
        *,
        hint: str = "",
        severity: Severity = "error",
        fix: str | None = None,
    ) -> Problem:
        """Return a finding about what stands in the file from `first` to before `last`."""
        source = Source(self.reading.path, self._lines.line(first), self._lines.column(first))
        return Problem(
            rule=rule,
            severity=severity,
            message=message,
            hint=hint,
            source=source,
            match=self.reading.text[first:last],
            span=(first, last),
            fix=fix,
        )


BY_STYLE: Mapping[str, Role] = {
    "subtitle": "subtitle",
    "stage": "subtitle",
    "date": "date",
    "speaker": "speaker",
    "salutation": "salutation",
    "thanks": "body",
    "signature": "signature",
    "mark": "signature",
}
"""What a paragraph is by its role in a page style."""
FRAME = 200
"""The frame of a web page above the first speech of a file takes no more characters."""
_SENTENCE_END = re.compile("[。！？；\n]")
_SIGNED = re.compile(r"(?:(?:[12]\d{3}|[〇○零一二三四五六七八九]{4})年.{1,8}|[^，。；：！？]{2,30})")


def papers_of(reading: Reading, books: Books, given: Given, looks: Looks | None = None) -> Iterator[Paper]:
    """Yield the speeches of a file as papers; with `looks` (of the same file) its layout is checked as well.

    Raises InputError for a text with more markers than any speech has.
    """
    paragraphs = paragraphs_of(reading, books.language)
    for speech in outlined(paragraphs, Lines(reading.text), books.language):
        first, last = speech.span
        own = [one for one in paragraphs if first <= one.start < last]
        yield Paper(reading, own, tagged(speech, books.language), books, given, looks=looks)


def passage_paper(text: str, path: str, books: Books, given: Given) -> Paper:
    """Return a passage of the library as a paper without head and outline."""
    reading = Reading(path=path, format="docx", text=text, sha256="")
    speech = Speech(line=1, span=(0, len(text)))
    return Paper(reading, _a_line_each(reading), speech, books, given, passage=True)


def _a_line_each(reading: Reading) -> list[Paragraph]:
    """Return the lines of a text that are not blank as paragraphs."""
    found, start = [], 0
    for number, line in enumerate(reading.text.split("\n"), 1):
        if line.strip():
            places = range(start, start + len(line))
            found.append(Paragraph(line, places, number, reading.hints.get(number, Hint())))
        start += len(line) + 1
    return found


ROLE_OF: Mapping[ParagraphKind, Role] = {
    "title": "title",
    "subtitle": "subtitle",
    "date": "date",
    "speaker": "speaker",
    "salutation": "salutation",
    "heading": "heading",
    "body": "body",
    "thanks": "body",
    "signature": "signature",
    "signed": "signature",
}
"""Marks and the table of contents are no text of a paper."""


def draft_rows(draft: Draft) -> list[DraftParagraph]:
    """Return the paragraphs of a draft that are text of its paper, in the order of the page."""
    return [row for row in draft.rows if row.kind in ROLE_OF and row.text.strip()]


def draft_paper(draft: Draft, path: str, books: Books, given: Given) -> Paper:
    """Return a draft as a paper: a line a paragraph, each with the role that it was written in."""
    rows = draft_rows(draft)
    hints = {number: Hint(heading=row.depth) for number, row in enumerate(rows, 1) if row.kind == "heading"}
    text = "\n".join(row.text.replace("\n", "") for row in rows)
    reading = Reading(path=path, format="docx", text=text, sha256="", hints=hints)
    own = _a_line_each(reading)
    found = outlined(own, Lines(text), books.language)
    speech = tagged(found[0], books.language) if len(found) == 1 else Speech(line=1, span=(0, len(text)))
    return Paper(reading, own, speech, books, given, roles=[ROLE_OF[row.kind] for row in rows])
