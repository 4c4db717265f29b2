"""Finding the passages that a file was written with in its text as it is now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from drafter.model.inspection import PassageFound, Stretch
from drafter.model.provenance import Written
from drafter.roundtrip.flow import Flow, Place, Span
from drafter.roundtrip.traces import Traces
from drafter.text.imprints import Imprint, State, bare, text_digest

NEAR = 8
"""Characters by which a bookmark's end may have slipped: LibreOffice moves it by one for each comment before it."""


class Match(msgspec.Struct, frozen=True):
    """Where a passage stands now, and what became of its text."""

    written: Written
    span: Span | None
    state: State


def matches(flow: Flow, traces: Traces) -> list[Match]:
    """Return what became of each passage, in the order in which they were written."""
    bookmarks, windows = flow.bookmarks, Windows(flow)
    return [_match(flow, windows, one, bookmarks.get(one.bookmark)) for one in traces.passages]


def _match(flow: Flow, windows: Windows, written: Written, span: Span | None) -> Match:
    kept = written.imprint
    best: tuple[Span, State] | None = None
    for candidate in _candidates(flow, windows, written, span):
        text = flow.text(candidate)
        state = kept.state_of(text)
        if state == "unchanged":
            return Match(written, candidate, state)
        if text.strip() and (best is None or best[1] == "edited"):
            best = (candidate, state)
    return Match(written, *best) if best else Match(written, None, "edited")


def _candidates(flow: Flow, windows: Windows, written: Written, span: Span | None) -> Iterator[Span]:
    """Yield where a passage may stand: its bookmark, that with its ends set right, wherever else its text is.

    Where none has its text, the last but those of a certain length counts.
    """
    if span is not None:
        yield span
        yield from _of_length(flow, span, written.imprint)
        yield _snapped(flow, span)
    if (found := windows.find(written)) is not None:
        yield found


def _snapped(flow: Flow, span: Span) -> Span:
    """Return a span with those ends moved to the ends of their paragraphs that stand close to them."""
    (first, before), (last, after) = span.start, span.end
    if last >= len(flow.paragraphs) or first > last:
        return span
    length = len(flow.paragraphs[last])
    return Span((first, 0 if before <= NEAR else before), (last, length if length - after <= NEAR else after))


def _of_length(flow: Flow, span: Span, kept: Imprint) -> Iterator[Span]:
    """Yield the stretch around a span that begins close to its start and has the text of an imprint, if any."""
    first, before = span.start
    if not kept.length or first >= len(flow.paragraphs):
        return
    for start in range(before, max(before - NEAR, 0) - 1, -1):
        end = _after(flow.paragraphs, (first, start), kept.length)
        found = Span((first, start), end) if end is not None and end >= span.end else None
        if found is not None and kept.state_of(flow.text(found)) == "unchanged":
            yield found
            return


def _after(paragraphs: Sequence[str], start: Place, length: int) -> Place | None:
    """Return the place `length` characters after `start`, white space aside; None past the end."""
    row, before = start
    while row < len(paragraphs):
        words = bare(paragraphs[row][before:])
        if len(words) >= length:
            return row, _offset(paragraphs[row], before, length)
        length -= len(words)
        row, before = row + 1, 0
    return None


def _offset(text: str, before: int, length: int) -> int:
    for place in range(before, len(text)):
        if length == 0:
            return place
        length -= not text[place].isspace()
    return len(text)


class Windows:
    """The whole paragraphs of a text by what they hold: single ones, pairs, threes …, each kind made when needed."""

    def __init__(self, flow: Flow) -> None:
        """Keep the text."""
        self._paragraphs = flow.paragraphs
        self._rows: dict[int, dict[str, int]] = {}

    def find(self, written: Written) -> Span | None:
        """Return where whole paragraphs hold the text of a passage; None for nowhere."""
        number = written.paragraphs
        if not 0 < number <= MOST_PARAGRAPHS:
            return None
        if number not in self._rows:
            self._rows[number] = self._digests(number)
        first = self._rows[number].get(written.imprint.hash)
        if first is None:
            return None
        last = first + number - 1
        return Span((first, 0), (last, len(self._paragraphs[last])))

    def _digests(self, number: int) -> dict[str, int]:
        found: dict[str, int] = {}
        for first in range(len(self._paragraphs) - number + 1):
            text = bare("".join(self._paragraphs[first : first + number]))
            if text:
                found.setdefault(text_digest(text), first)
        return found


MOST_PARAGRAPHS = 50
"""A passage of more is not looked for away from its bookmark."""


def found_passages(flow: Flow, found: Sequence[Match]) -> tuple[PassageFound, ...]:
    """Return the passages as they are told, with those marked that stand in another order."""
    present = [one for one in found if one.span is not None]
    still = in_order([one.span.start for one in present if one.span is not None])
    moved = {id(one) for place, one in enumerate(present) if place not in still}
    return tuple(_passage(flow, one, moved=id(one) in moved) for one in found)


def in_order(places: Sequence[Place]) -> set[int]:
    """Return which of `places` make the longest row that goes up."""
    tails: list[Place] = []
    ends: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        rank = bisect_left(tails, place)
        before.append(ends[rank - 1] if rank else -1)
        tails[rank : rank + 1] = [place]
        ends[rank : rank + 1] = [number]
    found: set[int] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        found.add(number)
        number = before[number]
    return found


def _passage(flow: Flow, one: Match, *, moved: bool) -> PassageFound:
    written, span = one.written, one.span
    return PassageFound(
        slot=written.slot,
        block=written.block,
        title=written.title,
        act=written.act,
        moves=written.moves,
        state=one.state if span else "deleted",
        moved=moved,
        first=span.start[0] + 1 if span else 0,
        last=span.end[0] + 1 if span else 0,
        text=flow.text(span) if span else "",
    )


def outside(
    flow: Flow, found: Sequence[Match], frame: Sequence[Imprint], contents: Collection[int]
) -> tuple[tuple[Stretch, ...], int]:
    """Return what is outside of all passages and new, and how many of the frame's texts are gone.

    Paragraphs of a table of contents (`contents`, from 0) do not count.
    """
    spans = [one.span for one in found if one.span is not None]
    texts = {row: text for row, text in _uncovered(flow, spans).items() if row not in contents}
    rest = {row: text for row, text in texts.items() if text.strip()}
    as_written = _rows_by_digest(rest)
    lost = [kept for kept in frame if not _took(rest, as_written.get(kept.hash, []))]
    lost = [kept for kept in lost if not _took(rest, _filled(rest, kept) if kept.pieces else [])]
    return tuple(Stretch(paragraph=row + 1, text=text) for row, text in rest.items()), len(lost)


def _uncovered(flow: Flow, spans: Sequence[Span]) -> dict[int, str]:
    """Return what each paragraph has outside of all spans; paragraphs that lie within one are left out."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        (first, before), (last, after) = span.start, span.end
        for row in range(first, last + 1):
            end = after if row == last else len(flow.paragraphs[row])
            covered.setdefault(row, []).append((before if row == first else 0, end))
    return {row: _cut(text, covered.get(row, ())) for row, text in enumerate(flow.paragraphs)}


def _cut(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """Return `text` without these stretches of it."""
    left, done = "", 0
    for start, end in sorted(stretches):
        left += text[done:start]
        done = max(done, end)
    return left + text[done:]


def _rows_by_digest(rest: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, text in rest.items():
        found.setdefault(text_digest(bare(text)), []).append(row)
    return found


def _filled(rest: Mapping[int, str], kept: Imprint) -> list[int]:
    return [row for row, text in rest.items() if kept.state_of(text) == "filled"][:1]


def _took(rest: dict[int, str], rows: list[int]) -> bool:
    """Take the first of `rows` out of `rest` and out of the list; return whether there was one."""
    if not rows:
        return False
    del rest[rows.pop(0)]
    return True
