"""Where the text of a reading stands in the Word file that it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from typing import Any

from drafter.readers.docx.body import PRESERVE, SOFT_HYPHEN, TEXT, Line, Opened, P, Piece, within

Span = tuple[int, int]


class Places:
    """The text of a Word file, each stretch with the element that holds it. It counts as `Reading.text` does."""

    def __init__(self, file: Opened) -> None:
        """Lay the lines of an opened file end to end."""
        self.root = file.root
        self.text = "\n".join(line.text for line in file.lines)
        self.pieces: list[Piece] = []
        self.paragraphs: list[tuple[Any, Span, list[Line]]] = []
        """Each w:p (None for a row of a table) with its stretch and its lines, in the order of the text."""
        start = 0
        for line in file.lines:
            self.pieces += within(line.pieces, 0, len(line.text), start)
            self._add_paragraph(line, start)
            start += len(line.text) + 1
        self._starts = [one.start for one in self.pieces]
        self._spans: dict[Any, Span] = {one.element: (one.start, one.end) for one in self.pieces}
        self._paragraph_starts = [span[0] for _, span, _ in self.paragraphs]

    def _add_paragraph(self, line: Line, start: int) -> None:
        end = start + len(line.text)
        if self.paragraphs and line.element is not None and self.paragraphs[-1][0] is line.element:
            element, (first, _), lines = self.paragraphs.pop()
            self.paragraphs.append((element, (first, end), [*lines, line]))
        else:
            self.paragraphs.append((line.element, (start, end), [line]))

    def within(self, first: int, last: int) -> tuple[Piece, ...]:
        """Return the pieces, as places of the text, that hold what stands from `first` to before `last`."""
        row = max(bisect_right(self._starts, first) - 1, 0)
        end = bisect_right(self._starts, last)
        return within(self.pieces[row:end], first, last, 0)

    def paragraph_at(self, offset: int) -> tuple[Any, Span]:
        """Return the w:p that holds a character, None for a row of a table, and its stretch."""
        row = bisect_right(self._paragraph_starts, offset) - 1
        element, span, _ = self.paragraphs[max(row, 0)]
        return element, span

    def span_of(self, element: Any) -> Span | None:
        """Return the stretch of the text that stands in an element; None where none does."""
        spans = [self._spans[one] for one in element.iter(TEXT) if one in self._spans]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    def walk(self, wanted: Collection[str]) -> Iterator[tuple[Any, Span | None, int]]:
        """Yield the w:t that were read and the elements `wanted`, in the order of the file.

        Each comes with its own stretch (None for what is no text that was read) and with the place at which it stands.
        """
        starts = {element: span[0] for element, span, _ in self.paragraphs if element is not None}
        at = 0
        for element in self.root.iter(TEXT, P, *wanted):
            span = self._spans.get(element) if element.tag == TEXT else None
            at = starts.get(element, at)
            if span is not None or element.tag in wanted:
                yield element, span, span[0] if span else at
            at = span[1] if span else at


def raw_index(element: Any, shown: int) -> int:
    """Return where in the text of a w:t the character stands that is shown as its `shown`-th; its end for none."""
    raw = element.text or ""
    start = 0 if element.get(PRESERVE) == "preserve" else len(raw) - len(raw.lstrip(" \t\r\n"))
    seen = [place for place in range(start, len(raw)) if raw[place] != SOFT_HYPHEN]
    return seen[shown] if shown < len(seen) else len(raw)
